"""Tree crowns of a region on one grid, from whatever land cover its sources have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.grid import CRS
from gruenzug.engine.layers.canopy import CROWN, NO_CROWN, UNKNOWN, Canopy
from gruenzug.engine.sources.assemble import Tables
from gruenzug.engine.sources.landcover import LandCover
from gruenzug.engine.sources.tables import CANOPY
from gruenzug.engine.store.kept import Kept

MARGIN_M = 500.0
"""Around the region's bounds, for the surroundings of places at its border."""

CELL_M = 10.0
"""Cells where a raster is not in EPSG:25832 itself."""

_BAND_ROWS = 512


def kept_canopy(tables: Tables, kept: Kept, key: Callable[[str], str]) -> Canopy | None:
    """Return the canopy, an earlier one if nothing has changed; None if no source tells it.

    `key` tells the state of a table.
    """
    covers = [cover for cover in tables.covers if cover.canopy]
    if not covers:
        return None
    frame = _frame(covers[0], tuple(map(float, tables.tables["municipalities"].total_bounds)))
    slot, asked = "canopy.tif", str(frame)
    found = kept.find(slot, asked, key)
    if found is None:
        with kept.put(slot, asked, {CANOPY: key(CANOPY)}) as draft:
            write_canopy(covers, frame, draft)
    return Canopy(found or kept.folder / slot)


def write_canopy(covers: list[LandCover], frame: Frame, path: Path) -> None:
    """Write a GeoTIFF of bytes: 1 crowns, 0 none, 255 unknown.

    Parameters
    ----------
    covers : list of LandCover
        Rasters; where two speak, the first counts.
    frame : Frame
        The grid, in EPSG:25832; each of its cells takes the value of the
        raster's cell its centre lies in.
    path : Path
        File to write.
    """
    profile = {
        "driver": "GTiff", "dtype": "uint8", "count": 1, "width": frame.columns, "height": frame.rows,
        "crs": CRS, "nodata": UNKNOWN, "transform": frame.affine, "compress": "deflate", "zlevel": 1,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as target:
        for first in range(0, frame.rows, _BAND_ROWS):
            height = min(_BAND_ROWS, frame.rows - first)
            band = np.full((height, frame.columns), UNKNOWN, np.uint8)
            place = frame.affine @ Affine.translation(0, first)
            for cover in covers:
                found = _crowns(cover, place, band.shape)
                band = np.where(band == UNKNOWN, found, band)
            target.write(band, 1, window=Window(0, first, frame.columns, height))


def _frame(cover: LandCover, bounds: tuple[float, ...]) -> Frame:
    """Return the raster's own cells around the region, or cells of `CELL_M` on whole multiples."""
    cell, left, top = CELL_M, 0.0, 0.0
    with rasterio.open(cover.path) as raster:
        steps = raster.transform
        if raster.crs.to_epsg() == 25832 and steps.a == -steps.e:
            cell, left, top = steps.a, steps.c, steps.f
    west, south = bounds[0] - MARGIN_M, bounds[1] - MARGIN_M
    east, north = bounds[2] + MARGIN_M, bounds[3] + MARGIN_M
    first_column, last_column = int(np.floor((west - left) / cell)), int(np.ceil((east - left) / cell))
    first_row, last_row = int(np.floor((top - north) / cell)), int(np.ceil((top - south) / cell))
    size = last_row - first_row, last_column - first_column
    return Frame(*size, left + first_column * cell, top - first_row * cell, cell, cell, CRS)


def _crowns(cover: LandCover, place: Affine, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a window of a land cover in the region's grid as crowns, none or unknown."""
    with rasterio.open(cover.path) as raster:
        none = 0 if raster.nodata is None else raster.nodata
        grid = {"crs": CRS, "transform": place, "height": shape[0], "width": shape[1]}
        with WarpedVRT(raster, **grid, resampling=Resampling.nearest, src_nodata=none, nodata=none) as window:
            codes = window.read(1)
    known = np.isin(codes, sorted(cover.classes)) & (codes != none)
    crowns: NDArray[np.uint8] = np.where(np.isin(codes, cover.canopy), CROWN, NO_CROWN).astype(np.uint8)
    crowns[~known] = UNKNOWN
    return crowns
