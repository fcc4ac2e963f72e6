"""The network of paths, and where people step onto it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.paths import PathGraph, path_graph
from gruenzug.engine.kernels.segment_bins import SegmentBins, bin_segments
from gruenzug.engine.kernels.segments import FloatArray, IntArray, nearest
from gruenzug.engine.layers.merge import GeometryArray

ACCESS_M = 500.0
"""The longest straight leg from a home to a path; who lives farther off is not on the network.

Driveways and courtyards that OpenStreetMap marks as private are no paths and reach 200 to 300 m; a census
cell of 100 m adds half its diagonal."""

MM_PER_M = 1000
WIDEST_MM = 1 << 31
"""More than a network may reach over, or a piece be long."""

_PIECE_BIN_M = 50.0


@dataclass(frozen=True)
class Network:
    """Paths as straight pieces between nodes; paths that share a vertex are joined there.

    Attributes
    ----------
    xy : ndarray of float64, shape (N, 2)
        The nodes, every vertex of every path once, in EPSG:25832.
    one, two : ndarray of int64, shape (P,)
        Both ends of each piece.
    """

    xy: FloatArray
    one: IntArray
    two: IntArray

    @cached_property
    def pieces(self) -> FloatArray:
        """``x0, y0, x1, y1`` of each piece."""
        return np.ascontiguousarray(np.hstack([self.xy[self.one], self.xy[self.two]]))

    @cached_property
    def lengths_mm(self) -> IntArray:
        """Length of each piece in whole millimetres."""
        along = self.xy[self.one] - self.xy[self.two]
        whole: IntArray = np.rint(np.hypot(along[:, 0], along[:, 1]) * MM_PER_M).astype(np.int64)
        return whole

    @cached_property
    def graph(self) -> PathGraph:
        """The network, ready for shortest paths."""
        return path_graph(len(self.xy), self.one, self.two, self.lengths_mm)

    @cached_property
    def bins(self) -> SegmentBins:
        """The pieces, ready to look for the nearest one."""
        return bin_segments(self.pieces, np.arange(len(self.pieces)), size=_PIECE_BIN_M)


@dataclass(frozen=True)
class Snaps:
    """Where people step onto a network.

    Attributes
    ----------
    leg_m : ndarray of float64, shape (M,)
        Straight way to the nearest place on a path; inf beyond `ACCESS_M`.
    piece : ndarray of int64, shape (M,)
        The piece it is on; -1 if none.
    offset_mm : ndarray of int64, shape (M,)
        The place, in millimetres from the piece's first node.
    foot : ndarray of float64, shape (M, 2)
        The same as coordinates.
    """

    leg_m: FloatArray
    piece: IntArray
    offset_mm: IntArray
    foot: FloatArray

    @cached_property
    def on(self) -> IntArray:
        """Who is on the network, K of the M."""
        return np.flatnonzero(self.piece >= 0)

    @cached_property
    def leg_mm(self) -> IntArray:
        """Straight way of those who are on the network, in whole millimetres, shape (K,)."""
        whole: IntArray = np.rint(self.leg_m[self.on] * MM_PER_M).astype(np.int64)
        return whole


def network_of(lines: GeometryArray) -> Network:
    """Return the network of paths.

    Parameters
    ----------
    lines : ndarray of shapely LineString or MultiLineString, shape (L,)
        The paths, in metres. They are joined where they share a vertex to
        the millimetre; a mere crossing, as of a bridge, joins nothing.

    Raises
    ------
    GridError
        If there are no paths, or a coordinate is not finite.
    """
    xy, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    if not len(xy):
        raise GridError("the network has no paths; check what was read")
    if not np.isfinite(xy).all():
        raise GridError("a path has a coordinate that is not a number; mend the geometry first")
    whole = np.rint(xy * MM_PER_M).astype(np.int64)
    low = whole.min(axis=0)
    if (whole.max(axis=0) - low >= WIDEST_MM).any():
        raise GridError("the paths reach over more than 2,147 km; their coordinate system is not in metres")
    key, vertex = np.unique((whole[:, 0] - low[0]) * WIDEST_MM + whole[:, 1] - low[1], return_inverse=True)
    joined = (line[1:] == line[:-1]) & (vertex[1:] != vertex[:-1])
    if not joined.any():
        raise GridError("the network has no path of any length; check what was read")
    nodes = np.column_stack([key // WIDEST_MM + low[0], key % WIDEST_MM + low[1]]) / MM_PER_M
    ends = np.sort(np.column_stack([vertex[:-1][joined], vertex[1:][joined]]), axis=1)
    once = np.unique(ends[:, 0] * len(key) + ends[:, 1])  # the order of the paths does not show
    return Network(nodes, once // len(key), once % len(key))


def snap(xy: FloatArray, network: Network) -> Snaps:
    """Return the nearest place on any path for each point, at most `ACCESS_M` away."""
    leg, piece = nearest(xy, network.bins, ACCESS_M, areal=False)
    on = piece >= 0
    begin = network.pieces[piece, :2]
    along = network.pieces[piece, 2:] - begin
    squared = (along**2).sum(axis=1)
    share = np.clip(((xy - begin) * along).sum(axis=1) / squared, 0.0, 1.0)
    offset = np.minimum(
        np.rint(share * np.sqrt(squared) * MM_PER_M).astype(np.int64), network.lengths_mm[piece]
    )
    foot = begin + share[:, None] * along
    return Snaps(leg, piece, np.where(on, offset, 0), np.where(on[:, None], foot, np.nan))
