"""Shortest-path trees in a habitat graph: Dijkstra with a heap in which keys fall."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.kernels.connectivity_strength import NAT, SURE

_serial: Any = njit(cache=True, nogil=True)

NEVER = np.int64(1 << 62)
"""A length that stands for: no path."""

FAR = np.int64((int(SURE) + 1) * NAT)
"""Longer paths have a strength of 0."""


class Tree(NamedTuple):
    """Shortest paths from one source; the arrays are used again for the next.

    Attributes
    ----------
    dist : ndarray of int64, shape (N,)
        Length of the shortest path; `NEVER` if there is none.
    parent, via : ndarray of int32, shape (N,)
        The patch before on that path, and the arc from it; -1 for the source.
    order, rank : ndarray of int32, shape (N,)
        Patches by distance, as far as reached, and their places therein (-1).
    depth : ndarray of int32, shape (N,)
        Links on the path.
    enter, leave : ndarray of int32, shape (N,)
        u hangs on v where ``enter[v] <= enter[u] < leave[v]``; -1 if not reached.
    """

    dist: NDArray[np.int64]
    parent: NDArray[np.int32]
    via: NDArray[np.int32]
    order: NDArray[np.int32]
    rank: NDArray[np.int32]
    depth: NDArray[np.int32]
    enter: NDArray[np.int32]
    leave: NDArray[np.int32]


@_serial
def empty_tree(count):  # type: ignore[no-untyped-def]
    """Return arrays for trees over `count` patches."""
    return Tree(
        np.empty(count, np.int64),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.int32),
    )


@_serial
def grow_tree(source, graph, longest, tree):  # type: ignore[no-untyped-def]
    """Write the tree of paths up to `longest`; return how many patches it reaches, and how deep."""
    reached = _reach(source, graph, longest, tree)
    return reached, _number(reached, tree)


@_serial
def _reach(source, graph, far, tree):  # type: ignore[no-untyped-def]
    """Dijkstra's algorithm; among equal distances the smaller number comes first."""
    dist, parent, via, order, rank = tree.dist, tree.parent, tree.via, tree.order, tree.rank
    dist[:], parent[:], via[:], rank[:] = NEVER, -1, -1, -1
    keys, nodes, place = np.empty(len(dist), np.int64), np.empty(len(dist), np.int32), np.full(len(dist), -1)
    dist[source] = 0
    size, reached = _push(keys, nodes, place, 0, np.int64(0), source), 0
    while size > 0:
        u = nodes[0]
        size = _pop(keys, nodes, place, size)
        order[reached], rank[u] = u, reached
        reached += 1
        for e in range(graph.starts[u], graph.starts[u + 1]):
            w, new = graph.ends[e], dist[u] + graph.lengths[e]
            if new >= dist[w] or new > far:
                continue
            dist[w], parent[w], via[w] = new, u, e
            if place[w] < 0:
                size = _push(keys, nodes, place, size, new, w)
            else:
                keys[place[w]] = new
                _rise(keys, nodes, place, place[w])
    return reached


@_serial
def _number(reached, tree):  # type: ignore[no-untyped-def]
    """Write depths and the numbers of subtrees; return the largest depth."""
    order, parent, depth, enter, leave = tree.order, tree.parent, tree.depth, tree.enter, tree.leave
    enter[:], leave[:], depth[:] = -1, -1, 0
    size, used, deepest = np.ones(len(depth), np.int32), np.ones(len(depth), np.int32), 0
    for i in range(reached - 1, 0, -1):
        size[parent[order[i]]] += size[order[i]]
    enter[order[0]], leave[order[0]] = 0, size[order[0]]
    for i in range(1, reached):
        t = order[i]
        p = parent[t]
        depth[t], enter[t] = depth[p] + 1, enter[p] + used[p]
        leave[t] = enter[t] + size[t]
        used[p] += size[t]
        deepest = max(deepest, depth[t])
    return deepest


@_serial
def _push(keys, nodes, place, size, key, node):  # type: ignore[no-untyped-def]
    keys[size], nodes[size], place[node] = key, node, size
    _rise(keys, nodes, place, size)
    return size + 1


@_serial
def _pop(keys, nodes, place, size):  # type: ignore[no-untyped-def]
    """Drop the first node; return the new size."""
    size -= 1
    key, node, i = keys[size], nodes[size], 0
    place[nodes[0]] = -1
    if size == 0:
        return size
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and _before(keys[child + 1], nodes[child + 1], keys[child], nodes[child]):
            child += 1
        if not _before(keys[child], nodes[child], key, node):
            break
        keys[i], nodes[i] = keys[child], nodes[child]
        place[nodes[i]] = i
        i = child
    keys[i], nodes[i], place[node] = key, node, i
    return size


@_serial
def _rise(keys, nodes, place, i):  # type: ignore[no-untyped-def]
    key, node = keys[i], nodes[i]
    while i > 0 and _before(key, node, keys[(i - 1) // 2], nodes[(i - 1) // 2]):
        keys[i], nodes[i] = keys[(i - 1) // 2], nodes[(i - 1) // 2]
        place[nodes[i]] = i
        i = (i - 1) // 2
    keys[i], nodes[i], place[node] = key, node, i


@_serial
def _before(key, node, other, another):  # type: ignore[no-untyped-def]
    return key < other or (key == other and node < another)
