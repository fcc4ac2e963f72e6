"""Coordinates of the region in other systems, without a digit of doubt.

A projection needs sines, and the last digit of a sine depends on the machine.
So PROJ is asked on a lattice only, its answers are rounded, and between the
lattice points four basic operations interpolate. The region moves by some
centimetres at most, which an invented region can bear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gruenzug.engine.grid import CRS, transform
from gruenzug.engine.modelregion.chance import Floats

STEP = 1000.0  # metres between lattice points
MARGIN = 12_000.0  # metres around the region


@dataclass(frozen=True)
class Lattice:
    """A way from one coordinate system to another, interpolated between lattice points."""

    left: float
    bottom: float
    x: Floats
    y: Floats

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return points moved to the target system."""
        u = (np.asarray(x, dtype=np.float64) - self.left) / STEP
        v = (np.asarray(y, dtype=np.float64) - self.bottom) / STEP
        rows, columns = self.x.shape
        i = np.clip(np.floor(u).astype(np.int64), 0, columns - 2)
        j = np.clip(np.floor(v).astype(np.int64), 0, rows - 2)
        return _between(self.x, i, j, u - i, v - j), _between(self.y, i, j, u - i, v - j)


def lattice(bounds: tuple[float, float, float, float], source: str, target: str, decimals: int) -> Lattice:
    """Return the way from `source` to `target` inside `bounds` (in `source`).

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in metres.
    source, target : str
        Coordinate systems; `source` must be in metres.
    decimals : int
        Digits of the target coordinates to keep at lattice points.

    Returns
    -------
    Lattice
        A callable on arrays of x and y.
    """
    left = np.floor((bounds[0] - MARGIN) / STEP) * STEP
    bottom = np.floor((bounds[1] - MARGIN) / STEP) * STEP
    xs = np.arange(left, bounds[2] + MARGIN + STEP, STEP)
    ys = np.arange(bottom, bounds[3] + MARGIN + STEP, STEP)
    x, y = (part.ravel() for part in np.meshgrid(xs, ys))
    moved_x, moved_y = transform(x, y, source, target)
    shape = (len(ys), len(xs))
    return Lattice(
        float(left),
        float(bottom),
        np.round(moved_x, decimals).reshape(shape),
        np.round(moved_y, decimals).reshape(shape),
    )


def rough_metres(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return rough positions given in degrees as metres, rounded to 10 m."""
    x, y = transform(lon, lat, "EPSG:4326", CRS)
    return np.round(x, -1), np.round(y, -1)


def _between(table: Floats, i: np.ndarray, j: np.ndarray, s: Floats, t: Floats) -> Floats:
    low = table[j, i] * (1 - s) + table[j, i + 1] * s
    high = table[j + 1, i] * (1 - s) + table[j + 1, i + 1] * s
    result: Floats = low * (1 - t) + high * t
    return result
