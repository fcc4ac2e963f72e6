"""G12: private memory of whole commands; ``--vast`` adds a raster of a billion cells, made on disk first."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from bench.commands import Cost, measured
from bench.peers import table
from bench.region import CELL, CRS, GREEN, NORTH, WEST, region, region_files, size_wanted, write_tiff
from gruenzug.engine.kernels.mspa import BACKGROUND, FOREGROUND

VAST = 32_000


def commands(folder: Path, out: Path) -> dict[str, list[object]]:
    lulc, people, et0 = (folder / f"{name}.tif" for name in ("lulc", "residents", "et0"))
    classes = folder / "classes.csv"
    return {
        "supply, dichotomy": ["supply", lulc, people, classes, out / "a", "--radius", 300],
        "supply, gaussian": [
            "supply",
            lulc,
            people,
            classes,
            out / "b",
            "--decay",
            "gaussian",
            "--radius",
            300,
        ],
        "patches": ["patches", lulc, out / "p.parquet", "--foreground", "1,2"],
        "morphology, edges of 3 cells": ["mspa", folder / "cover.tif", out / "m.tif", "--edge-width", 3],
        "zonal": ["zonal", people, lulc, out / "z.csv"],
        "cooling, parks 450 m": ["cooling", lulc, et0, classes, out / "c.tif", "--park-distance", 450],
    }


def cover_of(lulc: np.ndarray) -> np.ndarray:
    """Return green as foreground, the rest as background."""
    return np.where(np.isin(lulc, GREEN), np.uint8(FOREGROUND), np.uint8(BACKGROUND))


def with_cover(folder: Path) -> Path:
    """Write the cover beside the other files of a region that has none yet."""
    if not (folder / "cover.tif").exists():
        write_tiff(folder / "cover.tif", cover_of(region(size_wanted()).lulc), nodata=0)
    return folder


def vast_region() -> Path:
    """Write the small region side by side until there are a billion cells."""
    folder = Path("var/bench") / f"region{VAST}"
    if (folder / "cover.tif").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    made = region(2000)
    ramp = np.broadcast_to(np.linspace(4, 5, 2000, dtype=np.float32)[:, None], (2000, 2000))
    for name, values, nodata in (
        ("lulc", made.lulc, 255),
        ("residents", made.residents, -1),
        ("et0", ramp, -1),
        ("cover", cover_of(made.lulc), 0),
    ):
        strip = np.tile(values, (1, VAST // 2000))
        with rasterio.open(
            folder / f"{name}.tif", "w", driver="GTiff", height=VAST, width=VAST, count=1,
            dtype=str(values.dtype), crs=CRS, transform=from_origin(WEST, NORTH, CELL, CELL), nodata=nodata,
            tiled=True, blockxsize=256, blockysize=256, compress="zstd", zstd_level=1, num_threads=2,
            bigtiff="yes",
        ) as file:  # fmt: skip
            for first in range(0, VAST, 2000):
                file.write(strip, 1, window=Window(0, first, VAST, 2000))
    (folder / "classes.csv").write_text((region_files() / "classes.csv").read_text())
    return folder


def main() -> None:
    cases = [(size_wanted(), with_cover(region_files()))]
    if "--vast" in sys.argv:
        cases.append((VAST, vast_region()))
    rows = []
    for size, folder in cases:
        with tempfile.TemporaryDirectory(dir="var/bench") as out:
            for name, words in commands(folder, Path(out)).items():
                cost: Cost = measured("run", *words)
                rate = size**2 / 1e6 / cost.wall_s
                rows.append(
                    [
                        name,
                        f"{size**2 / 1e6:,.0f}",
                        f"{cost.wall_s:.1f}",
                        f"{rate:.0f}",
                        f"{cost.private_mb:.0f}",
                    ]
                )
    print(table(["command", "M cells", "wall, s", "M cells/s", "private memory, MB"], rows))


if __name__ == "__main__":
    main()
