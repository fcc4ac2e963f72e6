"""A mesh of half-edges: faces that are cut again and again without ever coming apart.

Half-edges 2p and 2p + 1 are the two directions of edge p. `edges` has one row
per half-edge: node it starts from, next and previous half-edge around its
face, face to its left. Cutting an edge inserts the node on both sides at once,
so neighbours always share their nodes, and streets meet where blocks meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gruenzug.engine.modelregion.chance import Floats, Ints

ORIGIN, NEXT, PREVIOUS, FACE = range(4)
NODES, HALF_EDGES, FACES, LINES = range(4)


@dataclass
class Mesh:
    """Arrays of the mesh; only the first `count` rows of each are in use.

    Attributes
    ----------
    nodes : ndarray of float64, shape (N, 2)
        Coordinates in metres, on the centimetre grid.
    edges : ndarray of int64, shape (H, 4)
        Half-edges: ORIGIN, NEXT, PREVIOUS, FACE.
    line : ndarray of int64, shape (H / 2,)
        Line an edge is part of: a street from end to end, one bank of a river.
    along : ndarray of float64, shape (H / 2,)
        Metres from the start of the line to the start of the even half-edge.
    first : ndarray of int64, shape (F,)
        One half-edge of each face.
    wanted : ndarray of float64, shape (F,)
        Area to cut a face down to; 0: ask the grid; negative: leave whole.
    parent : ndarray of int64, shape (F,)
        Face of the skeleton that a face was cut from.
    size : ndarray of float64, shape (L,)
        Area of the face that a line was cut through; 0 for lines of the skeleton.
    count : ndarray of int64, shape (4,)
        Numbers of NODES, HALF_EDGES, FACES and LINES in use.
    """

    nodes: Floats
    edges: Ints
    line: Ints
    along: Floats
    first: Ints
    wanted: Floats
    parent: Ints
    size: Floats
    count: Ints
    kinds: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def room_for(self, faces: int) -> None:
        """Make room for this many further faces."""
        more = {
            "nodes": 9,
            "edges": 26,
            "line": 13,
            "along": 13,
            "first": 1,
            "wanted": 1,
            "parent": 1,
            "size": 1,
        }
        for name, each in more.items():
            table = getattr(self, name)
            grown = np.zeros((len(table) + faces * each + 1000, *table.shape[1:]), dtype=table.dtype)
            grown[: len(table)] = table
            setattr(self, name, grown)

    def trim(self) -> None:
        """Give unused room back."""
        nodes, half_edges, faces, lines = (int(number) for number in self.count)
        self.nodes, self.edges = self.nodes[:nodes], self.edges[:half_edges]
        self.line, self.along = self.line[: half_edges // 2], self.along[: half_edges // 2]
        self.first, self.wanted, self.parent = self.first[:faces], self.wanted[:faces], self.parent[:faces]
        self.size = self.size[:lines]


def build(points: Ints, ends: Ints, line: Ints, along: Floats, lines: int) -> Mesh:
    """Return the mesh of noded segments.

    Parameters
    ----------
    points : ndarray of int64, shape (N, 2)
        Coordinates in centimetres.
    ends : ndarray of int64, shape (E, 2)
        Nodes of each segment; no two segments cross, none is there twice.
    line, along : ndarray, shape (E,)
        Line of each segment, and how far along it the segment starts.
    lines : int
        Number of lines.

    Returns
    -------
    Mesh
        With face 0 for everything outside.
    """
    count = len(ends)
    edges = np.zeros((2 * count, 4), dtype=np.int64)
    edges[0::2, ORIGIN], edges[1::2, ORIGIN] = ends[:, 0], ends[:, 1]
    nodes = points / 100.0
    order, turn = _around_nodes(nodes, edges[:, ORIGIN])
    edges[order[turn] ^ 1, NEXT] = order  # arriving on the twin of one, leave on the one before it, clockwise
    edges[edges[:, NEXT], PREVIOUS] = np.arange(2 * count)
    face, first = _faces(edges[:, NEXT])
    edges[:, FACE] = face
    mesh = Mesh(
        nodes=nodes,
        edges=edges,
        line=line,
        along=along,
        first=first,
        wanted=np.zeros(len(first)),
        parent=np.arange(len(first), dtype=np.int64),
        size=np.zeros(lines),
        count=np.array([len(nodes), 2 * count, len(first), lines]),
    )
    return _outside_first(mesh)


def _around_nodes(nodes: Floats, origin: Ints) -> tuple[Ints, Ints]:
    """Return half-edges by node and direction, and for each place that of the next one counter-clockwise."""
    twin = np.arange(len(origin)) ^ 1
    ahead = nodes[origin[twin]] - nodes[origin]
    size = np.abs(ahead).sum(axis=1)
    slope = ahead[:, 0] / size
    direction = np.where(ahead[:, 1] >= 0, 1 - slope, 3 + slope)  # grows with the angle, needs no arc tangent
    order = np.lexsort([direction, origin])
    starts = np.flatnonzero(np.r_[True, np.diff(origin[order]) != 0])
    ends = np.r_[starts[1:], len(order)]
    turn = np.arange(1, len(order) + 1)
    turn[ends - 1] = starts
    return order, turn


def _faces(following: Ints) -> tuple[Ints, Ints]:
    """Number the loops of a permutation; return loop of each element and one element of each loop."""
    face = np.full(len(following), -1, dtype=np.int64)
    first: list[int] = []
    step = following.tolist()
    for start in range(len(step)):
        if face[start] >= 0:
            continue
        number, here = len(first), start
        first.append(start)
        while face[here] < 0:
            face[here] = number
            here = step[here]
    return face, np.array(first, dtype=np.int64)


def _outside_first(mesh: Mesh) -> Mesh:
    """Renumber so that the unbounded face is face 0."""
    outside = int(np.argmin(face_areas(mesh)))
    rank = np.arange(len(mesh.first))
    rank[outside], rank[0] = 0, outside
    mesh.edges[:, FACE] = rank[mesh.edges[:, FACE]]
    mesh.first[[0, outside]] = mesh.first[[outside, 0]]
    mesh.wanted[0] = -1.0
    return mesh


def face_areas(mesh: Mesh) -> Floats:
    """Return the signed area of every face in square metres."""
    origin = mesh.edges[:, ORIGIN]
    base = mesh.nodes[origin[mesh.first[mesh.edges[:, FACE]]]]
    a, b = mesh.nodes[origin] - base, mesh.nodes[origin[mesh.edges[:, NEXT]]] - base
    cross = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2
    return np.asarray(np.bincount(mesh.edges[:, FACE], weights=cross, minlength=len(mesh.first)), np.float64)


def face_centres(mesh: Mesh) -> Floats:
    """Return the centroid of every face."""
    origin = mesh.edges[:, ORIGIN]
    face = mesh.edges[:, FACE]
    base = mesh.nodes[origin[mesh.first]]
    a, b = mesh.nodes[origin] - base[face], mesh.nodes[origin[mesh.edges[:, NEXT]]] - base[face]
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    area = np.bincount(face, weights=cross, minlength=len(mesh.first))
    area[area == 0] = 1.0
    x = np.bincount(face, weights=(a[:, 0] + b[:, 0]) * cross, minlength=len(mesh.first)) / (3 * area)
    y = np.bincount(face, weights=(a[:, 1] + b[:, 1]) * cross, minlength=len(mesh.first)) / (3 * area)
    return base + np.column_stack([x, y])
