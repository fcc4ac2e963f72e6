"""Segments of boundaries listed by square bins: each in every bin that its bounding box meets."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)

_MOST_BINS = 40_000_000  # 320 MB of starts; beyond that the bins grow instead


class SegmentBins(NamedTuple):
    """Segments of boundaries or lines, listed by square bins.

    Attributes
    ----------
    segments : ndarray of float64, shape (N, 4)
        ``x0, y0, x1, y1`` in metres.
    owner : ndarray of int64, shape (N,)
        Which polygon or line a segment belongs to.
    starts : ndarray of int64, shape (rows * columns + 1,)
        Where a bin's list begins in `items`.
    items : ndarray of int64
        Segment numbers, bin after bin.
    west, south, size : float
        Lower left corner and edge length of the bins in metres.
    rows, columns : int
        Number of bins; bin (row, column) has number ``row * columns + column``.
    """

    segments: FloatArray
    owner: IntArray
    starts: IntArray
    items: IntArray
    west: float
    south: float
    size: float
    rows: int
    columns: int


def bin_segments(segments: FloatArray, owner: IntArray, size: float) -> SegmentBins:
    """List `segments` by square bins of `size` metres.

    Parameters
    ----------
    segments : ndarray of float64, shape (N, 4)
        ``x0, y0, x1, y1`` in metres; a segment of length 0 is a point.
    owner : ndarray of int64, shape (N,)
        Which polygon or line each segment belongs to, 0 or more.
    size : float
        Wanted edge length of a bin in metres; grows if the extent is vast.

    Returns
    -------
    SegmentBins
        Empty bins if there are no segments.

    Raises
    ------
    GridError
        If shapes differ, a coordinate is not finite or `size` is not positive.
    """
    if segments.ndim != 2 or segments.shape[1:] != (4,) or len(owner) != len(segments):
        raise GridError(f"segments must be N x 4 with N owners, got {segments.shape} and {owner.shape}")
    if not np.isfinite(segments).all():
        raise GridError("a segment has a coordinate that is not a number; mend the geometry first")
    if not size > 0:
        raise GridError(f"the size of bins must be above 0 m, got {size} m")
    if len(segments) == 0:
        none = np.zeros(0, np.int64)
        return SegmentBins(segments, owner, np.zeros(2, np.int64), none, 0.0, 0.0, size, 1, 1)
    x, y = segments[:, [0, 2]], segments[:, [1, 3]]
    west, south = float(x.min()), float(y.min())
    width, height = float(x.max()) - west, float(y.max()) - south
    while (width / size + 1) * (height / size + 1) > _MOST_BINS:
        size *= 2
    rows, columns = int(height // size) + 1, int(width // size) + 1
    frame = SegmentBins(segments, owner, owner[:0], owner[:0], west, south, float(size), rows, columns)
    starts, items = _list_by_bin(frame)
    return frame._replace(starts=starts, items=items)


@_serial
def _list_by_bin(bins):  # type: ignore[no-untyped-def]
    """Count, then fill: the classic two passes of a bucket list."""
    starts = np.zeros(bins.rows * bins.columns + 1, np.int64)
    for s in bins.segments:
        r0, r1, c0, c1 = bins_met(s, bins)
        for r in range(r0, r1 + 1):
            starts[r * bins.columns + c0 + 1 : r * bins.columns + c1 + 2] += 1
    starts = np.cumsum(starts)
    items, fill = np.empty(starts[-1], np.int64), starts[:-1].copy()
    for k in range(len(bins.segments)):
        r0, r1, c0, c1 = bins_met(bins.segments[k], bins)
        for r in range(r0, r1 + 1):
            for b in range(r * bins.columns + c0, r * bins.columns + c1 + 1):
                items[fill[b]] = k
                fill[b] += 1
    return starts, items


@_serial
def listed(bins, row, column):  # type: ignore[no-untyped-def]
    """Return the numbers of the segments in a bin."""
    b = row * bins.columns + column
    return bins.items[bins.starts[b] : bins.starts[b + 1]]


@_serial
def bins_met(s, bins):  # type: ignore[no-untyped-def]
    """Return what a segment's bounding box meets: first and last row, first and last column."""
    return (
        int((min(s[1], s[3]) - bins.south) // bins.size),
        int((max(s[1], s[3]) - bins.south) // bins.size),
        int((min(s[0], s[2]) - bins.west) // bins.size),
        int((max(s[0], s[2]) - bins.west) // bins.size),
    )
