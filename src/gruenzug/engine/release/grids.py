"""Grids of a region: what its rasters say, cell by cell in EPSG:25832, whatever their own cells are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT

from gruenzug.contract.indicators import indicators
from gruenzug.engine.bands import Frame, Layer, raster_sink
from gruenzug.engine.errors import GridError
from gruenzug.engine.grid import CRS
from gruenzug.engine.layers.ground import (
    NO_LAND,
    Climate,
    LandTable,
    land_table,
    write_mitigation,
    write_retained,
)
from gruenzug.engine.layers.shares import LAYER, UNKNOWN, WHOLE, ShareGrid
from gruenzug.engine.sources.assemble import Tables
from gruenzug.engine.sources.landcover import LandCover
from gruenzug.engine.sources.tables import GRIDS
from gruenzug.engine.sources.values import ValueRaster, known
from gruenzug.engine.store.kept import Kept

MARGIN_M = 500.0
"""Around the region's bounds, for the surroundings of places at its border."""

MOST_CLASSES = NO_LAND
"""Of all land covers together, for they are numbered through in a byte."""

CELL_M = 10.0
"""Cells where a raster is not in EPSG:25832 itself."""

_BAND_ROWS = 512
_PERCENT = 100

Array = NDArray[Any]
Reader = Callable[[Affine, tuple[int, int]], Array]
"""Gives a window of a raster in the region's grid: place and shape."""

Key = Callable[[str], str]


def frame_around(raster: Path, bounds: Sequence[float]) -> Frame:
    """Return the raster's own cells around the region, or cells of `CELL_M` on whole multiples."""
    cell, left, top = CELL_M, 0.0, 0.0
    with rasterio.open(raster) as file:
        steps = file.transform
        if file.crs.to_epsg() == 25832 and steps.a == -steps.e:
            cell, left, top = steps.a, steps.c, steps.f
    west, south = bounds[0] - MARGIN_M, bounds[1] - MARGIN_M
    east, north = bounds[2] + MARGIN_M, bounds[3] + MARGIN_M
    first_column, last_column = int(np.floor((west - left) / cell)), int(np.ceil((east - left) / cell))
    first_row, last_row = int(np.floor((top - north) / cell)), int(np.ceil((top - south) / cell))
    size = last_row - first_row, last_column - first_column
    return Frame(*size, left + first_column * cell, top - first_row * cell, cell, cell, CRS)


def window_of(path: Path, place: Affine, shape: tuple[int, int], beyond: float) -> Array:
    """Return the values around the centres of cells of another grid; `beyond` where the raster has none."""
    with rasterio.open(path) as raster:
        none = beyond if raster.nodata is None else raster.nodata
        grid = {"crs": CRS, "transform": place, "height": shape[0], "width": shape[1]}
        with WarpedVRT(raster, **grid, resampling=Resampling.nearest, src_nodata=none, nodata=none) as window:
            values: Array = window.read(1)
    values[values == none] = beyond
    return values


def write_grid(readers: Sequence[Reader], frame: Frame, layer: Layer, path: Path) -> None:
    """Write a raster on `frame`; where a reader has no data, the next one speaks."""
    nothing = 0 if layer.nodata is None else layer.nodata
    with raster_sink(path, frame, layer, 1) as sink:
        for first in range(0, frame.rows, _BAND_ROWS):
            shape = min(_BAND_ROWS, frame.rows - first), frame.columns
            band = np.full(shape, nothing, layer.dtype)
            place = frame.affine @ Affine.translation(0, first)
            for read in readers:
                band = np.where(_is(band, nothing), read(place, shape), band)
            sink.write(band)


def kept_grids(tables: Tables, kept: Kept, key: Key) -> dict[str, ShareGrid]:
    """Return the region's grids of shares that its sources tell, earlier ones if nothing has changed.

    `key` tells the state of a table.
    """
    maker = _Maker(tables, kept, key)
    makers = {"imperviousness": maker.sealed, "curve_numbers": maker.retained, "cooling": maker.mitigation}
    return {name: ShareGrid(make()) for name, make in makers.items() if name in tables.sources_of}


