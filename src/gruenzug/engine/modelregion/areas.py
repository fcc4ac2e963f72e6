"""Join blocks of one use to areas, and trace their outlines, holes included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.modelregion.arrange import Kind
from gruenzug.engine.modelregion.chance import Ints
from gruenzug.engine.modelregion.mesh import FACE, NEXT, ORIGIN, Mesh
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import BUILT, PATCHES, Use

_SINGLE = (Use.FARMLAND, Use.MEADOW, Use.ORCHARD)


@dataclass(frozen=True)
class Area:
    """Connected blocks of one use: rings of mesh nodes, the outer one first, all open."""

    use: Use
    town: int
    blocks: int  # lowest face in it, which names the area
    rings: list[list[int]]
    polygon: shapely.Polygon


def join_areas(terrain: Terrain) -> list[Area]:
    """Return the areas of all uses that are mapped as areas, in a fixed order."""
    label = _labels(terrain)
    label[np.isin(terrain.use, [Use.NONE, Use.MOTORWAY, Use.RAILWAY, Use.VERGE])] = -1
    label[0] = -1
    first = np.full(int(label.max()) + 1, -1)
    faces = np.flatnonzero(label >= 0)[::-1]
    first[label[faces]] = faces
    return [
        Area(Use(int(terrain.use[face])), int(terrain.town[face]), face, rings, polygon)
        for face, rings, polygon in sorted(
            (
                (int(first[number]), rings, polygon)
                for number, rings, polygon in outlines_of(terrain.mesh, label)
            ),
            key=lambda row: row[0],
        )
    ]


def outlines_of(mesh: Mesh, label: Ints) -> list[tuple[int, list[list[int]], shapely.Polygon]]:
    """Return label, rings (the outer one first) and polygon of each labelled part of the mesh."""
    rings, owner = trace(mesh, label)
    rings = [ring[at:] + ring[:at] for ring in rings for at in [ring.index(min(ring))]]
    shapes = _ring_shapes(mesh, rings)
    sizes = shapely.area(shapely.polygons(shapes)).tolist()
    grouped: dict[int, list[int]] = {}
    for place, number in enumerate(owner):
        grouped.setdefault(number, []).append(place)
    found = []
    for number, places in sorted(grouped.items()):
        places.sort(key=lambda place: (-sizes[place], rings[place][0]))
        polygon = shapely.polygons(shapes[places[0]], holes=shapes[places[1:]] if len(places) > 1 else None)
        found.append((number, [rings[place] for place in places], polygon))
    return found


def _ring_shapes(mesh: Mesh, rings: list[list[int]]) -> np.ndarray:
    """Return the rings as geometries, all at once."""
    nodes = np.array([node for ring in rings for node in (*ring, ring[0])])
    index = np.repeat(np.arange(len(rings)), [len(ring) + 1 for ring in rings])
    return np.asarray(shapely.linearrings(mesh.nodes[nodes], indices=index))


def _labels(terrain: Terrain) -> Ints:
    """Number the connected parts of one use in one municipality between larger roads."""
    mesh = terrain.mesh
    left, right = mesh.edges[0::2, FACE], mesh.edges[1::2, FACE]
    use, town = terrain.use, terrain.town
    kind = terrain.line_kinds[mesh.line]
    same = (use[left] == use[right]) & (town[left] == town[right])
    apart = (kind == Kind.PRIMARY) | (kind == Kind.SECONDARY)
    apart |= (kind == Kind.TERTIARY) & np.isin(use[left], [*PATCHES, *BUILT])
    flowing = np.isin(use[left], [Use.RIVER, Use.CANAL])
    single = np.isin(use[left], _SINGLE) & (terrain.block[left] != terrain.block[right])
    joined = same & (flowing | ~apart) & ~single
    size = len(use)
    graph = coo_matrix(
        (np.ones(int(joined.sum()), dtype=np.int8), (left[joined], right[joined])), shape=(size, size)
    )
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def trace(mesh: Mesh, label: Ints) -> tuple[list[list[int]], list[int]]:
    """Return the rings around faces of equal label, as lists of nodes, and the label inside each.

    Faces labelled -1 are outside. No ring visits a node twice: where an area
    touches itself in a point, the ring is split there.
    """
    face = mesh.edges[:, FACE]
    twin = np.arange(len(face)) ^ 1
    bound = (label[face] != label[face[twin]]) & (label[face] >= 0)
    half = np.flatnonzero(bound)
    following = mesh.edges[half, NEXT].astype(np.int64)
    while True:
        inner = ~bound[following]
        if not inner.any():
            break
        following[inner] = mesh.edges[following[inner] ^ 1, NEXT]
    step = dict(zip(half.tolist(), following.tolist(), strict=True))
    origin, labels = mesh.edges[:, ORIGIN].tolist(), label[face].tolist()
    rings, owner = [], []
    while step:
        start, here = step.popitem()
        ring = [origin[start]]
        while here != start:
            ring.append(origin[here])
            here = step.pop(here)
        for simple in _simple_rings(ring):
            rings.append(simple)
            owner.append(labels[start])
    return rings, owner


def _simple_rings(ring: list[int]) -> list[list[int]]:
    """Split a ring where it comes back to a node."""
    if len(set(ring)) == len(ring):
        return [ring]
    rings: list[list[int]] = []
    path: list[int] = []
    place: dict[int, int] = {}
    for node in ring:
        if node in place:
            cut = place[node]
            loop = path[cut:]
            rings.append(loop)
            for gone in loop:
                del place[gone]
            del path[cut:]
        place[node] = len(path)
        path.append(node)
    rings.append(path)
    return [loop for loop in rings if len(loop) >= 3]
