"""Between a DataArray and the raster file that an analysis reads or writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import rasterio
import xarray as xr
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.transform import Affine

from gruenzug.engine.bands.frame import Frame, frame_of
from gruenzug.engine.errors import GridError

Raster: TypeAlias = "xr.DataArray | str | Path"
Table: TypeAlias = "pd.DataFrame | str | Path"

_EVEN = 1e-3  # parts of a cell that coordinates may be off, for files round them


def raster(
    values: NDArray[Any],
    cell: float,
    west: float = 0.0,
    north: float | None = None,
    crs: str = "EPSG:25832",
    nodata: float | None = None,
) -> xr.DataArray:
    """Return an array as a raster that points north.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        Whole or real numbers; the first row is the northernmost.
    cell : float
        Width and height of a cell, in metres.
    west, north : float
        Upper left corner; by default the lower left corner is at 0, 0.
    crs : str
        Coordinate system.
    nodata : float, optional
        Value of cells without data; real numbers have NaN for it.
    """
    if values.ndim != 2:
        raise GridError(f"the array has {values.ndim} dimensions; give one of rows and columns")
    rows, columns = values.shape
    top = rows * cell if north is None else north
    frame = Frame(rows, columns, west, top, cell, cell, CRS.from_user_input(crs).to_wkt())
    return _framed(values, frame, nodata)


def open_raster(path: str | Path) -> xr.DataArray:
    """Read the only band of a GeoTIFF; cells without data are named in ``attrs["_FillValue"]``."""
    with rasterio.open(path) as dataset:
        return _framed(dataset.read(1), frame_of(dataset, str(path)), dataset.nodata)


@contextmanager
def workspace() -> Iterator[Path]:
    """Give a folder for the time of one analysis."""
    with TemporaryDirectory(prefix="gruenzug-") as folder:
        yield Path(folder)


def raster_file(given: Raster, folder: Path, name: str) -> Path:
    """Return the path of a raster: its own, or that of a copy of the array in `folder`."""
    if not isinstance(given, xr.DataArray):
        return Path(given)
    array = _rows_from_north(given, name)
    path = folder / f"{name}.tif"
    frame = _frame(array, name)
    profile = {
        "driver": "GTiff",
        "width": frame.columns,
        "height": frame.rows,
        "count": 1,
        "dtype": str(array.dtype),
        "crs": frame.crs or None,
        "transform": frame.affine,
        "nodata": _nodata(array),
    }
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(np.ascontiguousarray(array.to_numpy()), 1)
    return path


def table_file(given: Table, folder: Path, name: str) -> Path:
    """Return the path of a table: its own, or that of a copy of the frame in `folder`."""
    if not isinstance(given, pd.DataFrame):
        return Path(given)
    path = folder / f"{name}.csv"
    given.to_csv(path, index=False)
    return path


def _framed(values: NDArray[Any], frame: Frame, nodata: float | None) -> xr.DataArray:
    """Return `values` with the coordinates of cell centres, in the manner of CF and rioxarray."""
    x = frame.west + (np.arange(frame.columns) + 0.5) * frame.cell_x
    y = frame.north - (np.arange(frame.rows) + 0.5) * frame.cell_y
    place = " ".join(str(number) for number in frame.affine.to_gdal())
    system = xr.DataArray(0, attrs={"crs_wkt": frame.crs, "GeoTransform": place})
    attrs: Mapping[str, Any] = {} if nodata is None else {"_FillValue": nodata}
    coords = {"y": y, "x": x, "spatial_ref": system}
    return xr.DataArray(values, coords, ("y", "x"), attrs=dict(attrs))


def _rows_from_north(given: xr.DataArray, name: str) -> xr.DataArray:
    if given.dims != ("y", "x"):
        raise GridError(f"{name} has the dimensions {given.dims}; give it y and x, in this order")
    if given.dtype.kind not in "iuf":
        raise GridError(f"{name} holds {given.dtype}; convert it to whole or real numbers")
    if min(given.shape) < 2 and "spatial_ref" not in given.coords:
        raise GridError(f"{name} is {given.shape}; a raster of one row or column needs a GeoTransform")
    return given if len(given.y) < 2 or given.y[0] > given.y[-1] else given.isel(y=slice(None, None, -1))


def _frame(array: xr.DataArray, name: str) -> Frame:
    rows, columns = array.shape
    known = array.coords["spatial_ref"].attrs if "spatial_ref" in array.coords else {}
    crs = known.get("crs_wkt") or array.attrs.get("crs") or ""
    cell_x, cell_y = _step(array.x, name), -_step(array.y, name)
    if not (cell_x and cell_y):
        affine = Affine.from_gdal(*(float(word) for word in known["GeoTransform"].split()))
        cell_x, cell_y = cell_x or affine.a, cell_y or -affine.e
    west, north = float(array.x[0]) - cell_x / 2, float(array.y[0]) + cell_y / 2
    wkt = CRS.from_user_input(crs).to_wkt() if crs else ""
    return Frame(rows, columns, west, north, cell_x, cell_y, wkt)


def _step(coordinate: xr.DataArray, name: str) -> float:
    """Return the even step of a coordinate, 0 if it has one value only."""
    values = coordinate.to_numpy().astype(float)
    if len(values) < 2:
        return 0.0
    step = (values[-1] - values[0]) / (len(values) - 1)
    off = np.abs(np.diff(values) - step).max()
    if not off <= _EVEN * abs(step):
        raise GridError(f"the coordinate {coordinate.name} of {name} has uneven steps; resample it to a grid")
    return float(step)


def _nodata(array: xr.DataArray) -> float | None:
    said = array.attrs.get("_FillValue", array.encoding.get("_FillValue"))
    if said is None and array.dtype.kind == "f":
        return float("nan")
    return None if said is None else float(said)
