"""Supply with a single disc of ones in one sweep: no array in between, all sums in rings of rows.

The result is the same to the last bit as that of `disc_supply.supply`, which
is general; this is the case everyone computes first.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.kernels.classes import UNKNOWN
from gruenzug.engine.kernels.disc import half_widths
from gruenzug.engine.kernels.disc_cells import (
    LOW_BITS,
    LOW_MASK,
    Totals,
    add_totals,
    new_totals,
    ratio_at,
    require_people,
    square_metres,
    totals_of,
    units_of,
)
from gruenzug.engine.kernels.disc_rings import disc_row, push_row, rings
from gruenzug.engine.kernels.disc_supply import Catchment, limits_of

_serial: Any = njit(cache=True, nogil=True)


def is_flat(catchment: Catchment) -> bool:
    """Return whether `flat_supply` can compute a catchment."""
    return len(catchment.discs) == 1 and not catchment.groups and catchment.discs[0].runs


def flat_supply(
    classes: NDArray[np.uint8], persons: NDArray[Any], catchment: Catchment, cell_area: float, demand: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], Totals]:
    """Return supply and balance in m² per person, and their totals.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M + 4 * reach, N + 4 * reach)
        Classes of land; 255 is unknown.
    persons : ndarray of float32 or float64, same shape
        Persons; NaN is unknown.
    catchment : Catchment
        Nature and a search radius that `is_flat`.
    cell_area : float
        In m².
    demand : float
        What a person needs, in m².

    Returns
    -------
    supplied, balance : ndarray of float32, shape (M, N)
        In m² per person; NaN where land or people are unknown.
    found : Totals
        Their exact sums.

    Raises
    ------
    GridError
        If a cell has less than 0 persons or a billion and more, or so many that their
        sum over the disc might not fit.
    """
    reach = catchment.reach
    shape = (classes.shape[0] - 4 * reach, classes.shape[1] - 4 * reach)
    supplied, balance = np.empty(shape, np.float32), np.empty(shape, np.float32)
    needed = Fraction(demand) / Fraction(cell_area) * 2**catchment.bits
    blur, unit = catchment.rounding, cell_area / 2**catchment.bits
    limits = np.array(limits_of(needed, blur))
    worst, crowd, found = _sweep(
        np.ascontiguousarray(classes),
        np.ascontiguousarray(persons),
        catchment.shares(),
        half_widths(catchment.discs[0]),
        catchment.ratio_bits,
        limits,
        np.array([unit, demand, blur * unit]),
        supplied,
        balance,
    )
    require_people(worst)
    catchment.discs[0].require_small(int(crowd))
    return supplied, balance, totals_of(found)


@_serial
def _sweep(classes, persons, table, half, ratio_bits, limits, metres, supplied, balance):  # type: ignore[no-untyped-def]
    reach, (height, width) = len(half) - 1, classes.shape
    living, nature = rings(reach, width), rings(reach, width - 2 * reach)
    row, reached = np.empty(width, np.int64), np.empty(width - 2 * reach, np.int64)
    found, worst, crowd = new_totals(), 0.0, np.int64(0)
    for y in range(height):
        impossible, most = _known_people(classes[y], persons[y], row)
        crowd = max(crowd, most)
        worst = impossible if worst == 0.0 else worst
        push_row(living, y, row)
        if y >= 2 * reach:
            disc_row(living, y - reach, half, reached)
            inner = slice(reach, width - reach)
            _ratios(classes[y - reach, inner], persons[y - reach, inner], table, ratio_bits, reached)
            push_row(nature, y - 2 * reach, reached)
        if y >= 4 * reach:
            place, inner = y - 4 * reach, slice(2 * reach, width - 2 * reach)
            sums = row[: width - 4 * reach]
            disc_row(nature, y - 3 * reach, half, sums)
            at = y - 2 * reach
            _finish(sums, classes[at, inner], persons[at, inner], limits, found)
            _metres(sums, classes[at, inner], persons[at, inner], metres, supplied[place], balance[place])
    return worst, crowd, found


@_serial
def _known_people(classes, persons, row):  # type: ignore[no-untyped-def]
    """Write the people of a row, 0 where land or people are unknown.

    Return an impossible number (or 0), and the most units of people in a cell.
    """
    worst, most = 0.0, np.int64(0)
    for x in range(len(row)):
        units = units_of(persons[x])
        if units < -1:
            worst = np.float64(persons[x])
        row[x] = units if units >= 0 and classes[x] != UNKNOWN else 0
    for x in range(len(row)):  # apart from the loop above, so that this one runs in vectors
        most = max(most, row[x])
    return worst, most


@_serial
def _ratios(classes, persons, table, ratio_bits, reached):  # type: ignore[no-untyped-def]
    """Replace the people who reach each cell by the nature it offers to each of them."""
    for x in range(len(reached)):
        nature = table[classes[x]]
        if nature == 0 or np.isnan(persons[x]):
            reached[x] = 0
        else:
            reached[x] = ratio_at(nature, reached[x], 0, ratio_bits)


@_serial
def _finish(sums, classes, persons, limits, found):  # type: ignore[no-untyped-def]
    """Add a row to the totals."""
    part, below, above = new_totals(), limits[0], limits[1]
    cells = high = low = living = under = over = np.int64(0)
    least, most = part[3], part[4]
    for x in range(len(sums)):
        if classes[x] != UNKNOWN and not np.isnan(persons[x]):
            value = sums[x]
            cells += 1
            high += value >> LOW_BITS
            low += value & LOW_MASK
            least, most = min(least, value), max(most, value)
            if persons[x] > 0:
                units = units_of(persons[x])
                living += units
                under += units if value < below else 0
                over += units if value > above else 0
    part[:] = (cells, high, low, least, most, living, under, over)
    add_totals(found, part)


@_serial
def _metres(sums, classes, persons, metres, supplied, balance):  # type: ignore[no-untyped-def]
    unit, less, blur = metres[0], metres[1], metres[2]
    for x in range(len(sums)):
        known = (classes[x] != UNKNOWN) & (persons[x] == persons[x])
        supplied[x] = square_metres(sums[x], unit, 0.0, 0.0) if known else np.float32(np.nan)
        balance[x] = square_metres(sums[x], unit, less, blur) if known else np.float32(np.nan)
