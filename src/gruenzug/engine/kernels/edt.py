"""Exact distances between cells: whole squared distances to the nearest target, band by band.

Two steps. Down the columns: how many rows to the nearest target above or
below. Along the rows: the smallest sum of squares over all columns. What lies
beyond a band enters as two rows: the distance to the nearest target above and
below it, column by column.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int32]
Squared = NDArray[Any]
"""int32, or int64 where the raster is too large for that."""

FAR = 1 << 28
"""Rows to a target that does not exist."""

_CHUNK = 512  # columns searched together
_WIDEST = 96  # columns looked at on each side before the envelope takes over

_serial: Any = njit(cache=True, nogil=True)


class ColumnEnds(NamedTuple):
    """First and last row of a band that hold a target, by column; -1 where none does."""

    first: IntArray
    last: IntArray


def column_ends(targets: NDArray[np.uint8]) -> ColumnEnds:
    """Return where the targets of a band begin and end in each column.

    Parameters
    ----------
    targets : ndarray of uint8, shape (M, N)
        1 where there is a target.

    Returns
    -------
    ColumnEnds
        Rows counted from the band's first one.

    Raises
    ------
    GridError
        If `targets` is not 2-D uint8.
    """
    _require_mask(targets)
    ends = ColumnEnds(np.full(targets.shape[1], -1, np.int32), np.full(targets.shape[1], -1, np.int32))
    _column_ends(np.ascontiguousarray(targets), ends.first, ends.last)
    return ends


def carried(bands: list[tuple[int, ColumnEnds]]) -> list[tuple[IntArray, IntArray]]:
    """Return for each band how far the nearest targets above and below it are.

    Parameters
    ----------
    bands : list of (int, ColumnEnds)
        Height and column ends of the bands, top to bottom.

    Returns
    -------
    list of (above, below)
        int32 arrays: rows from the band's first row up to the nearest target
        above the band, and from its last row down to the nearest one below;
        `FAR` if there is none.
    """
    above = _swept([(height, ends.last, height - 1 - ends.last) for height, ends in bands])
    below = _swept([(height, ends.first, ends.first) for height, ends in reversed(bands)])
    return list(zip(above, reversed(below), strict=True))


def _swept(bands: list[tuple[int, IntArray, IntArray]]) -> list[IntArray]:
    """Carry distances from band to band; each has a height, a target's row and the rows from there on."""
    result = []
    distance = np.full(len(bands[0][1]) if bands else 0, FAR, np.int32)
    for height, row, rest in bands:
        result.append(distance)
        distance = np.where(row >= 0, rest + 1, np.minimum(distance, FAR - height) + height).astype(np.int32)
    return result


def squared_distance(
    targets: NDArray[np.uint8],
    above: IntArray | None = None,
    below: IntArray | None = None,
    rows: int | None = None,
) -> Squared:
    """Return the squared distance of every cell to the nearest target, in cells.

    Parameters
    ----------
    targets : ndarray of uint8, shape (M, N)
        1 where there is a target; all columns of the raster.
    above, below : ndarray of int32, shape (N,), optional
        As `carried` returns them; without them the band is the whole raster.
    rows : int, optional
        Height of the whole raster; decides whether int32 is wide enough.

    Returns
    -------
    ndarray of int32 or int64, shape (M, N)
        Exact squared distances between cell centres; `no_target(dtype)` or
        more where there is no target at all.

    Raises
    ------
    GridError
        If `targets` is not 2-D uint8.

    Examples
    --------
    >>> squared_distance(np.array([[0, 0, 1], [0, 0, 0]], dtype=np.uint8))
    array([[4, 1, 0],
           [5, 2, 1]], dtype=int32)
    """
    _require_mask(targets)
    height, width = targets.shape
    wide = np.int64 if (rows or height) ** 2 + width**2 >= no_target(np.dtype(np.int32)) else np.int32
    nothing = np.full(width, FAR, np.int32)
    result = np.empty(targets.shape, wide)
    _distances(
        np.ascontiguousarray(targets),
        nothing if above is None else above,
        nothing if below is None else below,
        np.array([no_target(np.dtype(wide))], wide),
        result,
    )
    return result


def sums_near(squared: Squared, weights: NDArray[Any], limit: int) -> tuple[int, int]:
    """Return the sum of all weights, and of those at most so far from a target.

    Parameters
    ----------
    squared : ndarray of int32 or int64, shape (M, N)
        Squared distances.
    weights : ndarray of an integer type, shape (M, N)
        Such as people; negative ones are unknown and do not count.
    limit : int
        Largest squared distance.

    Returns
    -------
    total, near : int
        Exact sums.

    Examples
    --------
    >>> sums_near(np.array([[0, 4, 9]]), np.array([[10, 5, 7]]), 4)
    (22, 15)
    """
    total, near = _sums_near(np.ascontiguousarray(squared), np.ascontiguousarray(weights), limit)
    return int(total), int(near)


