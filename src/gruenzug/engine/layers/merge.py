"""Touching polygons become one green space, before any size test."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

GeometryArray = NDArray[np.object_]

DM2 = 100  # square decimetres per square metre; sums of areas run on integers
DM2_PER_HA = 10_000 * DM2


def merge_touching(geometries: GeometryArray) -> GeometryArray:
    """Unite polygons that overlap or share a piece of boundary.

    Parameters
    ----------
    geometries : ndarray of shapely geometries, shape (N,)
        Valid polygons and multipolygons, in metres.

    Returns
    -------
    ndarray of shapely Polygon, shape (M,)
        Polygons whose interiors do not overlap, ordered from south-west by
        their bounds, so that the order of the input does not show. Two that
        meet in a single point stay two.

    Examples
    --------
    >>> from shapely import box
    >>> merge_touching(np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 1, 3, 2)])).tolist()
    [<POLYGON ((0 0, 0 1, 1 1, 2 1, 2 0, 1 0, 0 0))>, <POLYGON ((3 2, 3 1, 2 1, 2 2, 3 2))>]
    """
    parts = _polygons(geometries)
    label = _clusters(parts)
    size = np.bincount(label) if len(label) else np.zeros(0, np.int64)
    alone = size[label] == 1
    order = np.argsort(label[~alone], kind="stable")
    members, counts = parts[~alone][order], size[size > 1]
    groups = np.split(members, np.cumsum(counts)[:-1]) if len(counts) else []
    united = [shapely.union_all(_in_order(group)) for group in groups]
    return _in_order(_polygons(np.concatenate([parts[alone], np.array(united, dtype=object)])))


def area_dm2(geometries: GeometryArray) -> NDArray[np.int64]:
    """Return areas in whole square decimetres."""
    whole: NDArray[np.int64] = np.rint(shapely.area(geometries) * DM2).astype(np.int64)
    return whole


def _polygons(geometries: GeometryArray) -> GeometryArray:
    parts = shapely.get_parts(geometries)
    keep = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    polygons: GeometryArray = parts[keep]
    return polygons


def _clusters(parts: GeometryArray) -> NDArray[np.int32]:
    """Number the groups of polygons that hang together."""
    one, two = shapely.STRtree(parts).query(parts, predicate="intersects")
    links = coo_array((np.ones(len(one), np.int8), (one, two)), shape=(len(parts), len(parts)))
    label: NDArray[np.int32] = connected_components(links, directed=False)[1]
    return label


def _in_order(polygons: GeometryArray) -> GeometryArray:
    """Sort by bounds, then by area."""
    bounds = shapely.bounds(polygons).reshape(-1, 4)
    order = np.lexsort([shapely.area(polygons), bounds[:, 3], bounds[:, 2], bounds[:, 0], bounds[:, 1]])
    ordered: GeometryArray = polygons[order]
    return ordered
