"""From geometries to the segments that kernels understand."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segments import FloatArray, IntArray


def boundary_segments(geometries: NDArray[np.object_]) -> tuple[FloatArray, IntArray]:
    """Return the segments of polygons' rings, of lines or of points, and whose they are.

    Parameters
    ----------
    geometries : ndarray of shapely geometries, shape (N,)
        Polygons, lines or points, single or multi, in metres.

    Returns
    -------
    segments : ndarray of float64, shape (S, 4)
        ``x0, y0, x1, y1``; a point becomes a segment of length 0.
    owner : ndarray of int64, shape (S,)
        Index into `geometries`.
    """
    parts, part_owner = shapely.get_parts(geometries, return_index=True)
    polygonal = shapely.get_dimensions(parts) == 2
    rings, ring_part = shapely.get_rings(parts[polygonal], return_index=True)
    lines = np.concatenate([rings, parts[~polygonal]])
    line_owner = np.concatenate([part_owner[polygonal][ring_part], part_owner[~polygonal]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[1:] == line[:-1]
    segments = np.c_[xy[:-1][joined], xy[1:][joined]]
    single = shapely.get_num_coordinates(lines) == 1
    points = xy[np.isin(line, np.flatnonzero(single))]
    owner = np.concatenate([line_owner[line[:-1][joined]], line_owner[single]])
    return np.concatenate([segments, np.c_[points, points]]), owner.astype(np.int64)
