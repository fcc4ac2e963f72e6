"""Where ways meet the edges of areas: crossings, and touches to the millimetre."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.kernels.segment_bins import SegmentBins

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
_serial: Any = njit(cache=True, nogil=True)

TOUCH_M = 0.001
"""Coordinates are millimetres; what is nearer than one touches."""


def meetings(lines: FloatArray, bins: SegmentBins) -> tuple[IntArray, FloatArray]:
    """Return every place where a line crosses or touches a segment of `bins`.

    Parameters
    ----------
    lines : ndarray of float64, shape (M, 4)
        ``x0, y0, x1, y1`` in metres.
    bins : SegmentBins
        The edges.

    Returns
    -------
    line : ndarray of int64, shape (K,)
        Number of the line, ascending.
    along : ndarray of float64, shape (K,)
        Metres from the line's beginning. A place may come several times,
        as when the line runs through a corner; one that runs along an edge
        meets it where both begin and end to be together.

    Examples
    --------
    A way through the west side of a square of 10 m, 3 m on from its beginning:

    >>> from gruenzug.engine.kernels.segment_bins import bin_segments
    >>> sides = np.array([[0, 0, 10, 0], [10, 0, 10, 10], [10, 10, 0, 10], [0, 10, 0, 0]], dtype=float)
    >>> meetings(np.array([[-3.0, 5.0, 6.0, 5.0]]), bin_segments(sides, np.zeros(4, np.int64), size=10.0))
    (array([0]), array([3.]))
    """
    if len(lines) == 0 or len(bins.segments) == 0:
        return np.zeros(0, np.int64), np.zeros(0)
    lines = np.ascontiguousarray(lines)
    counts, nowhere = np.zeros(len(lines), np.int64), np.zeros(0)
    _meet(lines, bins, counts, np.zeros(0, np.int64), nowhere)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    along = np.empty(offsets[-1])
    _meet(lines, bins, counts, offsets, along)
    line = np.repeat(np.arange(len(lines)), counts)
    order = np.lexsort((along, line))
    return line[order], along[order]


@_parallel
def _meet(lines, bins, counts, offsets, along):  # type: ignore[no-untyped-def]
    """First call (empty `offsets`) counts the meetings of each line, the second writes them."""
    for i in prange(len(lines)):
        count = 0
        a = lines[i]
        r0, r1 = _span(a[1], a[3], bins.south, bins.size, bins.rows)
        c0, c1 = _span(a[0], a[2], bins.west, bins.size, bins.columns)
        for r in range(r0, r1):
            for c in range(c0, c1):
                first, last = bins.starts[r * bins.columns + c], bins.starts[r * bins.columns + c + 1]
                for k in bins.items[first:last]:
                    b = bins.segments[k]
                    if not _boxes_meet(a, b):
                        continue
                    for place in _places(a, b):
                        if place >= 0.0:
                            if len(offsets) > 0:
                                along[offsets[i] + count] = place
                            count += 1
        counts[i] = count


@_serial
def _span(one, two, low, size, count):  # type: ignore[no-untyped-def]
    """Return the first bin that [one, two] meets, and the one after the last."""
    first = int(np.floor((min(one, two) - TOUCH_M - low) / size))
    last = int(np.floor((max(one, two) + TOUCH_M - low) / size))
    return max(0, first), min(count - 1, last) + 1


@_serial
def _boxes_meet(a, b):  # type: ignore[no-untyped-def]
    return (
        min(a[0], a[2]) <= max(b[0], b[2]) + TOUCH_M
        and min(b[0], b[2]) <= max(a[0], a[2]) + TOUCH_M
        and min(a[1], a[3]) <= max(b[1], b[3]) + TOUCH_M
        and min(b[1], b[3]) <= max(a[1], a[3]) + TOUCH_M
    )


@_serial
def _places(a, b):  # type: ignore[no-untyped-def]
    """Return up to two places, in metres along `a`; -1 where there is none."""
    ax, ay, bx, by = a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]
    long_a, long_b = np.sqrt(ax * ax + ay * ay), np.sqrt(bx * bx + by * by)
    if long_a == 0.0 or long_b == 0.0:
        return -1.0, -1.0
    gx, gy = b[0] - a[0], b[1] - a[1]
    # how far both ends of b lie beside a, in metres
    begins, ends = (ax * gy - ay * gx) / long_a, (ax * (gy + by) - ay * (gx + bx)) / long_a
    if abs(begins) <= TOUCH_M and abs(ends) <= TOUCH_M:
        first = (ax * gx + ay * gy) / long_a
        last = (ax * (gx + bx) + ay * (gy + by)) / long_a
        low, high = max(0.0, min(first, last)), min(long_a, max(first, last))
        return (low, high) if high >= low - TOUCH_M else (-1.0, -1.0)
    turn = ax * by - ay * bx
    if turn == 0.0:
        return -1.0, -1.0
    on_a, on_b = (gx * by - gy * bx) / turn * long_a, (gx * ay - gy * ax) / turn * long_b
    if -TOUCH_M <= on_a <= long_a + TOUCH_M and -TOUCH_M <= on_b <= long_b + TOUCH_M:
        return min(max(on_a, 0.0), long_a), -1.0
    return -1.0, -1.0
