"""What becomes of heavy rain: runoff and retention by curve numbers, and how much ground is sealed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

FloatArray = NDArray[np.float64]

INITIAL_ABSTRACTION = 0.2
"""Share of the potential retention that rain must fill before anything runs off."""

_INCH_MM = 25.4
_UNKNOWN = 255


def runoff_mm(
    curve_number: FloatArray, rainfall_mm: float, abstraction: float = INITIAL_ABSTRACTION
) -> FloatArray:
    """Return the runoff of one rain event for curve numbers.

    Parameters
    ----------
    curve_number : ndarray of float64
        0 (all rain is held) to 100 (all runs off); NaN is unknown.
    rainfall_mm : float
        Depth of the event.
    abstraction : float
        Initial abstraction as a share of the potential retention.

    Returns
    -------
    ndarray of float64
        Depth in mm: (P - λS)² / (P + (1 - λ)S) where P > λS, else 0, with the
        potential retention S = 25400 / CN - 254 [1]_.

    Raises
    ------
    GridError
        If a curve number, the rainfall or the abstraction is impossible.

    References
    ----------
    .. [1] Natural Capital Project: InVEST Urban Flood Risk Mitigation, user's guide.

    Examples
    --------
    >>> runoff_mm(np.array([100.0, 80.0, 0.0]), 40.0).round(2)
    array([40.  ,  8.21,  0.  ])
    """
    if not 0 < rainfall_mm < np.inf:
        raise GridError(f"the rainfall must be above 0 mm, got {rainfall_mm}")
    if not 0 <= abstraction < 1:
        raise GridError(f"the initial abstraction is a share from 0 to below 1, got {abstraction}")
    if (curve_number < 0).any() or (curve_number > 100).any():
        raise GridError("a curve number must lie between 0 and 100")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        potential = 1000 * _INCH_MM / curve_number - 10 * _INCH_MM
        excess = rainfall_mm - abstraction * potential
        depth = excess**2 / (rainfall_mm + (1 - abstraction) * potential)
    return np.where(np.isnan(curve_number), np.nan, np.where(excess > 0, depth, 0.0))


def curve_numbers(
    classes: NDArray[np.uint8], soils: NDArray[np.uint8] | None, table: FloatArray
) -> FloatArray:
    """Return the curve number of each cell.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    soils : ndarray of uint8, shape (M, N), or None
        Hydrologic soil group 1 to 4 (A to D), 255 is unknown; None where all
        soils are alike.
    table : ndarray of float64, shape (K, 4) or (K, 1)
        Curve numbers by class and soil group.

    Returns
    -------
    ndarray of float64, shape (M, N)
        NaN where land or soil is unknown, and for classes beyond the table.

    Raises
    ------
    GridError
        If the table is of another shape, or a soil group not in it.

    Examples
    --------
    One class on sand and on clay:

    >>> classes, soils = np.zeros((1, 2), np.uint8), np.array([[1, 4]], np.uint8)
    >>> curve_numbers(classes, soils, np.array([[39.0, 61.0, 74.0, 80.0]]))
    array([[39., 80.]])
    """
    if table.ndim != 2 or table.shape[1] not in (1, 4) or len(table) > _UNKNOWN:
        raise GridError(f"curve numbers must be a table of classes by 1 or 4 soil groups, got {table.shape}")
    groups = table.shape[1]
    whole = np.full((_UNKNOWN + 1, _UNKNOWN + 1), np.nan)
    whole[: len(table), 1 : groups + 1] = table
    if soils is None:
        return np.asarray(whole[classes, 1])
    odd = (soils != _UNKNOWN) & ((soils < 1) | (soils > groups))
    if odd.any():
        raise GridError(f"there is no soil group {soils[odd][0]}; the groups A to D are 1 to 4")
    return np.asarray(whole[classes, soils])


def retained(runoff: FloatArray, rainfall_mm: float) -> FloatArray:
    """Return the share of the rain that is held back.

    Parameters
    ----------
    runoff : ndarray of float64
        Depth in mm, as `runoff_mm` returns it; NaN is unknown.
    rainfall_mm : float
        Depth of the event.

    Returns
    -------
    ndarray of float64
        0 to 1; NaN where the runoff is unknown.

    Examples
    --------
    >>> retained(np.array([40.0, 10.0, 0.0]), 40.0)
    array([0.  , 0.75, 1.  ])
    """
    return 1.0 - runoff / rainfall_mm


def sealed_cells(counts: NDArray[np.int64], sealed_milli: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return sealed ground per zone, in thousandths of a cell, from counts of classes.

    Parameters
    ----------
    counts : ndarray of int64, shape (Z, K)
        Cells of each class in each zone.
    sealed_milli : ndarray of int64, shape (K,)
        Sealed share of a class in thousandths.

    Returns
    -------
    ndarray of int64, shape (Z,)
        Exact sums.

    Examples
    --------
    >>> sealed_cells(np.array([[10, 4]]), np.array([900, 50]))
    array([9200])
    """
    return counts @ sealed_milli
