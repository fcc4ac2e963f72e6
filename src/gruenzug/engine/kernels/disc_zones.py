"""People with too little and with more than enough nature, by zone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.classes import UNKNOWN
from gruenzug.engine.kernels.disc_cells import Totals, add_place, new_totals, totals_of
from gruenzug.engine.kernels.disc_supply import limits_of
from gruenzug.engine.kernels.zonal import Spans

IntArray = NDArray[np.int64]

_serial: Any = njit(cache=True, nogil=True)


def totals_by_zone(
    values: IntArray,
    land: NDArray[np.uint8],
    persons: IntArray,
    spans: Spans,
    corner: tuple[int, int],
    demand: Fraction,
    rounding: int = 0,
) -> dict[int, Totals]:
    """Return `disc_supply.totals` for each zone.

    Parameters
    ----------
    values : ndarray of int64, shape (M, N)
        Supply.
    land, persons : ndarray, shape (M, N)
        As `disc_supply.masked` returns them.
    spans : Spans
        Cells of the zones in the whole raster; those beyond the arrays are left out.
    corner : tuple of int
        Row and column, in the whole raster, of the first cell of the arrays.
    demand : Fraction
        What a person needs, in the units of `values`.
    rounding : int
        Units that count as no difference from the demand.

    Returns
    -------
    dict of int to Totals
        Of zones with a known cell in the arrays; exact sums, so that those of
        all parts of a raster add up to the sums of the whole.

    Raises
    ------
    GridError
        If the arrays are not of the same size.

    Examples
    --------
    Two people on the left have 3 units each, one on the right has 5; each needs 4:

    >>> spans = Spans(*(np.array(part) for part in ([0, 0], [0, 1], [1, 2], [7, 8])))
    >>> values, land = np.array([[3, 5]]), np.zeros((1, 2), np.uint8)
    >>> found = totals_by_zone(values, land, np.array([[2, 1]]), spans, (0, 0), Fraction(4))
    >>> [(zone, sums.under, sums.over) for zone, sums in found.items()]
    [(7, 2, 0), (8, 0, 1)]
    """
    if not values.shape == land.shape == persons.shape:
        raise GridError(f"supply {values.shape}, land {land.shape} and people {persons.shape} differ in size")
    zones, local = np.unique(spans.zone, return_inverse=True)
    found = np.tile(new_totals(), (len(zones), 1))
    rows, begins, ends = spans.row - corner[0], spans.start - corner[1], spans.end - corner[1]
    _by_zone(values, land, persons, (rows, begins, ends, local), limits_of(demand, rounding), found)
    return {int(zone): totals_of(sums) for zone, sums in zip(zones, found, strict=True) if sums[0]}


@_serial
def _by_zone(values, land, persons, spans, limits, found):  # type: ignore[no-untyped-def]
    rows, begins, ends, zones = spans
    for n in range(len(rows)):
        y = rows[n]
        if 0 <= y < values.shape[0]:
            for x in range(max(0, begins[n]), min(values.shape[1], ends[n])):
                if land[y, x] != UNKNOWN:
                    add_place(found[zones[n]], values[y, x], persons[y, x], limits[0], limits[1])
