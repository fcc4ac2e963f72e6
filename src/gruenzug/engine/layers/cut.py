"""Roads cut a park in two: split polygons along lines."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.engine.layers.merge import GeometryArray


def cut_by_lines(polygons: GeometryArray, lines: GeometryArray) -> GeometryArray:
    """Split every polygon along the lines that run through it.

    Parameters
    ----------
    polygons : ndarray of shapely Polygon, shape (N,)
        Polygons whose interiors do not overlap.
    lines : ndarray of shapely LineString, shape (L,)
        Roads; one that ends inside a polygon cuts nothing off.

    Returns
    -------
    ndarray of shapely Polygon, shape (M,)
        The pieces, in the order of their polygons; together they cover the same area.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> park, road = box(0, 0, 4, 2), LineString([(1, -1), (1, 3)])
    >>> [float(piece.area) for piece in cut_by_lines(np.array([park]), np.array([road]))]
    [2.0, 6.0]
    """
    which, inside = shapely.STRtree(lines).query(polygons, predicate="intersects")
    through: dict[int, list[int]] = {}
    for line, polygon in zip(inside.tolist(), which.tolist(), strict=True):
        through.setdefault(polygon, []).append(line)
    pieces: list[shapely.Geometry] = []
    for number, polygon in enumerate(polygons):
        cutters = through.get(number)
        pieces += [polygon] if cutters is None else _split(polygon, lines[sorted(cutters)])
    return np.array(pieces, dtype=object)


def _split(polygon: shapely.Polygon, lines: GeometryArray) -> list[shapely.Polygon]:
    shapely.prepare(polygon)
    shapely.prepare(polygon)
    inside = shapely.covers(polygon, lines)
    parts = shapely.intersection(lines[~inside], polygon)
    network = shapely.union_all([polygon.boundary, *lines[inside], *parts])
    faces = shapely.get_parts(shapely.polygonize([network]))
    kept = faces[shapely.contains(polygon, shapely.point_on_surface(faces))]
    order = np.lexsort(shapely.bounds(kept).reshape(-1, 4).T[::-1])
    return list(kept[order]) or [polygon]
