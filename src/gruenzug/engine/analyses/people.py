"""How far people have it to green."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.nearness import distance_to_green
from gruenzug.engine.layers.network import network_of


def access(
    green: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    *,
    min_area_ha: float = 1.0,
    within: float = 300.0,
    network: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return the distance of each point to the nearest green of some size.

    Parameters
    ----------
    green : GeoDataFrame
        Polygons; those that touch are one green before their size counts.
    points : GeoDataFrame
        Where people live.
    min_area_ha : float
        Size from which green counts, in hectares.
    within : float
        Reach in metres.
    network : GeoDataFrame, optional
        Lines that people may walk; without it the way is straight.

    Returns
    -------
    GeoDataFrame
        `points` with ``distance_m`` (NaN where there is no way) and ``within``.

    Raises
    ------
    GridError
        If a table has another coordinate system or other geometries than it must.
    """
    _require("points", points, 0)
    for name, table, dimension in (("green", green, 2), ("network", network, 1)):
        if table is not None:
            _require(name, table, dimension)
            _require_same(name, table, points)
    xy = np.ascontiguousarray(shapely.get_coordinates(points.geometry.to_numpy()))
    paths = None if network is None else network_of(network.geometry.to_numpy())
    metres = distance_to_green(green.geometry.to_numpy(), xy, min_area_ha, paths)
    return points.assign(distance_m=np.where(np.isfinite(metres), metres, np.nan), within=metres <= within)


def _require(name: str, table: gpd.GeoDataFrame, dimension: int) -> None:
    if table.crs is None or not table.crs.is_projected:
        raise GridError(f"{name} is in {table.crs or 'no coordinate system'}; project it to metres first")
    shapes = table.geometry.to_numpy()
    fit = shapely.get_dimensions(shapes) == dimension
    if dimension == 0:
        fit &= shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    for row in np.flatnonzero(~fit):
        kind = "nothing" if shapes[row] is None else shapes[row].geom_type
        wanted = ("a point", "a line", "a polygon")[dimension]
        raise GridError(f"{name}, row {row}: there is {kind} where {wanted} must be")


def _require_same(name: str, one: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> None:
    if not pyproj.CRS(one.crs).equals(pyproj.CRS(points.crs), ignore_axis_order=True):
        raise GridError(f"{name} is not in the coordinate system of points; call to_crs on one of them")
