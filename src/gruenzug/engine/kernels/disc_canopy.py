"""Trees around a place: the canopy share of its surroundings, and how many trees are near."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.classes import UNKNOWN
from gruenzug.engine.kernels.disc import Disc

IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)


def canopy_share(cover: NDArray[np.uint8], surroundings: Disc) -> NDArray[np.float32]:
    """Return the share of tree canopy around every cell.

    Parameters
    ----------
    cover : ndarray of uint8, shape (M + 2 * reach, N + 2 * reach)
        1 where there is canopy, 0 where not, 255 where unknown.
    surroundings : Disc
        What counts as around.

    Returns
    -------
    ndarray of float32, shape (M, N)
        Canopy over known cells in the disc, 0 to 1; NaN where the centre is
        unknown.

    Raises
    ------
    GridError
        If `cover` is not 2-D uint8.

    Notes
    -----
    The "30" of the 3-30-300 rule [1]_ asks for at least 0.3.

    References
    ----------
    .. [1] Konijnendijk, C. C. (2023). Evidence-based guidelines for greener,
       healthier, more resilient neighbourhoods: introducing the 3-30-300
       rule. Journal of Forestry Research 34, 821-830.
    """
    if cover.ndim != 2 or cover.dtype != np.uint8:
        raise GridError(f"cover must be 2-D uint8, got {cover.ndim}-D {cover.dtype}")
    reach = surroundings.reach
    canopy = surroundings.sum((cover == 1).astype(np.int64))
    known = surroundings.sum((cover != UNKNOWN).astype(np.int64))
    quotient = np.divide(canopy, known, out=np.full(known.shape, np.nan), where=known > 0)
    share: NDArray[np.float32] = quotient.astype(np.float32)
    share[cover[reach : cover.shape[0] - reach, reach : cover.shape[1] - reach] == UNKNOWN] = np.nan
    return share


def trees_within(places: NDArray[np.float64], trees: NDArray[np.float64], radius: float) -> IntArray:
    """Return how many trees stand within `radius` metres of each place.

    Parameters
    ----------
    places, trees : ndarray of float64, shape (M, 2) and (N, 2)
        x, y in metres; they are rounded to millimetres.
    radius : float
        In metres; a tree at exactly that distance counts.

    Returns
    -------
    ndarray of int64, shape (M,)
        Exact counts.

    Raises
    ------
    GridError
        If a coordinate is not a number or the radius not positive.

    Examples
    --------
    >>> trees_within(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [3.0, 4.001]]), 5.0)
    array([1])
    """
    if not 0 < radius < 1e6:
        raise GridError(f"the radius must be above 0 and below 1,000 km, got {radius} m")
    if not (np.isfinite(places).all() and np.isfinite(trees).all()):
        raise GridError("a place or tree has a coordinate that is not a number; mend the points first")
    if len(places) == 0 or len(trees) == 0:
        return np.zeros(len(places), np.int64)
    origin = np.floor(np.minimum(places.min(axis=0), trees.min(axis=0)))
    here, there = (np.rint((xy - origin) * 1000).astype(np.int64) for xy in (places, trees))
    size = max(1, round(radius * 1000))
    rows, columns = (there // size)[:, 1], (there // size)[:, 0]
    order = np.lexsort((columns, rows))
    width = int(columns.max()) + 1
    key = (rows * width + columns)[order]
    result = np.zeros(len(places), np.int64)
    _count_near(here, there[order], key, size, width, result)
    return result


@_serial
def _count_near(places, trees, key, size, width, result):  # type: ignore[no-untyped-def]
    """Count in the nine bins around each place; trees are ordered by bin, bins by row and column."""
    for i in range(len(places)):
        x, y = places[i, 0], places[i, 1]
        row, column = y // size, x // size
        for r in range(max(0, row - 1), row + 2):
            first, last = max(0, column - 1), min(width - 1, column + 1)
            if first <= last:
                begin = np.searchsorted(key, r * width + first)
                end = np.searchsorted(key, r * width + last, side="right")
                for k in range(begin, end):
                    dx, dy = trees[k, 0] - x, trees[k, 1] - y
                    result[i] += dx * dx + dy * dy <= size * size
