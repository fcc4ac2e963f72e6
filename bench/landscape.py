"""Metrics of the classes of a landscape, beside pylandstats."""

from __future__ import annotations

import math
from pathlib import Path

from bench.peers import ask, best_of, table
from bench.region import region_files, size_wanted
from gruenzug.engine.layers.raster_landscape import ClassMetrics, class_metrics
from gruenzug.engine.layers.raster_patches import patch_table

ALIKE = (
    "patches",
    "area_ha",
    "share_percent",
    "largest_patch_percent",
    "mean_area_ha",
    "mesh_ha",
    "edge_m_per_ha",
)
"""What both define in the same way; the mean shape index is told apart in docs/validation.md."""


def ours(lulc: Path) -> list[ClassMetrics]:
    return class_metrics(patch_table(lulc, 8, by_value=True))


def main() -> None:
    lulc = region_files() / "lulc.tif"
    found = ours(lulc)
    spent = best_of(3, lambda: ours(lulc))
    rows = [["here, 2 threads, from the file", f"{spent:.2f}", "1.0"]]
    if (answer := ask("raster_peers.py", "pylandstats", "landscape", str(lulc.parent))) is None:
        rows.append(["pylandstats", "not installed", ""])
    else:
        for metrics in found:
            for name in ALIKE:
                other = answer.values[f"{name}-{metrics.value}"]
                if not math.isclose(getattr(metrics, name), other, rel_tol=1e-9):
                    told = f"{other} in pylandstats, {getattr(metrics, name)} here"
                    raise SystemExit(f"{name} of class {metrics.value}: {told}")
        seconds = answer.values["seconds"]
        rows.append(["pylandstats", f"{seconds:.2f}", f"{seconds / spent:.1f}"])
    head = f"{len(ALIKE)} metrics of {len(found)} classes, {size_wanted() ** 2 / 1e6:.1f} M cells"
    print(table([head, "seconds", "times ours"], rows))


if __name__ == "__main__":
    main()
