"""Openings of cores and other openings, and what lies within."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.kernels import mspa as kernel
from gruenzug.engine.layers.mspa_work import ByteArray, Components, IntArray, Labels, Work, where


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
    outside = zones.at_border().view(np.uint8)

    def reached(first: int, last: int, image: Labels) -> None:
        kernel.flag(image, bits[first:last], kernel.IS_CORE | kernel.HOLE, 0, outside)

    zones.each(reached)
    outer = outside.view(np.bool_)
    if outer[1:].all():
        return
    holes = Components.of(work, len(bits), where(bits, kernel.HOLE, kernel.HOLE), pattern.other)
    depth = _depths(holes, zones, outer)
    levels = work.array(len(bits), bits.shape[1])

    def paint(first: int, last: int, image: Labels) -> None:
        nodes = holes.image(first, last)
        levels[first:last] = depth[np.where(nodes == 0, image + holes.count, nodes)]

    zones.each(paint)

    def mark(first: int, last: int) -> None:
        top, bottom = max(0, first - pattern.reach), last + pattern.reach
        result = np.zeros((last - first, bits.shape[1]), np.uint8)
        kernel.rims(bits[top:bottom], levels[top:bottom], pattern.reach, first - top, last - top, result)
        bits[first:last] |= result * np.uint8(kernel.RIM)

    work.each(len(bits), mark)


def _depths(holes: Components, zones: Components, outer: NDArray[np.bool_]) -> ByteArray:
    """Return for each hole, then each zone, how many borders of holes lie around it."""

    def neighbours(first: int, last: int, image: Labels) -> IntArray:
        nodes = np.zeros((last - first + 2, image.shape[1] + 2), np.int32)
        zones.framed(first, last, nodes)
        nodes[nodes > 0] += holes.count
        holes.framed(first, last, nodes)
        return np.unique(kernel.touching(nodes))

    pairs = np.unique(np.concatenate(zones.each(neighbours)))
    one, two = pairs >> 32, pairs & 0xFFFFFFFF
    depth = np.full(holes.count + zones.count + 1, 255, np.uint8)
    depth[1 + holes.count :][outer[1:]] = 0
    level = 0
    while True:
        found = np.concatenate((two[depth[one] == level], one[depth[two] == level]))
        found = found[depth[found] == 255]
        if not len(found) or level >= 253:
            return depth
        level += 1
        depth[found] = level


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
