"""What is known of each cell while the pattern of a foreground is analysed: bits, and what sets them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

MISSING, BACKGROUND, FOREGROUND = 0, 1, 2
"""Values of a cover."""

PATCH, IS_CORE, LINE, HOLE, INNER, RIM, BOUNDARY, CONNECTOR = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of a cell: foreground that holds a core; core; skeleton; opening of a core; core in such an
opening; boundary that belongs to a core in the opening; within an edge width of a core; connector."""

OPEN, JOINS, COUNTS = 4, 8, 16
"""Bits of the cover: background that reaches the outside; connector between different cores; missing,
but so near to foreground that it counts as such."""

_IN_HOLE = 2  # borders around a core in a hole, at least

_serial: Any = njit(cache=True, nogil=True)


@_serial
def nearest_cores(bits, cores, first, last, reach, result):  # type: ignore[no-untyped-def]
    """Write for connectors in rows `first` to `last` the number of the nearest core, 0 if none is near.

    Near is less than `reach` cells away. Of cores that are equally near the
    topmost counts, then the leftmost.

    Parameters
    ----------
    bits : ndarray of uint8, shape (M, N)
        The rows and `reach` more on either side, as far as there are any.
    cores : ndarray of int32, shape (M, N)
        Number of the core of each of its cells, from 1.
    first, last : int
        Rows to look at, `last` excluded.
    reach : int
        In cells, at most 255.
    result : ndarray of int32, shape (last - first, N)
        Written where a connector lies within a boundary and a core is near.
    """
    height, width = bits.shape
    up, down = np.empty((height, width), np.uint8), np.empty((height, width), np.uint8)
    _rows_to_core(bits, reach, up, down)
    for y in range(first, last):
        for x in range(width):
            if (bits[y, x] & (CONNECTOR | BOUNDARY)) != (CONNECTOR | BOUNDARY):
                continue
            at_down, at_across = _nearest_core(up, down, y, x, reach)
            if at_down < reach:
                result[y - first, x] = cores[y + at_down, x + at_across]


@_serial
def _nearest_core(up, down, y, x, reach):  # type: ignore[no-untyped-def]
    """Return the rows down and columns across to the nearest core of a cell; `reach` rows if none is near."""
    least, at_down, at_across = reach * reach, reach, 0
    for aside in range(reach):
        if aside * aside > least:
            break
        for across in (-aside, aside):
            if not 0 <= x + across < up.shape[1]:
                continue
            for rows in (-np.int64(up[y, x + across]), np.int64(down[y, x + across])):
                squared = rows * rows + aside * aside
                nearer = squared < least
                if nearer or (squared == least < reach * reach and (rows, across) < (at_down, at_across)):
                    least, at_down, at_across = squared, rows, across
    return at_down, at_across


@_serial
def _rows_to_core(bits, reach, up, down):  # type: ignore[no-untyped-def]
    """Count the rows to the nearest core up and down each column, `reach` at most."""
    height, width = bits.shape
    for x in range(width):
        up[0, x] = 0 if bits[0, x] & IS_CORE else reach
        down[height - 1, x] = 0 if bits[height - 1, x] & IS_CORE else reach
    for y in range(1, height):
        for x in range(width):
            up[y, x] = 0 if bits[y, x] & IS_CORE else min(up[y - 1, x] + 1, reach)
    for y in range(height - 2, -1, -1):
        for x in range(width):
            down[y, x] = 0 if bits[y, x] & IS_CORE else min(down[y + 1, x] + 1, reach)


@_serial
def flag(image, bits, mask, value, flags):  # type: ignore[no-untyped-def]
    """Set the flag of each component that has a cell whose masked bits equal `value`.

    Parameters
    ----------
    image : ndarray of int32, shape (M, N)
        Number of the component of each cell, 0 for none.
    bits : ndarray of uint8, shape (M, N)
        What is known of the cells.
    mask, value : int
        The bits that count, and what they must be.
    flags : ndarray of uint8, shape (K + 1,)
        By number; only ever set to 1, so that threads may share it.
    """
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            if bits[y, x] & mask == value:
                flags[image[y, x]] = 1


