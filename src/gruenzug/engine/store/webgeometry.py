"""Geometries on their way to the browser: EPSG:4326, rounded, still valid."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.grid import CRS, WEB_CRS, transform


def to_web(geometries: NDArray[np.object_], decimals: int) -> NDArray[np.object_]:
    """Return `geometries` in longitude and latitude with that many decimals."""

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = transform(xy[:, 0], xy[:, 1], CRS, WEB_CRS)
        return np.column_stack([x, y]).round(decimals)

    moved: NDArray[np.object_] = shapely.transform(geometries, move)
    return moved
