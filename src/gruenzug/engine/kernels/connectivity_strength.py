"""How strongly a path of a given length connects: exp(-length), or 1 / (1 + steps).

The exponential is made of tables and multiplications only, so that it has the
same bits on every machine.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_serial: Any = njit(cache=True, nogil=True)

_WHOLE_BITS = 50
_FINE_BITS = 42

NAT = 1 << _WHOLE_BITS
"""Parts of a length in which the strength falls to 1/e: a path errs by 4e-16 per link."""

SURE = 745.0
"""Nats beyond which exp(-x) is 0 in float64."""

STEPS = 1
"""Length of a link where links are only counted."""


def _table(count: int, step: Decimal) -> NDArray[np.float64]:
    """Return exp(-i × step) for i = 0 … count - 1, each correctly rounded."""
    with localcontext() as context:
        context.prec = 60
        return np.array([float((-i * step).exp()) for i in range(count)])


_WHOLE = _table(int(SURE) + 2, Decimal(1))
_FINE = _table(1 << (_WHOLE_BITS - _FINE_BITS), Decimal(1) / (1 << (_WHOLE_BITS - _FINE_BITS)))


def strengths(lengths: NDArray[np.int64], steps: bool) -> NDArray[np.float64]:
    """Return the strength of each length, shape (N,).

    Examples
    --------
    >>> strengths(np.array([0, NAT]), steps=False).round(12).tolist()
    [1.0, 0.367879441171]
    >>> strengths(np.array([0, 1, 3]), steps=True).tolist()
    [1.0, 0.5, 0.25]
    """
    out = np.empty(len(lengths))
    _fill(lengths, steps, out)
    return out


@_serial
def strength(length, steps):  # type: ignore[no-untyped-def]
    """Return the strength of one path, 0 if it is as good as endless."""
    if steps:
        return 1.0 / (1.0 + length)
    whole = length >> _WHOLE_BITS
    if whole > SURE:
        return 0.0
    rest = (length & ((1 << _FINE_BITS) - 1)) * (1.0 / NAT)  # below 1/256
    fine = (length >> _FINE_BITS) & 255
    series = 1.0 - rest * (1.0 - rest * (0.5 - rest * (1 / 6 - rest * (1 / 24 - rest * (1 / 120)))))
    return _WHOLE[whole] * _FINE[fine] * series


@_serial
def _fill(lengths, steps, out):  # type: ignore[no-untyped-def]
    for i in range(len(lengths)):
        out[i] = strength(lengths[i], steps)
