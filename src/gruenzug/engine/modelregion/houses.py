"""Buildings: rectangles along the streets, dense in the centre and loose at the edge of town."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gruenzug.engine.modelregion.chance import Floats, Ints, chances, salt_of
from gruenzug.engine.modelregion.draft import Draft, Quads, Tags
from gruenzug.engine.modelregion.lines import rounded
from gruenzug.engine.modelregion.mesh import FACE, NEXT, ORIGIN, PREVIOUS
from gruenzug.engine.modelregion.scales import Scale
from gruenzug.engine.modelregion.streets import CYCLEWAY, FOOTWAY, NO, PATH, PRIMARY, SECONDARY, Streets
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import Use

# Kinds of buildings: width along the street, depth, gap, distance from the street (metres), levels, tag.
KINDS: list[tuple[float, float, float, float, int, str]] = [
    (16.0, 13.0, 1.5, 5.0, 5, "apartments"),
    (19.0, 12.0, 5.0, 7.0, 4, "apartments"),
    (22.0, 10.5, 6.0, 8.0, 2, "terrace"),
    (13.0, 10.5, 8.0, 8.0, 2, "semidetached_house"),
    (11.0, 10.0, 11.0, 9.0, 2, "house"),
    (62.0, 34.0, 16.0, 14.0, 2, "industrial"),
    (30.0, 17.0, 3.0, 5.0, 4, "commercial"),
]
FIRST_HOUSE, INDUSTRIAL, COMMERCIAL = 2, 5, 6
HEIGHTS = {"industrial": "11"}  # metres, of buildings whose storeys say little
PARKING = 0.45  # share of halls and shops that have a car park if there is room
SURFACES = ("asphalt", "paving_stones", "gravel", "", "asphalt", "")
DENSITY = [0.14, 0.34, 0.55, 0.8]  # rank in town at which one kind gives way to the next


@dataclass(frozen=True)
class Houses:
    """Residential buildings: middle, municipality and the floor space that people share."""

    middle: Floats
    town: Ints
    space: Floats


@dataclass(frozen=True)
class _Slots:
    """Places for buildings: block, middle of the front, direction of the street, kind and length."""

    face: Ints
    corners: Floats
    kind: Ints
    length: Floats


def build_houses(terrain: Terrain, streets: Streets, scale: Scale, draft: Draft, seed: int) -> Houses:
    """Write buildings along the streets, as many as each municipality's inhabitants need.

    Parameters
    ----------
    terrain : Terrain
        Blocks and their uses.
    streets : Streets
        Which edges are streets.
    scale : Scale
        Inhabitants per building, length of buildings.
    draft : Draft
        Buildings are added.
    seed : int
        Seed of the region.

    Returns
    -------
    Houses
        The residential ones.
    """
    slots = _free_slots(terrain, _slots(terrain, streets, scale, seed))
    slots = _needed(terrain, slots, scale, seed)
    first = draft.add_points(slots.corners.reshape(-1, 2))
    draft.quads.append(Quads(first, *_tags(slots, seed)))
    _plots(terrain, slots, scale, draft, seed)
    _car_parks(terrain, slots, draft, seed)
    home = slots.kind < INDUSTRIAL
    depth = np.array([kind[1] for kind in KINDS])[slots.kind]
    levels = np.array([kind[4] for kind in KINDS])[slots.kind]
    middle = slots.corners.mean(axis=1)
    return Houses(middle[home], terrain.town[slots.face[home]], (slots.length * depth * levels)[home])


def _slots(terrain: Terrain, streets: Streets, scale: Scale, seed: int) -> _Slots:
    """Return places along all streets of built blocks, not yet checked for room."""
    mesh, face = terrain.mesh, terrain.mesh.edges[:, FACE]
    use, street = terrain.use[face], np.repeat(streets.highway, 2)
    fronts = (
        np.isin(use, [Use.RESIDENTIAL, Use.CENTRE, Use.INDUSTRY])
        & (street > NO)
        & (street != PATH)
        & (street != CYCLEWAY)
    )
    fronts &= (street != FOOTWAY) & (terrain.town[face] >= 0)
    half = np.flatnonzero(fronts)
    kind = _kinds(terrain, face[half], use[half], seed)
    width, depth, gap, setback = (np.array([row[column] for row in KINDS])[kind] for column in range(4))
    width = np.where(kind < INDUSTRIAL, width * scale.house_length, width)
    setback = setback + np.where(np.isin(street[half], [PRIMARY, SECONDARY]), 4.0, 0.0)
    origin = mesh.edges[:, ORIGIN]
    start = mesh.nodes[origin[half]]
    ahead = mesh.nodes[origin[mesh.edges[half, NEXT]]] - start
    length = np.sqrt((ahead * ahead).sum(axis=1))
    along = ahead / length[:, None]
    before, after = _corner_space(mesh.nodes, mesh.edges, half, setback + depth)
    room = length - before - after
    fewest = np.minimum(width, room)  # the last house of a short front may be narrower
    count = np.where(
        fewest >= np.minimum(width, 9.0), np.maximum(1, np.floor((room + gap) / (width + gap))), 0
    ).astype(np.int64)
    each = np.repeat(np.arange(len(half)), count)
    number = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
    wide = np.minimum(width, room)[each]
    spare = (room[each] - count[each] * (wide + gap[each]) + gap[each]) / count[each]
    at = before[each] + number * (wide + gap[each] + spare) + wide / 2 + spare / 2
    inward = np.column_stack([-along[:, 1], along[:, 0]])[each]
    front = start[each] + along[each] * at[:, None] + inward * setback[each][:, None]
    corners = _corners(front, along[each], inward, wide, depth[each])
    return _Slots(face[half][each].astype(np.int64), corners, kind[each], wide)


def _corners(front: Floats, along: Floats, inward: Floats, width: Floats, depth: Floats) -> Floats:
    """Return the four corners of rectangles that stand with the middle of one side at `front`."""
    side, back = along * (width / 2)[:, None], inward * depth[:, None]
    return rounded(np.stack([front - side, front + side, front + side + back, front - side + back], axis=1))


def _corner_space(nodes: Floats, edges: Ints, half: Ints, reach: Floats) -> tuple[Floats, Floats]:
    """Return the metres to keep free at both ends of a front: much at a corner, else little."""

    def bend(first: Ints, second: Ints) -> Floats:
        a, b, c = (
            nodes[edges[first, ORIGIN]],
            nodes[edges[second, ORIGIN]],
            nodes[edges[edges[second, NEXT], ORIGIN]],
        )
        u, v = b - a, c - b
        size = np.sqrt((u * u).sum(axis=1) * (v * v).sum(axis=1))
        turn = (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / np.maximum(size, 1e-9)
        back = (u * v).sum(axis=1) < 0
        return np.where(back, 1.0, np.clip(turn, 0.0, 1.0))

    return 1.0 + reach * bend(edges[half, PREVIOUS], half), 1.0 + reach * bend(half, edges[half, NEXT])


def _kinds(terrain: Terrain, face: Ints, use: Ints, seed: int) -> Ints:
    """Return the kind of building of each front: by block, so that a street looks of one piece."""
    rank = terrain.fields.at(terrain.fields.built, terrain.centre[face])
    rank = rank + 0.3 * (chances(salt_of(seed, "houses"), terrain.block[face]) - 0.5)
    kind = np.searchsorted(DENSITY, rank).astype(np.int64)
    kind[use == Use.INDUSTRY] = INDUSTRIAL
    kind[(use == Use.CENTRE) & (chances(salt_of(seed, "shops"), terrain.block[face]) < 0.35)] = COMMERCIAL
    return kind


def _free_slots(terrain: Terrain, slots: _Slots) -> _Slots:
    """Drop places that reach out of their block or into another building."""
    shapes = shapely.polygons(slots.corners)
    inside = shapely.contains_properly(terrain.polygons[slots.face], shapes)
    slots, shapes = _chosen(slots, inside), shapes[inside]
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    clash = np.unique(b[a < b])
    keep = np.ones(len(shapes), dtype=bool)
    keep[clash] = False
    return _chosen(slots, keep)


def _needed(terrain: Terrain, slots: _Slots, scale: Scale, seed: int) -> _Slots:
    """Keep as many residential buildings as each municipality needs, the most central first."""
    town = terrain.town[slots.face]
    middle = np.round(slots.corners.mean(axis=1))
    rank = terrain.fields.at(terrain.fields.built, terrain.centre[slots.face])
    worth = chances(salt_of(seed, "house"), middle[:, 0], middle[:, 1]) - 0.5 * rank
    keep = (slots.kind >= INDUSTRIAL) & (
        chances(salt_of(seed, "hall"), middle[:, 0], middle[:, 1]) < 1.3 / scale.house_length
    )
    for number, facts in enumerate(terrain.towns):
        here = np.flatnonzero((town == number) & (slots.kind < INDUSTRIAL))
        wanted = max(1, round(facts.population / scale.house_people))
        keep[here[np.argsort(-worth[here], kind="stable")[:wanted]]] = True
    return _chosen(slots, keep)


def _plots(terrain: Terrain, slots: _Slots, scale: Scale, draft: Draft, seed: int) -> None:
    """Write the gardens behind some houses."""
    chosen = (
        (slots.kind >= FIRST_HOUSE)
        & (slots.kind < INDUSTRIAL)
        & (chances(salt_of(seed, "plot"), slots.face, np.arange(len(slots.face))) < scale.plots)
    )
    plots = _behind(terrain, slots, chosen, 1.5, 15.0)
    if not len(plots):
        return
    first = draft.add_points(plots.reshape(-1, 2))
    draft.quads.append(
        Quads(first, np.zeros(len(plots), dtype=np.int64), [{"leisure": "garden", "access": "private"}])
    )


def _car_parks(terrain: Terrain, slots: _Slots, draft: Draft, seed: int) -> None:
    """Write the car parks behind some halls and shops; of a third nobody has mapped the surface."""
    middle = np.round(slots.corners.mean(axis=1))
    chosen = (slots.kind >= INDUSTRIAL) & (
        chances(salt_of(seed, "car park"), middle[:, 0], middle[:, 1]) < PARKING
    )
    parks = _behind(terrain, slots, chosen, 3.0, 25.0)
    if not len(parks):
        return
    first = draft.add_points(parks.reshape(-1, 2))
    place = np.round(parks.mean(axis=1))
    draw = chances(salt_of(seed, "car park surface"), place[:, 0], place[:, 1])
    tags: list[Tags] = [{"amenity": "parking", "surface": surface} if surface else {"amenity": "parking"}
                        for surface in SURFACES]  # fmt: skip
    draft.quads.append(Quads(first, np.floor(draw * len(SURFACES)).astype(np.int64), tags))


def _behind(terrain: Terrain, slots: _Slots, chosen: np.ndarray, near: float, far: float) -> Floats:
    """Return the corners of rectangles from `near` to `far` metres behind buildings, where there is room."""
    if not chosen.any():
        return np.zeros((0, 4, 2))
    corners = slots.corners[chosen]
    back = corners[:, 3] - corners[:, 0]
    back = back / np.sqrt((back * back).sum(axis=1))[:, None]
    begin, end = back * near, back * far
    plots = rounded(
        np.stack(
            [corners[:, 3] + begin, corners[:, 2] + begin, corners[:, 2] + end, corners[:, 3] + end], axis=1
        )
    )
    shapes = shapely.polygons(plots)
    fits = shapely.contains_properly(terrain.polygons[slots.face[chosen]], shapes)
    a, b = shapely.STRtree(shapely.polygons(slots.corners)).query(shapes, predicate="intersects")[::-1]
    fits[b] = False
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    fits[b[a < b]] = False
    free: Floats = plots[fits]
    return free


def _chosen(slots: _Slots, keep: np.ndarray) -> _Slots:
    return _Slots(slots.face[keep], slots.corners[keep], slots.kind[keep], slots.length[keep])


def _tags(slots: _Slots, seed: int) -> tuple[Ints, list[Tags]]:
    """Return a code per building and the tags of each code; a third is mapped as ``building=yes`` only."""
    plain = chances(salt_of(seed, "plain"), np.arange(len(slots.kind))) < 0.33
    tags: list[Tags] = []
    for *_, levels, name in KINDS:
        height = {"height": HEIGHTS[name]} if name in HEIGHTS else {}
        tags += [{"building": name, "building:levels": str(levels), **height}, {"building": "yes"}]
    return slots.kind * 2 + (plain & (slots.kind < INDUSTRIAL)), tags
