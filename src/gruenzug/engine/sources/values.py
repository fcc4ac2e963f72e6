"""Rasters of measured values: sealed ground, soil groups, evapotranspiration; read window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset
from gruenzug.engine.sources.files import present
from gruenzug.engine.sources.landcover import bands, outline
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Bounds, Request
from gruenzug.engine.sources.shapes import bounds_in

SOIL_GROUPS = 4
"""Hydrologic soil groups A to D are 1 to 4."""

_WHOLE = ("uint8", "uint16", "int16", "int32")
_SIGNED = ("int16", "int32", "float32", "float64")
_MOST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class ValueRaster:
    """A raster of numbers, read window by window.

    Attributes
    ----------
    name
        What it tells, a name in `tables.RASTERS`.
    path
        The GeoTIFF.
    cell
        Edge of a cell with its unit, such as ``"10 m"``.
    low, high
        Smallest and largest value; all others are unknown.
    beyond
        One of the others, for what lies beyond the raster.
    """

    name: str
    path: Path
    cell: str
    low: float
    high: float
    beyond: float

    @property
    def tells(self) -> tuple[str, ...]:
        """Names of the tables and grids that can be made of it."""
        return (self.name,)


def read_imperviousness(spec: SourceSpec, request: Request) -> Dataset:
    """Open a GeoTIFF with the sealed share of each cell in per cent; values beyond 0 to 100 are unknown."""
    return _read(spec, request, ValueRaster("imperviousness", spec.path, "", 0, 100, 255), _WHOLE)


def read_soil_groups(spec: SourceSpec, request: Request) -> Dataset:
    """Open a GeoTIFF of hydrologic soil groups, 1 (A) to 4 (D); other values are unknown."""
    return _read(spec, request, ValueRaster("soil_groups", spec.path, "", 1, SOIL_GROUPS, 0), _WHOLE)


def read_evapotranspiration(spec: SourceSpec, request: Request) -> Dataset:
    """Open a GeoTIFF of reference evapotranspiration, in any unit: only ratios count."""
    raster = ValueRaster("evapotranspiration", spec.path, "", 0, _MOST, -1)
    return _read(spec, request, raster, _SIGNED)


def _read(spec: SourceSpec, request: Request, kind: ValueRaster, types: tuple[str, ...]) -> Dataset:
    try:
        with rasterio.open(present(spec.path)) as raster:
            crs, box = outline(raster, spec.path, f"the kind {spec.kind}", types)
            _prove_whole(raster, request.reach(kind.name), crs, kind)
            cell = f"{raster.transform.a:.9g} {'°' if raster.crs.is_geographic else 'm'}"
    except RasterioError:
        raise SourceError(
            f"{spec.path} cannot be read as a raster, it may be truncated or of another format; fetch it "
            "again"
        ) from None
    found = replace(kind, cell=cell)
    return Dataset({}, [spec.path], box, [], {kind.name: found})


def _prove_whole(raster: rasterio.DatasetReader, reach: Bounds | None, crs: str, kind: ValueRaster) -> None:
    """Read all cells in reach, and refuse a raster that holds values but none that can be meant."""
    bounds = bounds_in(reach, crs) if reach else tuple(raster.bounds)
    whole = Window(0, 0, raster.width, raster.height)
    meant, strange = False, None
    for window in bands(raster.transform, raster.crs, bounds):
        if rasterio.windows.intersect(window, whole):
            values = raster.read(1, window=window.intersection(whole))
            meant |= bool(known(values, raster.nodata, kind).any())
            if not meant and len(odd := values[_told(values, raster.nodata)]):
                strange = float(odd[0])
    if strange is not None and not meant:
        raise SourceError(
            f"{kind.path} holds {strange:g} and no value from {kind.low:g} to {kind.high:g}; "
            "name a raster of the kind the source says"
        )


def known(values: NDArray[Any], nodata: float | None, kind: ValueRaster) -> NDArray[np.bool_]:
    """Return where a raster says something that can be meant."""
    told = _told(values, nodata)
    meant: NDArray[np.bool_] = told & (values >= kind.low) & (values <= kind.high)
    return meant


def _told(values: NDArray[Any], nodata: float | None) -> NDArray[np.bool_]:
    told: NDArray[np.bool_] = np.isfinite(values)
    return told if nodata is None else told & (values != nodata)
