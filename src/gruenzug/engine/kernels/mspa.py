"""Morphological classes of a foreground, as the byte codes of GuidosToolbox."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int32]

MISSING, BACKGROUND, FOREGROUND = 0, 1, 2
"""Values of a cover."""

BRANCH, EDGE, PERFORATION, ISLET, CORE, BRIDGE, LOOP = 1, 3, 5, 9, 17, 33, 65
"""Codes; a connector within an edge or a perforation is the sum of both less one."""

INSIDE, CORE_OPENING, BORDER_OPENING, UNKNOWN = 100, 100, 220, 129
"""What is added inside openings of cores; background there, in other openings; no data."""

PATCH, IS_CORE, LINE, HOLE, INNER, RIM, BOUNDARY, CONNECTOR = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of a cell: foreground that holds a core; core; skeleton; opening of a core; core in such an
opening; boundary that belongs to a core in the opening; within an edge width of a core; connector."""

OPEN, JOINS = 4, 8
"""Bits of the cover: background that reaches the outside; connector between different cores."""

_serial: Any = njit(cache=True, nogil=True)


def steps_within(reach: int) -> IntArray:
    """Return the steps (down, across) of less than `reach` cells, near ones first, then by rows."""
    down, across = (part.ravel() for part in np.mgrid[1 - reach : reach, 1 - reach : reach])
    squared = down * down + across * across
    order = np.lexsort((across, down, squared))
    kept = order[(squared[order] < reach * reach) & (squared[order] > 0)]
    return np.stack((down[kept], across[kept]), axis=1).astype(np.int32)


@_serial
def nearest_cores(bits, cores, first, last, steps, result):  # type: ignore[no-untyped-def]
    """Write for connectors in rows `first` to `last` the number of the nearest core within `steps`.

    A cell has it at most one cell nearer than the cell to its left, so the
    search begins there.
    """
    height, width = bits.shape
    begins = _begins(steps)
    for y in range(first, last):
        left = 0  # the core of the cell to the left is at least that far
        for x in range(width):
            near_by = max(left - 1, 0)
            left = 0
            if (bits[y, x] & (CONNECTOR | BOUNDARY)) != (CONNECTOR | BOUNDARY):
                continue
            for k in range(begins[near_by], len(steps)):
                to_y, to_x = y + steps[k, 0], x + steps[k, 1]
                if 0 <= to_y < height and 0 <= to_x < width and bits[to_y, to_x] & IS_CORE:
                    result[y - first, x] = cores[to_y, to_x]
                    squared = steps[k, 0] * steps[k, 0] + steps[k, 1] * steps[k, 1]
                    while (left + 1) * (left + 1) <= squared:
                        left += 1
                    break


@_serial
def _begins(steps):  # type: ignore[no-untyped-def]
    """Return for 0, 1, 2 … cells the first step that goes that far."""
    farthest = steps[-1, 0] * steps[-1, 0] + steps[-1, 1] * steps[-1, 1]
    begins, k = np.zeros(int(np.sqrt(farthest)) + 2, np.int64), 0
    for cells in range(len(begins)):
        while k < len(steps) and steps[k, 0] * steps[k, 0] + steps[k, 1] * steps[k, 1] < cells * cells:
            k += 1
        begins[cells] = k
    return begins


@_serial
def flag(image, bits, mask, value, flags):  # type: ignore[no-untyped-def]
    """Set the flag of each component that has a cell whose masked bits equal `value`."""
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
def rims(bits, levels, reach, first, last, result):  # type: ignore[no-untyped-def]
    """Mark boundary cells in holes that a core inside the hole is near to."""
    width = bits.shape[1]
    for y in range(first, last):
        for x in range(width):
            if (bits[y, x] & (BOUNDARY | HOLE)) != (BOUNDARY | HOLE):
                continue
            found = False
            for down in range(-reach + 1, reach):
                if found or not 0 <= y + down < bits.shape[0]:
                    continue
                for across in range(-reach + 1, reach):
                    if down * down + across * across < reach * reach and 0 <= x + across < width:
                        here = bits[y + down, x + across] & IS_CORE
                        if here and levels[y + down, x + across] > levels[y, x]:
                            found = True
                            break
            result[y - first, x] = found


@_serial
def codes(cover, bits, internal, result):  # type: ignore[no-untyped-def]
    """Put the classes together.

    Parameters
    ----------
    cover : ndarray of uint8, shape (M, N)
        0, 1, 2 and the bits `OPEN` and `JOINS`.
    bits : ndarray of uint8, shape (M, N)
        `PATCH`, `IS_CORE` and so on.
    internal : bool
        Whether openings and what lies in them have codes of their own.
    result : ndarray of uint8, shape (M, N)
        The codes.
    """
    for y in range(cover.shape[0]):
        for x in range(cover.shape[1]):
            value, bit = cover[y, x], bits[y, x]
            if value & 3 == MISSING:
                result[y, x] = UNKNOWN
            elif value & 3 == BACKGROUND:
                code = 0
                if internal:
                    code = CORE_OPENING if bit & HOLE else 0 if value & OPEN else BORDER_OPENING
                result[y, x] = code
            else:
                code = BRANCH
                if not bit & PATCH:
                    code = ISLET
                elif bit & IS_CORE:
                    code = CORE
                else:
                    if bit & CONNECTOR:
                        code = BRIDGE if value & JOINS else LOOP
                    if bit & BOUNDARY:
                        code |= EDGE if not bit & HOLE or bit & RIM else PERFORATION
                result[y, x] = code + INSIDE if internal and bit & (HOLE | INNER) else code


def colours(transition: bool) -> dict[int, tuple[int, int, int]]:
    """Return the colours of the codes as GuidosToolbox shows them.

    Parameters
    ----------
    transition : bool
        Whether connectors within edges and perforations look like connectors.
    """
    plain = {
        BRANCH: (255, 140, 0), EDGE: (0, 0, 0), PERFORATION: (0, 0, 255), ISLET: (160, 60, 0),
        CORE: (0, 200, 0), BRIDGE: (255, 0, 0), LOOP: (255, 255, 0),
    }  # fmt: skip
    for connector in (BRIDGE, LOOP):
        for boundary in (EDGE, PERFORATION):
            plain[connector | boundary] = plain[connector if transition else boundary]
    inside = {INSIDE + code: colour for code, colour in plain.items()}
    others = {0: (220, 220, 220), CORE_OPENING: (136, 136, 136), BORDER_OPENING: (194, 194, 194)}
    return {**plain, **inside, **others, UNKNOWN: (255, 255, 255)}


def class_cells(cells: NDArray[np.int64]) -> dict[str, int]:
    """Return the cells of the seven classes from those of all codes, inside openings or not.

    Connectors within edges and perforations count as such, as in the published
    statistics.

    Parameters
    ----------
    cells : ndarray of int64, shape (256,)
        Cells by code.
    """
    plain = {
        "core": CORE, "islet": ISLET, "perforation": PERFORATION, "edge": EDGE, "loop": LOOP,
        "bridge": BRIDGE, "branch": BRANCH,
    }  # fmt: skip
    counts = {name: int(cells[code] + cells[code + INSIDE]) for name, code in plain.items()}
    for connector in (LOOP, BRIDGE):
        for boundary, name in ((EDGE, "edge"), (PERFORATION, "perforation")):
            code = connector | boundary
            counts[name] += int(cells[code] + cells[code + INSIDE])
    return counts
