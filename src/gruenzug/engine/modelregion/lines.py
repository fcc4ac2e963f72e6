"""Lines that look grown rather than drawn: smoothed, wound, given a width."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, noise

CENTIMETRE = 2  # decimals kept in every coordinate


def rounded(points: Floats) -> Floats:
    """Return coordinates on the centimetre grid."""
    return np.round(points, CENTIMETRE)


def lengths(line: Floats) -> Floats:
    """Return the distance from the start along a line, one value per point."""
    steps = np.diff(line, axis=0)
    return np.concatenate(([0.0], np.cumsum(np.sqrt((steps * steps).sum(axis=1)))))


def resampled(line: Floats, step: float) -> Floats:
    """Return the line with points about `step` metres apart, its ends kept."""
    along = lengths(line)
    count = max(2, round(along[-1] / step) + 1)
    at = np.linspace(0.0, along[-1], count)
    return np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])


def stretch(line: Floats, start: float, end: float, marks: Floats | None = None) -> tuple[Floats, Floats]:
    """Return the part of a line between two places, and how far along the line its points are.

    The line is given a point at each of `marks`, too.
    """
    along = lengths(line)
    wanted = np.unique(np.round(np.r_[start, end, [] if marks is None else marks], CENTIMETRE))
    wanted = wanted[(wanted >= start - 0.01) & (wanted <= end + 0.01)]
    clear = np.abs(along[:, None] - wanted[None, :]).min(axis=1) > 0.2
    at = np.sort(np.r_[wanted, along[clear & (along > start) & (along < end)]])
    return np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)]), at


def smooth(waypoints: Floats, per_leg: int = 24) -> Floats:
    """Return a curve through all waypoints (Catmull-Rom)."""
    before = 2 * waypoints[:1] - waypoints[1:2]
    after = 2 * waypoints[-1:] - waypoints[-2:-1]
    p = np.concatenate([before, waypoints, after])
    t = (np.arange(per_leg) / per_leg)[None, :, None]
    a, b, c, d = (part[:, None, :] for part in (p[:-3], p[1:-2], p[2:-1], p[3:]))
    curve = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.concatenate([curve.reshape(-1, 2), waypoints[-1:]])


def wound(
    line: Floats, amplitude: float, wavelength: float, salt: int, *, fixed_ends: bool = False
) -> Floats:
    """Return the line pushed about by noise, at most about `amplitude` metres."""
    x, y = line[:, 0], line[:, 1]
    push = (
        np.column_stack([noise(x, y, wavelength, salt, 2), noise(x, y, wavelength, salt + 7, 2)]) * amplitude
    )
    if fixed_ends:
        share = lengths(line) / max(lengths(line)[-1], 1e-9)
        push *= np.minimum(1.0, 4 * np.minimum(share, 1 - share))[:, None]
    return line + push


def normals(line: Floats) -> Floats:
    """Return the unit vectors to the left of the line, one per point."""
    ahead = np.gradient(line, axis=0)
    size = np.sqrt((ahead * ahead).sum(axis=1))
    size[size == 0] = 1.0
    left: Floats = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / size[:, None]
    return left


def ribbon(line: Floats, width: Floats | float) -> Geometry:
    """Return the area within half of `width` (one value or one per point) beside the line."""
    half = (np.broadcast_to(np.asarray(width, dtype=np.float64), len(line)) / 2)[:, None]
    left, right = line + normals(line) * half, line - normals(line) * half
    area = shapely.polygons(rounded(np.concatenate([left, right[::-1]])))
    return area if shapely.is_valid(area) else shapely.make_valid(area, method="structure")


def without_corners(ring: Floats, times: int = 2) -> Floats:
    """Return a closed ring with its corners cut off again and again (Chaikin), closed."""
    points = ring[:-1]
    for _ in range(times):
        ahead = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * ahead, 0.25 * points + 0.75 * ahead], axis=1).reshape(-1, 2)
    return rounded(np.concatenate([points, points[:1]]))
