"""A line over time with the path to a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gruenzug.web.core import formats
from gruenzug.web.core.charts.bars import Axis, axis_for

HEIGHT = 220


@dataclass(frozen=True)
class Mark:
    """One value on the line; `x` in per cent, `y` in pixels from the top."""

    x: str
    y: float
    year: str
    text: str


@dataclass(frozen=True)
class Trend:
    """Points in a box of 100 × HEIGHT, ready for ``{% line_with_target %}``."""

    height: int
    line: str
    path_to_target: str
    marks: Sequence[Mark]
    target: Mark | None
    rungs: Sequence[tuple[float, str]]
    years: Sequence[tuple[str, str, str]]


def trend(points: Sequence[Mapping[str, Any]], unit: str, target: Mapping[str, Any] | None = None) -> Trend:
    """Return the drawing of `points` (year, value) and of the way to `target` (year, value)."""
    ends = [*points, target] if target else list(points)
    axis = axis_for((point["value"] for point in ends), unit)
    first, last = ends[0]["year"], max(point["year"] for point in ends)
    span = max(last - first, 1)
    marks = [_mark(point, first, span, axis, unit) for point in points]
    goal = _mark(target, first, span, axis, unit) if target else None
    return Trend(
        height=HEIGHT,
        line=_polyline(marks),
        path_to_target=_polyline([marks[-1], goal]) if goal else "",
        marks=marks,
        target=goal,
        rungs=[(_height(axis, tick.value), tick.label) for tick in axis.ticks],
        years=_years(first, last),
    )


def _mark(point: Mapping[str, Any], first: int, span: int, axis: Axis, unit: str) -> Mark:
    year, value = point["year"], point["value"]
    share = (year - first) / span * 100
    return Mark(f"{share:g}%", _height(axis, value), str(year), formats.measure(value, unit))


def _height(axis: Axis, value: float) -> float:
    return round(HEIGHT - axis.position(value) / 100 * HEIGHT, 1)


def _polyline(marks: Sequence[Mark]) -> str:
    return " ".join(f"{mark.x[:-1]},{mark.y:g}" for mark in marks)


def _years(first: int, last: int) -> list[tuple[str, str, str]]:
    """Return the first, the middle and the last year with place and anchor."""
    span = max(last - first, 1)
    anchors = {first: "start", (first + last) // 2: "middle", last: "end"}
    return [(f"{(year - first) / span * 100:g}%", str(year), anchors[year]) for year in sorted(anchors)]
