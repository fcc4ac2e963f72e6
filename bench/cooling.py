"""G10: heat mitigation by parks (450 m) and air temperature (mixing over 500 m), files to files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import rasterio

from bench.commands import best_command, measured
from bench.peers import INVEST_PYTHON, ask, table
from bench.region import region_files, size_wanted


def mean(path: Path) -> float:
    with rasterio.open(path) as file:
        return float(np.nanmean(file.read(1), dtype=float))


def main() -> None:
    folder = region_files()
    inputs = [folder / name for name in ("lulc.tif", "et0.tif", "classes.csv")]
    with tempfile.TemporaryDirectory() as work:
        out, air = Path(work) / "hm.tif", Path(work) / "air.tif"
        words = ["run", "cooling", *inputs, out, "--park-distance", 450]
        both = [*words, "--air", air, "--reference", 20, "--heat-island", 5, "--mixing-distance", 500]
        measured(*both)
        parks, all_of_it = best_command(2, *words), best_command(2, *both)
        found, warm = mean(out), mean(air)
    rows = [
        row("here, mitigation", parks.wall_s, parks.cpu_s, "", parks.private_mb),
        row("here, mitigation and air", all_of_it.wall_s, all_of_it.cpu_s, "1", all_of_it.private_mb),
    ]
    answer = ask("raster_peers.py", "invest", "cooling", str(folder), python=INVEST_PYTHON)
    if answer is None:
        rows.append(["invest", "not installed", "", "", ""])
    else:
        check(answer.values, found, warm)
        ratio = f"{answer.wall_s / all_of_it.wall_s:.0f}"
        values = answer.values
        rows.append(row("InVEST Urban Cooling", answer.wall_s, values["cpu_s"], ratio, values["peak_mb"]))
    head = [f"{size_wanted() ** 2 / 1e6:.1f} M cells, mean {found:.4f}, {warm:.3f} °C", "wall, s"]
    print(table([*head, "processor, s", "times ours", "memory, MB"], rows))


def row(name: str, wall_s: float, cpu_s: float, ratio: str, memory_mb: float) -> list[str]:
    return [name, f"{wall_s:.1f}", f"{cpu_s:.1f}", ratio, f"{memory_mb:.0f}"]


def check(values: dict[str, float], found: float, warm: float) -> None:
    """Refuse means that differ by more than InVEST's 32-bit numbers allow."""
    if abs(values["hm"] - found) > 1e-6 or abs(values["T_air"] - warm) > 1e-4:
        raise SystemExit(f"InVEST finds {values}, here {found} and {warm}")


if __name__ == "__main__":
    main()
