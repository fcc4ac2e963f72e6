"""Morphological classes of a foreground, as the byte codes of GuidosToolbox."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.kernels.mspa import (
    BACKGROUND,
    BOUNDARY,
    CONNECTOR,
    HOLE,
    INNER,
    IS_CORE,
    JOINS,
    MISSING,
    OPEN,
    PATCH,
    RIM,
)

BRANCH, EDGE, PERFORATION, ISLET, CORE, BRIDGE, LOOP = 1, 3, 5, 9, 17, 33, 65
"""Codes; a connector within an edge or a perforation is the sum of both less one."""

INSIDE, CORE_OPENING, BORDER_OPENING, UNKNOWN = 100, 100, 220, 129
"""What is added inside openings of cores; background there, in other openings; no data."""

_serial: Any = njit(cache=True, nogil=True)


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
            result[y, x] = _code(cover[y, x], bits[y, x], internal)


@_serial
def _code(value, bit, internal):  # type: ignore[no-untyped-def]
    if value & 3 == MISSING:
        return UNKNOWN
    if value & 3 == BACKGROUND:
        return _of_background(value, bit) if internal else 0
    code = _of_foreground(value, bit)
    return code + INSIDE if internal and bit & (HOLE | INNER) else code


@_serial
def _of_background(value, bit):  # type: ignore[no-untyped-def]
    if bit & HOLE:
        return CORE_OPENING
    return 0 if value & OPEN else BORDER_OPENING


@_serial
def _of_foreground(value, bit):  # type: ignore[no-untyped-def]
    if not bit & PATCH:
        return ISLET
    if bit & IS_CORE:
        return CORE
    code = BRANCH
    if bit & CONNECTOR:
        code = BRIDGE if value & JOINS else LOOP
    if bit & BOUNDARY:
        code |= EDGE if not bit & HOLE or bit & RIM else PERFORATION
    return code
