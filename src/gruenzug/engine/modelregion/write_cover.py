"""Write the land-cover raster: classes of ESA WorldCover, speckled as a satellite would see them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.windows import Window

from gruenzug.engine.grid import CRS
from gruenzug.engine.modelregion.areas import Area
from gruenzug.engine.modelregion.chance import Ints, chances, salt_of
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import BUILT_UP, GRASS, LOOKS, TREES, Use

TILE = 512
# What else than its own class a use shows, and how often: gardens and trees between houses, groves in parks.
SPECKLES: dict[Use, tuple[tuple[int, float], ...]] = {
    Use.CENTRE: ((TREES, 0.06), (GRASS, 0.06)),
    Use.RESIDENTIAL: ((TREES, 0.22), (GRASS, 0.24)),
    Use.INDUSTRY: ((TREES, 0.05), (GRASS, 0.1)),
    Use.PARK: ((TREES, 0.45), (BUILT_UP, 0.03)),
    Use.CEMETERY: ((GRASS, 0.35), (BUILT_UP, 0.05)),
    Use.ALLOTMENTS: ((TREES, 0.25), (BUILT_UP, 0.12)),
    Use.RECREATION: ((TREES, 0.3), (BUILT_UP, 0.04)),
    Use.ORCHARD: ((TREES, 0.4),),
    Use.FOREST: ((GRASS, 0.03),),
    Use.SPOIL_TIP: ((TREES, 0.35), (GRASS, 0.3)),
    Use.BROWNFIELD: ((GRASS, 0.4), (TREES, 0.15)),
}


def write_cover(terrain: Terrain, areas: list[Area], metres: int, path: Path, seed: int) -> tuple[int, int]:
    """Write land cover with cells of `metres`; return rows and columns."""
    west, south, east, north = terrain.area.bounds
    left, top = float(np.floor(west / metres) * metres), float(np.ceil(north / metres) * metres)
    columns, rows = int(np.ceil((east - left) / metres)), int(np.ceil((top - south) / metres))
    polygons = np.array([terrain.area, *(area.polygon for area in areas)])
    uses = np.array([Use.MOTORWAY, *(area.use for area in areas)])
    tree = shapely.STRtree(polygons)
    profile = {
        "driver": "GTiff",
        "dtype": "uint8",
        "count": 1,
        "width": columns,
        "height": rows,
        "crs": CRS,
        "nodata": 0,
        "transform": Affine(metres, 0, left, 0, -metres, top),
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "compress": "deflate",
        "bigtiff": "no",
    }
    with rasterio.open(path, "w", **profile) as target:
        for start in range(0, rows, TILE * 2):
            height = min(TILE * 2, rows - start)
            edge = top - start * metres
            box = shapely.box(left, edge - height * metres, left + columns * metres, edge)
            near = np.sort(tree.query(box))
            use = _burnt(
                polygons[near], uses[near], (height, columns), Affine(metres, 0, left, 0, -metres, edge)
            )
            target.write(_classes(use, start, seed), 1, window=Window(0, start, columns, height))
    return rows, columns


def _burnt(polygons: np.ndarray, use: Ints, shape: tuple[int, int], transform: Affine) -> np.ndarray:
    if not len(polygons):
        return np.zeros(shape, dtype=np.uint8)
    shapes = zip(polygons, use.tolist(), strict=True)
    return np.asarray(rasterize(shapes, out_shape=shape, transform=transform, dtype="uint8"))


def _classes(use: np.ndarray, first_row: int, seed: int) -> np.ndarray:
    """Return land-cover classes for the uses of a strip of cells."""
    table = np.zeros(256, dtype=np.uint8)
    for code, look in LOOKS.items():
        table[code] = look.cover if code else 0
    cover = table[use]
    for code, others in SPECKLES.items():
        row, column = np.nonzero(use == code)
        draw = chances(salt_of(seed, "speckle", int(code)), row + first_row, column)
        passed = 0.0
        for other, share in others:
            chosen = (draw >= passed) & (draw < passed + share)
            cover[row[chosen], column[chosen]] = other
            passed += share
    return np.asarray(cover)
