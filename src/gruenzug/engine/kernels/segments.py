"""Exact distances from points to polygons and lines, through bins of segments.

Boundaries are cut into segments, and each segment is listed in every square
bin its bounding box meets. A query looks at bins in growing rings and stops
once no farther ring can hold a nearer segment, so the result is the exact
minimum over all segments. Every number is a float64 expression of one point
and one segment, so results do not depend on bin size, order or threads.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
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
        r0, r1, c0, c1 = _box(lines[i], bins)
        for r in range(max(0, r0), min(bins.rows, r1 + 1)):
            for c in range(max(0, c0), min(bins.columns, c1 + 1)):
                for k in _listed(bins, r, c):
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
                    best, found = _nearest_listed(x, y, bins, r, c, best, found)
    return (best if found >= 0 else np.inf), found


@_serial
def _nearest_listed(x, y, bins, row, column, best, found):  # type: ignore[no-untyped-def]
    for k in _listed(bins, row, column):
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
    r0, r1, c0, c1 = _box(box, bins)
    for r in range(max(0, r0), min(bins.rows, r1 + 1)):
        for c in range(max(0, c0), min(bins.columns, c1 + 1)):
            for k in _listed(bins, r, c):
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

    Interiors do not overlap, so the first boundary the ray meets belongs to the
    polygon around the point, if the number of crossings is odd. A segment lies
    in several bins; it counts in the one where it crosses.
    """
    row = int(np.floor((y - bins.south) / bins.size))
    odd, first, inside = False, np.inf, -1
    if row < 0 or row >= bins.rows:
        return inside
    for c in range(max(0, int(np.floor((x - bins.west) / bins.size))), bins.columns):
        for k in _listed(bins, row, c):
            s = bins.segments[k]
            if (s[1] > y) == (s[3] > y):
                continue
            at = s[0] + (y - s[1]) / (s[3] - s[1]) * (s[2] - s[0])
            if at > x and _column_of(at, s, bins) == c:
                odd = not odd
                if at < first:
                    first, inside = at, bins.owner[k]
    return inside if odd else -1


@_serial
def _column_of(x, s, bins):  # type: ignore[no-untyped-def]
    """Return the column of `x`, a place on segment `s`, never one outside the segment's own."""
    first, last = (min(s[0], s[2]) - bins.west) // bins.size, (max(s[0], s[2]) - bins.west) // bins.size
    return int(min(max((x - bins.west) // bins.size, first), last))


@_serial
def _list_by_bin(bins):  # type: ignore[no-untyped-def]
    """Count, then fill: the classic two passes of a bucket list."""
    starts = np.zeros(bins.rows * bins.columns + 1, np.int64)
    for s in bins.segments:
        r0, r1, c0, c1 = _box(s, bins)
        for r in range(r0, r1 + 1):
            starts[r * bins.columns + c0 + 1 : r * bins.columns + c1 + 2] += 1
    starts = np.cumsum(starts)
    items, fill = np.empty(starts[-1], np.int64), starts[:-1].copy()
    for k in range(len(bins.segments)):
        r0, r1, c0, c1 = _box(bins.segments[k], bins)
        for r in range(r0, r1 + 1):
            for b in range(r * bins.columns + c0, r * bins.columns + c1 + 1):
                items[fill[b]] = k
                fill[b] += 1
    return starts, items


@_serial
def _listed(bins, row, column):  # type: ignore[no-untyped-def]
    """Return the numbers of the segments in a bin."""
    b = row * bins.columns + column
    return bins.items[bins.starts[b] : bins.starts[b + 1]]


@_serial
def _box(s, bins):  # type: ignore[no-untyped-def]
    """Return what a segment's bounding box meets: first and last row, first and last column."""
    return (
        int((min(s[1], s[3]) - bins.south) // bins.size),
        int((max(s[1], s[3]) - bins.south) // bins.size),
        int((min(s[0], s[2]) - bins.west) // bins.size),
        int((max(s[0], s[2]) - bins.west) // bins.size),
    )


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
