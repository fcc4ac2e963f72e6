"""Openings of cores and other openings, and what lies within."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels import mspa as kernel
from gruenzug.engine.layers.mspa_work import ByteArray, Components, IntArray, Labels, Work, where

_DEEPEST, _NOT_REACHED = 254, 255  # a depth is a byte, as there is one for each cell


def mark_holes(work: Work) -> None:
    """Mark openings of cores, the cores within them, and their boundaries."""
    bits, other = work.inner, work.pattern.other
    gaps = Components.of(work, len(bits), where(bits, kernel.IS_CORE, 0), other)
    outer = gaps.at_border()
    if outer[1:].all():
        return
    hole = ~outer * np.uint8(kernel.HOLE)
    hole[0] = 0

    def mark_gap(first: int, last: int, image: Labels) -> None:
        bits[first:last] |= hole[image]

    gaps.each(mark_gap)
    zones = Components.of(work, len(bits), where(bits, kernel.HOLE, 0), other)
    inner = ~zones.at_border() * np.uint8(kernel.INNER)
    inner[0] = 0

    def mark_inner(first: int, last: int, image: Labels) -> None:
        bits[first:last] |= inner[image]

    if inner.any():
        zones.each(mark_inner)
    _rims(work)


def _rims(work: Work) -> None:
    """Mark boundary cells of openings that belong to a core within the opening."""
    bits, pattern = work.inner, work.pattern
    zones = Components.of(work, len(bits), where(bits, kernel.HOLE, 0), pattern.connectivity)
    outer = _outer_zones(work, zones)
    if outer[1:].all():
        return
    holes = Components.of(work, len(bits), where(bits, kernel.HOLE, kernel.HOLE), pattern.other)
    levels = _levels(work, holes, zones, _depths(holes, zones, outer))

    def mark(first: int, last: int) -> None:
        top, bottom = max(0, first - pattern.reach), last + pattern.reach
        result = np.zeros((last - first, bits.shape[1]), np.uint8)
        kernel.rims(bits[top:bottom], levels[top:bottom], pattern.reach, first - top, last - top, result)
        bits[first:last] |= result * np.uint8(kernel.RIM)

    work.each(len(bits), mark)


def _outer_zones(work: Work, zones: Components) -> NDArray[np.bool_]:
    """Return for each zone, from 0 for none, whether it touches the border or ground in no opening."""
    outside = zones.at_border().view(np.uint8)

    def reach_out(first: int, last: int, image: Labels) -> None:
        kernel.flag(image, work.inner[first:last], kernel.IS_CORE | kernel.HOLE, 0, outside)

    zones.each(reach_out)
    return outside.view(np.bool_)


def _levels(work: Work, holes: Components, zones: Components, depth: ByteArray) -> ByteArray:
    """Return for each cell how many borders of holes lie around it."""
    rows, columns = work.inner.shape
    levels: ByteArray = work.array(rows, columns)

    def paint(first: int, last: int, image: Labels) -> None:
        nodes = holes.image(first, last)
        levels[first:last] = depth[np.where(nodes == 0, image + holes.count, nodes)]

    zones.each(paint)
    return levels


def _depths(holes: Components, zones: Components, outer: NDArray[np.bool_]) -> ByteArray:
    """Return for each hole, then each zone, how many borders of holes lie around it.

    Parameters
    ----------
    holes, zones : Components
        Openings with all that is no core, K of them, and what lies between
        them, Z. Together they are all cells.
    outer : ndarray of bool, shape (Z + 1,)
        Zones around which no border lies.

    Returns
    -------
    ndarray of uint8, shape (1 + K + Z,)
        By number, zones after holes; the first is of no use.

    Raises
    ------
    GridError
        If there are more than `_DEEPEST` borders around one of them.
    """

    def neighbours(first: int, last: int, image: Labels) -> IntArray:
        nodes = np.zeros((last - first + 2, image.shape[1] + 2), np.int32)
        zones.framed(first, last, nodes)
        nodes[nodes > 0] += holes.count
        holes.framed(first, last, nodes)
        return np.unique(kernel.touching(nodes))

    pairs = np.unique(np.concatenate(zones.each(neighbours)))
    one, two = pairs >> 32, pairs & 0xFFFFFFFF
    depth = np.full(holes.count + zones.count + 1, _NOT_REACHED, np.uint8)
    depth[1 + holes.count :][outer[1:]] = 0
    for level in range(_DEEPEST + 1):
        found = np.concatenate((two[depth[one] == level], one[depth[two] == level]))
        found = found[depth[found] == _NOT_REACHED]
        if not len(found):
            return depth
        depth[found] = level + 1
    raise GridError(
        f"openings lie in cores in openings, more than {_DEEPEST} borders deep; analyse the raster in parts"
    )


def mark_openings(work: Work) -> None:
    """Mark background that the outside reaches."""
    cover = work.cover

    def walls(first: int, last: int) -> ByteArray:
        rows = np.clip(np.arange(first - 1, last + 1), 0, len(cover) - 1)
        result = np.empty((last - first, cover.shape[1]), np.uint8)
        kernel.walls(cover[rows], first == 0, last == len(cover), result)
        return result

    air = Components.of(work, len(cover), walls, work.pattern.other)
    reached = air.at_border() * np.uint8(kernel.OPEN)

    def mark(first: int, last: int, image: Labels) -> None:
        cover[first:last] |= reached[image]

    air.each(mark)
