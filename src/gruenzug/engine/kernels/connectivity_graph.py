"""Habitat patches and links as arrays: every link listed at both of its ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.connectivity_strength import NAT, SURE

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_MOST_LENGTH = 1 << 60  # a longer link is no link


class HabitatGraph(NamedTuple):
    """Patches and the links between them, each link listed at both of its ends.

    Attributes
    ----------
    starts : ndarray of int64, shape (N + 1,)
        Where a patch's list begins in the other arrays.
    ends : ndarray of int32, shape (2 L,)
        The patch at the other end; a patch's list is ordered by it.
    lengths : ndarray of int64, shape (2 L,)
        Length of the link, 0 or more.
    link : ndarray of int32, shape (2 L,)
        Number of the link in `pairs`.
    pairs : ndarray of int32, shape (L, 2)
        Both ends of each link, the smaller number first, in ascending order.
    """

    starts: IntArray
    ends: NDArray[np.int32]
    lengths: IntArray
    link: NDArray[np.int32]
    pairs: NDArray[np.int32]

    @property
    def pair_lengths(self) -> IntArray:
        """Length of each link, in the order of `pairs`."""
        lengths = np.zeros(len(self.pairs), np.int64)
        lengths[self.link] = self.lengths
        return lengths


def habitat_graph(count: int, one: IntArray, two: IntArray, lengths: IntArray) -> HabitatGraph:
    """Return the graph of `count` patches with undirected links.

    Parameters
    ----------
    count : int
        Number of patches.
    one, two : ndarray of int64, shape (L,)
        Ends of the links; of several between the same two patches the
        shortest stays, a link from a patch to itself is dropped.
    lengths : ndarray of int64, shape (L,)
        Lengths, 0 or more.

    Raises
    ------
    GridError
        If shapes differ, an end is no patch or a length is negative.

    Examples
    --------
    >>> graph = habitat_graph(3, np.array([0, 2, 1]), np.array([1, 1, 0]), np.array([7, 5, 9]))
    >>> graph.pairs.tolist(), graph.pair_lengths.tolist()
    ([[0, 1], [1, 2]], [7, 5])
    """
    if not len(one) == len(two) == len(lengths):
        raise GridError(f"links need two ends and a length each, got {len(one)}, {len(two)}, {len(lengths)}")
    if len(one) and not 0 <= min(one.min(), two.min()) <= max(one.max(), two.max()) < count:
        raise GridError(f"a link ends at a patch that is not among the {count} patches")
    if len(lengths) and lengths.min() < 0:
        raise GridError(f"a link has the negative length {lengths.min()}")
    low, high = np.minimum(one, two), np.maximum(one, two)
    kept = np.flatnonzero((low != high) & (lengths <= _MOST_LENGTH))
    order = kept[np.lexsort((lengths[kept], high[kept], low[kept]))]
    low, high, lengths = low[order], high[order], lengths[order]
    first = np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])][: len(low)]
    low, high, lengths = low[first], high[first], lengths[first]
    ends = np.concatenate([high, low])
    begins = np.concatenate([low, high])
    by_patch = np.lexsort((ends, begins))
    number = np.tile(np.arange(len(low), dtype=np.int32), 2)
    return HabitatGraph(
        np.searchsorted(begins[by_patch], np.arange(count + 1)).astype(np.int64),
        ends[by_patch].astype(np.int32),
        np.ascontiguousarray(np.tile(lengths, 2)[by_patch]),
        number[by_patch],
        np.column_stack([low, high]).astype(np.int32),
    )


def lengths_of(nats: FloatArray) -> IntArray:
    """Return lengths whose strength is exp(-nats), in whole `NAT` parts.

    Examples
    --------
    >>> int(lengths_of(np.array([1.0]))[0]) == 2**50
    True
    """
    bounded = np.minimum(nats, SURE + 1.0)
    whole: IntArray = np.rint(bounded * NAT).astype(np.int64)
    whole[nats > SURE] = _MOST_LENGTH + 1
    return whole
