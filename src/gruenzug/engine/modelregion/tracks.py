"""Railways, motorways and the middle lines of rivers, with bridges, tunnels and ramps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.draft import Draft, Tags
from gruenzug.engine.modelregion.lines import normals, stretch
from gruenzug.engine.modelregion.skeleton import MOTORWAY_WIDTH, Course
from gruenzug.engine.modelregion.streets import Crossing, Streets
from gruenzug.engine.modelregion.uses import Use

CARRIAGEWAY = 8.0  # metres from the middle of a motorway to the middle of one side
TRACK_GAUGE = 2.2  # metres from the middle of a railway to the middle of one track
SPAN = 14.0  # half the length of a bridge over a street, in metres
RAMP = 260.0  # metres from a junction to where its ramps leave the motorway
JUNCTIONS_APART = 1900.0

_CODES = {"railway": Use.RAILWAY, "motorway": Use.MOTORWAY}
_TAGS: dict[str, Tags] = {
    "": {},
    "bridge": {"bridge": "yes", "layer": "1"},
    "tunnel": {"tunnel": "yes", "layer": "-1"},
}


@dataclass(frozen=True)
class _Junction:
    """Where a road meets a motorway: the road's node on one side of it."""

    node: int
    at: float  # metres along the motorway
    side: float  # 1: left of it, -1: right of it


def lay_tracks(lines: list[Course], area: Geometry, streets: Streets, draft: Draft) -> None:
    """Write railways, motorways, rivers and canals as ways.

    Parameters
    ----------
    lines : list of Course
        The large lines.
    area : Geometry
        What is mapped; lines end there.
    streets : Streets
        Where streets pass below or lead onto a motorway.
    draft : Draft
        Must hold the nodes of the mesh first; ways are added.
    """
    water = shapely.union_all([line.area for line in lines if line.kind in {"river", "canal"}])
    shapely.prepare(area)
    for line in lines:
        track = shapely.linestrings(line.line)
        for part in shapely.get_parts(shapely.intersection(track, area)):
            if shapely.get_type_id(part) != 1 or part.is_empty:
                continue
            if line.kind in {"river", "canal"}:
                draft.add_line(shapely.get_coordinates(part), {"waterway": line.kind, "name": line.name})
            else:
                ends = shapely.line_locate_point(
                    track, shapely.points(shapely.get_coordinates(part)[[0, -1]])
                )
                _lay_track(line, (float(ends.min()), float(ends.max())), water, streets, draft)


def _lay_track(
    line: Course, limits: tuple[float, float], water: Geometry, streets: Streets, draft: Draft
) -> None:
    """Write both sides of a motorway or railway between two places, cut at bridges and tunnels."""
    spans = [(start, end, "tunnel") for start, end in line.tunnels]
    spans += [
        (start, end, "bridge")
        for start, end in _bridges(line, water, streets.crossings)
        if not _inside(line.tunnels, (start + end) / 2)
    ]
    junctions = _junctions(line, limits, streets.junctions, draft) if line.kind == "motorway" else []
    marks = np.array(
        [mark for span in spans for mark in span[:2]]
        + [j.at + way for j in junctions for way in (-RAMP, RAMP)]
    )
    points, at = stretch(line.line, *limits, np.clip(marks, *limits))
    cuts = np.unique(
        np.searchsorted(
            at, np.clip(np.round([*limits, *(mark for span in spans for mark in span[:2])], 2), *at[[0, -1]])
        )
    )
    offset = CARRIAGEWAY if line.kind == "motorway" else TRACK_GAUGE
    for side in (1.0, -1.0):
        first = draft.add_points(points + normals(points) * (side * offset))
        for start, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            middle = (at[start] + at[stop]) / 2
            kind = next((name for low, high, name in spans if low < middle < high), "")
            draft.add_way(
                list(range(first + start, first + stop + 1))[:: int(-side)], _line_tags(line) | _TAGS[kind]
            )
        for junction in junctions:
            if junction.side == side:
                _lay_ramps(line, junction, (first, at), draft)


