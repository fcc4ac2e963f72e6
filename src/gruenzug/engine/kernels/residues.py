"""Fourier transforms of whole numbers modulo a prime: sums by transforms without any rounding.

A transform modulo p works like one with complex numbers: a root of unity of
the field takes the place of exp(2πi/n), and every product is exact. A signal
lies in memory as blocks of `BLOCK` columns, which stay in the processor's cache
while they are transformed; for rows, squares of it are turned. Results come in
bit-reversed order, which does not matter between a transform and its inverse.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit, uint32, uint64
from numpy.typing import NDArray

Residues = NDArray[np.uint32]

BLOCK = 64
"""Columns transformed together; lengths are multiples of it."""

PRIMES = (1_811_939_329, 2_013_265_921, 2_113_929_217)
"""Ascending primes below 2^31 whose fields have roots of unity of every power of two up to 2^25."""

_GENERATORS = (13, 31, 5)

_serial: Any = njit(cache=True, nogil=True)


class Field(NamedTuple):
    """A prime and the powers of a root of unity, each with its quotient ``w · 2^32 // prime``.

    Attributes
    ----------
    prime, inverse : uint32
        The modulus, and ``-1 / prime`` modulo 2^32.
    roots, quotients : ndarray of uint32, shape (n / 2,)
        For the transform.
    back, back_quotients : ndarray of uint32, shape (n / 2,)
        For its inverse.
    """

    prime: np.uint32
    inverse: np.uint32
    roots: Residues
    quotients: Residues
    back: Residues
    back_quotients: Residues


@lru_cache(maxsize=64)
def field(number: int, length: int) -> Field:
    """Return what a transform of `length`, a power of two, needs in the field of ``PRIMES[number]``.

    Examples
    --------
    >>> [pow(int(root), 2, PRIMES[0]) == PRIMES[0] - 1 for root in field(0, 4).roots[1:]]
    [True]
    """
    prime = PRIMES[number]
    root = pow(_GENERATORS[number], (prime - 1) // length, prime)
    there, back = _powers(root, length // 2, prime), _powers(pow(root, -1, prime), length // 2, prime)
    inverse = np.uint32(-pow(prime, -1, 1 << 32) % (1 << 32))
    return Field(np.uint32(prime), inverse, there, _quotients(there, prime), back, _quotients(back, prime))


def prepare(factors: Residues, scale: Fraction, number: int) -> None:
    """Multiply factors by `scale`, and as `multiply_rows` needs it, in the field of ``PRIMES[number]``."""
    prime = PRIMES[number]
    _scale(factors, *_by((scale.numerator << 32) * pow(scale.denominator, -1, prime) % prime, number), prime)


def _quotients(factors: Residues, prime: int) -> Residues:
    """Return ``factor · 2^32 // prime`` for each factor; with it a product needs no division."""
    return ((factors.astype(np.uint64) << np.uint64(32)) // np.uint64(prime)).astype(np.uint32)


def _powers(root: int, count: int, prime: int) -> Residues:
    powers = np.ones(1, np.uint64)
    while len(powers) < count:
        powers = np.concatenate(
            [powers, powers * np.uint64(pow(root, len(powers), prime)) % np.uint64(prime)]
        )
    return powers[:count].astype(np.uint32)


def write_numbers(found: Residues, result: NDArray[np.int64], top: int, left: int) -> None:
    """Write the whole numbers below 2^63 that leave the residues `found` (Garner).

    Parameters
    ----------
    found : ndarray of uint32, shape (K, M, N)
        Modulo the first K of `PRIMES`, whose product is above every number or K is 3.
    result : ndarray of int64
        Where they are written.
    top, left : int
        Row and column of `result` at which they begin.
    """
    if len(found) == 1:
        result[top : top + found.shape[1], left : left + found.shape[2]] = found[0]
        return
    _two_digits(found, _by(pow(PRIMES[0], -1, PRIMES[1]), 1), result, top, left)
    if len(found) > 2:
        inverse = pow(PRIMES[0] * PRIMES[1], -1, PRIMES[2])
        _third_digit(found, _by(PRIMES[0], 2), _by(inverse, 2), result, top, left)


def _by(factor: int, number: int) -> tuple[np.uint32, np.uint32]:
    """Return a factor and its quotient in the field of ``PRIMES[number]``."""
    return np.uint32(factor), np.uint32((factor << 32) // PRIMES[number])


@_serial
def transform_columns(values, top, left, small, field, signal):  # type: ignore[no-untyped-def]
    """Write the transform of each column of a tile to `signal`; beyond `values` lie zeros.

    Parameters
    ----------
    values : ndarray of int64, uint32 or uint8, shape (M, N)
        Whole numbers, 0 or more.
    top, left : int
        Where the tile begins.
    small : bool
        Whether all of them are below the prime; then none is reduced.
    field : Field
        Of the height of the signal.
    signal : ndarray of uint32, shape (width / BLOCK, height, BLOCK)
        As wide and high as the tile.
    """
    rows = min(values.shape[0] - top, signal.shape[1])
    for number in range(len(signal)):
        block, x = signal[number], left + number * BLOCK
        columns = min(max(values.shape[1] - x, 0), BLOCK)
        block[rows if columns == BLOCK else 0 :] = 0
        for y in range(rows if columns else 0):
            _read(values[top + y][x : x + columns], field.prime, small, block[y])
        if columns:
            _forward(block, field.prime, field.roots, field.quotients)


@_serial
def restore_columns(signal, field, first, values):  # type: ignore[no-untyped-def]
    """Undo `transform_columns`, but for the factor of the length.

    `values`, shape (m, n), are what begins at row and column `first`.
    """
    end = first + values.shape[1]
    for number in range(first // BLOCK, -(-end // BLOCK)):
        block, x = signal[number], number * BLOCK
        _backward(block, field.prime, field.back, field.back_quotients)
        left, right = max(first - x, 0), min(end - x, BLOCK)
        for y in range(values.shape[0]):
            source, target = block[first + y][left:right], values[y][x + left - first :]
            for k in range(len(source)):
                target[k] = source[k]


@njit(inline="always")
def _read(values, prime, small, line):  # type: ignore[no-untyped-def]
    """Write values modulo a prime: their lower 31 bits, and the others as multiples of 2^31."""
    above = uint32((1 << 31) - prime)  # 2^31 modulo a prime that is more than its half
    quotient = uint32((uint64(above) << uint64(32)) // uint64(prime))
    if small:
        for x in range(len(values)):
            line[x] = values[x]
    else:
        for x in range(len(values)):
            low, high = uint32(values[x] & 0x7FFFFFFF), uint32(values[x] >> 31)
            low = min(low, uint32(low - prime))
            line[x] = _plus(low, _times(high, above, quotient, prime), prime)


@_serial
def transform_rows(signal, field, turned):  # type: ignore[no-untyped-def]
    """Write the transform of each row of `signal` as a column of `turned`.

    Their shapes are (width / BLOCK, height, BLOCK) and (height / BLOCK, width, BLOCK).
    """
    for number in range(len(turned)):
        block = turned[number]
        for k in range(len(signal)):
            _turn(signal[k, number * BLOCK : (number + 1) * BLOCK], block[k * BLOCK : (k + 1) * BLOCK])
        _forward(block, field.prime, field.roots, field.quotients)


@_serial
def multiply_rows(signal, field, factors):  # type: ignore[no-untyped-def]
    """Transform each row, multiply it by a column of `factors`, and transform it back, in place.

    `factors` are as `transform_rows` leaves a signal, then as `prepare` leaves them.
    """
    prime, inverse = field.prime, field.inverse
    block = np.empty((len(signal) * BLOCK, BLOCK), np.uint32)
    for number in range(len(factors)):
        rows = slice(number * BLOCK, (number + 1) * BLOCK)
        for k in range(len(signal)):
            _turn(signal[k, rows], block[k * BLOCK : (k + 1) * BLOCK])
        _forward(block, prime, field.roots, field.quotients)
        for x in range(len(block)):
            line, by = block[x], factors[number, x]
            for k in range(BLOCK):
                line[k] = _product(line[k], by[k], prime, inverse)
        _backward(block, prime, field.back, field.back_quotients)
        for k in range(len(signal)):
            _turn(block[k * BLOCK : (k + 1) * BLOCK], signal[k, rows])


@_serial
def _scale(factors, by, quotient, prime):  # type: ignore[no-untyped-def]
    for number in range(len(factors)):
        for x in range(factors.shape[1]):
            line = factors[number, x]
            for k in range(BLOCK):
                line[k] = _times(line[k], by, quotient, uint32(prime))


@_serial
def _turn(source, target):  # type: ignore[no-untyped-def]
    """Transpose a square of `BLOCK` rows and columns; both fit in the cache."""
    for x in range(BLOCK):
        for y in range(BLOCK):
            target[x, y] = source[y, x]


@njit(inline="always")
def _times(value, factor, quotient, prime):  # type: ignore[no-untyped-def]
    """Return ``value · factor`` modulo `prime`; `value` may be any number of 32 bits (Shoup)."""
    whole = uint32((uint64(value) * uint64(quotient)) >> uint64(32))
    rest = uint32(uint32(value * factor) - uint32(whole * prime))
    less = uint32(rest - prime)
    return less if less < rest else rest


@njit(inline="always")
def _product(one, two, prime, inverse):  # type: ignore[no-untyped-def]
    """Return ``one · two / 2^32`` modulo `prime`; both are below it (Montgomery)."""
    whole = uint64(one) * uint64(two)
    even = uint64(uint32(uint32(whole) * inverse)) * uint64(prime)
    result = uint32((whole + even) >> uint64(32))
    less = uint32(result - prime)
    return less if less < result else result


@njit(inline="always")
def _plus(one, two, prime):  # type: ignore[no-untyped-def]
    total = uint32(one + two)
    less = uint32(total - prime)
    return less if less < total else total


@njit(inline="always")
def _minus(one, two, prime):  # type: ignore[no-untyped-def]
    rest = uint32(one - two)
    more = uint32(rest + prime)
    return more if more < rest else rest


@njit(inline="always")
def _sum_and_difference(upper, lower, prime):  # type: ignore[no-untyped-def]
    """Do the step of a transform whose root is 1."""
    for k in range(BLOCK):
        one, two = upper[k], lower[k]
        upper[k] = _plus(one, two, prime)
        lower[k] = _minus(one, two, prime)


@_serial
def _forward(block, prime, roots, quotients):  # type: ignore[no-untyped-def]
    """Transform the columns of a block; decimation in frequency (Gentleman and Sande)."""
    half, step = len(block) // 2, 1
    while half >= 1:
        for start in range(0, len(block), 2 * half):
            _sum_and_difference(block[start], block[start + half], prime)
            for j in range(1, half):
                root, quotient = roots[j * step], quotients[j * step]
                upper, lower = block[start + j], block[start + j + half]
                for k in range(BLOCK):
                    one, two = upper[k], lower[k]
                    upper[k] = _plus(one, two, prime)
                    lower[k] = _times(uint32(uint32(one - two) + prime), root, quotient, prime)
        half, step = half // 2, step * 2


@_serial
def _backward(block, prime, roots, quotients):  # type: ignore[no-untyped-def]
    """Undo `_forward`, but for the factor of the length; decimation in time (Cooley and Tukey)."""
    half, step = 1, len(block) // 2
    while half < len(block):
        for start in range(0, len(block), 2 * half):
            _sum_and_difference(block[start], block[start + half], prime)
            for j in range(1, half):
                root, quotient = roots[j * step], quotients[j * step]
                upper, lower = block[start + j], block[start + j + half]
                for k in range(BLOCK):
                    one, two = upper[k], _times(lower[k], root, quotient, prime)
                    upper[k] = _plus(one, two, prime)
                    lower[k] = _minus(one, two, prime)
        half, step = half * 2, step // 2


@_serial
def _two_digits(found, inverse, result, top, left):  # type: ignore[no-untyped-def]
    """Write the numbers that two residues tell; the second digit is left where the second residue was."""
    prime = uint32(PRIMES[1])
    for y in range(found.shape[1]):
        first, second, line = found[0, y], found[1, y], result[top + y][left:]
        for x in range(len(first)):
            digit = _times(_minus(second[x], first[x], prime), inverse[0], inverse[1], prime)
            second[x] = digit
            line[x] = np.int64(first[x]) + np.int64(PRIMES[0]) * np.int64(digit)


@_serial
def _third_digit(found, first_prime, inverse, result, top, left):  # type: ignore[no-untyped-def]
    """Add the multiples of the product of the first two primes."""
    prime = uint32(PRIMES[2])
    for y in range(found.shape[1]):
        first, second, third, line = found[0, y], found[1, y], found[2, y], result[top + y][left:]
        for x in range(len(first)):
            multiple = _times(second[x], first_prime[0], first_prime[1], prime)
            rest = _minus(_minus(third[x], first[x], prime), multiple, prime)
            digit = _times(rest, inverse[0], inverse[1], prime)
            line[x] += np.int64(PRIMES[0] * PRIMES[1]) * np.int64(digit)
