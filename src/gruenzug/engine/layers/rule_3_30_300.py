"""The 3-30-300 rule at places: trees nearby, canopy around, green within reach, and how much of it is met."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Piece, Workers, run_bands
from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import Disc, disc
from gruenzug.engine.kernels.disc_canopy import canopy_share, trees_within
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.raster_canopy import canopy_source
from gruenzug.engine.layers.sight import NO, OPEN, YES, InView

Array = NDArray[Any]

UNKNOWN = -1
"""Parts met at a place whose canopy is not known."""


@dataclass(frozen=True)
class Rule:
    """The limits of the rule; what they count to is met.

    Attributes
    ----------
    trees : int
        Trees that must stand within `trees_within_m` metres.
    share : float
        Least share of canopy in a disc of `around_m` metres.
    distance_m : float
        Farthest way to green.
    """

    trees: int = 3
    trees_within_m: float = 30.0
    share: float = 0.3
    around_m: float = 100.0
    distance_m: float = 300.0

    def __post_init__(self) -> None:
        if self.trees < 1:
            raise GridError(f"the number of trees must be 1 or more, not {self.trees}")
        if not 0 < self.share <= 1:
            raise GridError(f"the share of canopy must be above 0 and at most 1, not {self.share:g}")
        if not 0 <= self.distance_m < np.inf:
            raise GridError(f"the distance to green must be 0 m or more, not {self.distance_m:g}")


class Met(NamedTuple):
    """What is there at each place, and how many of the three parts are met (`UNKNOWN`: cannot be said)."""

    trees: IntArray
    canopy: NDArray[np.float32]
    distance: FloatArray
    parts: NDArray[np.int8]


def rule_met(
    xy: FloatArray, trees: FloatArray, canopy: NDArray[np.float32], distance: FloatArray, rule: Rule
) -> Met:
    """Apply the rule to places.

    Parameters
    ----------
    xy, trees : ndarray of float64, shape (M, 2) and (N, 2)
        Places and single trees in metres.
    canopy : ndarray of float32, shape (M,)
        Share around each place, NaN where unknown.
    distance : ndarray of float64, shape (M,)
        Metres to the nearest green that counts.
    rule : Rule
        The limits.

    Raises
    ------
    GridError
        If a place or tree has a coordinate that is not a number, or the radius
        for trees is not above 0 and below 1,000 km.
    """
    near = trees_within(xy, trees, rule.trees_within_m)
    parts = (near >= rule.trees).astype(np.int8)
    parts += canopy >= np.float32(rule.share)
    parts += distance <= rule.distance_m
    parts[np.isnan(canopy)] = UNKNOWN
    return Met(near, canopy, distance, parts)


def all_met(met: Met, seen: InView, way: FloatArray, rule: Rule) -> NDArray[np.int8]:
    """Return whether all three parts hold at places with trees in view and green within `way`.

    Parameters
    ----------
    met : Met
        What is there at the places.
    seen : InView
        Trees in view.
    way : ndarray of float64, shape (M,)
        Metres to green, such as on foot.
    rule : Rule
        The limits.

    Returns
    -------
    ndarray of int8, shape (M,)
        `YES`, `NO`, or `OPEN` where one of the three is not known: calling
        those of them `NO` who lack another would bend the share of the rest.
    """
    in_view = seen.enough(rule.trees)
    every = (met.canopy >= np.float32(rule.share)) & (in_view == YES) & (way <= rule.distance_m)
    unknown = np.isnan(met.canopy) | (in_view == OPEN)
    return np.where(unknown, OPEN, np.where(every, YES, NO)).astype(np.int8)


def canopy_at(
    cover: Path, canopy: tuple[int, ...], xy: FloatArray, radius: float, workers: Workers | None = None
) -> NDArray[np.float32]:
    """Return the share of canopy around the cell of each place.

    Parameters
    ----------
    cover : Path
        Raster of whole numbers in the coordinate system of the places.
    canopy : tuple of int
        Its values that mean canopy; all others but no data mean none.
    xy : ndarray of float64, shape (N, 2)
        Places.
    radius : float
        What counts as around, in metres from the centre of the place's cell.
    workers : Workers, optional
        Who computes.

    Returns
    -------
    ndarray of float32, shape (N,)
        Canopy over known cells; NaN where the place's cell is unknown or none.

    Raises
    ------
    SourceError
        If the cover cannot be read.
    GridError
        If it holds other than whole numbers, its cells are not square or not
        in metres, or the radius is not above 0 m or spans too many cells.
    """
    source = canopy_source(cover, canopy)
    around = disc("dichotomy", radius, source.frame.cell_x)
    row, column = _cells(xy, source.frame)
    job = Job(_AtPlaces(around, row, column), (source,), around.reach)
    result = np.full(len(xy), np.nan, np.float32)
    for places, shares in run_bands(job, (), workers):
        result[places] = shares
    return result


def _cells(xy: FloatArray, frame: Frame) -> tuple[IntArray, IntArray]:
    """Return row and column of the cell around each place; -1 outside the raster."""
    column = np.floor((xy[:, 0] - frame.west) / frame.cell_x).astype(np.int64)
    row = np.floor((frame.north - xy[:, 1]) / frame.cell_y).astype(np.int64)
    outside = (row < 0) | (row >= frame.rows) | (column < 0) | (column >= frame.columns)
    return np.where(outside, -1, row), np.where(outside, -1, column)


@dataclass(frozen=True)
class _AtPlaces:
    around: Disc
    row: IntArray
    column: IntArray

    def __call__(
        self, piece: Piece, cover: NDArray[np.uint8]
    ) -> tuple[tuple[Array, ...], tuple[IntArray, NDArray[np.float32]]]:
        inside = (self.row >= piece.first_row) & (self.row < piece.last_row)
        inside &= (self.column >= piece.first_column) & (self.column < piece.last_column)
        places = np.flatnonzero(inside)
        if not len(places):
            return (), (places, np.zeros(0, np.float32))
        share = canopy_share(cover, self.around)
        return (), (
            places,
            share[self.row[places] - piece.first_row, self.column[places] - piece.first_column],
        )


def persons_by_parts(
    parts: NDArray[np.int8], zone: IntArray, persons_milli: IntArray, zones: int
) -> NDArray[np.int64]:
    """Return thousandths of persons by zone and by parts met: unknown, 0, 1, 2, 3.

    Parameters
    ----------
    parts : ndarray of int8, shape (N,)
        Of each place.
    zone : ndarray of int64, shape (N,)
        Its zone; -1 for none, whose people are left out.
    persons_milli : ndarray of int64, shape (N,)
        Its people.
    zones : int
        How many zones there are.

    Returns
    -------
    ndarray of int64, shape (zones, 5)
    """
    result = np.zeros((zones, 5), np.int64)
    inside = zone >= 0
    np.add.at(result, (zone[inside], parts[inside].astype(np.int64) + 1), persons_milli[inside])
    return result
