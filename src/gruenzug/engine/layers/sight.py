"""Trees in view from homes, past the buildings around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.kernels.sight import MOST_HEIGHT_M, trees_in_view, walls_of
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.merge import GeometryArray

NO_BUILDING = -1
YES, NO, OPEN = 1, 0, -1
"""Answers; `OPEN`: it hangs on buildings whose height nobody has recorded."""


@dataclass(frozen=True)
class Sight:
    """How people look, and what stands for heights that are not recorded.

    Attributes
    ----------
    eye_m : float
        Height of the eye above the ground.
    tree_m : float
        Height of a tree of which none is recorded.
    level_m : float
        Height of a storey, for buildings of which only storeys are recorded.
    """

    eye_m: float = 1.6
    tree_m: float = 10.0
    level_m: float = 3.0

    def __post_init__(self) -> None:
        for name, value in (("eye", self.eye_m), ("tree", self.tree_m)):
            if not 0 <= value <= MOST_HEIGHT_M:
                raise GridError(f"the height of the {name} must be 0 to {MOST_HEIGHT_M:g} m, not {value:g}")
        if not 0 < self.level_m <= MOST_HEIGHT_M:
            raise GridError(f"the height of a storey must be above 0 m, not {self.level_m:g}")


class InView(NamedTuple):
    """Trees in view from each place: if buildings of unknown height hide what is behind them, and if not."""

    least: IntArray
    most: IntArray

    def enough(self, trees: int) -> NDArray[np.int8]:
        """Return whether that many trees are in view: `YES`, `NO` or `OPEN`."""
        answer = np.where(self.least >= trees, YES, OPEN)
        return np.where(self.most < trees, NO, answer).astype(np.int8)


def building_heights(buildings: pd.DataFrame, level_m: float) -> FloatArray:
    """Return metres of each building, from `height`, else from `levels`; NaN where neither is above 0."""
    known = np.full(len(buildings), np.nan)
    for name, metres in (("levels", level_m), ("height", 1.0)):
        if name in buildings.columns:
            told = buildings[name].to_numpy(np.float64) * metres
            known = np.where((told > 0) & (told <= MOST_HEIGHT_M), told, known)
    return known


def trees_seen(
    xy: FloatArray,
    own: IntArray,
    trees: tuple[FloatArray, FloatArray],
    buildings: tuple[GeometryArray, FloatArray],
    radius_m: float,
    eye_m: float,
) -> InView:
    """Return how many trees are in view from homes.

    Parameters
    ----------
    xy : ndarray of float64, shape (M, 2)
        Homes, where the eye is.
    own : ndarray of int64, shape (M,)
        Index of the building each home is, `NO_BUILDING` where that is not
        known; a building around a home is its own, too, and all buildings
        that one home is in are one.
    trees : tuple
        Their coordinates, shape (N, 2), and heights in metres, shape (N,).
    buildings : tuple
        Polygons, shape (B,), and heights in metres, NaN where unknown.
    radius_m, eye_m : float
        How far trees count, and how high the eye is above the ground.

    Raises
    ------
    GridError
        If a height is not from 0 to 500 m, a building's unknown excepted, a
        wall is longer than 10 km, the radius is not above 0 and at most 1 km,
        or a coordinate is not a number.
    """
    shapes, heights = buildings
    label, home = _own(xy, own, shapes)
    segments, owner = boundary_segments(shapes)
    walls = walls_of(segments, label[owner], heights[owner])
    return InView(*trees_in_view(xy, home, *trees, walls, radius_m, eye_m))


def _own(xy: FloatArray, own: IntArray, shapes: GeometryArray) -> tuple[IntArray, IntArray]:
    """Return a number per building, the same for those that share a home, and the number of each home."""
    home, building = shapely.STRtree(shapes).query(shapely.points(xy), predicate="intersects")
    stated = np.flatnonzero(own != NO_BUILDING)
    home, building = np.concatenate([stated, home]), np.concatenate([own[stated], building])
    size = len(shapes) + len(xy)
    links = coo_array((np.ones(len(home), np.int8), (building, len(shapes) + home)), shape=(size, size))
    label = connected_components(links, directed=False)[1].astype(np.int64)
    return label[: len(shapes)], label[len(shapes) :]
