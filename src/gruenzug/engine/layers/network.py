"""Walking: the network of paths, where it enters green, and how far people have to go.

The way of a person is a straight leg to the nearest place on any path (not to
a junction), then the shortest way along paths to the nearest place where a
path enters the green, crosses its edge or touches it. Inside the green the
way is over; whoever lives in it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.errors import GridError
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.paths import FAR, PathGraph, path_graph, walk_from
from gruenzug.engine.kernels.paths_entrances import TOUCH_M, meetings
from gruenzug.engine.kernels.segments import FloatArray, IntArray, SegmentBins, bin_segments, nearest
from gruenzug.engine.layers.merge import GeometryArray
from gruenzug.engine.layers.people import People
from gruenzug.engine.layers.units import Units

ACCESS_M = 500.0
"""The longest straight leg from a home to a path; who lives farther off is not on the network.

Driveways and courtyards that OpenStreetMap marks as private are no paths and reach 200 to 300 m; a census
cell of 100 m adds half its diagonal."""

_MM = 1000
_PIECE_BIN_M = 50.0
_WIDEST_MM = 1 << 31


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
        whole: IntArray = np.rint(np.hypot(along[:, 0], along[:, 1]) * _MM).astype(np.int64)
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
class Entrances:
    """Where a network enters green units.

    Attributes
    ----------
    piece : ndarray of int64, shape (K,)
        Pieces that cross or touch an edge, once for each place.
    offset_mm : ndarray of int64, shape (K,)
        That place, in millimetres from the piece's first node.
    inside : ndarray of bool, shape (N,)
        Nodes in the green.
    """

    piece: IntArray
    offset_mm: IntArray
    inside: NDArray[np.bool_]


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
    whole = np.rint(xy * _MM).astype(np.int64)
    low = whole.min(axis=0)
    if (whole.max(axis=0) - low >= _WIDEST_MM).any():
        raise GridError("the paths reach over more than 2,147 km; their coordinate system is not in metres")
    key, vertex = np.unique((whole[:, 0] - low[0]) * _WIDEST_MM + whole[:, 1] - low[1], return_inverse=True)
    joined = (line[1:] == line[:-1]) & (vertex[1:] != vertex[:-1])
    if not joined.any():
        raise GridError("the network has no path of any length; check what was read")
    nodes = np.column_stack([key // _WIDEST_MM + low[0], key % _WIDEST_MM + low[1]]) / _MM
    ends = np.sort(np.column_stack([vertex[:-1][joined], vertex[1:][joined]]), axis=1)
    once = np.unique(ends[:, 0] * len(key) + ends[:, 1])  # the order of the paths does not show
    return Network(nodes, once // len(key), once % len(key))


def walking_distance(people: People, units: Units, network: Network, most: float) -> FloatArray:
    """Return how far each person has to walk to the nearest green unit.

    Parameters
    ----------
    people : People
        Where they live.
    units : Units
        The green that counts.
    network : Network
        The paths, in the same coordinate system.
    most : float
        Metres beyond which nothing is looked for; may be inf.

    Returns
    -------
    ndarray of float64, shape (M,)
        Metres, exact to the millimetre; 0 in the green, inf if there is no
        way or it is longer than `most`.
    """
    return walk(people.xy, units, network, most)


def walk(xy: FloatArray, units: Units, network: Network, most: float) -> FloatArray:
    """Return `walking_distance` for points with coordinates `xy`, shape (M, 2)."""
    at_home, _ = nearest(xy, units.bins, 0.0)
    return walk_to_units(snap(xy, network), at_home == 0, units, network, most)


def walk_to_units(
    snaps: Snaps, at_home: NDArray[np.bool_], units: Units, network: Network, most: float
) -> FloatArray:
    """Return `walking_distance` for people of whom is known where they step on and who lives in the green."""
    reached = np.full(len(snaps.piece), FAR)
    found = entrances(network, units)
    on = np.flatnonzero(snaps.piece >= 0)
    most_mm = int(min(most, 1e12) * _MM)
    reached[on] = _leg_mm(snaps, on) + _along(snaps, on, found, network, units, most_mm)
    reached[at_home] = 0
    return np.where(reached <= most_mm, reached / _MM, np.inf)


def walk_to_spots(snaps: Snaps, spots: Snaps, network: Network, most: float) -> FloatArray:
    """Return how far people walk to the nearest of some points.

    Parameters
    ----------
    snaps, spots : Snaps
        Where the people and the points step onto the network.
    network : Network
        The paths.
    most : float
        Metres beyond which nothing is looked for; may be inf.

    Returns
    -------
    ndarray of float64, shape (M,)
        Metres with the straight legs at both ends; inf if there is no way
        or it is longer than `most`.
    """
    reached = np.full(len(snaps.piece), FAR)
    on, there = np.flatnonzero(snaps.piece >= 0), np.flatnonzero(spots.piece >= 0)
    there = there[np.argsort(spots.piece[there], kind="stable")]
    most_mm = int(min(most, 1e12) * _MM)
    starts = _Starts(spots.piece[there], spots.offset_mm[there], _leg_mm(spots, there))
    to_node = starts.to_nodes(network, np.zeros(0, np.int64), most_mm)
    along = _by_ends(snaps, on, network, to_node)
    row, entry = starts.on_pieces(snaps.piece[on])
    own = np.abs(starts.offset_mm[entry] - snaps.offset_mm[on[row]]) + starts.begun_mm[entry]
    np.minimum.at(along, row, own)
    reached[on] = _leg_mm(snaps, on) + along
    return np.where(reached <= most_mm, reached / _MM, np.inf)


def detour(walking: FloatArray, straight: FloatArray) -> FloatArray:
    """Return walking over straight distance, NaN where either is unknown or the straight one is 0."""
    known = np.isfinite(walking) & np.isfinite(straight) & (straight > 0)
    factor = np.full(len(walking), np.nan)
    factor[known] = walking[known] / straight[known]
    return factor


def snap(xy: FloatArray, network: Network) -> Snaps:
    """Return the nearest place on any path for each point, at most `ACCESS_M` away."""
    leg, piece = nearest(xy, network.bins, ACCESS_M, areal=False)
    on = piece >= 0
    begin = network.pieces[piece, :2]
    along = network.pieces[piece, 2:] - begin
    squared = (along**2).sum(axis=1)
    share = np.clip(((xy - begin) * along).sum(axis=1) / squared, 0.0, 1.0)
    offset = np.minimum(np.rint(share * np.sqrt(squared) * _MM).astype(np.int64), network.lengths_mm[piece])
    foot = begin + share[:, None] * along
    return Snaps(leg, piece, np.where(on, offset, 0), np.where(on[:, None], foot, np.nan))


def entrances(network: Network, units: Units) -> Entrances:
    """Return where the network enters the units, and which of its nodes are in them."""
    piece, along = meetings(network.pieces, units.bins)
    offset = np.minimum(np.rint(along * _MM).astype(np.int64), network.lengths_mm[piece])
    piece, offset = np.divmod(np.unique(piece * _WIDEST_MM + offset), _WIDEST_MM)
    free = np.ones(len(network.one), np.bool_)
    free[piece] = False
    return Entrances(piece, offset, _inside(network, free, units))


def entrance_points(network: Network, found: Entrances) -> gpd.GeoDataFrame:
    """Return the entrances as points, for a map."""
    share = found.offset_mm / np.maximum(network.lengths_mm[found.piece], 1)
    begin = network.pieces[found.piece, :2]
    xy = begin + share[:, None] * (network.pieces[found.piece, 2:] - begin)
    return gpd.GeoDataFrame({"piece": found.piece}, geometry=shapely.points(xy), crs=CRS)


def _inside(network: Network, free: NDArray[np.bool_], units: Units) -> NDArray[np.bool_]:
    """Look at one node of each part of the network that no edge cuts: all of it is in or out."""
    count = len(network.xy)
    links = coo_array((free[free], (network.one[free], network.two[free])), shape=(count, count))
    parts, part = connected_components(links, directed=False)
    first = np.empty(parts, np.int64)
    first[part[::-1]] = np.arange(count)[::-1]  # the first node of each part is written last
    distance, _ = nearest(network.xy[first], units.bins, 0.0)
    inside: NDArray[np.bool_] = (distance == 0)[part]
    return inside


def _leg_mm(snaps: Snaps, on: IntArray) -> IntArray:
    """Return the straight legs of those who are `on` the network."""
    whole: IntArray = np.rint(snaps.leg_m[on] * _MM).astype(np.int64)
    return whole


def _along(
    snaps: Snaps, on: IntArray, found: Entrances, network: Network, units: Units, most_mm: int
) -> IntArray:
    """Return millimetres along paths from the feet of those who are `on` the network."""
    piece, offset = snaps.piece[on], snaps.offset_mm[on]
    starts = _Starts(found.piece, found.offset_mm, np.zeros(len(found.piece), np.int64))
    to_node = starts.to_nodes(network, np.flatnonzero(found.inside), most_mm)
    by_ends = _by_ends(snaps, on, network, to_node)
    # those whose own piece has an entrance may be nearer to it than by either end, or stand in the green
    row, entry = starts.on_pieces(piece)
    np.minimum.at(by_ends, row, np.abs(found.offset_mm[entry] - offset[row]))
    near = np.unique(row)
    standing, _ = nearest(snaps.foot[on[near]], units.bins, TOUCH_M)
    by_ends[near[np.isfinite(standing)]] = 0
    lone = np.ones(len(on), np.bool_)
    lone[near] = False
    return np.where(found.inside[network.one[piece]] & lone, 0, by_ends)


def _by_ends(snaps: Snaps, on: IntArray, network: Network, to_node: IntArray) -> IntArray:
    """Return the shorter way by either end of the piece stood on."""
    piece, offset = snaps.piece[on], snaps.offset_mm[on]
    rest = network.lengths_mm[piece] - offset
    shorter: IntArray = np.minimum(to_node[network.one[piece]] + offset, to_node[network.two[piece]] + rest)
    return shorter


@dataclass(frozen=True)
class _Starts:
    """Places on pieces, ordered by piece, and millimetres already walked there."""

    piece: IntArray
    offset_mm: IntArray
    begun_mm: IntArray

    def to_nodes(self, network: Network, nodes: IntArray, most_mm: int) -> IntArray:
        """Return the shortest way from any of them, or from `nodes`, to each node."""
        rest = network.lengths_mm[self.piece] - self.offset_mm
        ends = np.concatenate([nodes, network.one[self.piece], network.two[self.piece]])
        begun = [np.zeros(len(nodes), np.int64), self.begun_mm + self.offset_mm, self.begun_mm + rest]
        return walk_from(network.graph, ends, np.concatenate(begun), most_mm)

    def on_pieces(self, piece: IntArray) -> tuple[IntArray, IntArray]:
        """Return every pair of an index into `piece` and a start on that piece."""
        first, last = np.searchsorted(self.piece, piece), np.searchsorted(self.piece, piece, side="right")
        near = np.flatnonzero(last > first)
        row = np.repeat(near, (last - first)[near])
        counted = np.cumsum((last - first)[near])
        entry = np.arange(len(row)) + np.repeat(last[near] - counted, (last - first)[near])
        return row, entry
