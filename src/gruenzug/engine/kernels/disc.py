"""Sums over discs, exactly: every cell within a radius counts, as much as its distance says.

A disc of ones is summed through running sums; a disc of weights
through Fourier transforms modulo primes, in which nothing is rounded. Values
and weights are whole numbers (fixed point), hence a result never depends on
tiles or threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import exp, floor, isqrt, log2
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc_box import Weights, box_of, box_sum
from gruenzug.engine.kernels.disc_fourier import weighted_sum
from gruenzug.engine.kernels.disc_rings import disc_row, push_row, rings

IntArray = NDArray[np.int64]

DECAYS = ("dichotomy", "exponential", "gaussian", "density")
"""How the weight falls with distance; the names are those of InVEST Urban Nature Access."""

WEIGHT_BITS = 16
"""Weights of large discs are whole multiples of 2^-16, those of small ones finer (see `weight_bits`)."""

_FARTHEST = 4096  # cells; a disc of that radius has 53 million weights

_FARTHEST_RUNNING = 200  # cells; beyond that Fourier transforms are quicker than running sums

_DOUBT = 1e-4  # units; weights have 28 bits at most, so doubles are right to a thousandth of this

_serial: Any = njit(cache=True, nogil=True)


@dataclass(frozen=True)
class Disc:
    """A disc of weights around a cell.

    Attributes
    ----------
    decay : str
        One of `DECAYS`.
    radius, cell : Fraction
        Radius of the disc and edge length of the cells, in the same unit. A
        cell is in the disc if its centre is.
    bits : int
        Weights and sums are in units of ``2**-bits``.
    length : Fraction or None
        The distance the decay is measured in; None takes the radius.
    """

    decay: str
    radius: Fraction
    cell: Fraction
    bits: int = 0
    length: Fraction | None = None

    @property
    def reach(self) -> int:
        """How many cells the disc reaches beyond its centre."""
        return isqrt(self.squared_reach)

    @property
    def runs(self) -> bool:
        """Whether running sums are the quickest way to sum it."""
        return self.decay == "dichotomy" and self.reach <= _FARTHEST_RUNNING

    @property
    def total(self) -> int:
        """Sum of all weights, in units of 2^-bits."""
        return _weights(self).total

    @property
    def squared_reach(self) -> int:
        """Largest squared distance within the disc, in cells."""
        return int((self.radius / self.cell) ** 2)

    def sum(self, values: NDArray[Any]) -> IntArray:
        """Return the weighted sum around every cell that has a full disc.

        Parameters
        ----------
        values : ndarray of int64, uint32 or uint8, shape (M + 2 * reach, N + 2 * reach)
            Whole numbers, 0 or more.

        Returns
        -------
        ndarray of int64, shape (M, N)
            Exact sums in units of ``2**-bits``.

        Raises
        ------
        GridError
            If `values` is no such array, or a sum might reach 2^63.

        Examples
        --------
        >>> Disc("dichotomy", Fraction(10), Fraction(10)).sum(np.ones((3, 4), dtype=np.int64))
        array([[5, 5]])
        """
        if values.dtype not in (np.int64, np.uint32, np.uint8) or values.ndim != 2:
            raise GridError(f"values must be 2-D int64, uint32 or uint8, got {values.ndim}-D {values.dtype}")
        if min(values.shape) <= 2 * self.reach:
            return np.zeros(tuple(max(0, n - 2 * self.reach) for n in values.shape), np.int64)
        largest = self._largest(values)
        box = box_of(values)
        if box is None and not self.runs:
            return weighted_sum(values, _weights(self), largest)
        result = np.empty((values.shape[0] - 2 * self.reach, values.shape[1] - 2 * self.reach), np.int64)
        if box is not None:
            box_sum(box, _weights(self), result)
        else:
            _flat_sum(np.ascontiguousarray(values), half_widths(self), result)
        return result

    def _largest(self, values: NDArray[Any]) -> int:
        """Return the largest of the values, once they are known to be neither negative nor too large."""
        least, largest = _extremes(values)
        if least < 0:
            raise GridError(f"values must be 0 or more, got {least}")
        self.require_small(int(largest))
        return int(largest)

    def require_small(self, largest: int) -> None:
        """Refuse values whose sums might not fit in 63 bits."""
        if largest * self.total >= 2**63:
            raise GridError(
                f"a value of {largest:,} is too large to be summed over {self.reach:,} cells; use "
                "smaller units or a smaller radius"
            )


def disc(
    decay: str, radius: float, cell: float, bits: int | None = None, length: float | None = None
) -> Disc:
    """Return a disc of weights.

    Parameters
    ----------
    decay : str
        One of `DECAYS`.
    radius, cell : float
        Radius of the disc and edge length of the cells, in metres.
    bits : int, optional
        Weights are in units of ``2**-bits``; without it ones are whole and
        other weights as fine as `weight_bits` says.
    length : float, optional
        Metres over which weights decay; without it the radius.

    Returns
    -------
    Disc
        The cells whose centres are at most `radius` away.

    Raises
    ------
    GridError
        If the decay is unknown, a length not positive, or the disc too large.
    """
    if decay not in DECAYS:
        raise GridError(f'there is no decay function "{decay}"; use one of {", ".join(DECAYS)}')
    if not cell > 0:
        raise GridError(f"the cells must be larger than 0 m, got {cell} m")
    if not 0 < radius < np.inf:
        raise GridError(f"the radius must be above 0 m, got {radius} m")
    if bits is None:
        bits = 0 if decay == "dichotomy" else weight_bits(length or radius, cell)
    decayed = None if length is None else Fraction(str(length))
    result = Disc(decay, Fraction(str(radius)), Fraction(str(cell)), bits, decayed)
    if result.reach > _FARTHEST:
        raise GridError(
            f"a radius of {radius} m spans {result.reach:,} cells of {cell} m, more than {_FARTHEST:,}; use "
            "larger cells"
        )
    return result


def weight_bits(length: float, cell: float) -> int:
    """Return how fine the weights of a disc should be.

    Rounding moves a weight by up to 2^-(bits + 1). The more weights there are,
    the more these errors cancel: n cells within the length of the decay get
    28 - log2(n) bits, and at least `WEIGHT_BITS`, which keeps weighted sums
    within about 2e-7 of those with exact weights.
    """
    cells = max(1.0, 3.14 * (length / cell) ** 2)
    return max(WEIGHT_BITS, int(WEIGHT_BITS + 12 - log2(cells)))


@cache
def _weights(shape: Disc) -> Weights:
    return Weights(disc_weights(shape))


def disc_weights(shape: Disc) -> IntArray:
    """Return the weights of a disc.

    Parameters
    ----------
    shape : Disc
        The disc.

    Returns
    -------
    ndarray of int64, shape (2 * reach + 1, 2 * reach + 1)
        In units of ``2**-bits``, 0 beyond the disc.

    Notes
    -----
    With d the distance of a cell and r the radius (or length) the weights
    are [1]_: 1 (dichotomy), exp(-d/r) (exponential),
    (exp(-d²/2r²) - exp(-1/2)) / (1 - exp(-1/2)) (gaussian) and
    3/4 (1 - d²/r²) (density). Where doubles leave the rounding open
    30 digits decide, so all machines round alike.

    References
    ----------
    .. [1] Natural Capital Project: InVEST Urban Nature Access, user's guide.

    Examples
    --------
    >>> disc_weights(disc("dichotomy", 1, 1))
    array([[0, 1, 0],
           [1, 1, 1],
           [0, 1, 0]])
    """
    reach = shape.reach
    offsets = np.arange(-reach, reach + 1)
    squared = offsets[:, None] ** 2 + offsets[None, :] ** 2
    within = squared <= shape.squared_reach
    distinct, place = np.unique(squared[within], return_inverse=True)
    result = np.zeros(squared.shape, np.int64)
    result[within] = _weights_at(shape, distinct)[place]
    return result


def _weights_at(shape: Disc, squared: IntArray) -> IntArray:
    """Return the weights of cells at squared distances, rounded to whole numbers of units.

    Doubles do where they leave no doubt how to round, whatever the machine's exponential function.
    """
    part = squared * float((shape.cell / (shape.length or shape.radius)) ** 2)
    if shape.decay == "dichotomy":
        return np.ones_like(squared)
    if shape.decay == "density":
        values = 0.75 * (1 - part)
    elif shape.decay == "exponential":
        values = np.exp(-np.sqrt(part))
    else:
        values = (np.exp(-part / 2) - exp(-0.5)) / (1 - exp(-0.5))
    units = values * 2.0**shape.bits
    result: IntArray = np.rint(units).astype(np.int64)
    doubtful = np.abs(units - np.floor(units) - 0.5) < _DOUBT
    result[doubtful] = [_weight(shape, int(d)) for d in squared[doubtful]]
    return result


def _weight(shape: Disc, squared: int) -> int:
    """Return the weight of a cell at a squared distance, rounded to a whole number of units."""
    share = Fraction(squared) * (shape.cell / (shape.length or shape.radius)) ** 2  # (d/r)², exact
    if shape.decay == "density":
        units: int = floor(Fraction(3, 4) * (1 - share) * 2**shape.bits + Fraction(1, 2))
        return units
    with localcontext() as context:
        context.prec = 30
        part = Decimal(share.numerator) / Decimal(share.denominator)
        if shape.decay == "exponential":
            value = (-part.sqrt()).exp()
        else:
            edge = Decimal("-0.5").exp()
            value = ((-part / 2).exp() - edge) / (1 - edge)
        return int((value * 2**shape.bits).to_integral_value())


@cache
def half_widths(shape: Disc) -> IntArray:
    """Return how far a disc reaches left and right in each of its rows, from its centre down."""
    squared = shape.squared_reach
    return np.array([isqrt(squared - d * d) for d in range(shape.reach + 1)], np.int64)


@_serial
def _extremes(values):  # type: ignore[no-untyped-def]
    least = largest = np.int64(values[0, 0])
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            least, largest = min(least, np.int64(values[y, x])), max(largest, np.int64(values[y, x]))
    return least, largest


@_serial
def _flat_sum(values, half, result):  # type: ignore[no-untyped-def]
    reach = len(half) - 1
    sums = rings(reach, values.shape[1])
    for y in range(values.shape[0]):
        push_row(sums, y, values[y])
        if y >= 2 * reach:
            disc_row(sums, y - reach, half, result[y - 2 * reach])
