"""Running sums of the last rows of an array, from which a disc of ones is summed row by row.

A disc is a square, four segments of columns and four of rows: the square takes
four look-ups in sums over rows and columns, each column or row of a segment two
look-ups in sums along it. That is a fifth of the cells of a disc of 30 cells
radius. Sums may run over; their differences are right as long as the disc's sum
fits in 64 bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)


class Rings(NamedTuple):
    """Running sums of the last rows, each row at its number modulo the height of the ring.

    Attributes
    ----------
    along : ndarray of int64, shape (2 * reach + 1, N + 1)
        Along each row, with a leading 0.
    down : ndarray of int64, shape (2 * reach + 2, N)
        Down each column, before the row.
    both : ndarray of int64, shape (2 * reach + 2, N + 1)
        Along and down, before the row.
    """

    along: IntArray
    down: IntArray
    both: IntArray


@_serial
def rings(reach, width):  # type: ignore[no-untyped-def]
    """Return empty running sums for rows of a width."""
    return Rings(
        np.zeros((2 * reach + 1, width + 1), np.int64),
        np.zeros((2 * reach + 2, width), np.int64),
        np.zeros((2 * reach + 2, width + 1), np.int64),
    )


@_serial
def push_row(sums, y, row):  # type: ignore[no-untyped-def]
    """Take row number `y` in; rows come in order from 0."""
    height = len(sums.down)
    along, total = sums.along[y % len(sums.along)], np.int64(0)
    before, after = sums.down[y % height], sums.down[(y + 1) % height]
    for x in range(len(row)):
        total += row[x]
        along[x + 1] = total
    for x in range(len(row)):
        after[x] = before[x] + row[x]
    before, after = sums.both[y % height], sums.both[(y + 1) % height]
    for x in range(len(along)):
        after[x] = before[x] + along[x]


@_serial
def disc_row(sums, centre, half, result):  # type: ignore[no-untyped-def]
    """Write the sums of the discs centred in row `centre`, `reach` rows above the last one taken in.

    `half` holds how far the disc reaches left and right in each of its rows,
    from the centre down; down and up are the same, by symmetry.
    """
    reach, columns, height = len(half) - 1, len(result), len(sums.down)
    square = 0
    while square < reach and half[square + 1] > square:
        square += 1
    lower, upper = sums.both[(centre + square + 1) % height], sums.both[(centre - square) % height]
    right, left = reach + square + 1, reach - square
    r1, l1 = lower[right : right + columns], lower[left : left + columns]
    r2, l2 = upper[right : right + columns], upper[left : left + columns]
    for x in range(columns):
        result[x] = (r1[x] - l1[x]) - (r2[x] - l2[x])
    for d in range(square + 1, reach + 1):
        _add_segments(sums, centre, d, half[d], reach, result)


@_serial
def _add_segments(sums, centre, d, half, reach, result):  # type: ignore[no-untyped-def]
    """Add the rows and columns `d` cells from the centre, each reaching `half` cells to both sides."""
    columns, height = len(result), len(sums.down)
    below, above = sums.along[(centre + d) % len(sums.along)], sums.along[(centre - d) % len(sums.along)]
    right, left = reach + half + 1, reach - half
    r1, l1 = below[right : right + columns], below[left : left + columns]
    r2, l2 = above[right : right + columns], above[left : left + columns]
    lower, upper = sums.down[(centre + half + 1) % height], sums.down[(centre - half) % height]
    d1, u1 = lower[reach + d : reach + d + columns], upper[reach + d : reach + d + columns]
    d2, u2 = lower[reach - d : reach - d + columns], upper[reach - d : reach - d + columns]
    for x in range(columns):
        result[x] += (r1[x] - l1[x]) + (r2[x] - l2[x]) + (d1[x] - u1[x]) + (d2[x] - u2[x])
