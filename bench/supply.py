"""G1, G2: nature per person within 300 m, two-step floating catchment, flat and gaussian.

``python -m bench.supply`` takes 4 million cells, ``--large`` 44 million. Libraries are timed on arrays in
memory, beside our kernels on these arrays; InVEST reads and writes files, beside our command.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bench.commands import best_command, measured
from bench.peers import INVEST_PYTHON, PYTHON, ask, best_of, table
from bench.region import CELL, TABLE, Region, region, region_files, size_wanted
from gruenzug.engine.bands import ArraySink, ArraySource, Job, Layer, Workers, run_bands
from gruenzug.engine.kernels.disc import disc
from gruenzug.engine.kernels.disc_cells import SHARE_BITS
from gruenzug.engine.kernels.disc_supply import Catchment
from gruenzug.engine.layers.raster_supply import _SupplyKernel

DEMAND, RADIUS = 100.0, 300.0
CLOSE = {"scipy": 1e-6, "opencv": 1e-5, "invest": 1e-5}
"""How near the sums of supply must be: what 32-bit numbers and transforms in floating point allow."""


def ours(made: Region, decay: str, threads: int) -> None:
    share = tuple(round(row[1]) << SHARE_BITS for row in TABLE)
    catchment = Catchment((disc(decay, RADIUS, CELL),), share, (0,) * len(share))
    kernel = _SupplyKernel(catchment, CELL**2, DEMAND, False)
    sources = ArraySource.of(made.lulc, 255), ArraySource.of(made.residents.astype(np.float32), np.nan)
    job = Job(kernel, sources, 2 * catchment.reach, (Layer("float32"), Layer("float32")))
    sinks = [ArraySink.like(sources[0].frame, "float32") for _ in range(2)]
    run_bands(job, sinks, Workers(threads))


def command(folder: Path, decay: str, out: Path) -> tuple[Any, dict[str, float]]:
    words = ["run", "supply", folder / "lulc.tif", folder / "residents.tif", folder / "classes.csv", out]
    words += ["--decay", decay, "--radius", RADIUS, "--demand", DEMAND]
    measured(*words)
    cost = best_command(3, *words)
    return cost, json.loads((out / "summary.json").read_text())


def compare(decay: str) -> str:
    folder, made = region_files(), region(size_wanted())
    ours(region(2000), decay, 2)
    rows = []
    spent = {threads: best_of(3, lambda threads=threads: ours(made, decay, threads)) for threads in (1, 2)}
    with tempfile.TemporaryDirectory() as out:
        cost, found = command(folder, decay, Path(out) / "supply")
    for threads, seconds in spent.items():
        rows.append(
            [f"here, arrays, {threads} thread(s)", f"{seconds:.2f}", "", "", f"{seconds / spent[2]:.1f}"]
        )
    memory = f"{cost.private_mb:.0f} MB"
    rows.append([f"here, command, {memory}", f"{cost.wall_s:.2f}", f"{cost.cpu_s:.1f}", "1", ""])
    for peer in CLOSE:
        python = INVEST_PYTHON if peer == "invest" else PYTHON
        answer = ask("raster_peers.py", peer, f"supply-{decay}", str(folder), python=python)
        if answer is None:
            rows.append([peer, "not installed", "", "", ""])
            continue
        check(peer, answer.values, found)
        if peer == "invest":
            ratio, cpu = f"{answer.wall_s / cost.wall_s:.0f}", f"{answer.values['cpu_s']:.0f}"
            rows.append(["InVEST Urban Nature Access, process", f"{answer.wall_s:.1f}", cpu, ratio, ""])
        else:
            seconds = answer.values["seconds"]
            rows.append([f"{peer}, arrays", f"{seconds:.2f}", "", "", f"{seconds / spent[2]:.1f}"])
    head = [f"{decay}, {made.lulc.size / 1e6:.1f} M cells", "wall, s", "processor, s"]
    return table([*head, "times our command", "times ours on arrays"], rows)


def check(peer: str, values: dict[str, float], found: dict[str, float]) -> None:
    total = values.get("supply_sum", values.get("urban_nature_supply_percapita", 0.0))
    if abs(total / found["supply_sum"] - 1) > CLOSE[peer]:
        raise SystemExit(f"{peer} finds a supply of {total}, here it is {found['supply_sum']}")
    if "under" in values and abs(values["under"] / found["people_undersupplied"] - 1) > 1e-4:
        raise SystemExit(f"{peer} finds {values['under']} people undersupplied, here {found}")


def main() -> None:
    for decay in ("dichotomy", "gaussian"):
        print(compare(decay), "\n", flush=True)


if __name__ == "__main__":
    main()