class _Maker:
    """Makes each grid, unless it was made before of the same."""

    def __init__(self, tables: Tables, kept: Kept, key: Key) -> None:
        self._tables, self._kept, self._key = tables, kept, key
        self._bounds = tuple(map(float, tables.tables["municipalities"].total_bounds))

    def sealed(self) -> Path:
        """Write the sealed share of each cell."""
        rasters = self._tables.values("imperviousness")
        frame = frame_around(rasters[0].path, self._bounds)
        readers = [_percent(raster) for raster in rasters]
        return self._made("imperviousness", str(frame), lambda path: write_grid(readers, frame, LAYER, path))

    def retained(self) -> Path:
        """Write the share of heavy rain that each cell holds back."""
        covers = [cover for cover in self._tables.covers if cover.curve_numbers]
        frame = frame_around(covers[0].path, self._bounds)
        setting = indicators()["runoff"].parameters
        rain, group = float(setting["rain_mm"]), int(setting["soil_group"])
        soils = [_values(raster, "uint8") for raster in self._tables.values("soil_groups")]

        def write(path: Path) -> None:
            land = self._land(covers, frame, "curve_numbers")
            with _beside(path, soils, frame, Layer("uint8", 0)) as groups:
                write_retained(land, groups, group, rain, _table(covers), path)

        return self._made("curve_numbers", f"{frame}|{rain}|{group}", write)

    def mitigation(self) -> Path:
        """Write the heat mitigation index of each cell."""
        covers = [cover for cover in self._tables.covers if cover.cooling]
        frame = frame_around(covers[0].path, self._bounds)
        setting = indicators()["heat"].parameters
        shade, albedo, eti = setting["weights"]
        climate = Climate((shade, albedo, eti), float(setting["park_distance_m"]))
        rates = [_values(raster, "float32") for raster in self._tables.values("evapotranspiration")]

        def write(path: Path) -> None:
            land = self._land(covers, frame, "cooling")
            with _beside(path, rates, frame, Layer("float32", float("nan"))) as et0:
                most = 1.0 if et0 is None else _largest(et0)
                write_mitigation(land, et0, most, climate, _table(covers), path)

        return self._made("cooling", f"{frame}|{climate}", write)

    def _land(self, covers: list[LandCover], frame: Frame, name: str) -> Path:
        """Write the classes of land covers, numbered through; both who need them have them at once."""
        starts = np.cumsum([0, *(len(cover.classes) for cover in covers)]).tolist()
        if starts[-1] > MOST_CLASSES:
            raise GridError(
                f"{', '.join(str(cover.path) for cover in covers)} have {starts[-1]} classes together; "
                f"at most {MOST_CLASSES} fit, so leave out the tables of one of them"
            )
        readers = [_classes(cover, start) for cover, start in zip(covers, starts, strict=False)]
        asked = f"{frame}|{[str(cover.path) for cover in covers]}"
        layer = Layer("uint8", NO_LAND)
        return self._made(name, asked, lambda path: write_grid(readers, frame, layer, path), "land.tif")

    def _made(self, name: str, asked: str, write: Callable[[Path], None], slot: str = "") -> Path:
        slot = slot or f"{name}.tif"
        found = self._kept.find(slot, asked, self._key)
        if found is None:
            on = {table: self._key(table) for table in (name, *GRIDS[name])}
            with self._kept.put(slot, asked, on) as draft:
                write(draft)
        return found or self._kept.folder / slot


@contextmanager
def _beside(path: Path, readers: Sequence[Reader], frame: Frame, layer: Layer) -> Iterator[Path | None]:
    """Write a raster that is needed while `path` is made; None if nobody gives it."""
    if not readers:
        yield None
        return
    other = path.with_name(f"{path.name}.beside.tif")
    try:
        write_grid(readers, frame, layer, other)
        yield other
    finally:
        other.unlink(missing_ok=True)


def _table(covers: list[LandCover]) -> LandTable:
    return land_table([(_codes(one), one.curve_numbers, one.cooling) for one in covers])


def _codes(cover: LandCover) -> tuple[int, ...]:
    return tuple(sorted(cover.classes))


def _classes(cover: LandCover, start: int) -> Reader:
    """Read codes as numbers from `start` on, in their order."""
    codes = np.array(_codes(cover))

    def read(place: Affine, shape: tuple[int, int]) -> Array:
        values = window_of(cover.path, place, shape, 0)
        number = np.searchsorted(codes, values)
        there = (values != 0) & (number < len(codes)) & (codes[np.minimum(number, len(codes) - 1)] == values)
        return np.where(there, number + start, NO_LAND).astype(np.uint8)

    return read


def _percent(raster: ValueRaster) -> Reader:
    def read(place: Affine, shape: tuple[int, int]) -> Array:
        values = window_of(raster.path, place, shape, raster.beyond)
        there = known(values, None, raster)
        return np.where(there, values.astype(np.int64) * (WHOLE // _PERCENT), UNKNOWN).astype(np.uint16)

    return read


def _values(raster: ValueRaster, dtype: str) -> Reader:
    nothing = np.nan if dtype == "float32" else 0

    def read(place: Affine, shape: tuple[int, int]) -> Array:
        values = window_of(raster.path, place, shape, raster.beyond)
        return np.where(known(values, None, raster), values, nothing).astype(dtype)

    return read


def _largest(path: Path) -> float:
    most = 0.0
    with rasterio.open(path) as raster:
        for _, window in raster.block_windows(1):
            values = raster.read(1, window=window)
            most = max(most, float(np.nanmax(values, initial=0.0)))
    return most or 1.0


def _is(band: Array, nothing: float) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = np.isnan(band) if np.isnan(nothing) else band == nothing
    return same
