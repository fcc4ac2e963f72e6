"""Vector files of a single analysis: read as they are, in their own metric coordinate system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.sources.files import present
from gruenzug.engine.sources.vector import pick_layer, require

_KINDS = {0: "points", 1: "lines", 2: "polygons"}


def read_features(path: Path, dimension: int, columns: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Read the only layer of a vector file, or a GeoParquet file.

    Parameters
    ----------
    path : Path
        The file.
    dimension : int
        What its geometries must be: 0 points, 1 lines, 2 polygons.
    columns : sequence of str
        Columns that must exist; all others are read as well.

    Raises
    ------
    SourceError
        If the file is missing, broken, empty or of another kind.
    GridError
        If its coordinates are not metres.
    """
    present(path)
    frame = _parquet(path) if path.suffix.lower() in (".parquet", ".geoparquet") else _vector(path)
    require([str(name) for name in frame.columns], columns, path)
    if not len(frame):
        raise SourceError(f"{path} holds no rows; nothing can be computed from it")
    _refuse_crs(frame.crs, path)
    shapes = frame.geometry.to_numpy()
    for row in np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes)):
        raise SourceError(f"{path}, row {row + 1}: there is no geometry; give it one or leave the row out")
    for row in np.flatnonzero(shapely.get_dimensions(shapes) != dimension):
        raise SourceError(
            f"{path}, row {row + 1}: there is a {shapes[row].geom_type}, but the file must hold "
            f"{_KINDS[dimension]}"
        )
    return frame


def refuse_other_crs(one: gpd.GeoDataFrame, path: Path, two: gpd.GeoDataFrame, other: Path) -> None:
    """Raise GridError if two files are not in the same coordinate system."""
    if not pyproj.CRS(one.crs).equals(pyproj.CRS(two.crs), ignore_axis_order=True):
        raise GridError(
            f"{path} is in {_name(one.crs)}, {other} is in {_name(two.crs)}; reproject one of them first"
        )


def _parquet(path: Path) -> gpd.GeoDataFrame:
    try:
        return gpd.read_parquet(path)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError, OSError):
        raise SourceError(f"{path} is no GeoParquet file; write it with a geometry column") from None


def _vector(path: Path) -> gpd.GeoDataFrame:
    layer = pick_layer(path, ())
    try:
        frame = pyogrio.read_dataframe(path, layer=layer)
    except (DataSourceError, DataLayerError, UnicodeDecodeError, shapely.GEOSException, ValueError):
        raise SourceError(
            f"{path} cannot be read as geodata, it may be truncated or of another format"
        ) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{path} has no geometry; give a file with points, lines or polygons")
    return frame


def _refuse_crs(crs: object, path: Path) -> None:
    if crs is None:
        raise GridError(
            f"{path} does not say its coordinate system; write it into the file, such as EPSG:25832"
        )
    system = pyproj.CRS(crs)
    if system.is_geographic:
        raise GridError(
            f"{path} is in {_name(crs)}, which counts in degrees, but metres are needed; reproject it, "
            "for example to EPSG:25832"
        )
    if any(axis.unit_conversion_factor != 1 for axis in system.axis_info[:2]):
        raise GridError(
            f"{path} is in {_name(crs)}, which does not count in metres; reproject it, "
            "for example to EPSG:25832"
        )


def _name(crs: object) -> str:
    system = pyproj.CRS(crs)
    return ":".join(system.to_authority() or ()) or system.name
