"""Outlines of places as SVG paths, drawn to fit a box of given width."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Ring = Sequence[Sequence[float]]
Point = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """The window a map shows, and how degrees become units of its viewBox.

    An equirectangular projection true to scale at the middle latitude; over
    one region it differs from UTM by less than the width of a line. Points
    snap to whole units, so neighbours keep meeting at their common border.
    """

    west: float
    north: float
    scale_x: float
    scale_y: float
    width: int
    height: int

    @classmethod
    def around(cls, bbox: Sequence[float], width: int = 1200, margin: int = 8) -> Frame:
        """Return the frame that shows `bbox` (west, south, east, north in degrees)."""
        west, south, east, north = bbox
        squeeze = math.cos(math.radians((south + north) / 2))
        scale_y = (width - 2 * margin) / max((east - west) * squeeze, 1e-9)
        scale_x = scale_y * squeeze
        height = math.ceil((north - south) * scale_y) + 2 * margin
        return cls(west - margin / scale_x, north + margin / scale_y, scale_x, scale_y, width, height)

    def xy(self, lon: float, lat: float) -> Point:
        """Return the point in viewBox units, y down."""
        return round((lon - self.west) * self.scale_x), round((self.north - lat) * self.scale_y)

    @property
    def view_box(self) -> str:
        """The SVG attribute of that name."""
        return f"0 0 {self.width} {self.height}"

    @property
    def metres_per_unit(self) -> float:
        """How many metres on the ground one unit of the viewBox is."""
        return 111_320 / self.scale_y


def path_of(geometry: Mapping[str, Any], frame: Frame) -> str:
    """Return the path data of a GeoJSON Polygon, MultiPolygon, LineString or MultiLineString."""
    drawn = ((_snapped(line, frame), closed) for line, closed in _lines(geometry))
    return "".join(_moves(points, closed) for points, closed in drawn if len(points) > 1)


def bbox_of(geometries: Iterable[Mapping[str, Any]]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of all geometries together."""
    points = [point for geometry in geometries for line, _ in _lines(geometry) for point in line]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons), min(lats), max(lons), max(lats)


def _lines(geometry: Mapping[str, Any]) -> Iterable[tuple[Ring, bool]]:
    """Yield every line of `geometry` and whether it is a ring."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        yield from ((ring, True) for ring in coordinates)
    elif kind == "MultiPolygon":
        yield from ((ring, True) for polygon in coordinates for ring in polygon)
    elif kind == "LineString":
        yield coordinates, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in coordinates)
    else:
        msg = f"cannot draw a {kind}; give a line or a polygon"
        raise ValueError(msg)


def _snapped(line: Ring, frame: Frame) -> list[Point]:
    """Return `line` on whole units, without points that fall on the one before."""
    points = [frame.xy(lon, lat) for lon, lat, *_ in line]
    return points[:1] + [here for before, here in pairwise(points) if here != before]


def _moves(points: Sequence[Point], closed: bool) -> str:
    """Return one subpath in relative steps, which are short to write."""
    steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}{'z' if closed else ''}"
