"""Homotopic thinning around anchors, the same whatever the order of cells.

A cell is simple if taking it away changes neither the number of components nor
that of holes. In each round every simple cell that does not depend on the
order of work is taken away at once: no simple neighbour may make it the last
link if that neighbour went first (Soille and Vogt 2009; Iwanowski and Soille
2006). Cells that are blocked are looked at again when one of their eight
neighbours has gone. What remains are the anchors and what links them.

The work is done on bits of one byte per cell, so a raster larger than memory
may lie in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]

ANCHOR, PRESENT, SIMPLE, QUEUED = 2, 4, 8, 16
"""Bits of a cell: an anchor; still there; simple when last looked at; waiting to be looked at."""

WORTH_IT = 1 << 14
"""Cells of a round that are worth several threads; fewer are done before another has begun."""

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_AROUND = 8  # neighbours, counter-clockwise from the east: bit k is neighbour k
_SIDES, _CORNERS = (0, 2, 4, 6), (1, 3, 5, 7)

_serial: Any = njit(cache=True, nogil=True)


@cache
def tables(connectivity: int) -> tuple[ByteArray, ByteArray]:
    """Return which neighbourhoods are simple, and which of them are so in any order.

    Parameters
    ----------
    connectivity : int
        4 or 8, of the cells that are thinned.

    Returns
    -------
    simple : ndarray of uint8, shape (256,)
        By the neighbours that are present.
    free : ndarray of uint8, shape (256, 256)
        By the neighbours that are present and those of them that are simple.
    """
    simple = np.array([_is_simple(here, connectivity) for here in range(256)], np.uint8)
    free = np.zeros((256, 256), np.uint8)
    judge = _free_by_sides if connectivity == 4 else _free_by_corners
    for here in range(256):
        for movable in range(256):
            if simple[here] and not movable & ~here:
                free[here, movable] = judge(here, movable, simple)
    return simple, free


def _is_simple(here: int, connectivity: int) -> bool:
    """Return whether exactly one component of what touches the cell by its sides surrounds it."""
    cells = here if connectivity == 4 else ~here & 255
    ring = [cells >> k & 1 for k in range(_AROUND)] * 2
    return sum(ring[k] - ring[k] * ring[k + 1] * ring[k + 2] for k in _SIDES) == 1


def _links(here: int, movable: int, simple: ByteArray, neighbours: tuple[int, ...]) -> list[int]:
    """Return the movable neighbours without which the cell would not be simple."""
    return [k for k in neighbours if movable >> k & 1 and not simple[here & ~(1 << k)]]


def _free_by_sides(here: int, movable: int, simple: ByteArray) -> bool:
    """Judge for 4 neighbours: in a square of four simple cells the corner is no obstacle."""
    if _links(here, movable, simple, _SIDES):
        return False
    corners = _links(here, movable, simple, _CORNERS)
    return all(movable >> (k + 1) % 8 & movable >> (k - 1) & 1 for k in corners)


def _free_by_corners(here: int, movable: int, simple: ByteArray) -> bool:
    """Judge for 8 neighbours: the middle of the bar of a T waits for the ends of the bar."""
    if _links(here, movable, simple, tuple(range(_AROUND))):
        return False
    for stem in _SIDES:
        bar = 1 << (stem + 2) % 8 | 1 << (stem - 2) % 8
        beside = 1 << (stem + 1) % 8 | 1 << (stem - 1) % 8
        if here >> stem & 1 and movable & bar == bar and not here & beside:
            return False
    return True


def thin(cells: ByteArray, connectivity: int, parts: int = 1, each: Each = map) -> int:
    """Thin the cells with the bit `PRESENT` in place; those with `ANCHOR` stay.

    Parameters
    ----------
    cells : ndarray of uint8, shape (M, N)
        Bits; the outermost rows and columns must be empty. `SIMPLE` and
        `QUEUED` are cleared.
    connectivity : int
        4 or 8.
    parts : int
        Into how many parts a round's cells are cut.
    each : callable
        Works like `map`; that of a pool of threads does the parts at once.

    Returns
    -------
    int
        How many rounds it took.
    """
    simple, free = tables(connectivity)
    width = cells.shape[1]
    around = np.array([1, 1 - width, -width, -width - 1, -1, width - 1, width, width + 1], np.int64)
    flat = cells.view()
    flat.shape = (-1,)  # refuses to copy
    queue, rounds = _first(cells, around, simple), 0
    while len(queue):
        pieces = np.array_split(queue, parts if len(queue) >= WORTH_IT else 1)
        list(each(lambda piece: _look(flat, piece, around, simple), pieces))
        gone = list(each(lambda piece: _free_ones(flat, piece, around, free), pieces))
        list(each(lambda piece: _take(flat, piece), gone))
        queue = np.concatenate(list(each(lambda piece: _beside(flat, piece, around), gone)))
        rounds += 1
    _tidy(flat)
    return rounds


@_serial
def _code(flat, at, around, bit):  # type: ignore[no-untyped-def]
    code = np.int64(0)
    for k in range(8):
        code |= np.int64((flat[at + around[k]] & bit) != 0) << k
    return code


@_serial
def _first(cells, around, simple):  # type: ignore[no-untyped-def]
    """List the simple cells."""
    flat, width, count = cells.reshape(-1), cells.shape[1], 0
    for turn in range(2):
        queue = np.empty(count, np.int64)
        count = 0
        for y in range(1, cells.shape[0] - 1):
            for at in range(y * width + 1, (y + 1) * width - 1):
                if (flat[at] & (PRESENT | ANCHOR)) != PRESENT:
                    continue
                if turn:
                    if flat[at] & SIMPLE:
                        queue[count] = at
                        count += 1
                elif simple[_code(flat, at, around, PRESENT)]:
                    flat[at] |= SIMPLE
                    count += 1
    return queue


@_serial
def _look(flat, queue, around, simple):  # type: ignore[no-untyped-def]
    """Mark which cells of a queue are simple."""
    for at in queue:
        flat[at] &= ~np.uint8(SIMPLE | QUEUED)
        if simple[_code(flat, at, around, PRESENT)]:
            flat[at] |= SIMPLE


@_serial
def _free_ones(flat, queue, around, free):  # type: ignore[no-untyped-def]
    """Return the cells of a queue, in place, that are simple in any order."""
    count = 0
    for k in range(len(queue)):
        at = queue[k]
        if flat[at] & SIMPLE and free[_code(flat, at, around, PRESENT), _code(flat, at, around, SIMPLE)]:
            queue[count] = at
            count += 1
    return queue[:count]


@_serial
def _take(flat, gone):  # type: ignore[no-untyped-def]
    """Take cells away."""
    for at in gone:
        flat[at] &= ~np.uint8(PRESENT | SIMPLE)


@_serial
def _beside(flat, gone, around):  # type: ignore[no-untyped-def]
    """List the cells beside those that have gone; two parts at once may both list one: nothing changes."""
    found, count = np.empty(8 * len(gone), np.int64), 0
    for here in gone:
        for step in around:
            at = here + step
            if (flat[at] & (PRESENT | ANCHOR | QUEUED)) == PRESENT:
                flat[at] |= QUEUED
                found[count] = at
                count += 1
    return found[:count].copy()


@_serial
def _tidy(flat):  # type: ignore[no-untyped-def]
    for at in range(len(flat)):
        flat[at] &= ~np.uint8(SIMPLE | QUEUED)