def no_target(dtype: np.dtype[Any]) -> int:
    """Return the squared distance from which on there is no target."""
    return 1 << (30 if dtype.itemsize == 4 else 56)


def _require_mask(targets: NDArray[np.uint8]) -> None:
    if targets.ndim != 2 or targets.dtype != np.uint8:
        raise GridError(f"targets must be 2-D uint8, got {targets.ndim}-D {targets.dtype}")


@_serial
def _column_ends(targets, first, last):  # type: ignore[no-untyped-def]
    for y in range(targets.shape[0]):
        row = targets[y]
        for x in range(len(row)):
            if row[x] == 1:
                last[x] = y
                if first[x] < 0:
                    first[x] = y


@_serial
def _distances(targets, above, below, none, result):  # type: ignore[no-untyped-def]
    height, width = targets.shape
    down = np.empty((height, width), np.int32)
    _downwards(targets, above, down)
    up = below.copy()
    pad = _WIDEST
    row = np.full(width + 2 * pad, none[0], result.dtype)
    best = np.empty(width, result.dtype)
    for y in range(height - 1, -1, -1):
        _square(targets[y], down[y], up, none[0], row[pad : pad + width])
        if not _near(row, pad, best):
            _envelope(row[pad : pad + width], none[0], best)
        result[y] = best


@_serial
def _downwards(targets, above, down):  # type: ignore[no-untyped-def]
    """Rows to the nearest target in the same row or above."""
    for y in range(targets.shape[0]):
        row, here = targets[y], down[y]
        before = above if y == 0 else down[y - 1]
        step = np.int32(0 if y == 0 else 1)
        for x in range(len(row)):
            here[x] = np.int32(0) if row[x] == 1 else min(before[x] + step, np.int32(FAR))


@_serial
def _square(targets, down, up, none, row):  # type: ignore[no-untyped-def]
    """Square the rows to the nearest target; move `up`, counted from below, to the row above."""
    for x in range(len(targets)):
        here = np.int32(0) if targets[x] == 1 else up[x]
        nearest = min(down[x], here)
        wide = np.int64(nearest)
        row[x] = none if nearest >= FAR else wide * wide
        up[x] = min(here + np.int32(1), np.int32(FAR))


@_serial
def _near(row, pad, best):  # type: ignore[no-untyped-def]
    """Search the columns nearby; return False if some cell would have to look farther than `pad` columns."""
    width = len(best)
    for first in range(0, width, _CHUNK):
        count = min(_CHUNK, width - first)
        part, here = best[first : first + count], row[pad + first : pad + first + count]
        most = here[0]
        for x in range(count):
            part[x] = here[x]
            most = max(most, here[x])
        step = 1
        while step * step < most:
            if step > pad:
                return False
            most = _nearer(row, pad + first, step, part)
            step += 1
    return True


@_serial
def _nearer(row, first, step, best):  # type: ignore[no-untyped-def]
    """Take the columns `step` to the left and right into account; return the largest of the best."""
    count, square = len(best), best.dtype.type(step * step)
    left, right = row[first - step : first - step + count], row[first + step : first + step + count]
    most = best[0]
    for x in range(count):
        best[x] = min(best[x], min(left[x], right[x]) + square)
        most = max(most, best[x])
    return most


@_serial
def _sums_near(squared, weights, limit):  # type: ignore[no-untyped-def]
    total, near = np.int64(0), np.int64(0)
    for y in range(squared.shape[0]):
        for x in range(squared.shape[1]):
            weight = max(np.int64(weights[y, x]), np.int64(0))
            total += weight
            near += weight if squared[y, x] <= limit else np.int64(0)
    return total, near


@_serial
def _envelope(row, none, best):  # type: ignore[no-untyped-def]
    """Find the lowest parabola over every column (Meijster, Roerdink and Hesselink 2000)."""
    width = len(row)
    place, since = np.empty(width, np.int64), np.empty(width, np.int64)
    q = -1
    for u in range(width):
        while q >= 0 and _above(row, place[q], u, since[q]):
            q -= 1
        if q < 0:
            q, place[0], since[0] = 0, u, 0
        else:
            i = place[q]
            w = 1 + (u * u - i * i + np.int64(row[u]) - np.int64(row[i])) // (2 * (u - i))
            if w < width:
                q += 1
                place[q], since[q] = u, w
    for u in range(width - 1, -1, -1):
        i = place[q]
        best[u] = min(np.int64(row[i]) + (u - i) * (u - i), np.int64(none) + np.int64(none) // 2)
        if u == since[q]:
            q -= 1


@_serial
def _above(row, i, u, x):  # type: ignore[no-untyped-def]
    """Return whether the parabola of column `i` lies above that of column `u` at `x`."""
    return np.int64(row[i]) + (x - i) * (x - i) > np.int64(row[u]) + (x - u) * (x - u)
