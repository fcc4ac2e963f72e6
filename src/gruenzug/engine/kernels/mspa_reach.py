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
def _sees(mask, y, x, to_y, to_x):  # type: ignore[no-untyped-def]
    """Return whether the cells between two cells are in the mask; halves round towards the first."""
    down, across = to_y - y, to_x - x
    steps, minor = max(abs(down), abs(across)), min(abs(down), abs(across))
    steep = abs(down) >= abs(across)
    sign_y, sign_x = (1 if down > 0 else -1), (1 if across > 0 else -1)
    for i in range(1, steps):
        aside = (minor * i) // steps
        if 2 * (minor * i - aside * steps) > steps:
            aside += 1
        if steep:
            inside = mask[y + sign_y * i, x + sign_x * aside]
        else:
            inside = mask[y + sign_y * aside, x + sign_x * i]
        if not inside:
            return False
    return True


@_serial
def _way(mask, turn, length, width, at, by):  # type: ignore[no-untyped-def]
    """Return the length of the way to a cell by its neighbour, and its turning point."""
    y, x = at // width, at - at // width * width
    over = turn[by]
    over_y, over_x = over // width, over - over // width * width
    if not _sees(mask, y, x, over_y, over_x):
        over, over_y, over_x = by, by // width, by - by // width * width
    down, across = np.float64(over_y - y), np.float64(over_x - x)
    return np.float32(length[over] + np.sqrt(down * down + across * across)), over


@_serial
def _best_way(mask, turn, length, width, at, steps, limit):  # type: ignore[no-untyped-def]
    """Return the shortest way to a cell by any of its neighbours."""
    best, over = _FAR, np.int64(-1)
    for step in steps:
        by = at + step
        if turn[by] >= 0 and length[by] <= limit:
            way, through = _way(mask, turn, length, width, at, by)
            if way < best:
                best, over = way, np.int64(through)
    return best, over


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
        here = queue[head]
        head = head + 1 if head < height * width else 0
        waiting[here] = 0
        if length[here] > limit:
            continue
        reached[here] = 1
        for step in steps:
            at = here + step
            if not inside[at] or lines[at]:
                continue
            if turn[at] < 0:
                best, over = _best_way(mask, turn, length, width, at, steps, limit)
            else:
                best, over = _way(mask, turn, length, width, at, here)
                gain = np.float64(length[at]) * length[at] - np.float64(best) * best
                best = best if gain > _GAIN else _FAR
            if best < length[at]:
                length[at], turn[at] = best, over
                if not waiting[at]:
                    queue[tail], waiting[at] = at, 1
                    tail = tail + 1 if tail < height * width else 0
