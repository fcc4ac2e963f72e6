"""Which trees are in view from places: straight lines that walls may cut, of known or unknown height.

All lengths are whole millimetres, so every decision is exact: on which side of
a line a point lies, and whether a wall is higher than the line where it
crosses it. Places are independent of each other; bins only leave out walls
and trees that cannot matter.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segment_bins import SegmentBins, bin_segments
from gruenzug.engine.kernels.segments import FloatArray, IntArray

_parallel: Any = njit(cache=True, nogil=True, parallel=True)
_serial: Any = njit(cache=True, nogil=True)

MOST_RADIUS_M = 1000.0
MOST_HEIGHT_M = 500.0
MOST_WALL_M = 10_000.0
"""Beyond these a product of lengths would not fit into 64 bits."""

_MM = 1000
_BIN_MM = 50_000.0
_UNKNOWN = -1
_LEFT, _RIGHT = 1, 2
_BOTH = _LEFT | _RIGHT


class Walls(NamedTuple):
    """Walls of buildings, listed by square bins.

    Attributes
    ----------
    bins : SegmentBins
        Their ends in whole millimetres; `owner` is the building.
    top_mm : ndarray of int64, shape (W,)
        Height of each wall in millimetres; -1 if unknown.
    """

    bins: SegmentBins
    top_mm: IntArray


def walls_of(segments: FloatArray, owner: IntArray, height: FloatArray, size: float = 50.0) -> Walls:
    """List walls by bins.

    Parameters
    ----------
    segments : ndarray of float64, shape (W, 4)
        ``x0, y0, x1, y1`` of each wall in metres; rounded to millimetres.
    owner : ndarray of int64, shape (W,)
        The building a wall belongs to.
    height : ndarray of float64, shape (W,)
        Height of each wall above the ground in metres; NaN where unknown.
    size : float
        Edge length of a bin in metres; it does not show in any result.

    Returns
    -------
    Walls
        In millimetres.

    Raises
    ------
    GridError
        If a coordinate is not finite, a wall too long, a height negative or
        too large, or not every wall has one.
    """
    if len(height) != len(segments):
        raise GridError(f"each wall needs a height; there are {len(segments)} walls, {len(height)} heights")
    if not (np.isnan(height) | ((height >= 0) & (height <= MOST_HEIGHT_M))).all():
        raise GridError(f"heights of buildings must be from 0 to {MOST_HEIGHT_M:g} m, or unknown")
    bins = bin_segments(np.rint(segments * _MM), owner, size * _MM)
    if len(segments) and np.abs(segments[:, 2:] - segments[:, :2]).max() > MOST_WALL_M:
        raise GridError(f"a wall is longer than {MOST_WALL_M:g} m; mend the geometry first")
    top = np.where(np.isnan(height), _UNKNOWN, np.rint(np.nan_to_num(height) * _MM))
    return Walls(bins, top.astype(np.int64))


def trees_in_view(
    places: FloatArray,
    own: IntArray,
    trees: FloatArray,
    tree_height: FloatArray,
    walls: Walls,
    radius: float,
    eye: float,
) -> tuple[IntArray, IntArray]:
    """Return how many trees nearby are in view from each place, at least and at most.

    A tree is in view if no wall of another building cuts the straight line
    from the eye at the place to the top of the tree. A wall cuts the line if
    it crosses it and is higher there; one that ends just at the line does
    not. Lines along a wall or through a corner are decided by moving them ever
    so little: what is free on one side is free, so a line may graze a
    building, but not slip between two that share a wall.

    Parameters
    ----------
    places, trees : ndarray of float64, shape (M, 2) and (N, 2)
        x, y in metres; they are rounded to millimetres.
    own : ndarray of int64, shape (M,)
        The building each place is in, whose walls do not cut; -1 for none.
    tree_height : ndarray of float64, shape (N,)
        Height of each tree in metres.
    walls : Walls
        Walls of all buildings.
    radius : float
        Metres up to which trees count; one at exactly that distance does.
    eye : float
        Height of the eye above the ground in metres; the ground is level.

    Returns
    -------
    least, most : ndarray of int64, shape (M,)
        Trees in view if buildings of unknown height cut every line through
        them, and if they cut none. Equal where heights do not matter.

    Raises
    ------
    GridError
        If a coordinate is not a number, or a length not possible.

    Notes
    -----
    The "3" of the 3-30-300 rule asks for three trees in view [1]_; it says
    neither from where nor which part of them, so the line is our definition.
    At a wall the line is as high as ``eye + (top - eye) * t`` with t the share of
    its length; t is a quotient of areas of triangles, so the comparison with
    the wall's height is one of whole numbers.

    References
    ----------
    .. [1] Konijnendijk, C. C. (2023). Evidence-based guidelines for greener,
       healthier, more resilient neighbourhoods: introducing the 3-30-300
       rule. Journal of Forestry Research 34, 821-830.

    Examples
    --------
    A wall of 5 m stands halfway to a tree of 8 m; an eye at 1.6 m sees 4.8 m there:

    >>> wall = walls_of(np.array([[10.0, -5.0, 10.0, 5.0]]), np.array([0]), np.array([5.0]))
    >>> here, tree = np.array([[0.0, 0.0]]), np.array([[20.0, 0.0]])
    >>> trees_in_view(here, np.array([-1]), tree, np.array([8.0]), wall, radius=30, eye=1.6)
    (array([0]), array([0]))
    >>> trees_in_view(here, np.array([-1]), tree, np.array([9.0]), wall, radius=30, eye=1.6)
    (array([1]), array([1]))
    """
    _refuse(places, trees, tree_height, radius, eye)
    least, most = np.zeros(len(places), np.int64), np.zeros(len(places), np.int64)
    if len(places) == 0 or len(trees) == 0:
        return least, most
    spots = np.rint(np.c_[trees, trees] * _MM)
    stands = bin_segments(spots, np.arange(len(trees)), max(radius * _MM, _BIN_MM))
    tops = np.rint(tree_height * _MM).astype(np.int64)
    here = np.rint(places * _MM).astype(np.int64)
    limits = round(radius * _MM), round(eye * _MM)
    _look(here, own, stands, tops, walls.bins, walls.top_mm, limits, least, most)
    return least, most


def _refuse(
    places: FloatArray, trees: FloatArray, tree_height: NDArray[np.float64], radius: float, eye: float
) -> None:
    if not 0 < radius <= MOST_RADIUS_M:
        raise GridError(f"the radius must be above 0 and at most {MOST_RADIUS_M:g} m, got {radius} m")
    if not 0 <= eye <= MOST_HEIGHT_M:
        raise GridError(f"the eye must be 0 to {MOST_HEIGHT_M:g} m above the ground, got {eye} m")
    if not (np.isfinite(places).all() and np.isfinite(trees).all()):
        raise GridError("a place or tree has a coordinate that is not a number; mend the points first")
    if tree_height.shape != (len(trees),) or not ((tree_height >= 0) & (tree_height <= MOST_HEIGHT_M)).all():
        raise GridError(f"each tree needs a height from 0 to {MOST_HEIGHT_M:g} m")


@_parallel
def _look(places, own, stands, tops, walls, heights, limits, least, most):  # type: ignore[no-untyped-def]
    radius, eye = limits
    for i in prange(len(places)):
        x, y = places[i, 0], places[i, 1]
        r0, r1, c0, c1 = _bins_around(x - radius, y - radius, x + radius, y + radius, stands)
        for r in range(r0, r1 + 1):
            for b in range(r * stands.columns + c0, r * stands.columns + c1 + 1):
                for n in range(stands.starts[b], stands.starts[b + 1]):
                    tree = stands.items[n]
                    u, v = np.int64(stands.segments[tree, 0]), np.int64(stands.segments[tree, 1])
                    if (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius:
                        known, every = _cuts(x, y, eye, u, v, tops[tree], own[i], walls, heights)
                        least[i] += every != _BOTH
                        most[i] += known != _BOTH


@_serial
def _cuts(x, y, eye, u, v, top, own, bins, heights):  # type: ignore[no-untyped-def]
    """Return on which sides the line from eye to tree top is cut: by walls of known height, and by all."""
    known, every = 0, 0
    r0, r1, c0, c1 = _bins_around(min(x, u), min(y, v), max(x, u), max(y, v), bins)
    for r in range(r0, r1 + 1):
        for b in range(r * bins.columns + c0, r * bins.columns + c1 + 1):
            for n in range(bins.starts[b], bins.starts[b + 1]):
                wall = bins.items[n]
                if bins.owner[wall] != own:
                    height = heights[wall]
                    sides = _sides_cut(x, y, eye, u, v, top, bins.segments[wall], height)
                    every |= sides
                    if height != _UNKNOWN:
                        known |= sides
    return known, every


@_serial
def _sides_cut(x, y, eye, u, v, top, wall, height):  # type: ignore[no-untyped-def]
    """Return on which sides of the line from x, y to u, v a wall cuts it; 0 if it does not reach so high."""
    a, b = np.int64(wall[0]), np.int64(wall[1])
    c, d = np.int64(wall[2]), np.int64(wall[3])
    before, after = _turn(a, b, c, d, x, y), _turn(a, b, c, d, u, v)
    if not ((before > 0 and after < 0) or (before < 0 and after > 0)):
        return 0
    one, two = _turn(x, y, u, v, a, b), _turn(x, y, u, v, c, d)
    sides = ((one >= 0) != (two >= 0)) * _LEFT | ((one > 0) != (two > 0)) * _RIGHT
    if sides == 0 or height == _UNKNOWN:
        return sides
    share, whole = abs(before), abs(before) + abs(after)  # the line is crossed at share / whole of its way
    return sides if (height - eye) * whole > (top - eye) * share else 0


@_serial
def _turn(a, b, c, d, x, y):  # type: ignore[no-untyped-def]
    """Return twice the area of the triangle, positive if x, y lies left of the way from a, b to c, d."""
    return (c - a) * (y - b) - (d - b) * (x - a)


@_serial
def _bins_around(west, south, east, north, bins):  # type: ignore[no-untyped-def]
    """Return the first and last row, and the first and last column, of the bins that meet a box."""
    return (
        max(0, int((south - bins.south) // bins.size)),
        min(bins.rows - 1, int((north - bins.south) // bins.size)),
        max(0, int((west - bins.west) // bins.size)),
        min(bins.columns - 1, int((east - bins.west) // bins.size)),
    )
