"""Streets and paths: which edges of the mesh are ways, of what class, under what name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gruenzug.engine.modelregion.arrange import Kind
from gruenzug.engine.modelregion.chance import Floats, Ints, chances, noise, salt_of
from gruenzug.engine.modelregion.draft import Draft, Tags
from gruenzug.engine.modelregion.facts import HECTARE
from gruenzug.engine.modelregion.mesh import FACE, ORIGIN
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import BUILT, Use

HIGHWAYS = (
    "",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
    "path",
    "footway",
    "cycleway",
)
(
    NO,
    PRIMARY,
    SECONDARY,
    TERTIARY,
    UNCLASSIFIED,
    RESIDENTIAL,
    LIVING,
    SERVICE,
    TRACK,
    PATH,
    FOOTWAY,
    CYCLEWAY,
) = range(len(HIGHWAYS))
STEMS = {
    PRIMARY: "Hauptstraße",
    SECONDARY: "Landstraße",
    TERTIARY: "Stadtteilstraße",
    UNCLASSIFIED: "Feldstraße",
    RESIDENTIAL: "Wohnstraße",
    LIVING: "Spielstraße",
    FOOTWAY: "Parkweg",
}
NAMED = 0.45  # share of streets that have a name
CORRIDORS = {
    Kind.BANK: (Use.RIVER, Use.CANAL),
    Kind.MOTORWAY_SIDE: (Use.MOTORWAY,),
    Kind.RAILWAY_SIDE: (Use.RAILWAY,),
}
APART = {Kind.BANK: 700.0, Kind.MOTORWAY_SIDE: 550.0, Kind.RAILWAY_SIDE: 380.0}


@dataclass(frozen=True)
class Crossing:
    """Where people pass a motorway, a railway or water; `below` says whether they go below it."""

    use: Use
    x: float
    y: float
    below: bool


@dataclass(frozen=True)
class Streets:
    """Class of each edge (index into HIGHWAYS), crossings of large lines, nodes of roads at motorways."""

    highway: Ints
    bridge: np.ndarray
    crossings: list[Crossing]
    junctions: Ints


def lay_streets(terrain: Terrain, draft: Draft, seed: int) -> Streets:
    """Decide which edges are streets and paths, and write them as ways.

    Parameters
    ----------
    terrain : Terrain
        Blocks and their uses.
    draft : Draft
        Must hold the nodes of the mesh first; ways are added.
    seed : int
        Seed of the region.

    Returns
    -------
    Streets
        Classes of edges, for those who build along them.
    """
    highway = _classes(terrain, seed)
    highway[~_connected(terrain, highway)] = NO
    uses = terrain.use[terrain.mesh.edges[:, FACE]].reshape(-1, 2)
    over = np.isin(uses, [Use.RIVER, Use.CANAL, Use.MOTORWAY, Use.RAILWAY]).all(axis=1) & (highway > 0)
    chance = chances(salt_of(seed, "bridge"), terrain.mesh.line)
    bridge = over & (np.isin(uses, [Use.RIVER, Use.CANAL]).any(axis=1) | (chance < 0.3))
    crossings = _road_crossings(terrain, over, uses, bridge)
    _write_ways(terrain, draft, highway, bridge, over, seed)
    crossings += _foot_crossings(terrain, draft, highway, crossings, seed)
    return Streets(highway, bridge, crossings, _junctions(terrain, highway, uses))


def _classes(terrain: Terrain, seed: int) -> Ints:
    """Return the class of each edge by the line it is part of and the uses beside it."""
    mesh = terrain.mesh
    kind = terrain.line_kinds[mesh.line]
    use = terrain.use[mesh.edges[:, FACE]].reshape(-1, 2)
    inner = terrain.block[mesh.edges[:, FACE]].reshape(-1, 2)
    highway = np.zeros(len(kind), dtype=np.int64)
    for road, code in ((Kind.PRIMARY, PRIMARY), (Kind.SECONDARY, SECONDARY), (Kind.TERTIARY, TERTIARY)):
        highway[kind == road] = code
    street = kind == Kind.STREET
    highway[street] = _street_classes(use, inner, mesh.size[mesh.line], mesh.line, seed)[street]
    middle = (mesh.nodes[mesh.edges[0::2, ORIGIN]] + mesh.nodes[mesh.edges[1::2, ORIGIN]]) / 2
    grain = noise(middle[:, 0], middle[:, 1], 1800.0, salt_of(seed, "along"))
    land = ~np.isin(use, [Use.MOTORWAY, Use.RAILWAY, Use.RIVER, Use.CANAL, Use.NONE]).all(axis=1)
    highway[(kind == Kind.BANK) & land & (grain > -0.35)] = CYCLEWAY
    highway[(kind == Kind.RAILWAY_SIDE) & land & (grain > 0.45)] = PATH
    highway[(kind == Kind.BORDER) & ~np.isin(use, BUILT).any(axis=1) & land & (grain > 0.1)] = TRACK
    return highway


def _street_classes(use: Ints, block: Ints, size: Floats, line: Ints, seed: int) -> Ints:
    """Return the class of edges cut into the blocks; `size` is the area each line was cut through."""
    chance = chances(salt_of(seed, "street"), line)
    built = np.isin(use, BUILT)
    town, both = built.any(axis=1), use[:, 0] == use[:, 1]
    highway = np.full(len(use), TRACK)
    highway[(size < 45 * HECTARE) & (chance < 0.4)] = PATH
    field = np.isin(use, [Use.FARMLAND, Use.MEADOW, Use.ORCHARD]).all(axis=1)
    highway[field & (size < 40 * HECTARE) & (chance < 0.62)] = NO
    highway[(use[:, 0] == Use.FOREST) & both & (size < 20 * HECTARE)] = PATH
    highway[np.isin(use, [Use.LAKE, Use.VERGE]).any(axis=1) & (chance < 0.5)] = NO
    highway[size > 250 * HECTARE] = UNCLASSIFIED
    highway[town] = RESIDENTIAL
    highway[town & (chance < 0.05)] = LIVING
    highway[town & (size < 6 * HECTARE) & (chance > 0.93)] = FOOTWAY
    highway[town & (use == Use.INDUSTRY).all(axis=1) & (chance < 0.5)] = SERVICE
    highway[town & (size > 160 * HECTARE)] = TERTIARY
    inside = (block[:, 0] == block[:, 1]) | (
        both & np.isin(use[:, 0], [Use.PARK, Use.CEMETERY, Use.ALLOTMENTS, Use.RECREATION])
    )
    green = np.isin(
        use[:, 0], [Use.PARK, Use.CEMETERY, Use.ALLOTMENTS, Use.RECREATION, Use.SPORT, Use.VILLAGE_GREEN]
    )
    highway[inside & green] = FOOTWAY
    highway[inside & np.isin(use[:, 0], [Use.GOLF, Use.BROWNFIELD, Use.SPOIL_TIP, Use.LAKE])] = PATH
    highway[both & (use[:, 0] == Use.LAKE)] = NO
    return highway


def _connected(terrain: Terrain, highway: Ints) -> np.ndarray:
    """Say which edges belong to the one large network."""
    ends = terrain.mesh.edges[:, ORIGIN].reshape(-1, 2)
    used = np.flatnonzero(highway > 0)
    size = len(terrain.mesh.nodes)
    graph = coo_matrix(
        (np.ones(len(used), dtype=np.int8), (ends[used, 0], ends[used, 1])), shape=(size, size)
    )
    label = connected_components(graph, directed=False)[1]
    main = np.bincount(label[ends[used, 0]]).argmax()
    return np.asarray(label[ends[:, 0]] == main)


def _write_ways(
    terrain: Terrain, draft: Draft, highway: Ints, bridge: np.ndarray, over: np.ndarray, seed: int
) -> None:
    """Join edges of one line and class to ways."""
    mesh = terrain.mesh
    used = np.flatnonzero(highway > 0)
    used = used[np.lexsort([mesh.along[used], mesh.line[used]])]
    start, end = mesh.edges[2 * used, ORIGIN], mesh.edges[2 * used + 1, ORIGIN]
    state = np.column_stack([mesh.line[used], highway[used], bridge[used], over[used] & ~bridge[used]])
    fresh = np.r_[True, (np.diff(state, axis=0) != 0).any(axis=1) | (end[:-1] != start[1:])]
    names = _names(mesh.line[used], highway[used], seed)
    begins = np.flatnonzero(fresh).tolist()
    first, last = start.tolist(), end.tolist()
    for begin, stop in zip(begins, [*begins[1:], len(used)], strict=True):
        tags = _tags(int(state[begin, 1]), names[begin], bool(state[begin, 2]))
        draft.add_way([*first[begin:stop], last[stop - 1]], tags)


def _names(line: Ints, highway: Ints, seed: int) -> list[str]:
    """Return the name of each edge's street; most small ways have none."""
    known = (chances(salt_of(seed, "name"), line) < NAMED) | (highway <= TERTIARY)
    number = (line % 997 + 1).tolist()
    return [
        f"{STEMS[code]} {number[n]}" if known[n] and code in STEMS else ""
        for n, code in enumerate(highway.tolist())
    ]


