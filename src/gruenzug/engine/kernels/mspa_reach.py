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
_DOWN, _ACROSS = (-1, 0, 1, 0), (0, -1, 0, 1)  # the four neighbours; the opposite is two on
_GAIN = 1.2  # squared cells that a later way must be shorter by to be taken

_INSIDE, _LINE, _KNOWN, _WAITING, _REACHED = 1, 2, 4, 8, 16
_WAY = np.dtype([("length", np.float32), ("down", np.int16), ("across", np.int16)])
"""Bits of a cell, and its way: how long, and the steps to its turning point; side by side in memory."""

_serial: Any = njit(cache=True, nogil=True)


def limit_of(width: int) -> float:
    """Return how far connectors reach around their line for an edge of `width` cells.

    The published program does not say. Asked with widths between whole numbers
    it shows that cores lie more than ``width + 0.98`` cells from background and
    that connectors reach the square root of two less.
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
    bits = np.where(mask, np.uint8(_INSIDE), np.uint8(0))
    bits[line != 0] |= np.uint8(_LINE | _KNOWN | _WAITING)
    _spread(bits, np.empty(mask.size, _WAY), np.float32(limit))
    return bits // np.uint8(_REACHED)


@_serial
def _sees(bits, width, at, down, across):  # type: ignore[no-untyped-def]
    """Return whether the cells up to a cell so far down and across are in the mask; halves round to `at`."""
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
        if not bits[at] & _INSIDE:
            return False
    return True


@_serial
def _best_way(bits, ways, roots, width, at, limit):  # type: ignore[no-untyped-def]
    """Return the shortest way to a cell by any of its neighbours, and the steps to its turning point."""
    best, over, best_down, best_across = _FAR, np.int64(-1), 0, 0
    for k in range(4):
        step_down, step_across = _DOWN[k], _ACROSS[k]
        by = at + step_down * width + step_across
        if not bits[by] & _KNOWN or ways[by].length > limit:
            continue
        down, across = ways[by].down + step_down, ways[by].across + step_across
        through = at + down * width + across
        if through == over:
            continue
        way = np.float32(ways[through].length + roots[down * down + across * across])
        if way >= best:
            continue
        if not _sees(bits, width, at, down, across):
            way, through = np.float32(ways[by].length + np.float32(1)), by
            down, across = step_down, step_across
        if way < best:
            best, over, best_down, best_across = way, through, down, across
    return best, best_down, best_across


@_serial
def _shorter_way(bits, ways, roots, width, at, k):  # type: ignore[no-untyped-def]
    """Return a way by one neighbour if it is clearly shorter than the one that is known, else none."""
    step_down, step_across = _DOWN[k], _ACROSS[k]
    by = at + step_down * width + step_across
    down, across = ways[by].down + step_down, ways[by].across + step_across
    if ways[at].down == down and ways[at].across == across:
        return _FAR, 0, 0
    least = np.float64(ways[at].length) * ways[at].length - _GAIN
    way = np.float32(ways[at + down * width + across].length + roots[down * down + across * across])
    if np.float64(way) * way >= least:
        return _FAR, 0, 0
    if not _sees(bits, width, at, down, across):
        way = np.float32(ways[by].length + np.float32(1))
        down, across = step_down, step_across
    return (way if np.float64(way) * way < least else _FAR), down, across


@_serial
def _spread(image, ways, limit):  # type: ignore[no-untyped-def]
    """Mark as reached what the ways from the line reach."""
    height, width = image.shape
    bits, farthest = image.reshape(-1), int(limit) + 3
    roots = np.sqrt(np.arange(2 * farthest * farthest + 1).astype(np.float64))
    queue, head, tail = np.empty(height * width + 1, np.int32), 0, 0
    for at in range(height * width):
        if bits[at] & _LINE:
            ways[at].length, ways[at].down, ways[at].across = 0, 0, 0
            queue[tail] = at
            tail += 1
    while head != tail:
        here = np.int64(queue[head])
        head = head + 1 if head < height * width else 0
        bits[here] &= ~np.uint8(_WAITING)
        if ways[here].length > limit:
            continue
        bits[here] |= np.uint8(_REACHED)
        for k in range(4):
            at = here + _DOWN[k] * width + _ACROSS[k]
            if (bits[at] & (_INSIDE | _LINE)) != _INSIDE:
                continue
            if bits[at] & _KNOWN:
                best, down, across = _shorter_way(bits, ways, roots, width, at, k ^ 2)
                if best >= ways[at].length:
                    continue
            else:
                best, down, across = _best_way(bits, ways, roots, width, at, limit)
            ways[at].length, ways[at].down, ways[at].across = best, down, across
            if not bits[at] & _WAITING:
                queue[tail] = at
                tail = tail + 1 if tail < height * width else 0
            bits[at] |= np.uint8(_KNOWN | _WAITING)
