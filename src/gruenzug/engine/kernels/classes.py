"""From codes to class numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

UNKNOWN = 255
"""Class of a cell that has none: no data, in every raster of classes that kernels see."""

_serial: Any = njit(cache=True, nogil=True)


def classified(codes: NDArray[Any], low: int, table: NDArray[np.uint8], others: int) -> NDArray[np.uint8]:
    """Return the class of each code.

    Parameters
    ----------
    codes : ndarray of an integer type, shape (M, N)
        Codes as a file holds them.
    low : int
        The code that the first entry of `table` stands for.
    table : ndarray of uint8, shape (K,)
        Class of the codes ``low`` to ``low + K - 1``.
    others : int
        Class of every code beyond the table.

    Returns
    -------
    ndarray of uint8, shape (M, N)
        Class numbers.

    Examples
    --------
    >>> classified(np.array([[7, 9, 8]]), 8, np.array([3, 4], dtype=np.uint8), 255)
    array([[255,   4,   3]], dtype=uint8)
    """
    if codes.dtype == np.uint8:  # numpy is as fast here, and nothing need be compiled
        whole = np.full(256, others, np.uint8)
        first, last = max(0, low), min(256, low + len(table))
        if last > first:
            whole[first:last] = table[first - low : last - low]
        return np.asarray(whole[codes])
    result = np.empty(codes.shape, np.uint8)
    _classified(np.ascontiguousarray(codes), np.int64(low), table, np.uint8(others), result)
    return result


@_serial
def _classified(codes, low, table, others, result):  # type: ignore[no-untyped-def]
    for y in range(codes.shape[0]):
        for x in range(codes.shape[1]):
            at = np.int64(codes[y, x]) - low
            result[y, x] = table[at] if 0 <= at < len(table) else others
