"""Weighted sums of whole numbers by Fourier transforms modulo primes, exact without a bound on errors.

Sums are found modulo as many primes as they could need and put together
from their residues. Tiles overlap by the reach of the weights, so the work
per cell does not grow with the raster.
"""

from __future__ import annotations

from functools import lru_cache
from math import isqrt, log2, prod
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
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

_serial: Any = njit(cache=True, nogil=True)


def weighted_sum(values: IntArray, weights: IntArray) -> IntArray:
    """Return the sum of `values` times `weights` around every cell that has a full neighbourhood.

    Parameters
    ----------
    values : ndarray of int64, shape (M + 2 r, N + 2 r)
        Whole numbers, 0 or more; sums must stay below 2^63.
    weights : ndarray of int64, shape (2 r + 1, 2 r + 1)
        Whole numbers, 0 or more, the same left and right, above and below.

    Returns
    -------
    ndarray of int64, shape (M, N)
        Exact sums.

    Raises
    ------
    GridError
        If a value is negative.
    """
    reach = len(weights) // 2
    rows, columns = values.shape[0] - 2 * reach, values.shape[1] - 2 * reach
    if values.min(initial=0) < 0:
        raise GridError(f"values must be 0 or more, got {values.min()}")
    result = np.empty((rows, columns), np.int64)
    key = weights.tobytes()
    high, wide = _tile_length(reach, rows), _tile_length(reach, columns)
    for y in range(0, rows, high - 2 * reach):
        for x in range(0, columns, wide - 2 * reach):
            tile = values[y : y + high, x : x + wide]
            part = result[y : y + high - 2 * reach, x : x + wide - 2 * reach]
            box = _box(tile)
            if box.even:
                _sum_box(box, _running(key, len(weights)), part)
            else:
                _sum_tile(tile, key, (high, wide), part)
    return result


class _Box(NamedTuple):
    """A rectangle of a tile: rows `top` to `bottom`, columns `left` to `right` (excluded).

    `even` says whether all its cells have `value` and all others 0, as counts of
    known cells mostly are, also at the edge of a raster.
    """

    even: bool
    value: int
    top: int
    bottom: int
    left: int
    right: int


def _sum_tile(tile: IntArray, key: bytes, size: tuple[int, int], result: IntArray) -> None:
    """Write the weighted sums of a tile, found modulo as many primes as they could need."""
    width = isqrt(len(key) // 8)
    reach = width // 2
    largest = int(tile.max())
    most = largest * int(_running(key, width)[-1, -1])
    count = next((k for k in range(1, len(PRIMES)) if prod(PRIMES[:k]) > most), len(PRIMES))
    found = np.empty((count, *result.shape), np.uint32)
    signal = np.empty(size, np.uint32)
    for number in range(count):
        spectrum = _spectrum(key, width, size, number)
        down, along = field(number, size[0]), field(number, size[1])
        transform_columns(tile, largest < PRIMES[number], down, signal)
        multiply_rows(signal, along, spectrum.factors, spectrum.quotients)
        restore_columns(signal, down, reach, found[number])
    result[:] = numbers(found)


@lru_cache(maxsize=6)
def _running(key: bytes, width: int) -> IntArray:
    """Return the sums of the weights above and left of each corner."""
    sums = np.zeros((width + 1, width + 1), np.int64)
    sums[1:, 1:] = np.frombuffer(key, np.int64).reshape(width, width).cumsum(0).cumsum(1)
    return sums


class _Spectrum(NamedTuple):
    """The transform of weights, divided by the number of cells, turned; with its `quotients`."""

    factors: Residues
    quotients: Residues


@lru_cache(maxsize=6)
def _spectrum(weights: bytes, width: int, size: tuple[int, int], number: int) -> _Spectrum:
    reach = width // 2
    table = np.frombuffer(weights, np.int64).reshape(width, width)
    centred = np.zeros(size, np.int64)
    centred[:width, :width] = table
    centred = np.roll(centred, (-reach, -reach), (0, 1))
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


@_serial
def _box(tile):  # type: ignore[no-untyped-def]
    """Return the rectangle that begins with the first cell above 0."""
    rows, columns = tile.shape
    top, left = 0, 0
    while top < rows and tile[top, left] == 0:
        left += 1
        if left == columns:
            top, left = top + 1, 0
    if top == rows:
        return _Box(True, tile[0, 0], 0, 0, 0, 0)
    value, bottom, right = tile[top, left], top, left
    while bottom < rows and tile[bottom, left] == value:
        bottom += 1
    while right < columns and tile[top, right] == value:
        right += 1
    for y in range(rows):
        for x in range(columns):
            inside = top <= y < bottom and left <= x < right
            if tile[y, x] != (value if inside else 0):
                return _Box(False, value, top, bottom, left, right)
    return _Box(True, value, top, bottom, left, right)


@_serial
def _sum_box(box, running, result):  # type: ignore[no-untyped-def]
    """Write weighted sums of a tile that has one value in a rectangle and 0 elsewhere."""
    width = len(running) - 1
    for y in range(result.shape[0]):
        upper = running[min(max(box.top - y, 0), width)]
        lower = running[min(max(box.bottom - y, 0), width)]
        for x in range(result.shape[1]):
            left, right = min(max(box.left - x, 0), width), min(max(box.right - x, 0), width)
            result[y, x] = box.value * (lower[right] - lower[left] - upper[right] + upper[left])
