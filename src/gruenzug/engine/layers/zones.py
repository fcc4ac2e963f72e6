"""Zones from files: polygons, and which cells of a raster lie in them, or another raster on its grid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import AsNumber, Frame, RasterSource, raster_source
from gruenzug.engine.bands.frame import require_same
from gruenzug.engine.bands.sources import raw_type
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.zonal import Spans, polygon_spans

RASTERS = (".tif", ".tiff", ".vrt")
"""Names of zone files that are rasters; all others are read as polygons."""

NAMES = ("zone", "ags", "id")
"""Columns that name a polygon, the first one found is taken."""

NO_ZONE = -(2**31)
"""Number of cells that belong to no zone, where a raster of zones declares none itself."""


def polygon_zones(zones: Path, name: str | None, frame: Frame, path: Path) -> tuple[list[int | str], Spans]:
    """Return the names of polygons in a file, and their cells in the raster `path`.

    They are named by the column `name`, else by the first of `NAMES` there is,
    else by their row, from 1.

    Parameters
    ----------
    zones : Path
        The file.
    name : str or None
        Column to name them by.
    frame : Frame
        Of the raster.
    path : Path
        The raster, for messages.

    Raises
    ------
    SourceError
        If the file cannot be read, is nothing but polygons with a coordinate
        system, or has no column `name`.
    GridError
        If its coordinate system is not the raster's.
    """
    table = read_polygons(zones)
    if table.crs is None and frame.crs:
        raise SourceError(f"{zones} does not say its coordinate system; write it into the file")
    theirs = Frame(0, 0, 0.0, 0.0, 1.0, 1.0, "" if table.crs is None else table.crs.to_wkt())
    if frame.crs and not frame.same_system(theirs):
        raise GridError(
            f"{path} is in {frame.crs_name}, {zones} in {theirs.crs_name}; reproject one of them first"
        )
    shapes = np.asarray(table.geometry.values, dtype=object)
    column = next((c for c in ((name,) if name else NAMES) if c in table.columns), None)
    if name and column is None:
        known = ", ".join(c for c in table.columns if c != table.geometry.name)
        raise SourceError(f'{zones} has no column "{name}"; it has {known}')
    labels = list(range(1, len(table) + 1)) if column is None else table[column].tolist()
    return labels, shape_spans(shapes, frame)


def shape_spans(shapes: NDArray[np.object_], frame: Frame) -> Spans:
    """Return the cells of a raster whose centres lie in polygons of its coordinate system.

    Parameters
    ----------
    shapes : ndarray of shapely Polygon or MultiPolygon, shape (M,)
        They may overlap; the number of each is its zone.
    frame : Frame
        Of the raster.

    Raises
    ------
    GridError
        If there are more polygons and cells than 64 bits can number.
    """
    from gruenzug.engine.layers.boundaries import boundary_segments  # noqa: PLC0415  only polygons need it

    edges, owner = boundary_segments(shapes)
    across, down = (edges[:, ::2] - frame.west) / frame.cell_x, (frame.north - edges[:, 1::2]) / frame.cell_y
    cells = np.stack([across[:, 0], down[:, 0], across[:, 1], down[:, 1]], axis=1)
    return polygon_spans(cells, owner, frame.rows, frame.columns)


def read_polygons(zones: Path) -> Any:
    """Return a file's polygons as a GeoDataFrame.

    Raises
    ------
    SourceError
        If there is no such file, it cannot be read, is empty, or holds
        anything but polygons.
    """
    import geopandas as gpd  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    if not zones.exists():
        raise SourceError(f"{zones} does not exist; check the path")
    try:
        table = gpd.read_parquet(zones) if zones.suffix == ".parquet" else gpd.read_file(zones)
    except (DataLayerError, DataSourceError, ValueError, OSError):
        raise SourceError(
            f"{zones} cannot be read as polygons; give a GeoPackage, GeoJSON, GeoParquet or shapefile"
        ) from None
    if "geometry" not in table or not len(table):
        raise SourceError(f"{zones} holds no polygons; give a file with at least one")
    for number, kind in enumerate(table.geometry.geom_type, 1):
        if kind not in ("Polygon", "MultiPolygon"):
            raise SourceError(f"{zones}, row {number}: the geometry is {kind or 'empty'}, not a polygon")
    return table


def zone_raster(zones: Path, frame: Frame, path: Path) -> RasterSource:
    """Return a raster of zones, their numbers as int32, `NO_ZONE` beyond it.

    Parameters
    ----------
    zones : Path
        The file.
    frame, path
        Of the raster whose zones they are, and its name for messages.

    Raises
    ------
    SourceError
        If the file cannot be read.
    GridError
        If it is on another grid, or holds other than whole numbers of at most
        32 bits with a sign.
    """
    source = raster_source(zones)
    require_same(frame, str(path), source.frame, str(zones))
    kind = raw_type(zones)
    if kind.kind == "f" or kind.itemsize > 4 or kind == np.uint32:
        raise GridError(
            f"{zones} holds {kind} numbers; zones are whole numbers of at most 32 bits with a sign"
        )
    return replace(source, decode=AsNumber("int32", NO_ZONE))
