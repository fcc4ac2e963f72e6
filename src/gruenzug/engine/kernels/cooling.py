"""How land cover cools: capacity of each cell, cool air of large green areas, air temperature.

The definitions are those of InVEST Urban Cooling. Sums over distance run on
whole numbers (see `disc`); everything else is arithmetic of single cells.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.classes import UNKNOWN
from gruenzug.engine.kernels.disc import Disc, disc

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]
Capacity = NDArray[np.float32]

CAPACITY_BITS = 20
"""Capacities are summed in units of 2^-20."""

DECAY_LENGTHS = 5
"""Exponential weights end at five times their length, where they are 0.7 %."""

LARGE_GREEN_M2 = 20_000.0
"""Green in reach of a place from which on its cool air counts."""

_CAPACITY, _MOST = 2.0**CAPACITY_BITS, 4095

_serial: Any = njit(cache=True, nogil=True)


class LandCooling(NamedTuple):
    """What each class of land does, all arrays of shape (K,).

    Attributes
    ----------
    shade : ndarray of float64
        Share of the ground shaded by trees.
    kc : ndarray of float64
        Crop coefficient.
    albedo : ndarray of float64
        Share of the light sent back.
    green : ndarray of bool
        Whether the class counts as green area.
    """

    shade: FloatArray
    kc: FloatArray
    albedo: FloatArray
    green: NDArray[np.bool_]


class ParkCooling(NamedTuple):
    """Reach of parks: weights of their cool air, and the disc in which green must add up to 2 ha."""

    air: Disc
    area: Disc
    least_cells: float

    @property
    def reach(self) -> int:
        """Cells that a place looks around."""
        return max(self.air.reach, self.area.reach)


def park_cooling(distance: float, cell: float) -> ParkCooling:
    """Return the reach of parks whose cool air goes `distance` metres.

    Parameters
    ----------
    distance : float
        Metres, rounded to whole cells.
    cell : float
        Edge length of a cell in metres.

    Returns
    -------
    ParkCooling
        Exponential weights of the distance, and a disc of it.

    Raises
    ------
    GridError
        If the distance is less than half a cell.
    """
    cells = round(distance / cell) if np.isfinite(distance) else 0
    if cells < 1:
        raise GridError(f"a cooling distance of {distance} m is less than a cell of {cell} m, or endless")
    return ParkCooling(averaging(cells), disc("dichotomy", cells, 1), LARGE_GREEN_M2 / cell**2)


def averaging(cells: int) -> Disc:
    """Return exponential weights that fall to 1/e over a number of cells."""
    return disc("exponential", DECAY_LENGTHS * cells, 1, length=cells)


def capacity(
    classes: ByteArray,
    et0: NDArray[Any],
    land: LandCooling,
    weights: tuple[float, float, float],
    most_et0: float,
) -> Capacity:
    """Return the cooling capacity of each cell, 0 to 1.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    et0 : ndarray of float32 or float64, shape (M, N)
        Reference evapotranspiration; NaN is unknown.
    land : LandCooling
        What the classes do.
    weights : tuple of float
        Of shade, albedo and evapotranspiration; they are divided by their sum.
    most_et0 : float
        Largest reference evapotranspiration of the whole raster.

    Returns
    -------
    ndarray of float32, shape (M, N)
        ``shade · w0 + albedo · w1 + kc · et0 / most_et0 · w2`` [1]_; NaN where
        a part is unknown.

    Raises
    ------
    GridError
        If the weights do not add up to more than 0, or `most_et0` is not above 0.

    References
    ----------
    .. [1] Natural Capital Project: InVEST Urban Cooling, user's guide.

    Examples
    --------
    >>> land = LandCooling(*np.array([[0.5], [1.0], [0.2]]), np.array([True]))
    >>> capacity(np.zeros((1, 1), np.uint8), np.array([[2.0]]), land, (0.6, 0.2, 0.2), 4.0).round(3)
    array([[0.44]], dtype=float32)
    """
    if min(weights) < 0 or not 0 < sum(weights) < np.inf:
        raise GridError(f"the weights of cooling must be 0 or more and not all 0, got {weights}")
    if not 0 < most_et0 < np.inf:
        raise GridError(f"the largest evapotranspiration must be above 0, got {most_et0}")
    shade, albedo, eti = (weight / sum(weights) for weight in weights)
    constant = _by_class(shade * land.shade + albedo * land.albedo)
    factor = _by_class(eti * land.kc / most_et0)
    result = np.empty(classes.shape, np.float32)
    _capacity(np.ascontiguousarray(classes), np.ascontiguousarray(et0), constant, factor, result)
    return result


def mitigation(classes: ByteArray, own: Capacity, land: LandCooling, parks: ParkCooling) -> Capacity:
    """Return the heat mitigation of each cell: its own capacity, or the cool air of large green areas.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M + 2 * reach, N + 2 * reach)
        Classes of land; 255 is unknown and beyond the raster.
    own : ndarray of float32, same shape
        Their `capacity`.
    land : LandCooling
        What the classes do.
    parks : ParkCooling
        How far parks reach.

    Returns
    -------
    ndarray of float32, shape (M, N)
        The mean capacity of green areas around, by distance (others count as
        0), where at least 2 ha of green are in reach and it is above the
        cell's own; the cell's own elsewhere, NaN where that is unknown.

    Raises
    ------
    GridError
        If a capacity is below 0 or above 4,095.

    Notes
    -----
    Two hectares, the weights and the mean over all cells around are those of
    InVEST Urban Cooling, "heat mitigation index".
    """
    reach, places = parks.reach, np.ascontiguousarray(classes)
    is_green = _flags(land.green)
    enough = _enough_green(places, is_green, parks)
    lent = _around(_in_units(own, is_green[places].view(np.uint8)), parks.air, reach)
    result = own[reach : own.shape[0] - reach, reach : own.shape[1] - reach].copy()
    _lend(lent, _around((~np.isnan(own)).view(np.uint8), parks.air, reach), enough, result)
    return result


def _enough_green(classes: ByteArray, is_green: NDArray[np.bool_], parks: ParkCooling) -> NDArray[np.bool_]:
    """Return which places have enough green in reach, by their share of the known land."""
    green = _around(is_green[classes].view(np.uint8), parks.area, parks.reach)
    ground = _around((classes != UNKNOWN).view(np.uint8), parks.area, parks.reach)
    result = np.empty(green.shape, np.bool_)
    _compare(green, ground, parks.area.total, parks.least_cells, result)
    return result


def mixed(values: Capacity, weights: Disc) -> FloatArray:
    """Return means by distance over the known cells around.

    Parameters
    ----------
    values : ndarray of float32, shape (M + 2 * reach, N + 2 * reach)
        0 or more; NaN is unknown.
    weights : Disc
        Weights of the surroundings.

    Returns
    -------
    ndarray of float64, shape (M, N)
        NaN where the cell itself is unknown.

    Raises
    ------
    GridError
        If a value is below 0 or above 4,095.
    """
    known = (~np.isnan(values)).view(np.uint8)
    units, reach = _in_units(values, known), weights.reach
    here = values[reach : values.shape[0] - reach, reach : values.shape[1] - reach]
    result = np.empty(here.shape, np.float64)
    _means(weights.sum(units), weights.sum(known), here, result)
    return result


def sum_of_known(values: Capacity) -> tuple[int, int]:
    """Return the sum of the known values, in units of ``2**-CAPACITY_BITS``, and their number."""
    total, count = _sum_of_known(values)
    return int(total), int(count)


def _in_units(values: Capacity, counts: ByteArray) -> NDArray[np.uint32]:
    """Return the known values that count in units of 2^-20, 0 elsewhere; refuse impossible ones."""
    units = np.empty(values.shape, np.uint32)
    if odd := _units(values, counts, units):
        raise GridError(f"a cooling of {odd:g} is not between 0 and {_MOST:,}; mark missing cells as no data")
    return units


def _around(values: NDArray[Any], weights: Disc, reach: int) -> IntArray:
    """Return weighted sums, the margin shrunk by `reach` whatever that of the weights."""
    spare = reach - weights.reach
    return weights.sum(values[spare : values.shape[0] - spare, spare : values.shape[1] - spare])


def _by_class(values: FloatArray) -> FloatArray:
    table = np.full(UNKNOWN + 1, np.nan)
    table[: len(values)] = values
    return table


def _flags(values: NDArray[np.bool_]) -> NDArray[np.bool_]:
    table = np.zeros(UNKNOWN + 1, np.bool_)
    table[: len(values)] = values
    return table


@_serial
def _capacity(classes, et0, constant, factor, result):  # type: ignore[no-untyped-def]
    for y in range(classes.shape[0]):
        for x in range(classes.shape[1]):
            kind = classes[y, x]
            result[y, x] = constant[kind] + factor[kind] * np.float64(et0[y, x])


@_serial
def _compare(green, ground, cells, least, result):  # type: ignore[no-untyped-def]
    """Write whether at least `least` of `cells` would be green, if unknown ones were as the known."""
    for y in range(result.shape[0]):
        for x in range(result.shape[1]):
            result[y, x] = green[y, x] * cells >= least * ground[y, x]


@_serial
def _units(values, counts, units):  # type: ignore[no-untyped-def]
    """Write the known values that count in whole units, 0 elsewhere; return an impossible one, or 0."""
    for y in range(values.shape[0]):
        odd = np.int64(0)
        for x in range(values.shape[1]):
            value = values[y, x] if counts[y, x] != 0 else np.float32(0.0)
            possible = (value >= 0.0) & (value <= _MOST)
            units[y, x] = np.uint32(np.rint(np.float64(value) * _CAPACITY)) if possible else np.uint32(0)
            odd += (value < 0.0) | (value > _MOST)
        if odd:
            return _impossible(values[y], counts[y])
    return 0.0


@_serial
def _impossible(values, counts):  # type: ignore[no-untyped-def]
    for x in range(len(values)):
        if counts[x] and (values[x] < 0.0 or values[x] > _MOST):
            return np.float64(values[x])
    return 0.0


@_serial
def _lend(totals, weights, enough, result):  # type: ignore[no-untyped-def]
    """Raise each cell to the mean around where there is enough green; unknown cells stay unknown."""
    for y in range(result.shape[0]):
        for x in range(result.shape[1]):
            if enough[y, x] and weights[y, x] > 0 and result[y, x] == result[y, x]:
                result[y, x] = max(result[y, x], np.float32(totals[y, x] / weights[y, x] / _CAPACITY))


@_serial
def _means(totals, weights, here, result):  # type: ignore[no-untyped-def]
    """Write means over the known cells around, NaN where the cell itself is unknown."""
    for y in range(result.shape[0]):
        for x in range(result.shape[1]):
            known = here[y, x] == here[y, x]
            result[y, x] = totals[y, x] / weights[y, x] / _CAPACITY if known else np.nan


@_serial
def _sum_of_known(values):  # type: ignore[no-untyped-def]
    total, count = np.int64(0), np.int64(0)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            if np.isfinite(values[y, x]):
                total += np.int64(np.rint(np.float64(values[y, x]) * _CAPACITY))
                count += 1
    return total, count
