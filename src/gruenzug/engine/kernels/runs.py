"""Connected patches through runs: stretches of equal cells along a row, joined by union-find.

A raster has far fewer runs than cells, so patches of a whole region fit in
memory. A band of rows is labelled alone; bands are joined by the runs of the
rows that touch. A patch is known by its first cell in reading order, hence the
numbers of patches do not depend on the bands.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]

NO_PATCH = 255
"""Class of cells that belong to no patch: background and no data."""

_serial: Any = njit(cache=True, nogil=True)


class Edge(NamedTuple):
    """The runs of one row, left to right: first column, last column (excluded), class and patch."""

    start: IntArray
    end: IntArray
    kind: ByteArray
    patch: IntArray


class Patches(NamedTuple):
    """Patches in the order of their first cells.

    Attributes
    ----------
    row, column : ndarray of int64, shape (N,)
        First cell in reading order.
    kind : ndarray of uint8, shape (N,)
        Class of the cells.
    cells : ndarray of int64, shape (N,)
        Number of cells.
    sides, ends : ndarray of int64, shape (N,)
        Length of the outline in cells: vertical and horizontal pieces.
    """

    row: IntArray
    column: IntArray
    kind: ByteArray
    cells: IntArray
    sides: IntArray
    ends: IntArray


class BandPatches(NamedTuple):
    """Patches of a band of rows, with the rows by which it touches its neighbours.

    `aside` are the numbers of the patches in its first or last column.
    """

    patches: Patches
    top: Edge
    bottom: Edge
    aside: IntArray


class _Runs(NamedTuple):
    """All runs of a band; `offsets[y]` is the first run of row y."""

    offsets: IntArray
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    kind: ByteArray
    parent: NDArray[np.int32]
    shared: NDArray[np.int32]


def band_patches(classes: ByteArray, first_row: int, connectivity: int) -> BandPatches:
    """Return the patches of a band of rows as if there were nothing above and below.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Cells of equal class that touch form a patch; 255 belongs to none.
    first_row : int
        Number of the first row in the whole raster.
    connectivity : int
        4 (cells touch by their sides) or 8 (also by their corners).

    Returns
    -------
    BandPatches
        Cells at the band's upper and lower border count as outline there;
        `joined` takes back what two bands share.

    Raises
    ------
    GridError
        If the array or the connectivity is of another kind.
    """
    runs = _labelled(classes, connectivity)
    number, count = _numbered(runs.parent)
    table = np.zeros((count, 5), np.int64)
    kind = np.zeros(count, np.uint8)
    _measure(runs, number, first_row, table, kind)
    row, column, cells, sides, ends = (np.ascontiguousarray(part) for part in table.T)
    last = len(classes) - 1
    patches = Patches(row, column, kind, cells, sides, ends)
    aside = np.unique(number[(runs.start == 0) | (runs.end == classes.shape[1])])
    return BandPatches(patches, _edge(runs, number, 0), _edge(runs, number, last), aside)


def joined(bands: list[BandPatches], connectivity: int) -> tuple[Patches, list[IntArray]]:
    """Return the patches of a whole raster from those of its bands.

    Parameters
    ----------
    bands : list of BandPatches
        Top to bottom, without gaps.
    connectivity : int
        The same as for the bands.

    Returns
    -------
    patches : Patches
        In the order of their first cells.
    numbers : list of ndarray of int64
        For each band, the number in `patches` of each of its own patches.
    """
    offsets = np.cumsum([0, *(len(band.patches.cells) for band in bands)])
    if not bands or offsets[-1] == 0:
        nothing = np.zeros(0, np.int64)
        none = Patches(nothing, nothing, nothing.astype(np.uint8), nothing, nothing, nothing)
        return none, [nothing for _ in bands]
    row, column, kind, cells, sides, ends = (
        np.concatenate(parts) for parts in zip(*(band.patches for band in bands), strict=True)
    )
    parent = np.arange(offsets[-1])
    for above, below, first, second in zip(bands, bands[1:], offsets, offsets[1:], strict=False):
        _join_edges(above.bottom, below.top, first, second, int(connectivity == 8), parent, ends)
    number, count = _numbered(parent)
    whole = [_summed(number, part, count) for part in (cells, sides, ends)]
    first_of = np.zeros(count, np.int64)
    first_of[number[::-1]] = np.arange(len(number))[::-1]
    patches = Patches(row[first_of], column[first_of], kind[first_of], *whole)
    return patches, [number[a:b] for a, b in pairwise(offsets)]


def patch_image(classes: ByteArray, connectivity: int, values: NDArray[Any], background: Any) -> NDArray[Any]:
    """Return a value per cell of a band, looked up by the patch it belongs to.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        The same rows as given to `band_patches`.
    connectivity : int
        The same as there.
    values : ndarray, shape (K,)
        Value of each of the band's patches.
    background : scalar
        Value of cells that belong to no patch.

    Returns
    -------
    ndarray, shape (M, N)
        Of the type of `values`.
    """
    runs = _labelled(classes, connectivity)
    number, _ = _numbered(runs.parent)
    result = np.full(classes.shape, background, values.dtype)
    _paint(runs, number, values, result)
    return result


def _labelled(classes: ByteArray, connectivity: int) -> _Runs:
    if classes.ndim != 2 or classes.dtype != np.uint8:
        raise GridError(f"classes must be 2-D uint8, got {classes.ndim}-D {classes.dtype}")
    if connectivity not in (4, 8):
        raise GridError(f"the connectivity must be 4 or 8, got {connectivity}")
    classes = np.ascontiguousarray(classes)
    offsets = np.zeros(len(classes) + 1, np.int64)
    _count(classes, offsets)
    count = int(offsets[-1])
    runs = _Runs(
        offsets,
        np.empty(count, np.int32),
        np.empty(count, np.int32),
        np.empty(count, np.uint8),
        np.arange(count, dtype=np.int32),
        np.zeros(count, np.int32),
    )
    _fill(classes, runs)
    _join_rows(runs, int(connectivity == 8))
    return runs


def _numbered(parent: NDArray[Any]) -> tuple[IntArray, int]:
    number = np.empty(len(parent), np.int64)
    return number, int(_number(parent, number))


def _summed(number: IntArray, values: IntArray, count: int) -> IntArray:
    result = np.zeros(count, np.int64)
    np.add.at(result, number, values)
    return result


def _edge(runs: _Runs, number: IntArray, row: int) -> Edge:
    part = slice(runs.offsets[row], runs.offsets[row + 1])
    start, end = runs.start[part].astype(np.int64), runs.end[part].astype(np.int64)
    return Edge(start, end, runs.kind[part].copy(), number[part].copy())


@_serial
def _count(classes, offsets):  # type: ignore[no-untyped-def]
    """Count the runs of each row: places where a class begins that belongs to a patch."""
    for y in range(classes.shape[0]):
        row = classes[y]
        count = np.int64(row[0] != NO_PATCH)
        for x in range(1, len(row)):
            count += (row[x] != row[x - 1]) & (row[x] != NO_PATCH)
        offsets[y + 1] = offsets[y] + count


@_serial
def _fill(classes, runs):  # type: ignore[no-untyped-def]
    width = classes.shape[1]
    for y in range(classes.shape[0]):
        row, k = classes[y], runs.offsets[y] - 1
        before = np.uint8(NO_PATCH)
        for x in range(width):
            here = row[x]
            if here != before:
                if before != NO_PATCH:
                    runs.end[k] = x
                if here != NO_PATCH:
                    k += 1
                    runs.start[k], runs.kind[k] = x, here
                before = here
        if before != NO_PATCH:
            runs.end[k] = width


@_serial
def _join_rows(runs, diagonal):  # type: ignore[no-untyped-def]
    """Join each row's runs with those above, two fingers moving along both rows."""
    for y in range(1, len(runs.offsets) - 1):
        i, last = runs.offsets[y - 1], runs.offsets[y]
        for k in range(runs.offsets[y], runs.offsets[y + 1]):
            start, end, kind = runs.start[k], runs.end[k], runs.kind[k]
            while i < last and runs.end[i] + diagonal <= start:
                i += 1
            j = i
            while j < last and runs.start[j] < end + diagonal:
                if runs.kind[j] == kind:
                    _union(runs.parent, j, k)
                    common = min(end, runs.end[j]) - max(start, runs.start[j])
                    runs.shared[k] += max(0, common)
                j += 1


