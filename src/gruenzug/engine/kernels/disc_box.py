"""Weighted sums of a rectangle of one value among zeros: four look-ups per cell, whatever the disc.

Counts of known cells are nearly always of that kind, also at the edge of a raster.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)


@dataclass(frozen=True, eq=False)
class Weights:
    """A table of weights around a cell, known by its identity, so that what follows from it is found again.

    Attributes
    ----------
    table : ndarray of int64, shape (2 * reach + 1, 2 * reach + 1)
        Whole numbers, 0 or more, the same left and right, above and below.
    """

    table: IntArray

    @property
    def reach(self) -> int:
        """How many cells the table reaches beyond its centre."""
        return len(self.table) // 2

    @property
    def total(self) -> int:
        """Sum of all weights."""
        return int(self.running[-1, -1])

    @cached_property
    def running(self) -> IntArray:
        """Sums of the weights above and left of each corner."""
        sums = np.zeros((len(self.table) + 1,) * 2, np.int64)
        sums[1:, 1:] = self.table.cumsum(0).cumsum(1)
        return sums


class Box(NamedTuple):
    """A rectangle of an array: rows `top` to `bottom`, columns `left` to `right` (excluded)."""

    value: int
    top: int
    bottom: int
    left: int
    right: int


def box_of(values: NDArray[Any]) -> Box | None:
    """Return the rectangle outside which all `values` are 0 and within which they are one, or None.

    Parameters
    ----------
    values : ndarray of int64, uint32 or uint8, shape (M, N)
        Whole numbers.

    Examples
    --------
    >>> box_of(np.array([[0, 0, 0], [0, 7, 7]]))
    Box(value=7, top=1, bottom=2, left=1, right=3)
    >>> box_of(np.array([[0, 7], [7, 7]])) is None
    True
    """
    even, *found = _box(values)
    return Box(*found) if even else None


def box_sum(box: Box, weights: Weights, result: IntArray) -> None:
    """Write the weighted sum around every cell with a full neighbourhood to `result`, shape (M, N)."""
    margin = 2 * weights.reach
    if box[1:] == (0, result.shape[0] + margin, 0, result.shape[1] + margin):
        result[:] = box.value * weights.total
    else:
        _sum_box(box, weights.running, result)


@_serial
def _box(values):  # type: ignore[no-untyped-def]
    """Return whether there is a rectangle, and the one that begins with the first cell that is not 0."""
    rows, columns = values.shape
    top, left = 0, 0
    while top < rows and values[top, left] == 0:
        left += 1
        if left == columns:
            top, left = top + 1, 0
    if top == rows:
        return True, np.int64(0), 0, 0, 0, 0
    value, bottom, right = values[top, left], top, left
    while bottom < rows and values[bottom, left] == value:
        bottom += 1
    while right < columns and values[top, right] == value:
        right += 1
    for y in range(rows):
        different = 0
        for x in range(columns):
            inside = (top <= y) & (y < bottom) & (left <= x) & (x < right)
            different += values[y, x] != (value if inside else 0)
        if different:
            return False, np.int64(value), top, bottom, left, right
    return True, np.int64(value), top, bottom, left, right


@_serial
def _sum_box(box, running, result):  # type: ignore[no-untyped-def]
    width = len(running) - 1
    for y in range(result.shape[0]):
        upper = running[min(max(box.top - y, 0), width)]
        lower = running[min(max(box.bottom - y, 0), width)]
        for x in range(result.shape[1]):
            left, right = min(max(box.left - x, 0), width), min(max(box.right - x, 0), width)
            result[y, x] = box.value * (lower[right] - lower[left] - upper[right] + upper[left])
