"""Outlines of places as SVG paths, drawn to fit a box of given width."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Frame:
    """The window a map shows, and how degrees become units of its viewBox.

    An equirectangular projection true to scale at the middle latitude; over
    one region it differs from UTM by less than the width of a line.
    """

    west: float
    north: float
    scale_x: float
    scale_y: float
    width: float
    height: float

    @classmethod
    def around(cls, bbox: Sequence[float], width: float = 1000, margin: float = 10) -> Frame:
        """Return the frame that shows `bbox` (west, south, east, north in degrees)."""
        west, south, east, north = bbox
        squeeze = math.cos(math.radians((south + north) / 2))
        scale = (width - 2 * margin) / max((east - west) * squeeze, 1e-9)
        height = max((north - south) * scale, 1) + 2 * margin
        return cls(
            west - margin / (scale * squeeze), north + margin / scale, scale * squeeze, scale, width, height
        )

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the point in viewBox units, y down."""
        return round((lon - self.west) * self.scale_x, 1), round((self.north - lat) * self.scale_y, 1)

    @property
    def view_box(self) -> str:
        """The attribute of that name."""
        return f"0 0 {self.width:g} {round(self.height, 1):g}"


def path_of(geometry: Mapping[str, Any], frame: Frame) -> str:
    """Return the path data of a GeoJSON Polygon, MultiPolygon, LineString or MultiLineString."""
    return "".join(_subpath(line, frame, closed) for line, closed in _lines(geometry))


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
        msg = f"cannot draw a {kind}"
        raise ValueError(msg)


def _subpath(line: Ring, frame: Frame, closed: bool) -> str:
    """Return the moves of one line; points that fall together after rounding are dropped."""
    points: list[tuple[float, float]] = []
    for lon, lat, *_ in line:
        point = frame.xy(lon, lat)
        if not points or point != points[-1]:
            points.append(point)
    if closed and len(points) > 1 and points[0] == points[-1]:
        points.pop()
    moves = "L".join(f"{x:g} {y:g}" for x, y in points)
    return f"M{moves}{'Z' if closed else ''}"
