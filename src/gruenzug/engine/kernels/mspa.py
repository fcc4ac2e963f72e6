"""Morphological classes of a foreground, as the byte codes of GuidosToolbox."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]

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


@_serial
def nearest_cores(bits, cores, first, last, reach, result):  # type: ignore[no-untyped-def]
    """Write for connectors in rows `first` to `last` the number of the nearest core, 0 if none is near.

    Near is less than `reach` cells away. Of cores that are equally near the
    topmost counts, then the leftmost.
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
def touching(areas):  # type: ignore[no-untyped-def]
    """List which numbered areas touch by a side: the lesser number, shifted by 32 bits, and the greater.

    Cells numbered 0 belong to none. A pair may come more than once.
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
