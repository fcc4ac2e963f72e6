"""Coordinate systems and the way between them.

Inside the engine everything is in `CRS` (UTM zone 32 north, metres); the
census grids are born in `CENSUS_CRS`; browsers want `WEB_CRS`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

CRS = "EPSG:25832"
CENSUS_CRS = "EPSG:3035"
WEB_CRS = "EPSG:4326"

MILLIMETRE = 3  # decimals that survive a transformation, so that all machines agree


FloatArray = NDArray[np.float64]


def transform(x: FloatArray, y: FloatArray, source: str, target: str = CRS) -> tuple[FloatArray, FloatArray]:
    """Return coordinates `x`, `y` (easting/longitude first) moved from `source` to `target`.

    Parameters
    ----------
    x, y : ndarray of float64, shape (N,)
        Coordinates in `source`.
    source, target : str
        Coordinate systems such as ``"EPSG:3035"``.

    Returns
    -------
    tuple of ndarray of float64, shape (N,)
        Coordinates in `target`; metres are rounded to millimetres.

    Examples
    --------
    >>> x, y = transform(np.array([7.2162]), np.array([51.4818]), "EPSG:4326")
    >>> float(x[0]).__round__(), float(y[0]).__round__()
    (376137, 5704914)
    """
    moved_x, moved_y = _transformer(source, target).transform(x, y)
    if target == WEB_CRS:
        return np.asarray(moved_x), np.asarray(moved_y)
    return np.round(moved_x, MILLIMETRE), np.round(moved_y, MILLIMETRE)


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
