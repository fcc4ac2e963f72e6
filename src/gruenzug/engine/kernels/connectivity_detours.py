"""What is lost without a patch or a link: shortest paths, and detours for all removals at once.

From each source there is a tree of shortest paths. Take a patch v away (or
the link that leads to v): only what hangs on v in the tree has to find
another way. The *detour* of t around v is how much longer that way is. With
the slack of an arc u → t, the amount by which going over u is longer than the
shortest path to t, detours are shortest paths of slacks::

    detour(t, v) = min over arcs u → t of   slack                  u does not hang on v
                                            slack + detour(u, v)   u hangs on v, too

A patch hangs on all its ancestors in the tree, so it has a row of detours,
one per ancestor, which begins as its parent's row: along the tree the slack
is 0. Patches in the order of their distance see most arcs u → t with u
finished; the few others are looked at again afterwards, and what they improve
is spread with a heap. Rows are held for `_WINDOW` ancestors at a time, so
that memory is bounded where the tree is deep.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.kernels.connectivity_graph import HabitatGraph
from gruenzug.engine.kernels.connectivity_strength import strength
from gruenzug.engine.kernels.connectivity_tree import FAR, NEVER, empty_tree, grow_tree

FloatArray = NDArray[np.float64]

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
_serial: Any = njit(cache=True, nogil=True)

_WINDOW = 64
_BLOCKS = 256
"""Sources are summed in this many blocks, fewer for many losses, whatever the number of threads."""

_FEWEST_BLOCKS, _LOSSES = 8, 1 << 25  # 256 MB of losses, but something for every thread


class _Rows(NamedTuple):
    """Detours around the ancestors at depth ``first`` and below.

    Attributes
    ----------
    first : int
        Depth of the ancestor that the first column is about.
    own : int
        1 if links are taken away: then a row ends with t itself, for the link
        that leads to it; 0 if patches are, then it ends with t's parent.
    detour : ndarray of int64, shape (N, W)
        `NEVER` where there is no other way.
    ancestor : ndarray of int32, shape (N, W)
    """

    first: int
    own: int
    detour: NDArray[np.int64]
    ancestor: NDArray[np.int32]


def detour_losses(
    area: FloatArray, graph: HabitatGraph, steps: bool, links: bool, longest: int | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return what every source gives, and what is lost without each patch or link.

    Parameters
    ----------
    area : ndarray of float64, shape (N,)
        Area of each patch.
    graph : HabitatGraph
        Patches and links.
    steps : bool
        Whether strength is 1 / (1 + length) instead of exp(-length / NAT).
    links : bool
        Whether links are taken away instead of patches.
    longest : int, optional
        Longer paths connect nothing; by default all count.

    Returns
    -------
    rows : ndarray of float64, shape (N,)
        Area × the sum over all others of area × strength.
    lost : ndarray of float64, shape (N,) or (L,)
        Sum over ordered pairs, both ends staying, of area × area × strength lost.
    """
    victims = len(graph.pairs) if links else len(area)
    blocks = max(_FEWEST_BLOCKS, min(_BLOCKS, _LOSSES // max(1, victims), len(area)))
    rows, lost = np.zeros(len(area)), np.zeros((blocks, victims))
    most = NEVER - 1 if steps else FAR
    if longest is not None:
        most = min(most, np.int64(longest))
    _all_sources(area, graph, steps, links, most, rows, lost)
    return rows, lost.sum(axis=0)


@_parallel
def _all_sources(area, graph, steps, links, longest, rows, lost):  # type: ignore[no-untyped-def]
    blocks, n = len(lost), len(area)
    for b in prange(blocks):
        tree = empty_tree(n)
        detours, ancestors = np.empty(n * _WINDOW, np.int64), np.empty(n * _WINDOW, np.int32)
        slack, late = np.empty(n, np.int64), np.empty((2, len(graph.ends)), np.int32)
        for source in range(b, n, blocks):
            if area[source] == 0.0:
                continue
            reached, deepest = grow_tree(source, graph, longest, tree)
            rows[source] = area[source] * _sum(area, steps, reached, tree)
            own = 1 if links else 0
            wide = min(_WINDOW, max(1, deepest - 1 + own))
            for first in range(1, deepest + own, wide):
                part = _Rows(
                    first, own, detours[: n * wide].reshape(n, wide), ancestors[: n * wide].reshape(n, wide)
                )
                count = _sweep(reached, graph, tree, part, slack, late)
                _mend(late[:, :count], graph, tree, part)
                _lose(area[source], area, steps, longest, reached, graph.link, tree, part, lost[b])


@_serial
def _sum(area, steps, reached, tree):  # type: ignore[no-untyped-def]
    total = 0.0
    for t in tree.order[1:reached]:
        total += area[t] * strength(tree.dist[t], steps)
    return total


@_serial
def _sweep(reached, graph, tree, part, slack, late):  # type: ignore[no-untyped-def]
    """Fill the rows; write arcs t, e that could not be used yet to `late`, and return how many."""
    detour, wide, count = part.detour, part.detour.shape[1], 0
    for i in range(1, reached):
        t = tree.order[i]
        p, begin, row = tree.parent[t], graph.starts[t], _length(t, tree, part)
        if row <= 0:
            continue
        _inherit(t, p, row, tree, part)
        out = _slacks(t, p, t if part.own else p, graph, tree, slack)
        if _end(t, tree, part) < wide:
            detour[t, _end(t, tree, part)] = out
        worst = detour[t, :row].max()
        if worst == 0:
            continue  # a way as short is found around every ancestor
        for e in range(begin, graph.starts[t + 1]):
            u, extra = graph.ends[e], slack[e - begin]
            if extra >= worst or u == p:
                continue
            shared = _shared(row, tree.enter[u], part.ancestor[t], tree)
            if tree.rank[u] > i:
                late[0, count], late[1, count] = t, e
                count += 1
            else:
                _go_over(extra, min(shared, _end(u, tree, part) + 1), detour[t], detour[u])
            worst = _come_in(extra, shared, detour[t, :row])
    return count


@_serial
def _end(t, tree, part):  # type: ignore[no-untyped-def]
    """Return the column of the last ancestor in t's row; it may lie outside the window."""
    return tree.depth[t] - 1 + part.own - part.first


@_serial
def _length(t, tree, part):  # type: ignore[no-untyped-def]
    """Return how much of t's row is in the window; 0 or less: nothing."""
    return min(_end(t, tree, part) + 1, part.detour.shape[1])


@_serial
def _inherit(t, p, row, tree, part):  # type: ignore[no-untyped-def]
    """Begin a row as the parent's, and name the ancestors it is about."""
    mine, line = part.detour[t], part.ancestor[t]
    theirs, their_line = part.detour[p], part.ancestor[p]
    known = min(row, _end(t, tree, part))
    for j in range(known):
        mine[j], line[j] = theirs[j], their_line[j]
    for j in range(known, row):
        mine[j], line[j] = NEVER, t if part.own else p


@_serial
def _slacks(t, p, around, graph, tree, slack):  # type: ignore[no-untyped-def]
    """Write the slacks of t's arcs; return the least of those from patches that do not hang on `around`."""
    begin, home, out = graph.starts[t], tree.dist[t], NEVER
    inner, outer = tree.enter[around], tree.leave[around]
    for e in range(begin, graph.starts[t + 1]):
        u = graph.ends[e]
        number = tree.enter[u]
        extra = tree.dist[u] + graph.lengths[e] - home if number >= 0 else NEVER
        slack[e - begin] = extra
        if extra < out and u != p and (number < inner or number >= outer):
            out = extra
    return out


@_serial
def _shared(row, number, line, tree):  # type: ignore[no-untyped-def]
    """Return how many of a row's first ancestors the patch with that number hangs on, or is."""
    low, high = 0, row
    while low < high:
        middle = (low + high) // 2
        v = line[middle]
        if tree.enter[v] <= number < tree.leave[v]:
            low = middle + 1
        else:
            high = middle
    return low


@_serial
def _go_over(extra, known, mine, theirs):  # type: ignore[no-untyped-def]
    """Improve a row over a patch that hangs on the same ancestors and has detours itself."""
    for j in range(known):
        mine[j] = min(mine[j], extra + theirs[j])


@_serial
def _come_in(extra, shared, mine):  # type: ignore[no-untyped-def]
    """Improve a row from outside where the ancestors are not shared; return its largest detour."""
    worst = np.int64(0)
    for j in range(shared):
        worst = max(worst, mine[j])
    for j in range(shared, len(mine)):
        mine[j] = min(mine[j], extra)
        worst = max(worst, mine[j])
    return worst


@_serial
def _mend(late, graph, tree, part):  # type: ignore[no-untyped-def]
    """Use the arcs that came too early, and spread what they improve."""
    keys, cells, size = np.empty(64, np.int64), np.empty(64, np.int64), 0
    detour, wide = part.detour, part.detour.shape[1]
    for i in range(late.shape[1]):
        t, e = late[0, i], late[1, i]
        u = graph.ends[e]
        slack = tree.dist[u] + graph.lengths[e] - tree.dist[t]
        shared = _shared(_length(t, tree, part), tree.enter[u], part.ancestor[t], tree)
        for j in range(min(shared, _end(u, tree, part) + 1)):
            if slack + detour[u, j] < detour[t, j]:
                detour[t, j] = slack + detour[u, j]
                keys, cells, size = _queue(keys, cells, size, detour[t, j], t * wide + j)
    while size > 0:
        key, cell = keys[0], cells[0]
        size = _unqueue(keys, cells, size)
        if key == detour[cell // wide, cell % wide]:
            keys, cells, size = _spread(key, cell, graph, tree, part, keys, cells, size)


@_serial
def _spread(key, cell, graph, tree, part, keys, cells, size):  # type: ignore[no-untyped-def]
    """Improve the neighbours of a patch whose detour has become shorter."""
    detour, wide = part.detour, part.detour.shape[1]
    t, j = cell // wide, cell % wide
    v = part.ancestor[t, j]
    inner, outer = tree.enter[v] + 1 - part.own, tree.leave[v]
    for e in range(graph.starts[t], graph.starts[t + 1]):
        w = graph.ends[e]
        new = key + tree.dist[t] + graph.lengths[e] - tree.dist[w]
        if inner <= tree.enter[w] < outer and new < detour[w, j]:
            detour[w, j] = new
            keys, cells, size = _queue(keys, cells, size, new, w * wide + j)
    return keys, cells, size


@_serial
def _lose(area_s, area, steps, longest, reached, link, tree, part, lost):  # type: ignore[no-untyped-def]
    """Add what the pairs of one source lose by their detours."""
    for t in tree.order[1:reached]:
        weight = area_s * area[t]
        if weight == 0.0:
            continue
        before = strength(tree.dist[t], steps)
        for j in range(_length(t, tree, part)):
            detour, v = part.detour[t, j], part.ancestor[t, j]
            if detour > 0:
                far = detour == NEVER or tree.dist[t] + detour > longest
                after = 0.0 if far else strength(tree.dist[t] + detour, steps)
                lost[link[tree.via[v]] if part.own else v] += weight * (before - after)


@_serial
def _queue(keys, cells, size, key, cell):  # type: ignore[no-untyped-def]
    """Push onto a binary heap that grows; return it."""
    if size == len(keys):
        keys, cells = np.concatenate((keys, keys)), np.concatenate((cells, cells))
    i = size
    while i > 0 and keys[(i - 1) // 2] > key:
        keys[i], cells[i] = keys[(i - 1) // 2], cells[(i - 1) // 2]
        i = (i - 1) // 2
    keys[i], cells[i] = key, cell
    return keys, cells, size + 1


@_serial
def _unqueue(keys, cells, size):  # type: ignore[no-untyped-def]
    """Drop the top of the heap; return its new size."""
    size -= 1
    key, cell, i = keys[size], cells[size], 0
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[i], cells[i] = keys[child], cells[child]
        i = child
    keys[i], cells[i] = key, cell
    return size