def _tags(code: int, name: str, bridge: bool) -> Tags:
    tags = {"highway": HIGHWAYS[code]}
    if name:
        tags["name"] = name
    if bridge:
        tags |= {"bridge": "yes", "layer": "1"}
    if code == TRACK:
        tags["tracktype"] = "grade2"
    if code == CYCLEWAY:
        tags["foot"] = "designated"
    return tags


def _road_crossings(terrain: Terrain, over: np.ndarray, uses: Ints, bridge: np.ndarray) -> list[Crossing]:
    """Return where roads pass motorways and railways on the level of the land."""
    mesh = terrain.mesh
    ends = mesh.nodes[mesh.edges[:, ORIGIN]].reshape(-1, 2, 2)
    found = []
    for code in (Use.MOTORWAY, Use.RAILWAY):
        for edge in np.flatnonzero(over & (uses == code).all(axis=1)):
            middle = ends[edge].mean(axis=0)
            found.append(Crossing(code, float(middle[0]), float(middle[1]), not bridge[edge]))
    return found


def _junctions(terrain: Terrain, highway: Ints, uses: Ints) -> Ints:
    """Return the nodes where large roads reach the side of a motorway."""
    ends = terrain.mesh.edges[:, ORIGIN].reshape(-1, 2)
    road = np.isin(highway, [PRIMARY, SECONDARY])
    below, beside = (
        np.zeros(len(terrain.mesh.nodes), dtype=bool),
        np.zeros(len(terrain.mesh.nodes), dtype=bool),
    )
    below[ends[road & (uses == Use.MOTORWAY).all(axis=1)]] = True
    beside[ends[road & (uses != Use.MOTORWAY).all(axis=1)]] = True
    return np.flatnonzero(below & beside)


