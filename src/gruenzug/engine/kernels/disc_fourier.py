"""Weighted sums of whole numbers by Fourier transforms modulo primes, exact without a bound on errors.

Sums are found modulo as many primes as they could need and put together
from their residues. Tiles overlap by the reach of the weights, so the work
per cell does not grow with the raster.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import log2, prod
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.kernels.disc_box import Weights
from gruenzug.engine.kernels.residues import (
    BLOCK,
    PRIMES,
    Residues,
    field,
    multiply_rows,
    prepare,
    restore_columns,
    transform_columns,
    transform_rows,
    write_numbers,
)

IntArray = NDArray[np.int64]

_IN_CACHE = 2048  # a block of columns of that length stays in the second-level cache
_LONGEST = 16_384

_one_at_a_time = Lock()


def weighted_sum(values: NDArray[Any], weights: Weights, largest: int) -> IntArray:
    """Return the sum of `values` times `weights` around every cell that has a full neighbourhood.

    Parameters
    ----------
    values : ndarray of int64, uint32 or uint8, shape (M + 2 * reach, N + 2 * reach)
        Whole numbers, 0 or more; sums must stay below 2^63.
    weights : Weights
        Around a cell.
    largest : int
        No value is above it.

    Returns
    -------
    ndarray of int64, shape (M, N)
        Exact sums.
    """
    values, reach = np.ascontiguousarray(values), weights.reach
    rows, columns = values.shape[0] - 2 * reach, values.shape[1] - 2 * reach
    result = np.empty((rows, columns), np.int64)
    high, wide = _tile_length(reach, rows), _tile_length(reach, columns)
    for y in range(0, rows, high - 2 * reach):
        for x in range(0, columns, wide - 2 * reach):
            shape = min(high - 2 * reach, rows - y), min(wide - 2 * reach, columns - x)
            write_numbers(_residues(values, (y, x), shape, weights, largest, (high, wide)), result, y, x)
    return result


def _residues(
    values: NDArray[Any],
    corner: tuple[int, int],
    shape: tuple[int, int],
    weights: Weights,
    largest: int,
    size: tuple[int, int],
) -> Residues:
    """Return the weighted sums of a tile of `size`, modulo as many primes as they could need."""
    most = largest * weights.total
    count = next((k for k in range(1, len(PRIMES)) if prod(PRIMES[:k]) > most), len(PRIMES))
    found = np.empty((count, *shape), np.uint32)
    signal = _signal(*size)
    for number in range(count):
        down, along = field(number, size[0]), field(number, size[1])
        transform_columns(values, *corner, largest < PRIMES[number], down, signal)
        multiply_rows(signal, along, _spectrum(weights, size, number))
        restore_columns(signal, down, 2 * weights.reach, found[number])
    return found


def _spectrum(weights: Weights, size: tuple[int, int], number: int) -> Residues:
    """Return the transform of weights, prepared as factors; threads that want the same wait for it."""
    with _one_at_a_time:
        return _transformed(weights, size, number)


@lru_cache(maxsize=6)
def _transformed(weights: Weights, size: tuple[int, int], number: int) -> Residues:
    signal, turned = _signal(*size), _signal(*size[::-1])
    transform_columns(weights.table, 0, 0, False, field(number, size[0]), signal)
    transform_rows(signal, field(number, size[1]), turned)
    prepare(turned, Fraction(1, size[0] * size[1]), number)
    return turned


def _signal(height: int, width: int) -> Residues:
    """Return room for a signal, in blocks of columns."""
    return np.empty((width // BLOCK, height, BLOCK), np.uint32)


@lru_cache(maxsize=256)
def _tile_length(reach: int, extent: int) -> int:
    """Return the length of tiles that cover `extent` with the least work."""

    def work(length: int) -> float:
        tiles = -(-extent // (length - 2 * reach))
        return length * tiles * log2(length) * (1.0 if length <= _IN_CACHE else 1.5)

    lengths = (1 << k for k in range(BLOCK.bit_length(), _LONGEST.bit_length()))
    fitting = [length for length in lengths if length > 2 * reach]
    return min(fitting, key=work)
