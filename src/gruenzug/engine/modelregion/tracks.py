"""Railways, motorways and the middle lines of rivers, with their bridges."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats
from gruenzug.engine.modelregion.draft import Draft, Tags
from gruenzug.engine.modelregion.lines import lengths, normals
from gruenzug.engine.modelregion.skeleton import Course
from gruenzug.engine.modelregion.streets import Crossing
from gruenzug.engine.modelregion.uses import Use

CARRIAGEWAY = 8.0  # metres from the middle of a motorway to the middle of one side
TRACK_GAUGE = 2.2  # metres from the middle of a railway to the middle of one track
SPAN = 14.0  # half the length of a bridge over a street, in metres

_CODES = {"railway": Use.RAILWAY, "motorway": Use.MOTORWAY}


def lay_tracks(lines: list[Course], area: Geometry, crossings: list[Crossing], draft: Draft) -> None:
    """Write railways, motorways, rivers and canals as ways.

    Parameters
    ----------
    lines : list of Course
        The large lines.
    area : Geometry
        What is mapped; lines end there.
    crossings : list of Crossing
        Where streets pass below, so that a bridge is due.
    draft : Draft
        Ways are added.
    """
    water = shapely.union_all([line.area for line in lines if line.kind in {"river", "canal"}])
    for line in lines:
        for part in _inside(line.line, area):
            if line.kind in {"river", "canal"}:
                draft.add_line(part, {"waterway": line.kind, "name": line.name})
            else:
                _with_bridges(line, part, water, crossings, draft)


def _inside(line: Floats, area: Geometry) -> list[Floats]:
    parts = shapely.get_parts(shapely.intersection(shapely.linestrings(line), area))
    return [shapely.get_coordinates(part) for part in parts if shapely.get_type_id(part) == 1 and not part.is_empty]


def _with_bridges(line: Course, part: Floats, water: Geometry, crossings: list[Crossing], draft: Draft) -> None:
    """Write both sides of a motorway or both tracks of a railway, cut at bridges."""
    spans = _spans(line, part, water, crossings)
    offset = CARRIAGEWAY if line.kind == "motorway" else TRACK_GAUGE
    points, pieces = _cut(part, spans)
    for side in (1.0, -1.0):
        first = draft.add_points(points + normals(points) * (side * offset))
        for start, stop, bridge in pieces:
            indices = list(range(first + start, first + stop + 1))
            draft.add_way(indices[:: int(-side)], _tags(line, bridge))


def _tags(line: Course, bridge: bool) -> Tags:
    if line.kind == "motorway":
        tags = {"highway": "motorway", "oneway": "yes", "ref": line.name}
    else:
        tags = {"railway": "rail", "usage": "main", "electrified": "contact_line"}
    return tags | ({"bridge": "yes", "layer": "1"} if bridge else {})


def _spans(line: Course, part: Floats, water: Geometry, crossings: list[Crossing]) -> list[tuple[float, float]]:
    """Return the stretches of a line that are bridges, from and to in metres, apart and in order."""
    track = shapely.linestrings(part)
    spots = shapely.points([(c.x, c.y) for c in crossings if c.below and c.use == _CODES[line.kind]] or np.empty((0, 2)))
    near = spots[shapely.dwithin(track, spots, 26.0)]
    spans = [(at - SPAN, at + SPAN) for at in shapely.line_locate_point(track, near)]
    for wet in shapely.get_parts(shapely.intersection(track, water)):
        if wet.is_empty:
            continue
        at = shapely.line_locate_point(track, shapely.points(shapely.get_coordinates(wet)))
        spans.append((float(at.min()) - 10.0, float(at.max()) + 10.0))
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1] + 12.0:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((float(start), float(end)))
    total = float(lengths(part)[-1])
    return [(max(0.0, start), min(total, end)) for start, end in joined if end > 1.0 and start < total - 1.0]


def _cut(part: Floats, spans: list[tuple[float, float]]) -> tuple[Floats, list[tuple[int, int, bool]]]:
    """Cut a line at the ends of its bridges; return its points, and from where to where which piece is a bridge."""
    along = lengths(part)
    marks = np.unique(np.round([0.0, float(along[-1]), *(mark for span in spans for mark in span)], 2))
    clear = np.abs(along[:, None] - marks[None, :]).min(axis=1) > 0.2
    at = np.sort(np.r_[marks, along[clear]])
    points = np.column_stack([np.interp(at, along, part[:, axis]) for axis in (0, 1)])
    places = np.searchsorted(at, marks).tolist()
    middles = (marks[:-1] + marks[1:]) / 2
    bridges = [any(low < middle < high for low, high in spans) for middle in middles]
    return points, list(zip(places[:-1], places[1:], bridges, strict=True))
