"""Walking: how far people have to go along paths to green or to single points.

The way of a person is a straight leg to the nearest place on any path (not to
a junction), then the shortest way along paths to the nearest place where a
path enters the green, crosses its edge or touches it. Inside the green the
way is over; whoever lives in it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.kernels.paths import FAR, walk_from
from gruenzug.engine.kernels.paths_entrances import TOUCH_M
from gruenzug.engine.kernels.segments import FloatArray, IntArray, nearest
from gruenzug.engine.layers.network import MM_PER_M, Network, Snaps, snap
from gruenzug.engine.layers.network_entrances import Entrances, entrances
from gruenzug.engine.layers.people import People
from gruenzug.engine.layers.units import Units

_MOST_M = 1e12  # beyond which no way is; stands for inf in whole numbers


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
    found = entrances(network, units)
    starts = _Starts(found.piece, found.offset_mm, np.zeros(len(found.piece), np.int64))
    along = starts.ways(snaps, network, np.flatnonzero(found.inside), _whole_mm(most))
    along[_stand_in_green(snaps, found, network, units)] = 0
    return np.where(at_home, 0.0, _walked(snaps, along, most))


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
    order = np.argsort(spots.piece[spots.on], kind="stable")
    there = spots.on[order]
    starts = _Starts(spots.piece[there], spots.offset_mm[there], spots.leg_mm[order])
    return _walked(snaps, starts.ways(snaps, network, np.zeros(0, np.int64), _whole_mm(most)), most)


def detour(walking: FloatArray, straight: FloatArray) -> FloatArray:
    """Return walking over straight distance, NaN where either is unknown or the straight one is 0."""
    known = np.isfinite(walking) & np.isfinite(straight) & (straight > 0)
    factor = np.full(len(walking), np.nan)
    factor[known] = walking[known] / straight[known]
    return factor


def _walked(snaps: Snaps, along: IntArray, most: float) -> FloatArray:
    """Return metres from the millimetres `along` paths of those on the network; inf beyond `most`."""
    reached = np.full(len(snaps.piece), FAR)
    reached[snaps.on] = snaps.leg_mm + along
    return np.where(reached <= _whole_mm(most), reached / MM_PER_M, np.inf)


def _whole_mm(metres: float) -> int:
    """Return a limit in millimetres, rounded: 1.001 times 1000 is 1000.9999999999999."""
    return round(min(metres, _MOST_M) * MM_PER_M)


def _stand_in_green(snaps: Snaps, found: Entrances, network: Network, units: Units) -> NDArray[np.bool_]:
    """Return which of those on the network step onto it in the green."""
    piece = snaps.piece[snaps.on]
    inside: NDArray[np.bool_] = found.inside[network.one[piece]]  # all of a piece that no edge cuts
    cut = np.flatnonzero(np.isin(piece, found.piece))
    distance, _ = nearest(snaps.foot[snaps.on[cut]], units.bins, TOUCH_M)
    inside[cut] = np.isfinite(distance)
    return inside


@dataclass(frozen=True)
class _Starts:
    """Places on pieces, ordered by piece, and millimetres already walked there."""

    piece: IntArray
    offset_mm: IntArray
    begun_mm: IntArray

    def ways(self, snaps: Snaps, network: Network, nodes: IntArray, most_mm: int) -> IntArray:
        """Return millimetres from any of them, or from `nodes`, to the feet of those on the network."""
        shortest = _by_ends(snaps, network, self._to_nodes(network, nodes, most_mm))
        row, entry = self._on_pieces(snaps.piece[snaps.on])  # may be nearer than by either end
        own = np.abs(self.offset_mm[entry] - snaps.offset_mm[snaps.on[row]]) + self.begun_mm[entry]
        np.minimum.at(shortest, row, own)
        return shortest

    def _to_nodes(self, network: Network, nodes: IntArray, most_mm: int) -> IntArray:
        """Return the shortest way from any of them, or from `nodes`, to each node."""
        rest = network.lengths_mm[self.piece] - self.offset_mm
        ends = np.concatenate([nodes, network.one[self.piece], network.two[self.piece]])
        begun = [np.zeros(len(nodes), np.int64), self.begun_mm + self.offset_mm, self.begun_mm + rest]
        return walk_from(network.graph, ends, np.concatenate(begun), most_mm)

    def _on_pieces(self, piece: IntArray) -> tuple[IntArray, IntArray]:
        """Return every pair of an index into `piece` and a start on that piece."""
        first, last = np.searchsorted(self.piece, piece), np.searchsorted(self.piece, piece, side="right")
        near = np.flatnonzero(last > first)
        row = np.repeat(near, (last - first)[near])
        counted = np.cumsum((last - first)[near])
        entry = np.arange(len(row)) + np.repeat(last[near] - counted, (last - first)[near])
        return row, entry


def _by_ends(snaps: Snaps, network: Network, to_node: IntArray) -> IntArray:
    """Return the shorter way by either end of the piece stood on."""
    piece, offset = snaps.piece[snaps.on], snaps.offset_mm[snaps.on]
    rest = network.lengths_mm[piece] - offset
    shorter: IntArray = np.minimum(to_node[network.one[piece]] + offset, to_node[network.two[piece]] + rest)
    return shorter
