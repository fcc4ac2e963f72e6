"""A made-up region to measure on: land cover, residents, zones, the same for everyone."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.features import shapes
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter, zoom
from shapely.geometry import shape

CELL = 10.0
WEST, NORTH = 320_000.0, 5_740_000.0
CRS = "EPSG:25832"

PARK, WOOD = 1, 2
GREEN = (1, 2, 3, 4)  # parks, public wood, meadow, farmland
CLASSES = 9
RESIDENTS = 5_084_912

# lucode, urban_nature, shade, kc, albedo, green_area, sealed, curve number
TABLE = (
    (0, 0.0, 0.05, 0.30, 0.18, 0, 0.80, 92),
    (1, 1.0, 0.60, 0.90, 0.20, 1, 0.05, 61),
    (2, 1.0, 0.95, 1.00, 0.15, 1, 0.00, 55),
    (3, 0.0, 0.10, 0.85, 0.22, 1, 0.00, 65),
    (4, 0.0, 0.05, 0.80, 0.23, 0, 0.00, 75),
    (5, 0.0, 0.00, 1.00, 0.08, 0, 0.00, 98),
    (6, 0.0, 0.20, 0.40, 0.18, 0, 0.50, 83),
    (7, 0.0, 0.02, 0.20, 0.14, 0, 0.95, 97),
    (8, 0.0, 0.30, 0.50, 0.19, 0, 0.35, 78),
)


@dataclass(frozen=True)
class Region:
    """Arrays of one size."""

    lulc: NDArray[np.uint8]
    residents: NDArray[np.int32]
    zones: NDArray[np.uint8]


@cache
def region(size: int) -> Region:
    """Return the region with `size` x `size` cells of 10 m."""
    rng = np.random.default_rng(2030)
    fine = _noise(rng, size, 3.2)
    coarse = _noise(rng, size, 24.0)
    broad = _noise(rng, size, 160.0)
    lulc = np.select([coarse < -1.1, coarse < -0.3, coarse < 0.6], [7, 0, 6], 8).astype(np.uint8)
    lulc[broad + 0.5 * coarse > 0.35] = 4
    lulc[(broad + 0.6 * fine) > 1.1] = 3
    lulc[(0.9 * fine + 0.5 * coarse) > 1.45] = WOOD
    lulc[(fine - 0.6 * coarse) > 1.55] = PARK
    lulc[np.abs(broad - 0.02 * coarse) < 0.012] = 5
    return Region(lulc, _residents(rng, lulc, broad), _zones(rng, size))


def _noise(rng: np.random.Generator, size: int, sigma: float) -> NDArray[np.float32]:
    """Return smooth noise of unit variance; coarse noise is made small and enlarged."""
    step = max(1, int(sigma // 4))
    small = gaussian_filter(
        rng.standard_normal((size // step + 8, size // step + 8), np.float32), sigma / step
    )
    field = zoom(small, step, order=1)[:size, :size] if step > 1 else small[:size, :size]
    return (field / field.std()).astype(np.float32)


def _residents(
    rng: np.random.Generator, lulc: NDArray[np.uint8], broad: NDArray[np.float32]
) -> NDArray[np.int32]:
    weight = np.isin(lulc, (0, 6, 8)) * np.exp(-1.2 * broad) * rng.random(lulc.shape, np.float32) ** 6
    mean = weight * (RESIDENTS * (lulc.size / 6652**2) / weight.sum())
    return rng.poisson(mean).astype(np.int32)


def _zones(rng: np.random.Generator, size: int) -> NDArray[np.uint8]:
    """Return 53 jagged zones: the nearest of 53 places, seen through noise."""
    places = rng.random((53, 2)) * size
    step = 4
    y, x = np.mgrid[0:size:step, 0:size:step].astype(np.float32)
    jitter = size * 0.02
    y += jitter * _noise(rng, y.shape[0], 6.0)[: y.shape[0], : y.shape[1]]
    x += jitter * _noise(rng, x.shape[0], 6.0)[: x.shape[0], : x.shape[1]]
    best, zone = np.full(y.shape, np.inf, np.float32), np.zeros(y.shape, np.uint8)
    for number, (py, px) in enumerate(places):
        squared = (y - py) ** 2 + (x - px) ** 2
        zone[squared < best] = number
        np.minimum(best, squared, out=best)
    return np.kron(zone, np.ones((step, step), np.uint8))[:size, :size]


def size_wanted() -> int:
    """Return 6,652 cells a side (44 million cells, as large as the Ruhr) with ``--large``, else 2,000."""
    return 6652 if "--large" in sys.argv else 2000


def region_files() -> Path:
    """Return a folder with the region's files, made once and kept in ``var/bench``."""
    size = size_wanted()
    return write_region(size, Path("var/bench") / f"region{size}")


def write_region(size: int, folder: Path) -> Path:
    """Write the region's rasters and its table of classes to `folder`, if they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "classes.csv").exists():
        return folder
    made = region(size)
    write_tiff(folder / "lulc.tif", made.lulc, nodata=255)
    write_tiff(folder / "residents.tif", made.residents, nodata=-1)
    ramp = np.linspace(4.0, 5.0, size, dtype=np.float32)
    write_tiff(folder / "et0.tif", np.broadcast_to(ramp[:, None], (size, size)).copy(), nodata=-1)
    _write_zones(folder / "zones.gpkg", made.zones)
    header = "lucode,urban_nature,shade,kc,albedo,green_area,sealed,cn\n"
    rows = "".join(",".join(str(value) for value in row) + "\n" for row in TABLE)
    (folder / "classes.csv").write_text(header + rows, "utf-8")
    return folder


def _write_zones(path: Path, zones: NDArray[np.uint8]) -> None:
    found = shapes(zones, connectivity=8, transform=from_origin(WEST, NORTH, CELL, CELL))
    table = gpd.GeoDataFrame(
        [(int(value), shape(geometry)) for geometry, value in found], columns=["zone", "geometry"], crs=CRS
    )
    table.dissolve("zone").reset_index().to_file(path)


def write_tiff(path: Path, values: NDArray[np.generic], nodata: float) -> None:
    """Write a tiled, deflated GeoTIFF, as a publisher would."""
    rows, columns = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype=str(values.dtype), crs=CRS,
        transform=from_origin(WEST, NORTH, CELL, CELL), nodata=nodata, tiled=True, blockxsize=256,
        blockysize=256, compress="deflate", zlevel=6, num_threads=2,
    ) as file:  # fmt: skip
        file.write(values, 1)
