"""What becomes of heavy rain: runoff and retention by curve numbers, and how much ground is sealed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.classes import UNKNOWN

FloatArray = NDArray[np.float64]
ByteArray = NDArray[np.uint8]

INITIAL_ABSTRACTION = 0.2
"""Share of the potential retention that rain must fill before anything runs off."""

RUNOFF_BITS = 20
"""Runoff is summed in units of 2^-20 mm."""

_INCH_MM = 25.4

_serial: Any = njit(cache=True, nogil=True)


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


class Event(NamedTuple):
    """What a rain does on each class of land and soil group.

    Attributes
    ----------
    held : ndarray of float32, shape (256, 256)
        Share of the rain that is held back, by class and soil group; NaN is unknown.
    runoff : ndarray of int64, shape (256, 256)
        Depth in units of ``2**-RUNOFF_BITS`` mm; -1 is unknown.
    groups : int
        Soil groups that the event knows: 4 (A to D are 1 to 4), or 1 where all soils are alike.
    """

    held: NDArray[np.float32]
    runoff: NDArray[np.int64]
    groups: int


class Held(NamedTuple):
    """What cells hold back of a rain: shares, known cells, and their runoff in units of an `Event`."""

    share: NDArray[np.float32]
    cells: int
    runoff: int


def event(curve_numbers: FloatArray, rainfall_mm: float) -> Event:
    """Return what a rain does.

    Parameters
    ----------
    curve_numbers : ndarray of float64, shape (K, 4) or (K, 1)
        By class of land and soil group, or where all soils are alike.
    rainfall_mm : float
        Depth of the rain.

    Raises
    ------
    GridError
        If the table is of another shape, or a number impossible.
    """
    classes, groups = curve_numbers.shape if curve_numbers.ndim == 2 else (0, 0)
    if groups not in (1, 4) or classes > UNKNOWN:
        raise GridError(
            f"curve numbers must be a table of classes by 1 or 4 soil groups, got {curve_numbers.shape}"
        )
    depth = runoff_mm(curve_numbers, rainfall_mm)
    held, runoff = np.full((256, 256), np.nan, np.float32), np.full((256, 256), -1, np.int64)
    held[:classes, 1 : groups + 1] = retained(depth, rainfall_mm)
    known = np.isfinite(depth)
    runoff[:classes, 1 : groups + 1][known] = np.rint(depth[known] * 2**RUNOFF_BITS)
    return Event(held, runoff, groups)


def held_back(classes: ByteArray, soils: ByteArray | None, rain: Event) -> Held:
    """Return what each cell holds back of a rain.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes of land; 255 is unknown.
    soils : ndarray of uint8, shape (M, N), or None
        Hydrologic soil group, 255 is unknown; None where all soils are alike.
    rain : Event
        What the rain does.

    Returns
    -------
    Held
        NaN where land or soil is unknown, and for classes that the event does not know.

    Raises
    ------
    GridError
        If there is another soil group.

    Examples
    --------
    One class on sand and on clay:

    >>> rain = event(np.array([[39.0, 61.0, 74.0, 80.0]]), 40.0)
    >>> held_back(np.zeros((1, 2), np.uint8), np.array([[1, 4]], np.uint8), rain).share.round(3)
    array([[1.   , 0.795]], dtype=float32)
    """
    share = np.empty(classes.shape, np.float32)
    alike = np.ones((1, 1), np.uint8)
    cells, runoff, odd = _held_back(
        classes, alike if soils is None else soils, soils is not None, rain, share
    )
    if odd:
        raise GridError(f"there is no soil group {odd - 1}; the groups A to D are 1 to 4")
    return Held(share, int(cells), int(runoff))


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


@_serial
def _held_back(classes, soils, by_soil, rain, share):  # type: ignore[no-untyped-def]
    """Write shares; return the known cells, their runoff, and 1 more than a soil group there is not, or 0."""
    cells, total, odd = np.int64(0), np.int64(0), np.int64(0)
    for y in range(classes.shape[0]):
        for x in range(classes.shape[1]):
            soil = soils[y, x] if by_soil else np.uint8(1)
            if soil == 0 or (soil > rain.groups and soil != UNKNOWN):
                odd = np.int64(soil) + 1
            kind = classes[y, x]
            share[y, x] = rain.held[kind, soil]
            depth = rain.runoff[kind, soil]
            cells += depth >= 0
            total += max(depth, 0)
    return cells, total, odd
