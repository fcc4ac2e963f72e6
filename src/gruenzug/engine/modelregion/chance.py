"""Chance that is the same on every machine: hashes, streams and noise.

Only integer arithmetic and the four basic operations of IEEE 754 are used, so
that no mathematics library can change a digit. A random number belongs to a
thing (a place, an edge, a house), not to the order in which things come.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def salt_of(seed: int, *names: object) -> int:
    """Return a 63-bit number that stands for `names` under `seed`."""
    text = "/".join(str(part) for part in (seed, *names))
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> 1


def stream(seed: int, *names: object) -> np.random.Generator:
    """Return the random stream of `names`, for example of one municipality."""
    return np.random.Generator(np.random.PCG64(salt_of(seed, *names)))


def chances(salt: int, *keys: Ints | Floats) -> Floats:
    """Return one number in 0..1 for each row of integer `keys`.

    Parameters
    ----------
    salt : int
        What the chance is about, from `salt_of`.
    *keys : ndarray
        Whole numbers that name the things, arrays of one shape.

    Returns
    -------
    ndarray of float64
        Numbers in [0, 1) that look random.
    """
    state = np.full(np.shape(keys[0]), salt, dtype=np.uint64)
    for key in keys:
        state = _mixed(state + _GOLDEN + np.asarray(key).astype(np.int64).view(np.uint64))
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def noise(x: Floats, y: Floats, wavelength: float, salt: int, octaves: int = 1) -> Floats:
    """Return smooth noise in about -1..1 at points, with hills `wavelength` metres apart."""
    total = np.zeros(np.shape(x))
    weight, norm = 1.0, 0.0
    for octave in range(octaves):
        total += weight * _one_octave(x / wavelength, y / wavelength, salt + octave)
        norm += weight
        weight /= 2
        wavelength /= 2
    return total / norm


def _one_octave(u: Floats, v: Floats, salt: int) -> Floats:
    """Return noise between hashed values on the integer lattice."""
    i, j = np.floor(u), np.floor(v)
    s, t = _ease(u - i), _ease(v - j)
    column, row = i.astype(np.int64), j.astype(np.int64)
    low = _blend(chances(salt, column, row), chances(salt, column + 1, row), s)
    high = _blend(chances(salt, column, row + 1), chances(salt, column + 1, row + 1), s)
    return 2 * _blend(low, high, t) - 1


def _ease(t: Floats) -> Floats:
    """Return t with flat ends, so that slopes join."""
    return t * t * t * (t * (t * 6 - 15) + 10)


def _blend(a: Floats, b: Floats, t: Floats) -> Floats:
    return a + (b - a) * t


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the finalizer of SplitMix64."""
    state = (state ^ (state >> np.uint64(30))) * _MIX_1
    state = (state ^ (state >> np.uint64(27))) * _MIX_2
    return state ^ (state >> np.uint64(31))
