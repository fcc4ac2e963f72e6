"""Values on one grid seen from another: interpolation between cell centres, or averages where cells grow."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_serial: Any = njit(cache=True, nogil=True)


class Axis(NamedTuple):
    """Which cells of a source a row (or column) of the target draws from.

    Attributes
    ----------
    first : ndarray of int64, shape (N,)
        First source cell; may lie before the source.
    weights : ndarray of float64, shape (N, K)
        Weight of that cell and the following ones; 0 beyond the source.
    own : ndarray of int64, shape (N,)
        Source cell that holds the target's centre; -1 beyond the source.
    """

    first: NDArray[np.int64]
    weights: FloatArray
    own: NDArray[np.int64]

    def part(self, first: int, last: int) -> Axis:
        """Return the weights of some of the target's cells."""
        return Axis(self.first[first:last], self.weights[first:last], self.own[first:last])


def axis(offset: float, ratio: float, count: int, source_count: int) -> Axis:
    """Return the weights along one axis.

    Parameters
    ----------
    offset : float
        Where the target begins, in cells of the source from its beginning.
    ratio : float
        Length of a target cell in source cells.
    count, source_count : int
        Number of cells of target and source.

    Returns
    -------
    Axis
        Weights that fall linearly to 0 at a distance of one source cell, or
        of one target cell where that is longer.

    Examples
    --------
    Three target cells per source cell:

    >>> axis(0.0, 1 / 3, 6, 2).weights.round(3).tolist()
    [[0.0, 0.667], [1.0, 0.0], [0.667, 0.333], [0.333, 0.667], [1.0, 0.0], [0.667, 0.0]]
    """
    centres = offset + (np.arange(count) + 0.5) * ratio
    width = max(1.0, ratio)
    places = centres - 0.5
    first = np.ceil(places - width).astype(np.int64)
    first += first <= places - width  # a cell at the very end has weight 0
    if width == 1.0:
        first = np.floor(places).astype(np.int64)
    number = int(np.ceil(2 * width)) + (width != 1.0)
    cells = first[:, None] + np.arange(number)
    weights = np.maximum(0.0, 1.0 - np.abs(cells - places[:, None]) / width)
    weights[(cells < 0) | (cells >= source_count)] = 0.0
    own = np.floor(centres).astype(np.int64)
    own[(own < 0) | (own >= source_count)] = -1
    return Axis(first, weights, own)


def resampled(values: FloatArray, first_row: int, down: Axis, across: Axis) -> FloatArray:
    """Return values at the centres of the target's cells.

    Parameters
    ----------
    values : ndarray of float64, shape (M, N)
        Rows of the source from `first_row` on; NaN is no data.
    first_row : int
        Number of the first row in `values`.
    down, across : Axis
        Weights of the rows and of all columns of the target.

    Returns
    -------
    ndarray of float64
        Weighted means over the known cells; NaN where the source's cell
        around the centre is unknown or there is none.
    """
    result = np.empty((len(down.first), len(across.first)))
    _resampled(np.ascontiguousarray(values), first_row, down, across, result)
    return result


@_serial
def _resampled(values, first_row, down, across, result):  # type: ignore[no-untyped-def]
    for y in range(result.shape[0]):
        own = down.own[y] - first_row
        for x in range(result.shape[1]):
            if down.own[y] < 0 or across.own[x] < 0 or np.isnan(values[own, across.own[x]]):
                result[y, x] = np.nan
            else:
                result[y, x] = _mean(values, down.first[y] - first_row, down.weights[y], across, x)


@_serial
def _mean(values, row, weights, across, x):  # type: ignore[no-untyped-def]
    total, part = 0.0, 0.0
    for j in range(len(weights)):
        if weights[j] > 0.0:
            for i in range(across.weights.shape[1]):
                weight = weights[j] * across.weights[x, i]
                if weight > 0.0:
                    value = values[row + j, across.first[x] + i]
                    if not np.isnan(value):
                        total += weight * value
                        part += weight
    return total / part
