"""Shortest paths in a network of ways, in whole millimetres."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int64]

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
_serial: Any = njit(cache=True, nogil=True)

FAR = np.int64(1 << 60)
"""Distance to a node that cannot be reached."""

_LONGEST = (1 << 31) - 1  # one way of 2,147 km
_MOST_BUCKETS = 1 << 22
_PER_BUCKET = 3  # buckets are 2**3 times finer than a way is long: few nodes are looked at twice
_BLOCKS = 64  # each needs 17 bytes per node for a moment
_UNSEEN = np.int32(0x7FFFFFFF)


class PathGraph(NamedTuple):
    """Ways that can be walked in both directions, each listed at both of its ends.

    Attributes
    ----------
    starts : ndarray of int64, shape (N + 1,)
        Where a node's list begins in the other arrays.
    ends : ndarray of int32, shape (2 E,)
        The node at the other end.
    lengths : ndarray of int32, shape (2 E,)
        Millimetres.
    """

    starts: IntArray
    ends: NDArray[np.int32]
    lengths: NDArray[np.int32]


def path_graph(count: int, one: IntArray, two: IntArray, lengths: IntArray) -> PathGraph:
    """Return the graph of `count` nodes with the given ways.

    Parameters
    ----------
    count : int
        Number of nodes.
    one, two : ndarray of int64, shape (E,)
        Ends of the ways.
    lengths : ndarray of int64, shape (E,)
        Millimetres, 0 or more.

    Returns
    -------
    PathGraph
        Each way at both of its ends.

    Raises
    ------
    GridError
        If shapes differ, an end is no node or a length is impossible.
    """
    if not len(one) == len(two) == len(lengths):
        raise GridError(f"ways need two ends and a length each, got {len(one)}, {len(two)}, {len(lengths)}")
    if len(one) and not 0 <= min(one.min(), two.min()) <= max(one.max(), two.max()) < count:
        raise GridError(f"a way ends at a node that is not among the {count} nodes")
    if len(lengths) and not 0 <= lengths.min() <= lengths.max() <= _LONGEST:
        raise GridError(f"a way must have 0 to {_LONGEST} mm, got {lengths.min()} to {lengths.max()}")
    starts, ends, both = _listed(count, one.astype(np.int64), two.astype(np.int64), lengths.astype(np.int64))
    return PathGraph(starts, ends, both)


def walk_from(graph: PathGraph, nodes: IntArray, begun: IntArray, most: int) -> IntArray:
    """Return the shortest distance to each node from the nearest of many starts.

    Parameters
    ----------
    graph : PathGraph
        The ways.
    nodes, begun : ndarray of int64, shape (K,)
        Nodes to start at, and millimetres already walked there, 0 or more.
    most : int
        Millimetres beyond which nothing is looked for.

    Returns
    -------
    ndarray of int64, shape (N,)
        Millimetres; `FAR` where no start is within `most`.

    Raises
    ------
    GridError
        If a start has a distance below 0.

    Notes
    -----
    Dijkstra's algorithm with buckets. Within a bucket nodes come in any
    order and may come again, so the distances are exact whatever the width.

    Examples
    --------
    Three nodes in a row, 40 m and 60 m apart, start 5 m before the first:

    >>> graph = path_graph(3, np.array([0, 1]), np.array([1, 2]), np.array([40_000, 60_000]))
    >>> walk_from(graph, np.array([0]), np.array([5_000]), most=200_000).tolist()
    [5000, 45000, 105000]
    """
    if len(begun) and begun.min() < 0:
        raise GridError(f"nobody can have walked {begun.min()} mm already")
    distances = np.full(len(graph.starts) - 1, FAR)
    near = begun <= most
    if near.any():
        longest = max(int(graph.lengths.max(initial=0)), int(begun[near].max()))
        shift = max(0, int(graph.lengths.mean() if len(graph.lengths) else 1).bit_length() - 1 - _PER_BUCKET)
        while (longest >> shift) + 2 > _MOST_BUCKETS:
            shift += 1
        count = 1 << ((longest >> shift) + 2).bit_length()
        _walk(graph, nodes[near], begun[near], np.int64(most), np.int64(shift), count, distances)
    return distances


def sums_within(graph: PathGraph, weights: IntArray, most: int) -> IntArray:
    """Return, for each node, the sum of `weights` of all nodes at most `most` millimetres away.

    Parameters
    ----------
    graph : PathGraph
        The ways.
    weights : ndarray of int64, shape (N,)
        Whole numbers, such as thousandths of persons.
    most : int
        Millimetres, below 2**31 - 1.

    Returns
    -------
    ndarray of int64, shape (N,)
        Exact sums; a node is always within reach of itself.

    Raises
    ------
    GridError
        If there is not a weight for each node, or the reach is impossible.
    """
    if len(weights) != len(graph.starts) - 1:
        raise GridError(f"{len(weights)} weights do not fit a graph of {len(graph.starts) - 1} nodes")
    if not 0 <= most < _LONGEST:
        raise GridError(f"the reach must be 0 to {_LONGEST - 1} mm, got {most}")
    sums = np.zeros(len(weights), np.int64)
    _sums(graph, weights, np.int64(most), sums)
    return sums


@_serial
def _listed(count, one, two, lengths):  # type: ignore[no-untyped-def]
    """Count, then fill: the classic two passes of a bucket list."""
    starts = np.zeros(count + 1, np.int64)
    for i in range(len(one)):
        starts[one[i] + 1] += 1
        starts[two[i] + 1] += 1
    starts = np.cumsum(starts)
    ends, both, fill = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.int32), starts[:-1].copy()
    for i in range(len(one)):
        for u, w in ((one[i], two[i]), (two[i], one[i])):
            ends[fill[u]], both[fill[u]] = w, lengths[i]
            fill[u] += 1
    return starts, ends, both


@_serial
def _walk(graph, nodes, begun, most, shift, buckets, distances):  # type: ignore[no-untyped-def]
    """Empty one bucket after the other; entries are chained, and used again when free."""
    head = np.full(buckets, -1, np.int32)
    following, entry = np.empty(len(nodes) + 1024, np.int32), np.empty(len(nodes) + 1024, np.int32)
    used, free, waiting, now = 0, -1, 0, np.int64(0)
    for i in range(len(nodes)):
        if begun[i] < distances[nodes[i]]:
            distances[nodes[i]] = begun[i]
            bucket = (begun[i] >> shift) & (buckets - 1)
            entry[used], following[used], head[bucket] = nodes[i], head[bucket], used
            used, waiting = used + 1, waiting + 1
    while waiting > 0:
        while head[now & (buckets - 1)] >= 0:
            slot = head[now & (buckets - 1)]
            u, head[now & (buckets - 1)] = entry[slot], following[slot]
            following[slot], free, waiting = free, slot, waiting - 1
            if distances[u] >> shift != now:
                continue  # it came earlier, by a shorter way
            for e in range(graph.starts[u], graph.starts[u + 1]):
                w, new = graph.ends[e], distances[u] + graph.lengths[e]
                if new >= distances[w] or new > most:
                    continue
                distances[w], waiting = new, waiting + 1
                if free >= 0:
                    slot, free = free, following[free]
                else:
                    if used == len(entry):
                        following = np.concatenate((following, following))
                        entry = np.concatenate((entry, entry))
                    slot, used = used, used + 1
                bucket = (new >> shift) & (buckets - 1)
                entry[slot], following[slot], head[bucket] = w, head[bucket], slot
        now += 1


@_parallel
def _sums(graph, weights, most, sums):  # type: ignore[no-untyped-def]
    n, size = len(weights), 1
    while size < n:
        size *= 2
    for block in prange(_BLOCKS):
        distances, waits = np.full(n, _UNSEEN, np.int32), np.zeros(n, np.bool_)
        seen, queue = np.empty(n, np.int32), np.empty(size, np.int32)
        for source in range(block * n // _BLOCKS, (block + 1) * n // _BLOCKS):
            sums[source] = _sum_around(source, graph, weights, most, distances, waits, seen, queue)


@_serial
def _sum_around(source, graph, weights, most, distances, waits, seen, queue):  # type: ignore[no-untyped-def]
    """Search around one node, first come, first served; `distances` and `waits` are left as they were found.

    Around one node there are so few others that looking at some of them twice costs
    less than keeping them in order.
    """
    total, count, first, last, ring = np.int64(0), 1, 0, 1, len(queue) - 1
    distances[source], seen[0], queue[0] = 0, source, source
    while first != last:
        u = queue[first & ring]
        first, waits[u], length = first + 1, False, np.int64(distances[u])
        for e in range(graph.starts[u], graph.starts[u + 1]):
            w, new = graph.ends[e], length + graph.lengths[e]
            if new > most or new >= distances[w]:
                continue
            if distances[w] == _UNSEEN:
                seen[count] = w
                count += 1
            distances[w] = new
            if not waits[w]:
                waits[w], queue[last & ring], last = True, w, last + 1
    for w in seen[:count]:
        total += weights[w]
        distances[w] = _UNSEEN
    return total