def _foot_crossings(
    terrain: Terrain, draft: Draft, highway: Ints, known: list[Crossing], seed: int
) -> list[Crossing]:
    """Let people pass large lines where streets end opposite each other, above or below."""
    polygons = terrain.polygons
    found: list[Crossing] = []
    for kind, uses in CORRIDORS.items():
        taken = [(c.x, c.y) for c in known if c.use in uses]
        pairs = _opposite(terrain, highway, kind, uses, polygons)
        for p, q, code in pairs:
            middle = (terrain.mesh.nodes[p] + terrain.mesh.nodes[q]) / 2
            if any((x - middle[0]) ** 2 + (y - middle[1]) ** 2 < APART[kind] ** 2 for x, y in taken):
                continue
            taken.append((float(middle[0]), float(middle[1])))
            below = kind != Kind.BANK and bool(chances(salt_of(seed, "underpass"), np.array([p]))[0] < 0.7)
            tags = {"highway": "footway"} | ({} if below else {"bridge": "yes", "layer": "1"})
            draft.add_way([int(p), int(q)], tags)
            found.append(Crossing(code, *taken[-1], below))
    return found


def _opposite(
    terrain: Terrain, highway: Ints, kind: Kind, uses: tuple[Use, ...], polygons: np.ndarray
) -> list[tuple[int, int, Use]]:
    """Return pairs of nodes on both sides of a corridor where ways arrive, nearest pairs first."""
    mesh = terrain.mesh
    kinds = terrain.line_kinds[mesh.line]
    ends = mesh.edges[:, ORIGIN].reshape(-1, 2)
    arriving, side = np.zeros(len(mesh.nodes), dtype=bool), np.zeros(len(mesh.nodes), dtype=bool)
    arriving[ends[(highway > 0) & (kinds >= Kind.STREET)]] = True
    side[ends[kinds == kind]] = True
    nodes = np.flatnonzero(arriving & side)
    if len(nodes) < 2:
        return []
    points = mesh.nodes[nodes]
    pairs = cKDTree(points).query_pairs(95.0, output_type="ndarray")
    step = points[pairs[:, 0]] - points[pairs[:, 1]]
    length = (step * step).sum(axis=1)
    order = np.lexsort([nodes[pairs[:, 1]], nodes[pairs[:, 0]], np.round(length)])
    pairs = pairs[order][length[order] > 15.0**2]
    faces = np.flatnonzero(np.isin(terrain.use, uses))
    chords = shapely.linestrings(np.stack([points[pairs[:, 0]], points[pairs[:, 1]]], axis=1))
    which, face = shapely.STRtree(polygons[faces]).query(chords, predicate="covered_by")
    middle = shapely.line_interpolate_point(chords[which], 0.5, normalized=True)
    inside = shapely.contains_properly(polygons[faces[face]], middle)
    which, face = which[inside], face[inside]
    keep = np.argsort(which, kind="stable")
    return [
        (int(nodes[pairs[w, 0]]), int(nodes[pairs[w, 1]]), Use(int(terrain.use[faces[f]])))
        for w, f in zip(which[keep], face[keep], strict=True)
    ]
