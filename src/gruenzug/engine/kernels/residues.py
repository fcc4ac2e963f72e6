"""Fourier transforms of whole numbers modulo a prime: sums by transforms without any rounding.

A transform modulo p works like one with complex numbers: a root of unity of
the field takes the place of exp(2πi/n), and every product is exact. Columns
are transformed in blocks of `BLOCK` that stay in the processor's cache; a block
of rows is turned while it is read. Results come in bit-reversed order, which
does not matter between a transform and its inverse.
"""

from __future__ import annotations

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
    prime : uint32
        The modulus.
    roots, quotients : ndarray of uint32, shape (n / 2,)
        For the transform.
    back, back_quotients : ndarray of uint32, shape (n / 2,)
        For its inverse.
    """

    prime: np.uint32
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
    return Field(np.uint32(prime), there, quotients(there, prime), back, quotients(back, prime))


def quotients(factors: Residues, prime: int) -> Residues:
    """Return ``factor · 2^32 // prime`` for each factor; with it a product needs no division."""
    return ((factors.astype(np.uint64) << np.uint64(32)) // np.uint64(prime)).astype(np.uint32)


def _powers(root: int, count: int, prime: int) -> Residues:
    powers = np.ones(1, np.uint64)
    while len(powers) < count:
        powers = np.concatenate(
            [powers, powers * np.uint64(pow(root, len(powers), prime)) % np.uint64(prime)]
        )
    return powers[:count].astype(np.uint32)


def numbers(found: Residues) -> NDArray[np.int64]:
    """Return the whole numbers below 2^63 that leave the residues `found` (Garner).

    Parameters
    ----------
    found : ndarray of uint32, shape (K, M, N)
        Modulo the first K of `PRIMES`, whose product is above every number or K is 3.
    """
    result: NDArray[np.int64] = found[0].astype(np.int64)
    if len(found) > 1:
        _second_digit(found, _by(pow(PRIMES[0], -1, PRIMES[1]), 1), result)
    if len(found) > 2:
        inverse = pow(PRIMES[0] * PRIMES[1], -1, PRIMES[2])
        _third_digit(found, _by(PRIMES[0], 2), _by(inverse, 2), result)
    return result


def _by(factor: int, number: int) -> tuple[np.uint32, np.uint32]:
    """Return a factor and its quotient in the field of ``PRIMES[number]``."""
    return np.uint32(factor), np.uint32((factor << 32) // PRIMES[number])


@_serial
def transform_columns(values, small, field, signal):  # type: ignore[no-untyped-def]
    """Write the transform of each column of `values` to `signal`, as if zeros followed below and beside.

    Parameters
    ----------
    values : ndarray of int64 or uint32, shape (m, n)
        Whole numbers, 0 or more.
    small : bool
        Whether all of them are below the prime; then none is reduced.
    field : Field
        Of the length of the columns of `signal`.
    signal : ndarray of uint32, shape (power of two, multiple of `BLOCK`)
        At least as large as `values`.
    """
    block = np.empty((signal.shape[0], BLOCK), np.uint32)
    for x in range(0, signal.shape[1], BLOCK):
        block[:] = 0
        if x < values.shape[1]:
            _read(values[:, x : x + BLOCK], field.prime, small, block)
            _forward(block, field.prime, field.roots, field.quotients)
        signal[:, x : x + BLOCK] = block


@_serial
def restore_columns(signal, field, reach, values):  # type: ignore[no-untyped-def]
    """Undo `transform_columns`, but for the factor of the length, for `values` that begin at `reach`."""
    block = np.empty((signal.shape[0], BLOCK), np.uint32)
    for x in range(reach // BLOCK * BLOCK, reach + values.shape[1], BLOCK):
        block[:] = signal[:, x : x + BLOCK]
        _backward(block, field.prime, field.back, field.back_quotients)
        for k in range(max(reach - x, 0), min(reach + values.shape[1] - x, BLOCK)):
            values[:, x + k - reach] = block[reach : reach + values.shape[0], k]


@_serial
def _read(values, prime, small, block):  # type: ignore[no-untyped-def]
    """Write values modulo a prime: their lower 31 bits, and the others as multiples of 2^31."""
    above = uint32((1 << 31) - prime)  # 2^31 modulo a prime that is more than its half
    quotient = uint32((uint64(above) << uint64(32)) // uint64(prime))
    for y in range(values.shape[0]):
        if small:
            for x in range(values.shape[1]):
                block[y, x] = values[y, x]
        else:
            for x in range(values.shape[1]):
                low, high = uint32(values[y, x] & 0x7FFFFFFF), uint32(values[y, x] >> 31)
                low = min(low, uint32(low - prime))
                block[y, x] = _plus(low, _times(high, above, quotient, prime), prime)


@_serial
def transform_rows(signal, field, turned):  # type: ignore[no-untyped-def]
    """Write the transform of each row of `signal` as a column of `turned`."""
    block = np.empty((signal.shape[1], BLOCK), np.uint32)
    for y in range(0, signal.shape[0], BLOCK):
        _turn(signal[y : y + BLOCK], block)
        _forward(block, field.prime, field.roots, field.quotients)
        turned[:, y : y + BLOCK] = block


@_serial
def multiply_rows(signal, field, factors, factor_quotients):  # type: ignore[no-untyped-def]
    """Transform each row, multiply it by a column of `factors`, and transform it back, in place."""
    prime = field.prime
    block = np.empty((signal.shape[1], BLOCK), np.uint32)
    for y in range(0, signal.shape[0], BLOCK):
        _turn(signal[y : y + BLOCK], block)
        _forward(block, prime, field.roots, field.quotients)
        for x in range(len(block)):
            line, by, quotient = block[x], factors[x, y : y + BLOCK], factor_quotients[x, y : y + BLOCK]
            for k in range(BLOCK):
                line[k] = _times(line[k], by[k], quotient[k], prime)
        _backward(block, prime, field.back, field.back_quotients)
        _turn(block, signal[y : y + BLOCK])


@_serial
def _turn(source, target):  # type: ignore[no-untyped-def]
    """Transpose square by square, so that both sides stay in the cache."""
    side = 16
    for y in range(0, source.shape[0], side):
        for x in range(0, source.shape[1], side):
            for dx in range(side):
                for dy in range(side):
                    target[x + dx, y + dy] = source[y + dy, x + dx]


@njit(inline="always")
def _times(value, factor, quotient, prime):  # type: ignore[no-untyped-def]
    """Return ``value · factor`` modulo `prime`; `value` may be any number of 32 bits (Shoup)."""
    whole = uint32((uint64(value) * uint64(quotient)) >> uint64(32))
    rest = uint32(uint32(value * factor) - uint32(whole * prime))
    less = uint32(rest - prime)
    return less if less < rest else rest


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


@_serial
def _forward(block, prime, roots, quotients):  # type: ignore[no-untyped-def]
    """Transform the columns of a block; decimation in frequency (Gentleman and Sande)."""
    half, step = len(block) // 2, 1
    while half >= 1:
        for start in range(0, len(block), 2 * half):
            for j in range(half):
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
            for j in range(half):
                root, quotient = roots[j * step], quotients[j * step]
                upper, lower = block[start + j], block[start + j + half]
                for k in range(BLOCK):
                    one, two = upper[k], _times(lower[k], root, quotient, prime)
                    upper[k] = _plus(one, two, prime)
                    lower[k] = _minus(one, two, prime)
        half, step = half * 2, step // 2


@_serial
def _second_digit(found, inverse, result):  # type: ignore[no-untyped-def]
    """Add the multiples of the first prime, and leave them where the second residue was."""
    prime = uint32(PRIMES[1])
    for y in range(result.shape[0]):
        first, second, line = found[0, y], found[1, y], result[y]
        for x in range(len(line)):
            digit = _times(_minus(second[x], first[x], prime), inverse[0], inverse[1], prime)
            second[x] = digit
            line[x] += np.int64(PRIMES[0]) * np.int64(digit)


@_serial
def _third_digit(found, first_prime, inverse, result):  # type: ignore[no-untyped-def]
    """Add the multiples of the product of the first two primes."""
    prime = uint32(PRIMES[2])
    for y in range(result.shape[0]):
        first, second, third, line = found[0, y], found[1, y], found[2, y], result[y]
        for x in range(len(line)):
            multiple = _times(second[x], first_prime[0], first_prime[1], prime)
            rest = _minus(_minus(third[x], first[x], prime), multiple, prime)
            digit = _times(rest, inverse[0], inverse[1], prime)
            line[x] += np.int64(PRIMES[0] * PRIMES[1]) * np.int64(digit)
