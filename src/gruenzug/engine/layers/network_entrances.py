"""Where a network of paths enters green: places on its pieces, and which of its nodes lie in the green."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.paths_entrances import meetings
from gruenzug.engine.kernels.segments import IntArray, nearest
from gruenzug.engine.layers.network import MM_PER_M, WIDEST_MM, Network
from gruenzug.engine.layers.units import Units


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


def entrances(network: Network, units: Units) -> Entrances:
    """Return where the network enters the units, and which of its nodes are in them."""
    piece, along = meetings(network.pieces, units.bins)
    offset = np.minimum(np.rint(along * MM_PER_M).astype(np.int64), network.lengths_mm[piece])
    piece, offset = np.divmod(np.unique(piece * WIDEST_MM + offset), WIDEST_MM)
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