@_serial
def _join_edges(above, below, first, second, diagonal, parent, ends):  # type: ignore[no-untyped-def]
    """Join two bands by the runs of their touching rows; what they share is no outline."""
    i = 0
    for k in range(len(below.start)):
        while i < len(above.start) and above.end[i] + diagonal <= below.start[k]:
            i += 1
        j = i
        while j < len(above.start) and above.start[j] < below.end[k] + diagonal:
            if above.kind[j] == below.kind[k]:
                a, b = above.patch[j] + first, below.patch[k] + second
                _union(parent, a, b)
                common = min(above.end[j], below.end[k]) - max(above.start[j], below.start[k])
                ends[b] -= 2 * max(0, common)
            j += 1


@_serial
def _root(parent, k):  # type: ignore[no-untyped-def]
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


@_serial
def _union(parent, a, b):  # type: ignore[no-untyped-def]
    """Join two sets; the smaller number, which comes first in reading order, stays."""
    a, b = _root(parent, a), _root(parent, b)
    if a < b:
        parent[b] = a
    elif b < a:
        parent[a] = b


@_serial
def _number(parent, number):  # type: ignore[no-untyped-def]
    """Give sets the numbers 0, 1, 2 … in the order of their first members; return how many there are."""
    count = 0
    for k in range(len(parent)):
        if parent[k] == k:
            number[k] = count
            count += 1
        else:
            number[k] = number[_root(parent, k)]
    return count


@_serial
def _measure(runs, number, first_row, table, kind):  # type: ignore[no-untyped-def]
    """Sum cells and outline by patch: a run has two sides, and ends where the rows beside it differ."""
    for y in range(len(runs.offsets) - 1):
        for k in range(runs.offsets[y], runs.offsets[y + 1]):
            patch, length = number[k], runs.end[k] - runs.start[k]
            if table[patch, 2] == 0:
                table[patch, 0], table[patch, 1] = y + first_row, runs.start[k]
                kind[patch] = runs.kind[k]
            table[patch, 2] += length
            table[patch, 3] += 2
            table[patch, 4] += 2 * (length - runs.shared[k])


@_serial
def _paint(runs, number, values, result):  # type: ignore[no-untyped-def]
    for y in range(result.shape[0]):
        for k in range(runs.offsets[y], runs.offsets[y + 1]):
            result[y, runs.start[k] : runs.end[k]] = values[number[k]]
