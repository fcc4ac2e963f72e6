"""Links by least cost: patches grow over a raster of resistance until they touch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)

NO_PATCH = 0
_MILLI = 1000
_STEP_PARTS = 2 * _MILLI * _MILLI  # half the sum of two resistances in thousandths, lengths in millimetres
_HIGHEST = 1e6
_NEVER = np.int64(1 << 62)
_MOST_BUCKETS = 1 << 20
_AROUND = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
_AHEAD = _AROUND[4:]


def least_cost_links(
    resistance: NDArray[np.float32], patches: NDArray[np.int32], cell: float
) -> tuple[IntArray, IntArray, NDArray[np.float64]]:
    """Return the links between patches whose areas of growth touch.

    Parameters
    ----------
    resistance : ndarray of float32, shape (M, N)
        Cost per metre in each cell, above 0 and at most 1e6; thousandths
        count. NaN cannot be crossed.
    patches : ndarray of int32, shape (M, N)
        Number of the patch, from 1; 0 where there is none. Within a patch
        nothing costs anything.
    cell : float
        Edge length of the square cells in metres.

    Returns
    -------
    one, two : ndarray of int64, shape (L,)
        Numbers of the patches, ``one < two``, ascending.
    cost : ndarray of float64, shape (L,)
        Cost of the cheapest crossing between both areas of growth: metres
        times resistance.

    Raises
    ------
    GridError
        If shapes differ, a resistance is impossible or a way costs 2e12 metres and more.

    Notes
    -----
    A step between the centres of two of the eight neighbours costs its length
    times the mean of both resistances. Lengths count in whole millimetres,
    so costs are whole numbers; a cell as near to two patches belongs to the
    one with the smaller number.

    Examples
    --------
    Two patches, two cells of resistance 3 between them; inside a patch resistance is 0:

    >>> row = np.array([[1, 3, 3, 1]], dtype=np.float32)
    >>> least_cost_links(row, np.array([[1, 0, 0, 2]], dtype=np.int32), cell=10.0)
    (array([1]), array([2]), array([60.]))
    """
    if resistance.shape != patches.shape or resistance.ndim != 2:
        raise GridError(
            f"resistance and patches must have one shape, got {resistance.shape} and {patches.shape}"
        )
    known = resistance[np.isfinite(resistance)]
    if len(known) and not 0.001 <= known.min() <= known.max() <= _HIGHEST:
        raise GridError(f"resistance must be 0.001 to 1,000,000, got {known.min():g} to {known.max():g}")
    milli = np.full(resistance.shape, -1, np.int64)
    open_ = np.isfinite(resistance)
    milli[open_] = np.rint(resistance[open_].astype(np.float64) * _MILLI).astype(np.int64)
    milli[patches != NO_PATCH] = 0
    steps = np.array([round(cell * _MILLI), round(cell * _MILLI * np.sqrt(2))], dtype=np.int64)
    cost, owner = _grown(milli, patches, steps)
    found = _borders(milli, cost, owner, steps)
    one, two, parts = found[np.lexsort(found.T[::-1])].T
    first = np.r_[True, (one[1:] != one[:-1]) | (two[1:] != two[:-1])][: len(one)]
    return one[first], two[first], parts[first] / _STEP_PARTS


def _grown(
    milli: IntArray, patches: NDArray[np.int32], steps: IntArray
) -> tuple[IntArray, NDArray[np.int32]]:
    cost, owner = np.where(patches != NO_PATCH, 0, _NEVER), patches.copy()
    passable = milli[milli > 0] if (milli > 0).any() else np.array([_MILLI])
    shortest = int(passable.min() * steps[0])  # out of a patch; buckets as wide look at no cell twice
    longest = int(2 * passable.max() * steps[1])
    shift = max(shortest.bit_length() - 1, (longest // _MOST_BUCKETS).bit_length())
    buckets = 1 << ((longest >> shift) + 2).bit_length()
    if _grow(milli, steps, np.int64(shift), buckets, cost, owner):
        raise GridError(
            f"ways cost more than {_NEVER // _STEP_PARTS:,} metres times resistance; give smaller resistances"
        )
    return cost, owner


@_serial
def _grow(milli, steps, shift, buckets, cost, owner):  # type: ignore[no-untyped-def]
    """Dijkstra from all patches at once, with buckets; among equal costs the smaller patch wins.

    Return whether a cost was too large to be counted.
    """
    rows, columns = milli.shape
    head = np.full(buckets, -1, np.int64)
    following, entry = np.empty(1024, np.int64), np.empty(1024, np.int64)
    used, free, waiting, now, endless = 0, -1, 0, np.int64(0), False
    for cell in range(rows * columns):
        if _at_edge(cell // columns, cell % columns, owner):
            following, entry, used, free = _chain(cell, 0, head, following, entry, used, free)
            waiting += 1
    while waiting > 0:
        while head[now & (buckets - 1)] >= 0:
            slot = head[now & (buckets - 1)]
            r, c, head[now & (buckets - 1)] = entry[slot] // columns, entry[slot] % columns, following[slot]
            following[slot], free, waiting = free, slot, waiting - 1
            if cost[r, c] >> shift != now:
                continue  # it came earlier, at a lower cost
            for dy, dx in _AROUND:
                y, x = r + dy, c + dx
                new = _beyond(r, c, y, x, milli, steps, cost)
                endless |= new > _NEVER
                if new < _NEVER and _better(new, owner[r, c], cost[y, x], owner[y, x]):
                    cost[y, x], owner[y, x] = new, owner[r, c]
                    bucket = (new >> shift) & (buckets - 1)
                    following, entry, used, free = _chain(
                        y * columns + x, bucket, head, following, entry, used, free
                    )
                    waiting += 1
        now += 1
    return endless


@_serial
def _beyond(r, c, y, x, milli, steps, cost):  # type: ignore[no-untyped-def]
    """Return the cost of (y, x) if it is entered from (r, c); `_NEVER` if that cannot be."""
    if y < 0 or y >= milli.shape[0] or x < 0 or x >= milli.shape[1]:
        return _NEVER
    if milli[r, c] < 0 or milli[y, x] < 0 or cost[r, c] == _NEVER:
        return _NEVER
    return cost[r, c] + (milli[r, c] + milli[y, x]) * steps[abs((y - r) * (x - c))]


@_serial
def _better(new, patch, old, other):  # type: ignore[no-untyped-def]
    return new < old or (new == old and patch < other and new > 0)


@_serial
def _at_edge(r, c, owner):  # type: ignore[no-untyped-def]
    """Return whether a cell of a patch has a neighbour of another patch or of none."""
    rows, columns = owner.shape
    if owner[r, c] == NO_PATCH:
        return False
    for y in range(max(0, r - 1), min(rows, r + 2)):
        for x in range(max(0, c - 1), min(columns, c + 2)):
            if owner[y, x] != owner[r, c]:
                return True
    return False


@_serial
def _chain(cell, bucket, head, following, entry, used, free):  # type: ignore[no-untyped-def]
    """Put a cell into a bucket, into a free slot if there is one."""
    if free >= 0:
        slot, free = free, following[free]
    else:
        if used == len(entry):
            following, entry = np.concatenate((following, following)), np.concatenate((entry, entry))
        slot, used = used, used + 1
    entry[slot], following[slot], head[bucket] = cell, head[bucket], slot
    return following, entry, used, free


@_serial
def _borders(milli, cost, owner, steps):  # type: ignore[no-untyped-def]
    """Return both patches and the cost of every crossing between two areas of growth."""
    rows, columns = milli.shape
    found, count = np.empty((1024, 3), np.int64), 0
    for r in range(rows):
        for c in range(columns):
            for dy, dx in _AHEAD:
                y, x = r + dy, c + dx
                step = _beyond(r, c, y, x, milli, steps, cost)
                if step == _NEVER or cost[y, x] == _NEVER or owner[y, x] == owner[r, c]:
                    continue
                if count == len(found):
                    found = np.concatenate((found, found))
                found[count, 0], found[count, 1] = (
                    min(owner[r, c], owner[y, x]),
                    max(owner[r, c], owner[y, x]),
                )
                found[count, 2] = step + cost[y, x]
                count += 1
    return found[:count]
