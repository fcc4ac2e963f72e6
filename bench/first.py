"""G14: import and smallest job, with kernels compiled before (warm) and not (cold)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from bench.commands import best_command, measured
from bench.peers import table
from bench.region import region_files, write_tiff


def main() -> None:
    classes = region_files() / "classes.csv"
    with tempfile.TemporaryDirectory() as work:
        lulc, people, out = Path(work) / "l.tif", Path(work) / "p.tif", Path(work) / "out"
        write_tiff(lulc, np.eye(50, dtype=np.uint8), nodata=255)
        write_tiff(people, np.ones((50, 50), np.int32), nodata=-1)
        words = ["run", "supply", lulc, people, classes, out]
        warm = best_command(3, *words)
        os.environ["NUMBA_CACHE_DIR"] = str(Path(work) / "cache")
        cold = measured(*words)
        del os.environ["NUMBA_CACHE_DIR"]
        help_only = best_command(3, "run", "supply", "--help")
    rows = [
        ["gruenzug run supply --help", f"{help_only.wall_s:.2f}"],
        ["smallest supply, warm", f"{warm.wall_s:.2f}"],
        ["smallest supply, cold", f"{cold.wall_s:.1f}"],
    ]
    print(table(["", "wall, s"], rows))


if __name__ == "__main__":
    main()
