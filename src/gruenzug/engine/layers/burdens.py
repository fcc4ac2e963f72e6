"""The grade of a burden at places."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segments import FloatArray

UNKNOWN, LOW, MEDIUM, HIGH = 0, 1, 2, 3
"""Grades; unknown is none of them."""


def grade_at(xy: FloatArray, areas: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the highest grade of the areas each point lies in, `UNKNOWN` in none.

    Parameters
    ----------
    xy : ndarray of float64, shape (N, 2)
        Points in EPSG:25832.
    areas : GeoDataFrame
        A table of burdens: polygons with `grade`. On an edge, a point is in.
    """
    found = np.full(len(xy), UNKNOWN, np.int64)
    tree = shapely.STRtree(shapely.points(xy))
    shapes, grades = areas.geometry.to_numpy(), areas["grade"].to_numpy(np.int64)
    shapely.prepare(shapes)
    area, point = tree.query(shapes, predicate="intersects")
    np.maximum.at(found, point, grades[area])
    return found
