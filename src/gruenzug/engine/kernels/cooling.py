"""How land cover cools: capacity of each cell, cool air of large green areas, air temperature.

The definitions are those of InVEST Urban Cooling. Sums over distance run on
whole numbers (see `disc`); everything else is arithmetic of single cells.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import Disc, disc

FloatArray = NDArray[np.float64]
ByteArray = NDArray[np.uint8]

CAPACITY_BITS = 20
"""Capacities are summed in units of 2^-20."""

DECAY_LENGTHS = 5
"""Exponential weights end at five times their length, where they are 0.7 %."""

LARGE_GREEN_M2 = 20_000.0
"""Green in reach of a place from which on its cool air counts."""

_UNKNOWN = 255


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
    """Return the reach of parks whose cool air goes `distance` metres, rounded to whole cells.

    Raises
    ------
    GridError
        If the distance is less than half a cell.
    """
    cells = round(distance / cell)
    if cells < 1:
        raise GridError(f"a cooling distance of {distance} m is less than a cell of {cell} m")
    return ParkCooling(averaging(cells), disc("dichotomy", cells, 1), LARGE_GREEN_M2 / cell**2)


def averaging(cells: int) -> Disc:
    """Return exponential weights that fall to 1/e over a number of cells."""
    return disc("exponential", DECAY_LENGTHS * cells, 1, length=cells)


def capacity(
    classes: ByteArray,
    et0: FloatArray,
    land: LandCooling,
    weights: tuple[float, float, float],
    most_et0: float,
) -> FloatArray:
    """Return the cooling capacity of each cell, 0 to 1.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    et0 : ndarray of float64, shape (M, N)
        Reference evapotranspiration; NaN is unknown.
    land : LandCooling
        What the classes do.
    weights : tuple of float
        Of shade, albedo and evapotranspiration; they are divided by their sum.
    most_et0 : float
        Largest reference evapotranspiration of the whole raster.

    Returns
    -------
    ndarray of float64, shape (M, N)
        ``shade · w0 + albedo · w1 + kc · et0 / most_et0 · w2``; NaN where a
        part is unknown.

    Examples
    --------
    >>> land = LandCooling(*np.array([[0.5], [1.0], [0.2]]), np.array([True]))
    >>> capacity(np.zeros((1, 1), np.uint8), np.array([[2.0]]), land, (0.6, 0.2, 0.2), 4.0).round(3)
    array([[0.44]])
    """
    shade, albedo, eti = (weight / sum(weights) for weight in weights)
    constant = _by_class(shade * land.shade + albedo * land.albedo)
    factor = _by_class(eti * land.kc / most_et0)
    return np.asarray(constant[classes] + factor[classes] * et0)


def mitigation(classes: ByteArray, own: FloatArray, land: LandCooling, parks: ParkCooling) -> FloatArray:
    """Return the heat mitigation of each cell: its own capacity, or the cool air of large green areas.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M + 2 * reach, N + 2 * reach)
        Classes of land; 255 is unknown and beyond the raster.
    own : ndarray of float64, same shape
        Their `capacity`.
    land : LandCooling
        What the classes do.
    parks : ParkCooling
        How far parks reach.

    Returns
    -------
    ndarray of float64, shape (M, N)
        The mean capacity of green areas around, by distance (others count as
        0), where at least 2 ha of green are in reach and it is above the
        cell's own; the cell's own elsewhere.
    """
    reach = parks.reach
    known = np.isfinite(own)
    green = known & _flags(land.green)[classes]
    cool = np.where(green, np.rint(np.where(known, own, 0.0) * 2.0**CAPACITY_BITS), 0.0).astype(np.int64)
    valid, grown = known.astype(np.int64), green.astype(np.int64)
    air = _mean(_disc_sum(parks.air, cool, reach), _disc_sum(parks.air, valid, reach))
    cells = _mean(_disc_sum(parks.area, grown, reach), _disc_sum(parks.area, valid, reach)) * parks.area.total
    here = own[reach : own.shape[0] - reach, reach : own.shape[1] - reach]
    lent = air / 2.0**CAPACITY_BITS
    return np.where((cells >= parks.least_cells) & (lent > here), lent, here)


def mixed(values: FloatArray, weights: Disc) -> FloatArray:
    """Return means by distance over the known cells around.

    Parameters
    ----------
    values : ndarray of float64, shape (M + 2 * reach, N + 2 * reach)
        0 or more; NaN is unknown.
    weights : Disc
        Weights of the surroundings.

    Returns
    -------
    ndarray of float64, shape (M, N)
        NaN where the cell itself is unknown.
    """
    known = np.isfinite(values)
    whole = np.rint(np.where(known, values, 0.0) * 2.0**CAPACITY_BITS).astype(np.int64)
    mean = _mean(weights.sum(whole), weights.sum(known.astype(np.int64))) / 2.0**CAPACITY_BITS
    reach = weights.reach
    mean[~known[reach : known.shape[0] - reach, reach : known.shape[1] - reach]] = np.nan
    return mean


def _disc_sum(weights: Disc, values: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    spare = reach - weights.reach
    return weights.sum(values[spare : values.shape[0] - spare, spare : values.shape[1] - spare])


def _mean(total: NDArray[np.int64], weight: NDArray[np.int64]) -> FloatArray:
    return np.divide(total, weight, out=np.zeros(total.shape), where=weight > 0)


def _by_class(values: FloatArray) -> FloatArray:
    table = np.full(_UNKNOWN + 1, np.nan)
    table[: len(values)] = values
    return table


def _flags(values: NDArray[np.bool_]) -> NDArray[np.bool_]:
    table = np.zeros(_UNKNOWN + 1, np.bool_)
    table[: len(values)] = values
    return table
