"""Cells within reach of a line of cells, measured along ways that stay inside a mask.

A cell's way starts at a turning point that it sees, the digital line between
them lying in the mask. Each cell takes over the turning point of the best of
its four neighbours if it sees it, and takes the neighbour itself if not. Cells
are settled in the order in which the wave from the line arrives.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]

_FAR = np.float32(1e9)
_GAIN = 1.2  # squared cells that a later way must be shorter by to be taken

_serial: Any = njit(cache=True, nogil=True)


def limit_of(width: int) -> float:
    """Return how far connectors reach around their line for an edge of `width` cells.

    The published program does not say; this value reproduces it.
    """
    return float(width + 1 - 2**0.5 - 0.02)


def within_reach(mask: ByteArray, line: ByteArray, limit: float) -> ByteArray:
    """Return 1 for cells of `mask` that a way of at most `limit` cells leads to from `line`.

    Parameters
    ----------
    mask, line : ndarray of uint8, shape (M, N)
        Not 0 where ways may lead, and where they begin; the outermost rows and
        columns of the mask must be 0.
    limit : float
        In cells.
    """
    result = np.zeros(mask.shape, np.uint8)
    _spread(mask, line, np.float32(limit), result)
    return result


@_serial
def _sees(inside, width, at, over, down, across):  # type: ignore[no-untyped-def]
    """Return whether the cells between two cells are in the mask; halves round towards the first."""
    steps, minor = abs(down), abs(across)
    ahead, aside = (width if down > 0 else -width), (1 if across > 0 else -1)
    if minor > steps:
        steps, minor, ahead, aside = minor, steps, aside, ahead
    error = 0
    for _ in range(1, steps):
        at += ahead
        error += 2 * minor
        if error > steps:
            at += aside
            error -= 2 * steps
        if not inside[at]:
            return False
    return True


@_serial
def _way(inside, turn, length, width, at, y, x, by, best):  # type: ignore[no-untyped-def]
    """Return the length of the way to a cell by its neighbour, and its turning point.

    A way that cannot be shorter than `best` is not looked at any further.
    """
    over = np.int64(turn[by])
    over_y = over // width
    down, across = over_y - y, over - over_y * width - x
    way = np.float32(length[over] + np.sqrt(np.float64(down * down + across * across)))
    if way < best and not _sees(inside, width, at, over, down, across):
        return np.float32(length[by] + np.float32(1)), by
    return way, over


@_serial
def _best_way(inside, turn, length, width, at, y, x, steps, limit):  # type: ignore[no-untyped-def]
    """Return the shortest way to a cell by any of its neighbours."""
    best, over = _FAR, np.int64(-1)
    for step in steps:
        by = at + step
        if turn[by] >= 0 and turn[by] != over and length[by] <= limit:
            way, through = _way(inside, turn, length, width, at, y, x, by, best)
            if way < best:
                best, over = way, through
    return best, over


@_serial
def _shorter_way(inside, turn, length, width, at, y, x, by):  # type: ignore[no-untyped-def]
    """Return a way by a neighbour if it is clearly shorter than the one that is known, else none."""
    least = np.float64(length[at]) * length[at] - _GAIN
    if least <= 0:
        return _FAR, by
    way, over = _way(inside, turn, length, width, at, y, x, by, np.float32(np.sqrt(least)) + np.float32(1e-3))
    return (way if np.float64(way) * way < least else _FAR), over


@_serial
def _spread(mask, line, limit, result):  # type: ignore[no-untyped-def]
    height, width = mask.shape
    inside, lines, reached = mask.reshape(-1), line.reshape(-1), result.reshape(-1)
    length = np.full(height * width, _FAR, np.float32)
    turn = np.full(height * width, -1, np.int32)
    waiting = np.zeros(height * width, np.uint8)
    queue, head, tail = np.empty(height * width + 1, np.int32), 0, 0
    for at in np.flatnonzero(lines):
        length[at], turn[at], queue[tail], waiting[at] = 0, at, at, 1
        tail += 1
    steps = np.array([-width, -1, width, 1])
    while head != tail:
        here = np.int64(queue[head])
        head = head + 1 if head < height * width else 0
        waiting[here] = 0
        if length[here] > limit:
            continue
        reached[here] = 1
        row = here // width
        for step in steps:
            at = here + step
            if not inside[at] or lines[at] or turn[at] == turn[here]:
                continue
            y = row + (step == width) - (step == -width)
            if turn[at] < 0:
                best, over = _best_way(inside, turn, length, width, at, y, at - y * width, steps, limit)
            else:
                best, over = _shorter_way(inside, turn, length, width, at, y, at - y * width, here)
            if best < length[at]:
                length[at], turn[at] = best, over
                if not waiting[at]:
                    queue[tail], waiting[at] = at, 1
                    tail = tail + 1 if tail < height * width else 0
