"""Areas from the ways of a multipolygon relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, MultiLineString, Polygon

_NO_AREA = Polygon()


@dataclass(frozen=True)
class Assembled:
    """The area of a relation; `closed` if every way is part of a ring, `crossed` if rings cross."""

    area: Geometry
    closed: bool
    crossed: bool


def assemble(outer: Sequence[Geometry], inner: Sequence[Geometry]) -> Assembled:
    """Build the area between outer and inner rings from unordered pieces of line.

    Parameters
    ----------
    outer, inner : sequence of LineString
        Member ways by role, in any order and direction.

    Returns
    -------
    Assembled
        Polygon or MultiPolygon, empty if no ring closes. A point lies in the
        area if an odd number of rings is around it, so an island in a hole is
        land again. Ways that close no ring are left out.
    """
    parts = [_area_of(outer), _area_of(inner)]
    shells, holes = parts[0].area, parts[1].area
    area = shells if holes.is_empty else shapely.symmetric_difference(shells, holes)
    return Assembled(
        area=_polygons(area),
        closed=all(part.closed for part in parts),
        crossed=any(part.crossed for part in parts),
    )


def _area_of(lines: Sequence[Geometry]) -> Assembled:
    if not lines:
        return Assembled(_NO_AREA, closed=True, crossed=False)
    pieces = MultiLineString(list(lines))
    noded = shapely.union_all(pieces)
    _, cuts, dangles, invalid = shapely.polygonize_full([noded])
    return Assembled(
        area=_polygons(shapely.build_area(noded)),
        closed=bool(cuts.is_empty and dangles.is_empty and invalid.is_empty),
        crossed=_places(noded) > _places(pieces),
    )


def _places(lines: Geometry) -> int:
    """Return how many different vertices there are; crossings add some when lines are noded."""
    return len(np.unique(shapely.get_coordinates(lines), axis=0))


def _polygons(area: Geometry) -> Geometry:
    """Return only what is an area, as Polygon or MultiPolygon."""
    if area.geom_type in ("Polygon", "MultiPolygon"):
        return area
    flat = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return shapely.multipolygons(flat) if flat else _NO_AREA