def _line_tags(line: Course) -> Tags:
    if line.kind == "motorway":
        return {"highway": "motorway", "oneway": "yes", "ref": line.name}
    return {"railway": "rail", "usage": "main", "electrified": "contact_line"}


def _inside(spans: tuple[tuple[float, float], ...], at: float) -> bool:
    return any(start < at < end for start, end in spans)


def _bridges(line: Course, water: Geometry, crossings: list[Crossing]) -> list[tuple[float, float]]:
    """Return the stretches of a line that are bridges, from and to in metres, apart and in order."""
    track = shapely.linestrings(line.line)
    spots = shapely.points(
        [(c.x, c.y) for c in crossings if c.below and c.use == _CODES[line.kind]] or np.empty((0, 2))
    )
    near = spots[shapely.dwithin(track, spots, 26.0)]
    spans = [(at - SPAN, at + SPAN) for at in shapely.line_locate_point(track, near).tolist()]
    for wet in shapely.get_parts(shapely.intersection(track, water)):
        if not wet.is_empty:
            at = shapely.line_locate_point(track, shapely.points(shapely.get_coordinates(wet)))
            spans.append((float(at.min()) - 10.0, float(at.max()) + 10.0))
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1] + 12.0:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _junctions(line: Course, limits: tuple[float, float], nodes: Ints, draft: Draft) -> list[_Junction]:
    """Return where main roads lead onto a motorway, both sides of the same road together."""
    track, points = shapely.linestrings(line.line), draft.chunks[0][nodes]
    near = shapely.dwithin(track, shapely.points(points), MOTORWAY_WIDTH * 0.6)
    nodes, points = nodes[near], points[near]
    along = shapely.line_locate_point(track, shapely.points(points))
    nearest = shapely.get_coordinates(shapely.line_interpolate_point(track, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(track, along + 5.0)) - nearest
    off = points - nearest
    side = np.where(ahead[:, 0] * off[:, 1] - ahead[:, 1] * off[:, 0] > 0, 1.0, -1.0)
    found: list[_Junction] = []
    for n in np.argsort(along, kind="stable").tolist():
        here = _Junction(int(nodes[n]), float(along[n]), float(side[n]))
        room = limits[0] + 1.5 * RAMP < here.at < limits[1] - 1.5 * RAMP and not _inside(
            tuple((a - RAMP, b + RAMP) for a, b in line.tunnels), here.at
        )
        clear = all(
            other.at < here.at - JUNCTIONS_APART or (other.side != side[n] and here.at - other.at < 80.0)
            for other in found
        )
        if room and clear:
            found.append(here)
    return found


def _lay_ramps(line: Course, junction: _Junction, carriageway: tuple[int, Floats], draft: Draft) -> None:
    """Write the two ramps between a road and one side of a motorway."""
    first, at = carriageway
    for way in (-RAMP, RAMP):
        joint = first + int(np.abs(at - (junction.at + way)).argmin())
        share = np.array([0.72, 0.45, 0.2])
        places = junction.at + way * share
        track = shapely.linestrings(line.line)
        spots = shapely.get_coordinates(shapely.line_interpolate_point(track, places))
        ahead = shapely.get_coordinates(shapely.line_interpolate_point(track, places + 5.0)) - spots
        left = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / 5.0
        out = CARRIAGEWAY + (MOTORWAY_WIDTH / 2 - 2.0 - CARRIAGEWAY) * np.array([0.55, 0.9, 1.0])
        bend = draft.add_points(spots + left * (junction.side * out)[:, None])
        nodes = [joint, bend, bend + 1, bend + 2, junction.node]
        leaving = (way > 0) == (junction.side > 0)  # traffic keeps right, so the left side runs backwards
        draft.add_way(nodes if leaving else nodes[::-1], {"highway": "motorway_link", "oneway": "yes"})
