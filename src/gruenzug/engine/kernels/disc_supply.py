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

from gruenzug.engine.kernels.classes import UNKNOWN
from gruenzug.engine.kernels.disc import Disc
from gruenzug.engine.kernels.disc_cells import (
    SHARE_BITS,
    Totals,
    add_place,
    new_totals,
    ratio_at,
    require_people,
    square_metres,
    totals_of,
    units_of,
)

IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]

_FLAT_BITS, _WEIGHTED_BITS = 42, 33
"""Bits of the supply that a cell of nature gives a person, at most: `ratio_at` and two primes hold them."""

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
        return min(most, 61 - max(disc.total.bit_length() for disc in self.discs))

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
    """Return persons in whole units.

    Parameters
    ----------
    persons : ndarray of float32 or float64, shape (M, N)
        Persons per cell; NaN is unknown.

    Returns
    -------
    ndarray of int64, shape (M, N)
        In units of ``2**-PERSON_BITS``, to the nearest; -1 where unknown.

    Raises
    ------
    GridError
        If a cell has less than 0 persons, or a billion and more.

    Examples
    --------
    >>> people(np.array([[1.0, np.nan]]))
    array([[1048576,      -1]])
    """
    result = np.empty(persons.shape, np.int64)
    require_people(_people(np.ascontiguousarray(persons), result))
    return result


def masked(classes: ByteArray, persons: IntArray) -> tuple[ByteArray, IntArray]:
    """Return land and people where both are known: elsewhere class 255 and no people.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    persons : ndarray of int64, shape (M, N)
        As `people` returns them.

    Returns
    -------
    land : ndarray of uint8, shape (M, N)
        Classes.
    persons : ndarray of int64, shape (M, N)
        In units of ``2**-PERSON_BITS``.
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
        ratio = ratio_of(land, summed(disc, persons, catchment), catchment, catchment.table_of(number))
        total += summed(disc, ratio, catchment)
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
        sums = [summed(catchment.discs[group.disc], nature, catchment) for group in catchment.groups]
        return _mixed(sums, catchment)
    total = np.zeros(tuple(n - 2 * margin for n in inner.shape), np.int64)
    for k, disc in enumerate(catchment.discs):
        total += summed(disc, catchment.table_of(k)[inner], catchment)
    return total


def _by_group(land: ByteArray, persons: IntArray, catchment: Catchment) -> Supply:
    sums = {g.disc: summed(catchment.discs[g.disc], persons, catchment) for g in catchment.groups}
    reached = _mixed([sums[group.disc] for group in catchment.groups], catchment)
    ratio = ratio_of(land, reached, catchment, catchment.shares())
    supplied = {disc: summed(catchment.discs[disc], ratio, catchment) for disc in sums}
    groups = [supplied[group.disc] for group in catchment.groups]
    return Supply(_mixed(groups, catchment), groups)


def summed(disc: Disc, values: IntArray, catchment: Catchment) -> IntArray:
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


def ratio_of(land: ByteArray, reached: IntArray, catchment: Catchment, table: IntArray) -> IntArray:
    """Return what each cell offers to each of those who reach it.

    Parameters
    ----------
    land : ndarray of uint8, shape (M + 2 * reach, N + 2 * reach)
        Classes of land.
    reached : ndarray of int64, shape (M, N)
        Weighted people who reach the cell.
    catchment : Catchment
        Its units.
    table : ndarray of int64, shape (256,)
        Share of nature by class.

    Returns
    -------
    ndarray of int64, shape (M, N)
        In units of ``2**-ratio_bits`` cells per person.
    """
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
            result[y, x] = units_of(persons[y, x])
            if result[y, x] < -1 and worst == 0.0:
                worst = np.float64(persons[y, x])
    return worst


@_serial
def _divide(land, reached, table, weight_bits, ratio_bits, result):  # type: ignore[no-untyped-def]
    for y in range(land.shape[0]):
        for x in range(land.shape[1]):
            nature = table[land[y, x]]
            result[y, x] = ratio_at(nature, reached[y, x], weight_bits, ratio_bits) if nature else 0


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
    return totals_of(_totals(values, land, persons, *limits_of(demand, rounding)))


def limits_of(demand: Fraction, rounding: int) -> tuple[np.int64, np.int64]:
    """Return below which supply is less, and above which it is more, than a person needs."""
    limit = 2**63 - 1
    return np.int64(min(ceil(demand) - rounding, limit)), np.int64(min(floor(demand) + rounding, limit))


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

    Returns
    -------
    ndarray of float32, shape (M, N)
        Square metres.
    """
    result = np.empty(values.shape, np.float32)
    _in_square_metres(values, land, unit, less, rounding * unit, result)
    return result


@_serial
def _mask(classes, persons, land, known):  # type: ignore[no-untyped-def]
    for y in range(classes.shape[0]):
        for x in range(classes.shape[1]):
            here = classes[y, x] != UNKNOWN and persons[y, x] >= 0
            land[y, x] = classes[y, x] if here else UNKNOWN
            known[y, x] = persons[y, x] if here else 0


@_serial
def _totals(values, land, persons, below, above):  # type: ignore[no-untyped-def]
    found = new_totals()
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            if land[y, x] != UNKNOWN:
                add_place(found, values[y, x], persons[y, x], below, above)
    return found


@_serial
def _in_square_metres(values, land, unit, less, blur, result):  # type: ignore[no-untyped-def]
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            known = land[y, x] != UNKNOWN
            result[y, x] = square_metres(values[y, x], unit, less, blur) if known else np.nan
