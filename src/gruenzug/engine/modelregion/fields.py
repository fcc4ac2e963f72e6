"""Slowly changing properties of the ground: how built-up, how wooded, how wet, how large the blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.features import rasterize
from rasterio.transform import Affine
from scipy.spatial import cKDTree
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, Ints, chances, noise, salt_of
from gruenzug.engine.modelregion.facts import HECTARE, Town
from gruenzug.engine.modelregion.lines import resampled
from gruenzug.engine.modelregion.outlines import Outlines, Sites
from gruenzug.engine.modelregion.skeleton import Course, corridors, woods

CELL = 250.0
OUTSIDE_BUILT = 0.16  # share of settlement beyond the border


@dataclass(frozen=True)
class Fields:
    """Grids over the mapped area; row 0 is in the south.

    Attributes
    ----------
    corner : tuple of float
        South-western corner.
    town : ndarray of int64
        Municipality of each cell, -1 outside.
    urban : ndarray of float64
        How central a place is; only comparisons within a municipality matter.
    built : ndarray of float64
        Rank of a cell by `urban` over the settlement quota of its municipality: below 1 is built.
    wooded, wet : ndarray of float64
        How likely woods and water meadows are.
    size : ndarray of float64
        Wanted size of blocks in square metres.
    """

    corner: tuple[float, float]
    town: Ints
    urban: Floats
    built: Floats
    wooded: Floats
    wet: Floats
    size: Floats

    def at(self, grid: Floats, points: Floats) -> Floats:
        """Return the value of a grid at points, interpolated."""
        rows, columns = grid.shape
        u = np.clip((points[:, 0] - self.corner[0]) / CELL - 0.5, 0, columns - 1.001)
        v = np.clip((points[:, 1] - self.corner[1]) / CELL - 0.5, 0, rows - 1.001)
        i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
        s, t = u - i, v - j
        low = grid[j, i] * (1 - s) + grid[j, i + 1] * s
        high = grid[j + 1, i] * (1 - s) + grid[j + 1, i + 1] * s
        value: Floats = low * (1 - t) + high * t
        return value


def survey(
    towns: Sequence[Town],
    chosen: Ints,
    outlines: Outlines,
    lines: list[Course],
    area: Geometry,
    seed: int,
    grains: tuple[float, float],
) -> Fields:
    """Return the fields over `area`; `grains` scale the size of blocks in settlements and in the open."""
    west, south, east, north = area.bounds
    corner = (float(np.floor(west / CELL) * CELL), float(np.floor(south / CELL) * CELL))
    shape = (int((north - corner[1]) // CELL) + 1, int((east - corner[0]) // CELL) + 1)
    x = corner[0] + (np.arange(shape[1]) + 0.5) * CELL
    y = corner[1] + (np.arange(shape[0]) + 0.5) * CELL
    points = np.column_stack([part.ravel() for part in np.meshgrid(x, y)])
    town = _labels([(outlines.polygons[number], number) for number in chosen], corner, shape).ravel()
    wet = _wet(points, lines)
    urban = _urban(points, towns, outlines, lines, wet, seed)
    wooded = _wooded(points, wet, seed)
    built = _ranks(urban, town, towns)
    size = _sizes(built, grains, noise(points[:, 0], points[:, 1], 2500.0, salt_of(seed, "size"), 2))
    urban, built, wooded, wet, size = (grid.reshape(shape) for grid in (urban, built, wooded, wet, size))
    return Fields(corner, town.reshape(shape), urban, built, wooded, wet, size)


def _labels(
    polygons: list[tuple[Geometry, int]], corner: tuple[float, float], shape: tuple[int, int]
) -> Ints:
    """Return the municipality of each cell."""
    burnt = rasterize(
        ((polygon, int(number) + 1) for polygon, number in polygons),
        out_shape=shape,
        transform=Affine(CELL, 0, corner[0], 0, CELL, corner[1]),
        dtype="int32",
    )
    return np.asarray(burnt, dtype=np.int64) - 1


def _urban(
    points: Floats, towns: Sequence[Town], outlines: Outlines, lines: list[Course], wet: Floats, seed: int
) -> Floats:
    x, y = points[:, 0], points[:, 1]
    value = _centrality(points, towns, outlines.sites, seed)
    value += 0.16 * noise(x, y, 1500.0, salt_of(seed, "urban"), 2)
    value -= 0.45 * wet
    for corridor in corridors():
        value -= 0.5 * _nearness(points, corridor.line, corridor.width / 2)
    for arc in outlines.arcs:
        value -= 0.22 * _nearness(points, resampled(arc, 150.0), 900.0)
    for line in lines:
        if line.kind == "motorway":
            value -= 0.1 * _nearness(points, line.line, 350.0)
    return value


def _centrality(points: Floats, towns: Sequence[Town], sites: Sites, seed: int) -> Floats:
    """Return the pull of town and district centres."""
    inside = np.flatnonzero(sites.owner >= 0)
    owner = sites.owner[inside]
    districts = np.bincount(owner, minlength=len(towns))
    built = np.array([town.built * HECTARE for town in towns])
    reach = 0.62 * np.sqrt(built[owner] / districts[owner] / 3.141592653589793)
    reach *= np.where(sites.is_centre[inside], 1.5, 1.0)
    spot = sites.points[inside]
    strength = np.where(
        sites.is_centre[inside], 1.1, 0.4 + 0.4 * chances(salt_of(seed, "district"), spot[:, 0], spot[:, 1])
    )
    distance, near = cKDTree(spot).query(points, k=8)
    ratio = distance / reach[near]
    return np.asarray((strength[near] / (1 + ratio * ratio)).sum(axis=1))


def _wooded(points: Floats, wet: Floats, seed: int) -> Floats:
    x, y = points[:, 0], points[:, 1]
    value = 0.42 * noise(x, y, 3800.0, salt_of(seed, "wood"), 2) + 0.3 * noise(
        x, y, 1100.0, salt_of(seed, "copse"), 2
    )
    for wood in woods():
        value += wood.strength * _nearness(points, np.array([[wood.x, wood.y]]), wood.reach)
    return value - 0.35 * wet


def _wet(points: Floats, lines: list[Course]) -> Floats:
    """Return 1 beside rivers, falling to 0 at the edge of their plains."""
    value = np.zeros(len(points))
    for line in lines:
        if line.kind == "river":
            breadth = float(line.area.area) / (len(line.line) * 70.0)
            value = np.maximum(value, _nearness(points, line.line, 250.0 + 3.0 * breadth))
    return value


def _nearness(points: Floats, line: Floats, reach: float) -> Floats:
    """Return 1 on a line, falling evenly to 0 at `reach` metres."""
    low, high = line.min(axis=0) - reach, line.max(axis=0) + reach
    inside = ((points >= low) & (points <= high)).all(axis=1)
    value = np.zeros(len(points))
    distance = cKDTree(line).query(points[inside], distance_upper_bound=reach)[0]
    value[inside] = np.maximum(0.0, 1 - distance / reach)
    return value


def _ranks(urban: Floats, town: Ints, towns: Sequence[Town]) -> Floats:
    """Return ranks by centrality over the settlement quota, per municipality."""
    ranks = np.zeros(len(urban))
    for number in range(-1, len(towns)):
        cells = np.flatnonzero(town == number)
        quota = OUTSIDE_BUILT if number < 0 else towns[number].built / towns[number].area
        order = np.argsort(-urban[cells], kind="stable")
        ranks[cells[order]] = (np.arange(len(cells)) + 0.5) / max(len(cells), 1) / quota
    return ranks


def _sizes(built: Floats, grains: tuple[float, float], change: Floats) -> Floats:
    """Return the size of blocks: small in the centre, large in fields and woods."""
    hectares = np.interp(built, [0.0, 0.15, 0.5, 0.9, 1.05, 1.4, 2.5], [1.0, 1.2, 1.9, 2.8, 5.0, 11.0, 15.0])
    grain = np.interp(built, [0.9, 1.3], grains)
    return np.asarray(hectares * grain * HECTARE * (1 + 0.3 * change))
