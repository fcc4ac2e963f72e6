"""G10: how much of a heavy rain land cover holds back, files to files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from bench.commands import best_command, measured
from bench.cooling import mean, row
from bench.peers import INVEST_PYTHON, ask, table
from bench.region import region_files, size_wanted, write_tiff

RAIN_MM = 90
GROUPS = 4


def with_soils(folder: Path) -> Path:
    """Write soil groups and curve numbers beside the other files, if they are not there."""
    size = size_wanted()
    if not (folder / "soils.tif").exists():
        groups = (np.arange(size) * GROUPS // size + 1).astype(np.uint8)
        write_tiff(folder / "soils.tif", np.tile(groups, (size, 1)), nodata=0)
    lines = ["lucode,cn_a,cn_b,cn_c,cn_d"]
    lines += [f"{code},{30 + 5 * code},{45 + 5 * code},{53 + 5 * code},{58 + 5 * code}" for code in range(9)]
    (folder / "curve_numbers.csv").write_text("\n".join([*lines, ""]), "utf-8")
    return folder


def main() -> None:
    folder = with_soils(region_files())
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "held.tif"
        words = ["run", "runoff", folder / "lulc.tif", folder / "curve_numbers.csv", out]
        words += ["--rain-mm", RAIN_MM, "--soils", folder / "soils.tif"]
        measured(*words)
        cost, found = best_command(2, *words), mean(out)
    rows = [row("here", cost.wall_s, cost.cpu_s, "1", cost.private_mb)]
    answer = ask("raster_peers.py", "invest", "runoff", str(folder), python=INVEST_PYTHON)
    if answer is None:
        rows.append(["invest", "not installed", "", "", ""])
    else:
        if abs(answer.values["Runoff_retention_index"] - found) > 1e-6:
            raise SystemExit(f"InVEST holds back {answer.values}, here {found}")
        values, ratio = answer.values, f"{answer.wall_s / cost.wall_s:.0f}"
        rows.append(row("InVEST Urban Flood Risk", answer.wall_s, values["cpu_s"], ratio, values["peak_mb"]))
    head = [f"{size_wanted() ** 2 / 1e6:.1f} M cells, {RAIN_MM} mm, {100 * found:.2f} % held back", "wall, s"]
    print(table([*head, "processor, s", "times ours", "memory, MB"], rows))


if __name__ == "__main__":
    main()
