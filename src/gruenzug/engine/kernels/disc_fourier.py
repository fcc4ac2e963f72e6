"""Weighted sums of whole numbers by Fourier transforms, rounded back to the exact whole number.

The values are split into digits small enough that the error of the floating
point transform is below 1/4, by the bound in `_most_norm`; two digits travel
as real and imaginary part of one transform. Tiles overlap by the reach of the
weights, so the work per cell does not grow with the raster.
"""

from __future__ import annotations

from functools import lru_cache
from math import log2
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int64]

_IN_CACHE = 384  # tiles of that size stay in the second-level cache
_ROUNDING = 2.0**-53
_ERROR = 0.25
_FARTHEST = 4096  # cells that weights may reach

_serial: Any = njit(cache=True, nogil=True)


def weighted_sum(values: IntArray, weights: IntArray) -> IntArray:
    """Return the sum of `values` times `weights` around every cell that has a full neighbourhood.

    Parameters
    ----------
    values : ndarray of int64, shape (M + 2 r, N + 2 r)
        Whole numbers, 0 or more; sums must stay below 2^63.
    weights : ndarray of int64, shape (2 r + 1, 2 r + 1)
        Whole numbers, the same left and right, above and below.

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
    result = np.zeros((rows, columns), np.int64)
    high, wide = _tile_length(reach, rows), _tile_length(reach, columns)
    spectrum, most = _spectrum(weights.tobytes(), len(weights), (high, wide))
    waiting: list[_Digit] = []
    for y in range(0, rows, high - 2 * reach):
        for x in range(0, columns, wide - 2 * reach):
            tile = values[y : y + high, x : x + wide]
            part = result[y : y + high - 2 * reach, x : x + wide - 2 * reach]
            if (tile == tile[0, 0]).all():
                part += tile[0, 0] * weights.sum()
            else:
                waiting += _digits(tile, part, most)
            while len(waiting) > 1:
                _add_sums(waiting[:2], spectrum, reach)
                del waiting[:2]
    if waiting:
        _add_sums(waiting, spectrum, reach)
    return result


class _Digit(NamedTuple):
    """A digit of the values of a tile: `bits` bits from bit `shift` on."""

    tile: IntArray
    result: IntArray
    shift: int
    bits: int


def _digits(tile: IntArray, result: IntArray, most: float) -> list[_Digit]:
    """Cut a tile's values into digits so wide that the norm of any pair stays below `most`.

    Zeros that all values end with are left out: counts of people have twenty.
    """
    bits = int(log2(most / np.sqrt(2.0 * np.count_nonzero(tile))))
    if bits < 1:
        raise GridError("the weights are too large for an exact sum; use larger cells")
    used = int(np.bitwise_or.reduce(tile, axis=None))
    first, last = (used & -used).bit_length() - 1, used.bit_length()
    return [_Digit(tile, result, shift, bits) for shift in range(first, last, bits)]


def _add_sums(digits: list[_Digit], spectrum: NDArray[np.float64], reach: int) -> None:
    """Add the weighted sums of one or two digits to their results, as real and imaginary part."""
    from scipy import fft  # noqa: PLC0415  a quarter of a second that discs of ones do not need

    signal = np.zeros(spectrum.shape, np.complex128)
    parts = signal.view(np.float64).reshape(*signal.shape, 2)
    for k, digit in enumerate(digits):
        _write(digit.tile, digit.shift, digit.bits, parts[:, :, k])
    transform = fft.fft2(signal, overwrite_x=True)
    transform *= spectrum
    sums = fft.ifft2(transform, overwrite_x=True)
    parts = sums.view(np.float64).reshape(*sums.shape, 2)
    for k, digit in enumerate(digits):
        _add_rounded(parts[:, :, k], reach, digit.shift, digit.result)


@lru_cache(maxsize=256)
def _tile_length(reach: int, extent: int) -> int:
    """Return the length of tiles that cover `extent` with the least work."""

    def work(length: int) -> float:
        tiles = -(-extent // (length - 2 * reach))
        slower = 1.0 if length <= _IN_CACHE else 1.4 if length <= 3 * _IN_CACHE else 2.0
        return length * tiles * log2(length) * slower

    return min((length for length in _smooth() if length > 2 * reach), key=work)


@lru_cache(maxsize=1)
def _smooth() -> tuple[int, ...]:
    """Return the lengths that transform quickly: even products of 2, 3 and 5."""
    products = (2 * 2**a * 3**b * 5**c for a in range(14) for b in range(9) for c in range(6))
    return tuple(sorted(n for n in products if 48 <= n <= 4 * _FARTHEST))


def _most_norm(size: tuple[int, int]) -> float:
    """Return how large the product of the norms of values and weights may be.

    A transform of length n takes log2(n) stages of butterflies; a stage moves
    the vector by at most 4.5 units of rounding of its norm (a complex product,
    a sum, the rounding of the twiddle factor). The transforms of values,
    weights and product, and the product itself, leave, by Cauchy-Schwarz, an
    error of at most ``u (13.5 log2(n) + 4) |values| |weights|`` in every result.
    """
    return _ERROR / (_ROUNDING * (13.5 * log2(size[0] * size[1]) + 4))


@lru_cache(maxsize=4)
def _spectrum(weights: bytes, width: int, size: tuple[int, int]) -> tuple[NDArray[np.float64], float]:
    """Return the transform of centred weights, real for they are symmetric, and how large values may be."""
    from scipy import fft  # noqa: PLC0415

    table = np.frombuffer(weights, np.int64).reshape(width, width)
    centred = np.zeros(size)
    centred[:width, :width] = table
    centred = np.roll(centred, (-(width // 2), -(width // 2)), (0, 1))
    norm = float(np.sqrt((table.astype(float) ** 2).sum()))
    return np.ascontiguousarray(fft.fft2(centred).real), _most_norm(size) / norm


@_serial
def _write(tile, shift, bits, part):  # type: ignore[no-untyped-def]
    mask = (np.int64(1) << bits) - 1
    for y in range(tile.shape[0]):
        for x in range(tile.shape[1]):
            part[y, x] = (tile[y, x] >> shift) & mask


@_serial
def _add_rounded(sums, reach, shift, result):  # type: ignore[no-untyped-def]
    for y in range(result.shape[0]):
        for x in range(result.shape[1]):
            result[y, x] += np.int64(np.rint(sums[y + reach, x + reach])) << shift
