"""Cut the faces of a mesh into blocks, each cut a street that runs from side to side.

Every choice is drawn from a hash of the place, so a block is cut the same way
whatever was cut before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.knife import cut_from
from gruenzug.engine.modelregion.mesh import FACES, Mesh

_RING = 60_000  # corners a block may have


class Tables(NamedTuple):
    """The arrays of a mesh, as compiled code sees them."""

    nodes: Floats
    edges: Ints
    line: Ints
    along: Floats
    first: Ints
    wanted: Floats
    parent: Ints
    size: Floats
    counts: Ints


class Room(NamedTuple):
    """Room to work in: half-edges of a ring, where they start, and crossings with a line."""

    ring: Ints
    xy: Floats
    side: Floats


class Ground(NamedTuple):
    """What decides how to cut: wanted sizes by place, seed, swerve and distance of points of a street."""

    grid: Floats
    west: float
    south: float
    cell: float
    salt: np.uint64
    bend: float
    step: float


def cut_blocks(
    mesh: Mesh, grid: Floats, corner: tuple[float, float], cell: float, salt: int, swerve: tuple[float, float]
) -> None:
    """Cut every face down to the size wanted there.

    Parameters
    ----------
    mesh : Mesh
        Changed in place.
    grid : ndarray of float64, shape (R, C)
        Size of blocks in square metres, by place; row 0 in the south.
    corner : tuple of float
        South-western corner of the grid.
    cell : float
        Edge length of its cells in metres.
    salt : int
        Seed of all choices.
    swerve : tuple of float
        How far streets may swerve, as a share of their length, and the metres between their points.
    """
    room = Room(np.zeros(_RING, dtype=np.int64), np.zeros((_RING, 2)), np.zeros((_RING, 3)))
    ground = Ground(grid, corner[0], corner[1], cell, np.uint64(salt), *swerve)
    start = 1
    while start < mesh.count[FACES]:
        mesh.room_for(max(2000, int(mesh.count[FACES]) // 2))
        tables = Tables(
            mesh.nodes, mesh.edges, mesh.line, mesh.along, mesh.first,
            mesh.wanted, mesh.parent, mesh.size, mesh.count,
        )  # fmt: skip
        start = cut_from(start, tables, ground, room)
    mesh.trim()
