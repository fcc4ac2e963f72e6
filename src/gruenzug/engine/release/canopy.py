"""Tree crowns of a region on one grid, from whatever land cover its sources have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.transform import Affine

from gruenzug.engine.bands import Frame, Layer
from gruenzug.engine.layers.canopy import CROWN, NO_CROWN, UNKNOWN, Canopy
from gruenzug.engine.release.grids import Reader, frame_around, window_of, write_grid
from gruenzug.engine.sources.assemble import Tables
from gruenzug.engine.sources.landcover import LandCover
from gruenzug.engine.sources.tables import CANOPY
from gruenzug.engine.store.kept import Kept


def kept_canopy(tables: Tables, kept: Kept, key: Callable[[str], str]) -> Canopy | None:
    """Return the canopy, an earlier one if nothing has changed; None if no source tells it.

    `key` tells the state of a table.
    """
    covers = [cover for cover in tables.covers if cover.canopy]
    if not covers:
        return None
    frame = frame_around(covers[0].path, tables.tables["municipalities"].total_bounds)
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
    write_grid([_crowns(cover) for cover in covers], frame, Layer("uint8", UNKNOWN), path)


def _crowns(cover: LandCover) -> Reader:
    """Read a land cover as crowns, none or unknown."""

    def read(place: Affine, shape: tuple[int, int]) -> NDArray[np.uint8]:
        codes = window_of(cover.path, place, shape, 0)
        known = np.isin(codes, sorted(cover.classes)) & (codes != 0)
        crowns = np.where(np.isin(codes, cover.canopy), CROWN, NO_CROWN).astype(np.uint8)
        return np.where(known, crowns, np.uint8(UNKNOWN))

    return read
