"""Exact distances from points to polygons and lines, through bins of segments.

A query looks at the bins in growing rings and stops once no farther ring can
hold a nearer segment, so the result is the exact minimum over all segments.
Every number is a float64 expression of one point and one segment, so results
do not depend on bin size, order or threads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segment_bins import SegmentBins, bins_met, listed

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
_serial: Any = njit(cache=True, nogil=True)


def nearest(
    points: FloatArray, bins: SegmentBins, most: float, areal: bool = True
) -> tuple[FloatArray, IntArray]:
    """Return the exact distance from each point to the nearest owner, and which it is.

    Parameters
    ----------
    points : ndarray of float64, shape (M, 2)
        x, y in metres.
    bins : SegmentBins
        Boundaries of polygons whose interiors do not overlap, or lines.
    most : float
        Distance in metres beyond which nothing is looked for.
    areal : bool
        Whether the owners are polygons: then a point inside one is at distance 0.

    Returns
    -------
    distance : ndarray of float64, shape (M,)
        Metres; inf if there is nothing within `most`.
    owner : ndarray of int64, shape (M,)
        The nearest owner, the smallest number among equals; -1 if none.

    Raises
    ------
    GridError
        If a point has a coordinate that is not finite.

    Examples
    --------
    A square of 10 m and a point 3 m to its right:

    >>> from gruenzug.engine.kernels.segment_bins import bin_segments
    >>> square = np.array([[0, 0, 10, 0], [10, 0, 10, 10], [10, 10, 0, 10], [0, 10, 0, 0]], dtype=float)
    >>> bins = bin_segments(square, np.zeros(4, dtype=np.int64), size=5.0)
    >>> nearest(np.array([[13.0, 5.0], [5.0, 5.0], [99.0, 5.0]]), bins, most=50)
    (array([ 3.,  0., inf]), array([ 0,  0, -1]))
    """
    _require_finite(points)
    squared = np.full(len(points), np.inf)
    owner = np.full(len(points), -1, dtype=np.int64)
    if len(bins.segments) and len(points):
        _nearest(np.ascontiguousarray(points), bins, float(most), areal, squared, owner)
    return np.sqrt(squared), owner


def pairs_within(points: FloatArray, bins: SegmentBins, most: float) -> tuple[IntArray, IntArray, FloatArray]:
    """Return every pair of a point and a polygon at most `most` metres apart.

    Parameters
    ----------
    points : ndarray of float64, shape (M, 2)
        x, y in metres.
    bins : SegmentBins
        Boundaries of polygons whose interiors do not overlap.
    most : float
        Largest distance in metres.

    Returns
    -------
    point, owner : ndarray of int64, shape (P,)
        The pairs, ordered by point, then by owner.
    foot : ndarray of float64, shape (P, 4)
        From the point to the polygon's nearest place: ``x0, y0, x1, y1``; of
        length 0 if the point is inside.

    Raises
    ------
    GridError
        If a point has a coordinate that is not finite.
    """
    _require_finite(points)
    if len(bins.segments) == 0 or len(points) == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 4))
    points = np.ascontiguousarray(points)
    counts = np.zeros(len(points), np.int64)
    nothing, no_feet = np.zeros(0, np.int64), np.zeros((0, 4))
    _pairs(points, bins, float(most), counts, np.zeros(0, np.int64), nothing, no_feet)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    owner, feet = np.empty(offsets[-1], np.int64), np.empty((offsets[-1], 4))
    _pairs(points, bins, float(most), counts, offsets, owner, feet)
    return np.repeat(np.arange(len(points)), counts), owner, feet


def crosses(lines: FloatArray, bins: SegmentBins) -> NDArray[np.bool_]:
    """Return whether each line properly crosses any segment of `bins`.

    Parameters
    ----------
    lines : ndarray of float64, shape (M, 4)
        ``x0, y0, x1, y1`` in metres.
    bins : SegmentBins
        The barriers.

    Returns
    -------
    ndarray of bool, shape (M,)
        True where the interiors of line and a segment have one point in
        common. Touching an end or running along is no crossing.

    Raises
    ------
    GridError
        If a line has a coordinate that is not finite.
    """
    _require_finite(lines)
    found = np.zeros(len(lines), dtype=np.bool_)
    if len(bins.segments) and len(lines):
        _crosses(np.ascontiguousarray(lines), bins, found)
    return found


def _require_finite(coordinates: FloatArray) -> None:
    """Refuse what would look for a bin that is nowhere."""
    if not np.isfinite(coordinates).all():
        raise GridError("a point or line has a coordinate that is not a number; mend the geometry first")


@_parallel
def _nearest(points, bins, most, areal, squared, which):  # type: ignore[no-untyped-def]
    for i in prange(len(points)):
        x, y = points[i, 0], points[i, 1]
        inside = _container(x, y, bins) if areal else -1
        if inside >= 0:
            squared[i], which[i] = 0.0, inside
        else:
            squared[i], which[i] = _nearest_boundary(x, y, bins, most * most)


@_parallel
def _pairs(points, bins, most, counts, offsets, owners, feet):  # type: ignore[no-untyped-def]
    """First call (empty `offsets`) counts the pairs of each point, the second writes them."""
    for i in prange(len(points)):
        best = _feet_within(points[i, 0], points[i, 1], bins, most)
        if len(offsets) == 0:
            counts[i] = len(best) - 1
        else:
            _write_pairs(points[i], best, owners[offsets[i] :], feet[offsets[i] :])


@_parallel
def _crosses(lines, bins, found):  # type: ignore[no-untyped-def]
    for i in prange(len(lines)):
        r0, r1, c0, c1 = bins_met(lines[i], bins)
        for r in range(max(0, r0), min(bins.rows, r1 + 1)):
            for c in range(max(0, c0), min(bins.columns, c1 + 1)):
                for k in listed(bins, r, c):
                    if not found[i] and _cross(lines[i], bins.segments[k]):
                        found[i] = True


@_serial
def _nearest_boundary(x, y, bins, most):  # type: ignore[no-untyped-def]
    """Return the squared distance to the nearest segment and its owner; inf and -1 beyond `most`."""
    row, column = int(np.floor((y - bins.south) / bins.size)), int(np.floor((x - bins.west) / bins.size))
    farthest = max(row, bins.rows - 1 - row, column, bins.columns - 1 - column)
    best, found = most, np.int64(-1)
    for reach in range(farthest + 1):
        gap = max(0, reach - 1) * bins.size  # nothing in this ring is nearer than that
        if gap * gap > best:
            break
        for r in range(max(0, row - reach), min(bins.rows, row + reach + 1)):
            whole = reach == 0 or r in (row - reach, row + reach)
            for c in range(column - reach, column + reach + 1, 1 if whole else 2 * reach):
                if 0 <= c < bins.columns:
                    best, found = _nearestlisted(x, y, bins, r, c, best, found)
    return (best if found >= 0 else np.inf), found


@_serial
def _nearestlisted(x, y, bins, row, column, best, found):  # type: ignore[no-untyped-def]
    for k in listed(bins, row, column):
        fx, fy = _foot(x, y, bins.segments[k])
        d = (x - fx) * (x - fx) + (y - fy) * (y - fy)
        if d < best or (d == best and (found < 0 or bins.owner[k] < found)):
            best, found = d, bins.owner[k]
    return best, found


@_serial
def _feet_within(x, y, bins, most):  # type: ignore[no-untyped-def]
    """Return owner → (squared distance, foot); the key -1 only gives the dictionary its type."""
    best: dict = {np.int64(-1): (np.inf, 0.0, 0.0)}  # type: ignore[type-arg]
    box = np.array([x - most, y - most, x + most, y + most])
    r0, r1, c0, c1 = bins_met(box, bins)
    for r in range(max(0, r0), min(bins.rows, r1 + 1)):
        for c in range(max(0, c0), min(bins.columns, c1 + 1)):
            for k in listed(bins, r, c):
                fx, fy = _foot(x, y, bins.segments[k])
                d = (x - fx) * (x - fx) + (y - fy) * (y - fy)
                o = bins.owner[k]
                if d <= most * most and (o not in best or _before(d, fx, fy, best[o])):
                    best[o] = (d, fx, fy)
    inside = _container(x, y, bins)
    if inside >= 0:
        best[inside] = (0.0, x, y)
    return best


@_serial
def _write_pairs(point, best, owners, feet):  # type: ignore[no-untyped-def]
    keys = np.array([o for o in best if o >= 0])
    keys.sort()
    for n, o in enumerate(keys):
        owners[n] = o
        feet[n, 0], feet[n, 1], feet[n, 2], feet[n, 3] = point[0], point[1], best[o][1], best[o][2]


@_serial
def _container(x, y, bins):  # type: ignore[no-untyped-def]
    """Return the polygon around the point, -1 if none, by the crossings of a ray to the right.

    The ray crosses every other polygon an even number of times, so all owners
    that it meets, combined by exclusive or, leave the one around the point. Within
    a rounding of a side they may leave nonsense; hence the second look.
    """
    row = int(np.floor((y - bins.south) / bins.size))
    if row < 0 or row >= bins.rows:
        return -1
    found = _crossed(x, y, row, bins, -1)
    return found - 1 if found and _crossed(x, y, row, bins, found - 1) == found else -1


@_serial
def _crossed(x, y, row, bins, only):  # type: ignore[no-untyped-def]
    """Return the exclusive or of owner + 1 over all crossings of a ray, or over those of one owner.

    A segment lies in several bins; it counts in the one where it crosses.
    """
    found = np.int64(0)
    for c in range(max(0, int(np.floor((x - bins.west) / bins.size))), bins.columns):
        for k in listed(bins, row, c):
            s = bins.segments[k]
            if (s[1] > y) == (s[3] > y) or (only >= 0 and bins.owner[k] != only):
                continue
            at = _crossing(s, y)
            if at > x and _column_of(at, s, bins) == c:
                found ^= bins.owner[k] + 1
    return found


@_serial
def _crossing(s, y):  # type: ignore[no-untyped-def]
    """Return where a segment has height `y`, alike for both directions: neighbours share sides."""
    low, high = (0, 2) if s[1] < s[3] else (2, 0)
    return s[low] + (y - s[low + 1]) / (s[high + 1] - s[low + 1]) * (s[high] - s[low])


@_serial
def _column_of(x, s, bins):  # type: ignore[no-untyped-def]
    """Return the column of `x`, a place on segment `s`, never one outside the segment's own."""
    first, last = (min(s[0], s[2]) - bins.west) // bins.size, (max(s[0], s[2]) - bins.west) // bins.size
    return int(min(max((x - bins.west) // bins.size, first), last))


@_serial
def _foot(x, y, s):  # type: ignore[no-untyped-def]
    """Return the place on segment `s` nearest to the point."""
    dx, dy = s[2] - s[0], s[3] - s[1]
    length = dx * dx + dy * dy
    if length == 0.0:
        return s[0], s[1]
    t = ((x - s[0]) * dx + (y - s[1]) * dy) / length
    if t <= 0.0:
        return s[0], s[1]
    if t >= 1.0:
        return s[2], s[3]
    return s[0] + t * dx, s[1] + t * dy


@_serial
def _before(d, x, y, other):  # type: ignore[no-untyped-def]
    """Order feet by distance, then by place, so that ties do not depend on the order of segments."""
    return d < other[0] or (d == other[0] and (x < other[1] or (x == other[1] and y < other[2])))


@_serial
def _cross(a, b):  # type: ignore[no-untyped-def]
    return _side(b, a[0], a[1]) * _side(b, a[2], a[3]) < 0 and _side(a, b[0], b[1]) * _side(a, b[2], b[3]) < 0


@_serial
def _side(s, x, y):  # type: ignore[no-untyped-def]
    d = (s[2] - s[0]) * (y - s[1]) - (s[3] - s[1]) * (x - s[0])
    return 1 if d > 0 else (-1 if d < 0 else 0)
