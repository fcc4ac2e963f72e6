"""Write rasters as a satellite sees the ground: classes of ESA WorldCover, speckled, and sealed shares."""

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
from gruenzug.engine.modelregion.uses import BARE, BUILT_UP, GRASS, LOOKS, TREES, Use

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
# Least and largest per cent of a built-up cell that is sealed, by use; of other uses `SEALED`.
SEALED_BY_USE: dict[Use, tuple[int, int]] = {
    Use.CENTRE: (75, 100),
    Use.RESIDENTIAL: (40, 90),
    Use.INDUSTRY: (70, 100),
    Use.MOTORWAY: (85, 100),
    Use.RAILWAY: (30, 60),
}
SEALED = (40, 80)
SPILL = 12  # per cent that a cell of bare ground or grass among houses may be sealed
NOT_SEEN = 255


def write_cover(terrain: Terrain, areas: list[Area], metres: int, folder: Path, seed: int) -> tuple[int, int]:
    """Write `landcover.tif` and `imperviousness.tif` with cells of `metres`; return rows and columns."""
    west, south, east, north = terrain.area.bounds
    left, top = float(np.floor(west / metres) * metres), float(np.ceil(north / metres) * metres)
    columns, rows = int(np.ceil((east - left) / metres)), int(np.ceil((top - south) / metres))
    polygons = np.array([terrain.area, *(area.polygon for area in areas)])
    uses = np.array([Use.MOTORWAY, *(area.use for area in areas)])
    tree = shapely.STRtree(polygons)
    transform = Affine(metres, 0, left, 0, -metres, top)
    with (
        rasterio.open(folder / "landcover.tif", "w", **_profile(rows, columns, transform, 0)) as cover,
        rasterio.open(
            folder / "imperviousness.tif", "w", **_profile(rows, columns, transform, NOT_SEEN)
        ) as sealed,
    ):
        for start in range(0, rows, TILE * 2):
            height = min(TILE * 2, rows - start)
            edge = top - start * metres
            box = shapely.box(left, edge - height * metres, left + columns * metres, edge)
            near = np.sort(tree.query(box))
            use = _burnt(
                polygons[near], uses[near], (height, columns), Affine(metres, 0, left, 0, -metres, edge)
            )
            window = Window(0, start, columns, height)
            classes = _classes(use, start, seed)
            cover.write(classes, 1, window=window)
            sealed.write(_sealed(use, classes, start, seed), 1, window=window)
    return rows, columns


def _profile(rows: int, columns: int, transform: Affine, nodata: int) -> dict[str, object]:
    return {
        "driver": "GTiff",
        "dtype": "uint8",
        "count": 1,
        "width": columns,
        "height": rows,
        "crs": CRS,
        "nodata": nodata,
        "transform": transform,
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "compress": "deflate",
        "bigtiff": "no",
    }


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


def _sealed(use: np.ndarray, cover: np.ndarray, first_row: int, seed: int) -> np.ndarray:
    """Return per cent sealed for the uses and classes of a strip of cells."""
    low, high = np.full(256, SEALED[0]), np.full(256, SEALED[1])
    for code, (least, most) in SEALED_BY_USE.items():
        low[code], high[code] = least, most
    sealed = np.where(cover == 0, np.uint8(NOT_SEEN), np.uint8(0))
    none, spill = np.zeros(256, np.int64), np.full(256, SPILL)
    between = np.isin(cover, (GRASS, BARE)) & np.isin(use, tuple(SEALED_BY_USE))
    for chosen, lowest, highest in ((cover == BUILT_UP, low, high), (between, none, spill)):
        row, column = np.nonzero(chosen)
        kind = use[row, column]
        draw = chances(salt_of(seed, "sealed"), row + first_row, column)
        sealed[row, column] = lowest[kind] + (draw * (highest[kind] - lowest[kind] + 1)).astype(np.int64)
    return np.asarray(sealed)