@_serial
def walls(cover, top, bottom, result):  # type: ignore[no-untyped-def]
    """Mark with 255 what the outside does not pass, else 0, for all rows but the first and last.

    Foreground is a wall, and so is missing cover and the outside where it
    touches foreground, be it by a corner. The outermost columns are outside,
    and so is the first marked row if `top` and the last if `bottom`.

    Parameters
    ----------
    cover : ndarray of uint8, shape (M + 2, N)
        `MISSING`, `BACKGROUND`, `FOREGROUND`; higher bits do not matter.
    top, bottom : bool
        Whether the marked rows begin and end at the rim of the cover.
    result : ndarray of uint8, shape (M, N)
        255 and 0.
    """
    height, width = cover.shape[0] - 2, cover.shape[1]
    for y in range(1, height + 1):
        rim = (top and y == 1) or (bottom and y == height)
        for x in range(width):
            value = cover[y, x] & 3
            wall = value == FOREGROUND
            if value == MISSING or rim or x == 0 or x == width - 1:
                for down in range(-1, 2):
                    for across in range(max(x - 1, 0), min(x + 2, width)):
                        wall = wall or cover[y + down, across] & 3 == FOREGROUND
            result[y - 1, x] = 255 if wall else 0


@_serial
def touching(areas):  # type: ignore[no-untyped-def]
    """List which numbered areas touch by a side: the lesser number, shifted by 32 bits, and the greater.

    Cells numbered 0 belong to none. A pair may come more than once.

    Parameters
    ----------
    areas : ndarray of int32, shape (M, N)
        The number of each cell's area.

    Returns
    -------
    ndarray of int64, shape (P,)
        The pairs, row by row.
    """
    height, width = areas.shape
    found, count = np.empty(0, np.int64), 0
    for turn in range(2):
        found, count = np.empty(count, np.int64), 0
        for y in range(height):
            before = np.int64(0)  # along a border the same two areas touch in cell after cell
            for x in range(width):
                here = areas[y, x]
                if here == 0:
                    continue
                for k in range(2):
                    if (k == 0 and x + 1 == width) or (k == 1 and y + 1 == height):
                        continue
                    other = areas[y + k, x + 1 - k]
                    pair = np.int64(min(here, other)) << 32 | np.int64(max(here, other))
                    if not other or here == other or pair == before:
                        continue
                    before = pair
                    if turn:
                        found[count] = pair
                    count += 1
    return found


@_serial
def rims(bits, levels, reach, first, last, result):  # type: ignore[no-untyped-def]
    """Mark boundary cells in holes that a core inside the hole is near to.

    Parameters
    ----------
    bits : ndarray of uint8, shape (M, N)
        The rows and `reach` more on either side, as far as there are any.
    levels : ndarray of uint8, shape (M, N)
        How many borders of holes lie around each cell.
    reach : int
        Near is less than so many cells away.
    first, last : int
        Rows to look at, `last` excluded.
    result : ndarray of uint8, shape (last - first, N)
        1 where a core is near, else 0.
    """
    height, width = bits.shape
    up, down = np.empty((height, width), np.uint8), np.empty((height, width), np.uint8)
    _rows_to_core(np.where(levels >= _IN_HOLE, bits, np.uint8(0)), reach, up, down)
    for y in range(first, last):
        for x in range(width):
            if (bits[y, x] & (BOUNDARY | HOLE)) != (BOUNDARY | HOLE):
                continue
            if _nearest_core(up, down, y, x, reach)[0] < reach:  # by columns, and few cells have one
                outermost = levels[y, x] < _IN_HOLE
                result[y - first, x] = outermost or _deeper_core_near(bits, levels, reach, y, x)


@_serial
def _deeper_core_near(bits, levels, reach, y, x):  # type: ignore[no-untyped-def]
    """Return whether a core within more borders than a cell is less than `reach` cells away from it."""
    top, bottom = max(y - reach + 1, 0), min(y + reach, bits.shape[0])
    left, right = max(x - reach + 1, 0), min(x + reach, bits.shape[1])
    for v in range(top, bottom):
        for u in range(left, right):
            near = (v - y) ** 2 + (u - x) ** 2 < reach * reach
            if near and bits[v, u] & IS_CORE and levels[v, u] > levels[y, x]:
                return True
    return False
