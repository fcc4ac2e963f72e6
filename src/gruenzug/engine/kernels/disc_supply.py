"""Two-step floating catchment: how much nature there is for each person, exactly.

Step one asks of every piece of nature how many people reach it, step two of
every place how much of the nature in reach is left per person. All numbers are
whole: people in 2^-20 persons, nature in parts of a cell, supply in 2^-bits
cells per person. The only roundings are those to these units, each decided by
a single cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import Disc

IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]

PERSON_BITS = 20
"""People are counted in units of 2^-20 = a millionth of a person."""

SHARE_BITS = 16
"""Shares of nature in a cell, and of groups in the population, are in units of 2^-16."""

_FLAT_BITS, _WEIGHTED_BITS = 38, 28  # of the supply that one cell of nature gives to one person
_REACHED_BITS = 24  # people in reach of nature, one or more, are divided by in units of 2^-24 persons
_UNKNOWN = 255
_LOW = 24  # bits of the lower part of a sum
_MASK = (1 << _LOW) - 1

_serial: Any = njit(cache=True, nogil=True)


@dataclass(frozen=True)
class Group:
    """A part of the population with its own search radius."""

    name: str
    share: int
    disc: int


@dataclass(frozen=True)
class Catchment:
    """What counts as nature, and how far people go for it.

    Attributes
    ----------
    discs : tuple of Disc
        All search radii in use, each once, all with the same decay.
    share : tuple of int
        Part of a cell that is nature, by class, in units of ``2**-SHARE_BITS``.
    disc : tuple of int
        Which disc a class of nature draws from; not used if there are groups.
    groups : tuple of Group
        Parts of the population, whose shares add up to ``2**SHARE_BITS``; none
        if all people go equally far.
    """

    discs: tuple[Disc, ...]
    share: tuple[int, ...]
    disc: tuple[int, ...]
    groups: tuple[Group, ...] = ()

    @property
    def reach(self) -> int:
        """Cells of the farthest search."""
        return max(disc.reach for disc in self.discs)

    @property
    def ratio_bits(self) -> int:
        """The nature per person at one cell is in units of ``2**-ratio_bits`` cells."""
        most = _WEIGHTED_BITS if self.discs[0].bits else _FLAT_BITS
        return min(most, 62 - max(disc.total.bit_length() for disc in self.discs))

    @property
    def bits(self) -> int:
        """Supply is in units of ``2**-bits`` cells per person."""
        return self.ratio_bits + self.discs[0].bits

    @property
    def rounding(self) -> int:
        """How far, in units of ``2**-bits``, rounding the ratios may move a supply."""
        return sum(disc.total for disc in self.discs) // 2 + 1

    def shares(self) -> IntArray:
        """Return the share of nature of all 256 classes."""
        table = np.zeros(256, np.int64)
        table[: len(self.share)] = self.share
        return table

    def table_of(self, disc: int) -> IntArray:
        """Return the share of nature of all 256 classes, 0 for those that draw from another disc."""
        table = self.shares()
        table[: len(self.disc)][np.array(self.disc, np.int64) != disc] = 0
        return table


class Supply(NamedTuple):
    """Supply around every cell.

    Attributes
    ----------
    total : ndarray of int64, shape (M, N)
        In units of ``2**-bits`` cells per person.
    groups : list of ndarray of int64
        The same for each group; empty if there are none.
    """

    total: IntArray
    groups: list[IntArray]


def people(persons: NDArray[Any]) -> IntArray:
    """Return persons in units of ``2**-PERSON_BITS``, -1 where unknown.

    Raises
    ------
    GridError
        If a cell has less than 0 persons or more than a billion.

    Examples
    --------
    >>> people(np.array([[1.0, np.nan]]))
    array([[1048576,      -1]])
    """
    result = np.empty(persons.shape, np.int64)
    worst = _people(np.ascontiguousarray(persons), result)
    if not 0 <= worst < 1e9:
        raise GridError(f"a cell has {worst:g} persons; a population is 0 or more and below a billion")
    return result


def masked(classes: ByteArray, persons: IntArray) -> tuple[ByteArray, IntArray]:
    """Return land and people where both are known: elsewhere class 255 and no people.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    persons : ndarray of int64, shape (M, N)
        As `people` returns them.
    """
    land, known = np.empty(classes.shape, np.uint8), np.empty(classes.shape, np.int64)
    _mask(np.ascontiguousarray(classes), persons, land, known)
    return land, known


def supply(land: ByteArray, persons: IntArray, catchment: Catchment) -> Supply:
    """Return the nature per person around every cell.

    Parameters
    ----------
    land : ndarray of uint8, shape (M + 4 * reach, N + 4 * reach)
        Classes of land, and
    persons : ndarray of int64, same shape
        people, as `masked` returns them: unknown cells have neither.
    catchment : Catchment
        Nature and search radii.

    Returns
    -------
    Supply
        Exact sums of the ratios at the cells in reach.

    Notes
    -----
    With w the weights of the disc, P people and N nature, a cell j offers
    R_j = N_j / sum_i w_ij P_i to each of those who reach it, or N_j if they are
    one person at most, and a cell i is supplied with sum_j w_ij R_j [1]_.

    References
    ----------
    .. [1] Natural Capital Project: InVEST Urban Nature Access, user's guide.
    """
    if catchment.groups:
        return _by_group(land, persons, catchment)
    height, width = (n - 4 * catchment.reach for n in land.shape)
    total = np.zeros((height, width), np.int64)
    for number, disc in enumerate(catchment.discs):
        ratio = _ratio(land, _sum(disc, persons, catchment), catchment, catchment.table_of(number))
        total += _sum(disc, ratio, catchment)
    return Supply(total, [])


def accessible(land: ByteArray, catchment: Catchment) -> IntArray:
    """Return the nature in reach of every cell, however many people share it.

    Parameters
    ----------
    land, catchment
        As for `supply`.

    Returns
    -------
    ndarray of int64, shape (M, N)
        Weighted sums in units of ``2**-(SHARE_BITS + discs[0].bits)`` cells;
        with groups, the mean over the groups.
    """
    margin = catchment.reach
    inner = land[(slice(margin, -margin or None),) * 2]
    if catchment.groups:
        nature = catchment.shares()[inner]
        sums = [_sum(catchment.discs[group.disc], nature, catchment) for group in catchment.groups]
        return _mixed(sums, catchment)
    total = np.zeros(tuple(n - 2 * margin for n in inner.shape), np.int64)
    for k, disc in enumerate(catchment.discs):
        total += _sum(disc, catchment.table_of(k)[inner], catchment)
    return total


def _by_group(land: ByteArray, persons: IntArray, catchment: Catchment) -> Supply:
    sums = {g.disc: _sum(catchment.discs[g.disc], persons, catchment) for g in catchment.groups}
    reached = _mixed([sums[group.disc] for group in catchment.groups], catchment)
    ratio = _ratio(land, reached, catchment, catchment.shares())
    supplied = {disc: _sum(catchment.discs[disc], ratio, catchment) for disc in sums}
    groups = [supplied[group.disc] for group in catchment.groups]
    return Supply(_mixed(groups, catchment), groups)


def _sum(disc: Disc, values: IntArray, catchment: Catchment) -> IntArray:
    """Return the sums of a disc, the margin shrunk by the catchment's reach whatever the disc's."""
    spare = catchment.reach - disc.reach
    return disc.sum(values[spare : values.shape[0] - spare, spare : values.shape[1] - spare])


def _mixed(sums: list[IntArray], catchment: Catchment) -> IntArray:
    """Return the mean over the groups, by their shares, without overflow."""
    total = np.zeros_like(sums[0])
    for part, group in zip(sums, catchment.groups, strict=True):
        total += (part >> SHARE_BITS) * group.share
        total += ((part & ((1 << SHARE_BITS) - 1)) * group.share) >> SHARE_BITS
    return total


def _ratio(land: ByteArray, reached: IntArray, catchment: Catchment, table: IntArray) -> IntArray:
    margin = catchment.reach
    result = np.empty(reached.shape, np.int64)
    inner = land[margin : land.shape[0] - margin, margin : land.shape[1] - margin]
    _divide(inner, reached, table, catchment.discs[0].bits, catchment.ratio_bits, result)
    return result


@_serial
def _people(persons, result):  # type: ignore[no-untyped-def]
    worst = 0.0
    for y in range(persons.shape[0]):
        for x in range(persons.shape[1]):
            p = persons[y, x]
            if np.isnan(p):
                result[y, x] = -1
            elif 0.0 <= p < 1e9:
                result[y, x] = np.int64(np.rint(np.float64(p) * (1 << PERSON_BITS)))
            else:
                worst = np.float64(p)
    return worst


@_serial
def _divide(land, reached, table, weight_bits, ratio_bits, result):  # type: ignore[no-untyped-def]
    """Nature over the people who reach it, rounded to the nearest unit; all of it for one person."""
    one = np.int64(1) << (PERSON_BITS + weight_bits)
    spare = PERSON_BITS + weight_bits - _REACHED_BITS
    up = ratio_bits + _REACHED_BITS - SHARE_BITS
    for y in range(land.shape[0]):
        for x in range(land.shape[1]):
            nature, n = table[land[y, x]], reached[y, x]
            if nature == 0:
                result[y, x] = 0
            elif n <= one:
                result[y, x] = (nature << ratio_bits) >> SHARE_BITS
            else:
                n = n << -spare if spare < 0 else (n + (np.int64(1) << spare >> 1)) >> spare
                result[y, x] = ((nature << up) + n // 2) // n


class Totals(NamedTuple):
    """Sums over the cells where people and land are known, as whole numbers.

    Supply is in the units of `Catchment`, people in units of ``2**-PERSON_BITS``.
    """

    cells: int = 0
    supply: int = 0
    least: int = (1 << 63) - 1
    most: int = -1
    persons: int = 0
    under: int = 0
    over: int = 0

    def plus(self, other: Totals) -> Totals:
        """Return the totals of both."""
        return Totals(
            self.cells + other.cells,
            self.supply + other.supply,
            min(self.least, other.least),
            max(self.most, other.most),
            self.persons + other.persons,
            self.under + other.under,
            self.over + other.over,
        )


def totals(
    values: IntArray, land: ByteArray, persons: IntArray, demand: Fraction, rounding: int = 0
) -> Totals:
    """Return sums of supply and of the people who have less or more than they need.

    Parameters
    ----------
    values : ndarray of int64, shape (M, N)
        Supply.
    land, persons : ndarray, shape (M, N)
        As `masked` returns them.
    demand : Fraction
        What a person needs, in the units of `values`; exactly that much is
        neither too little nor too much.
    rounding : int
        Units that count as no difference from the demand.

    Returns
    -------
    Totals
        Exact sums.
    """
    limit = 2**63 - 1
    below, above = min(ceil(demand) - rounding, limit), min(floor(demand) + rounding, limit)
    found = [int(n) for n in _totals(values, land, persons, np.int64(below), np.int64(above))]
    return Totals(found[0], (found[1] << _LOW) + found[2], *found[3:])


def in_square_metres(
    values: IntArray, land: ByteArray, unit: float, less: float = 0.0, rounding: int = 0
) -> NDArray[np.float32]:
    """Return what `values` are in m² `less` something; NaN where land is unknown.

    Parameters
    ----------
    values : ndarray of int64, shape (M, N)
        Supply.
    land : ndarray of uint8, shape (M, N)
        As `masked` returns it.
    unit : float
        Square metres of one unit.
    less : float
        Square metres to take away.
    rounding : int
        Units that count as no difference.
    """
    result = np.empty(values.shape, np.float32)
    _in_square_metres(values, land, unit, less, rounding * unit, result)
    return result


@_serial
def _mask(classes, persons, land, known):  # type: ignore[no-untyped-def]
    for y in range(classes.shape[0]):
        for x in range(classes.shape[1]):
            here = classes[y, x] != _UNKNOWN and persons[y, x] >= 0
            land[y, x] = classes[y, x] if here else _UNKNOWN
            known[y, x] = persons[y, x] if here else 0


@_serial
def _totals(values, land, persons, below, above):  # type: ignore[no-untyped-def]
    cells = high = low = all_people = under = over = np.int64(0)
    least, most = np.int64(np.iinfo(np.int64).max), np.int64(-1)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            if land[y, x] != _UNKNOWN:
                value, p = values[y, x], persons[y, x]
                cells += 1
                high += value >> _LOW
                low += value & _MASK
                least, most = min(least, value), max(most, value)
                all_people += p
                under += p if value < below else 0
                over += p if value > above else 0
    return np.array([cells, high, low, least, most, all_people, under, over])


@_serial
def _in_square_metres(values, land, unit, less, blur, result):  # type: ignore[no-untyped-def]
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            exact = values[y, x] * unit - less
            if land[y, x] == _UNKNOWN:
                exact = np.nan
            elif abs(exact) <= blur:
                exact = 0.0
            result[y, x] = np.float32(exact)
