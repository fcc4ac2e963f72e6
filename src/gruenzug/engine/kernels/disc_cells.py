"""What supply does with a single cell: people in whole units, nature per person, square metres, totals."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

PERSON_BITS = 20
"""People are counted in units of 2^-20 = a millionth of a person."""

SHARE_BITS = 24
"""Shares of nature in a cell, and of groups in the population, are in units of 2^-24."""

LOW_BITS = 24
"""Supply is summed in two parts, the lower one of that many bits."""

LOW_MASK = (1 << LOW_BITS) - 1

_REACHED_BITS = 24  # people in reach of nature are divided by in units of 2^-24 persons at most
_MOST_PEOPLE = 1e9

_serial: Any = njit(cache=True, nogil=True)


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


def require_people(worst: float) -> None:
    """Refuse a number of persons that `units_of` could not take."""
    if worst:
        raise GridError(f"a cell has {worst:g} persons; a population is 0 or more and below a billion")


def totals_of(found: NDArray[np.int64]) -> Totals:
    """Return as totals what `add_place` has summed."""
    cells, high, low, *others = (int(n) for n in found)
    return Totals(cells, (high << LOW_BITS) + low, *others)


@_serial
def units_of(persons):  # type: ignore[no-untyped-def]
    """Return persons in whole units; -1 where unknown, -2 where impossible."""
    if np.isnan(persons):
        return np.int64(-1)
    if not 0.0 <= persons < _MOST_PEOPLE:
        return np.int64(-2)
    return np.int64(np.rint(np.float64(persons) * (1 << PERSON_BITS)))


@_serial
def ratio_at(nature, reached, weight_bits, ratio_bits):  # type: ignore[no-untyped-def]
    """Return nature over the people who reach it, to the nearest unit; all of it for one person."""
    if reached <= np.int64(1) << (PERSON_BITS + weight_bits):
        finer, coarser = max(0, ratio_bits - SHARE_BITS), max(0, SHARE_BITS - ratio_bits)  # for vast discs
        return ((nature << finer) + (np.int64(1) << coarser >> 1)) >> coarser
    spare = max(0, PERSON_BITS + weight_bits - _REACHED_BITS)
    n = (reached + (np.int64(1) << spare >> 1)) >> spare
    return ((nature << (ratio_bits - SHARE_BITS + PERSON_BITS + weight_bits - spare)) + n // 2) // n


@_serial
def square_metres(value, unit, less, blur):  # type: ignore[no-untyped-def]
    """Return a supply in m² `less` something; no more than `blur` counts as nothing."""
    exact = value * unit - less
    return np.float32(0.0) if abs(exact) <= blur else np.float32(exact)


@_serial
def new_totals():  # type: ignore[no-untyped-def]
    """Return an empty sum for `add_place`."""
    found = np.zeros(8, np.int64)
    found[3], found[4] = np.iinfo(np.int64).max, -1
    return found


@_serial
def add_place(found, value, persons, below, above):  # type: ignore[no-untyped-def]
    """Count a cell: supply in two parts, people, and whether they have less or more than they need."""
    found[0] += 1
    found[1] += value >> LOW_BITS
    found[2] += value & LOW_MASK
    found[3] = min(found[3], value)
    found[4] = max(found[4], value)
    found[5] += persons
    found[6] += persons if value < below else 0
    found[7] += persons if value > above else 0


@_serial
def add_totals(found, part):  # type: ignore[no-untyped-def]
    """Add the sums of other cells."""
    for k in range(len(found)):
        if k == 3:
            found[k] = min(found[k], part[k])
        elif k == 4:
            found[k] = max(found[k], part[k])
        else:
            found[k] += part[k]
