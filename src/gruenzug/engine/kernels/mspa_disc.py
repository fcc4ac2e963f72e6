"""Which cells lie within a few cells of a target, exactly: for edge widths, much quicker than distances."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]

_serial: Any = njit(cache=True, nogil=True)


def near(targets: ByteArray, reach: int) -> ByteArray:
    """Return 1 where a target is less than `reach` cells away, from centre to centre.

    Parameters
    ----------
    targets : ndarray of uint8, shape (M, N)
        Not 0 where there is a target; beyond the array there is none.
    reach : int
        At least 1; squared distances below ``reach²`` count.

    Examples
    --------
    >>> near(np.array([[0, 1, 0, 0], [0, 0, 0, 0]], dtype=np.uint8), 2)
    array([[1, 1, 1, 0],
           [1, 1, 1, 0]], dtype=uint8)
    """
    result = np.empty(targets.shape, np.uint8)
    _rows_to_target(np.ascontiguousarray(targets), reach, result)
    _look_aside(reach, result)
    return result


@_serial
def _rows_to_target(targets, reach, result):  # type: ignore[no-untyped-def]
    """Count the rows to a target down and up each column, `reach` at most."""
    height, width = targets.shape
    for x in range(width):
        result[0, x] = 0 if targets[0, x] else reach
    for y in range(1, height):
        for x in range(width):
            result[y, x] = 0 if targets[y, x] else min(result[y - 1, x] + 1, reach)
    for y in range(height - 2, -1, -1):
        for x in range(width):
            result[y, x] = min(result[y, x], result[y + 1, x] + 1)


@_serial
def _look_aside(reach, result):  # type: ignore[no-untyped-def]
    """Replace rows to a target by whether one is near in any column."""
    height, width = result.shape
    squared = np.full(width + 2 * reach, np.float32(reach * reach), np.float32)  # float32 holds them exactly
    least = np.empty(width, np.float32)
    for y in range(height):
        rows = squared[reach : reach + width]
        found = False
        for x in range(width):
            rows[x] = np.float32(result[y, x]) * np.float32(result[y, x])
            least[x] = rows[x]
            found |= result[y, x] < reach
        if found:
            for step in range(1, reach):
                plus = np.float32(step * step)
                left, right = squared[reach - step :], squared[reach + step :]
                for x in range(width):
                    one, two = left[x] + plus, right[x] + plus
                    both = one if one < two else two
                    least[x] = both if both < least[x] else least[x]
        for x in range(width):
            result[y, x] = least[x] < reach * reach
