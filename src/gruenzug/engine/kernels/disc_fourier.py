"""Weighted sums of whole numbers by Fourier transforms modulo primes, exact without a bound on errors.

Sums are found modulo as many primes as they could need and put together
from their residues. Tiles overlap by the reach of the weights, so the work
per cell does not grow with the raster.
"""

from __future__ import annotations

from functools import lru_cache
from math import log2, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.kernels.disc_box import Weights
from gruenzug.engine.kernels.residues import (
    BLOCK,
    PRIMES,
    Residues,
    field,
    multiply_rows,
    numbers,
    quotients,
    restore_columns,
    transform_columns,
    transform_rows,
)

IntArray = NDArray[np.int64]

_IN_CACHE = 2048  # a block of columns of that length stays in the second-level cache
_LONGEST = 16_384


def weighted_sum(values: NDArray[Any], weights: Weights, largest: int) -> IntArray:
    """Return the sum of `values` times `weights` around every cell that has a full neighbourhood.

    Parameters
    ----------
    values : ndarray of int64 or uint32, shape (M + 2 * reach, N + 2 * reach)
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
    reach = weights.reach
    rows, columns = values.shape[0] - 2 * reach, values.shape[1] - 2 * reach
    result = np.empty((rows, columns), np.int64)
    high, wide = _tile_length(reach, rows), _tile_length(reach, columns)
    for y in range(0, rows, high - 2 * reach):
        for x in range(0, columns, wide - 2 * reach):
            tile = values[y : y + high, x : x + wide]
            part = result[y : y + high - 2 * reach, x : x + wide - 2 * reach]
            _sum_tile(tile, weights, largest, (high, wide), part)
    return result


def _sum_tile(
    tile: NDArray[Any], weights: Weights, largest: int, size: tuple[int, int], result: IntArray
) -> None:
    """Write the weighted sums of a tile, found modulo as many primes as they could need."""
    most = largest * weights.total
    count = next((k for k in range(1, len(PRIMES)) if prod(PRIMES[:k]) > most), len(PRIMES))
    found = np.empty((count, *result.shape), np.uint32)
    signal = np.empty(size, np.uint32)
    for number in range(count):
        spectrum = _spectrum(weights, size, number)
        down, along = field(number, size[0]), field(number, size[1])
        transform_columns(tile, largest < PRIMES[number], down, signal)
        multiply_rows(signal, along, spectrum.factors, spectrum.quotients)
        restore_columns(signal, down, weights.reach, found[number])
    result[:] = numbers(found)


class _Spectrum(NamedTuple):
    """The transform of weights, divided by the number of cells, turned; with its `quotients`."""

    factors: Residues
    quotients: Residues


@lru_cache(maxsize=6)
def _spectrum(weights: Weights, size: tuple[int, int], number: int) -> _Spectrum:
    width = len(weights.table)
    centred = np.zeros(size, np.int64)
    centred[:width, :width] = weights.table
    centred = np.roll(centred, (-weights.reach, -weights.reach), (0, 1))
    signal, turned = np.empty(size, np.uint32), np.empty(size[::-1], np.uint32)
    transform_columns(centred, False, field(number, size[0]), signal)
    transform_rows(signal, field(number, size[1]), turned)
    share = np.uint64(pow(size[0] * size[1], -1, PRIMES[number]))
    turned[:] = turned * share % np.uint64(PRIMES[number])
    return _Spectrum(turned, quotients(turned, PRIMES[number]))


@lru_cache(maxsize=256)
def _tile_length(reach: int, extent: int) -> int:
    """Return the length of tiles that cover `extent` with the least work."""

    def work(length: int) -> float:
        tiles = -(-extent // (length - 2 * reach))
        return length * tiles * log2(length) * (1.0 if length <= _IN_CACHE else 1.5)

    lengths = (1 << k for k in range(BLOCK.bit_length(), _LONGEST.bit_length()))
    fitting = [length for length in lengths if length > 2 * reach]
    return min(fitting, key=work)
