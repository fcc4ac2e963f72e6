"""The bytes of a raster while its pattern is analysed, and the components of its cells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.runs import BandPatches, Edge, band_patches, joined, patch_image

ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int64]
Labels = NDArray[np.int32]
T = TypeVar("T")

WIDEST_EDGE = 30
_ROWS = 512  # of a band
_IN_MEMORY = 1 << 28  # cells; larger work lies in a file


@dataclass(frozen=True)
class Pattern:
    """What to look for.

    Attributes
    ----------
    connectivity : int
        4 or 8, of the foreground.
    edge_width : int
        Cells, 1 to 30.
    internal : bool
        Whether openings and what lies in them have codes of their own.
    """

    connectivity: int = 8
    edge_width: int = 1
    internal: bool = True

    def __post_init__(self) -> None:
        if self.connectivity not in (4, 8):
            raise GridError(f"the connectivity must be 4 or 8, not {self.connectivity}")
        if not 1 <= self.edge_width <= WIDEST_EDGE:
            raise GridError(f"the edge width must be 1 to {WIDEST_EDGE} cells, not {self.edge_width}")

    @property
    def other(self) -> int:
        """Connectivity of the background."""
        return 12 - self.connectivity

    @property
    def reach(self) -> int:
        """Cells from the core to the background."""
        return self.edge_width + 1

    @property
    def margin(self) -> int:
        """Cells by which the raster is continued with its outermost cells."""
        return self.edge_width + (self.edge_width >= 8) + (self.edge_width >= 25)


class Work:
    """The bytes of a raster while its pattern is analysed.

    Attributes
    ----------
    cover : ndarray of uint8, shape (M + 2, N + 2)
        The cover with one cell around, repeated from its border.
    bits : ndarray of uint8, shape (M + 2 w + 2, N + 2 w + 2)
        What is known of each cell; with the margin w and empty cells around.
    """

    def __init__(
        self, rows: int, columns: int, pattern: Pattern, threads: int, band_rows: int | None, stack: ExitStack
    ) -> None:
        self.pattern, self.rows, self.columns = pattern, rows, columns
        self._stack, self._wanted_rows, self.band_rows = stack, band_rows, band_rows or _ROWS
        self.threads = threads
        self._pool = stack.enter_context(ThreadPoolExecutor(threads, "mspa"))
        around = 2 * pattern.margin + 2
        self.cover = self.array(rows + 2, columns + 2)
        self.bits = self.array(rows + around, columns + around)

    def array(self, rows: int, columns: int, dtype: type[np.integer[Any]] = np.uint8) -> NDArray[Any]:
        """Return zeros, in a file if there are many."""
        if rows * columns <= _IN_MEMORY:
            return np.zeros((rows, columns), dtype)
        file = tempfile.TemporaryFile()  # noqa: SIM115  the stack closes it
        return np.memmap(self._stack.enter_context(file), dtype, "w+", shape=(rows, columns))

    @property
    def at_once(self) -> Callable[..., Iterator[Any]]:
        """Works like `map`, on all threads."""
        return self._pool.map

    def each(self, rows: int, job: Callable[[int, int], T], usual: int = _ROWS) -> list[T]:
        """Call ``job(first, last)`` on all threads for bands of `usual` height, if no other was wanted."""
        height = self._wanted_rows or usual
        firsts = range(0, rows, height)
        return list(self._pool.map(lambda first: job(first, min(first + height, rows)), firsts))

    @property
    def inner(self) -> ByteArray:
        """The bits without the empty cells around."""
        return self.bits[1:-1, 1:-1]


@dataclass(frozen=True)
class Components:
    """The components of a class of cells, numbered from 1, and how to paint them again.

    Attributes
    ----------
    work : Work
        Where the cells are.
    rows : int
        Of the array that holds them.
    classes : callable
        Returns 0 for cells of the class in some rows, 255 for others.
    connectivity : int
        4 or 8.
    bands : list of BandPatches
        Components of each band alone.
    numbers : list of ndarray of int64
        For each band the number of each of its own components.
    count : int
        Number of components.
    """

    work: Work
    rows: int
    classes: Callable[[int, int], ByteArray]
    connectivity: int
    bands: list[BandPatches]
    numbers: list[IntArray]
    count: int

    @classmethod
    def of(
        cls, work: Work, rows: int, classes: Callable[[int, int], ByteArray], connectivity: int
    ) -> Components:
        """Find the components."""
        bands = work.each(rows, lambda first, last: band_patches(classes(first, last), first, connectivity))
        patches, numbers = joined(bands, connectivity)
        return cls(work, rows, classes, connectivity, bands, numbers, len(patches.cells))

    def image(self, first: int, last: int) -> Labels:
        """Return the number of the component of each cell of a band, 0 for other cells."""
        values = (self.numbers[first // self.work.band_rows] + 1).astype(np.int32)
        return patch_image(self.classes(first, last), self.connectivity, values, 0)

    def framed(self, first: int, last: int, result: Labels) -> None:
        """Put the image of a band and of the rows above and below into an array with one cell around."""
        band, inside = first // self.work.band_rows, slice(1, 1 + result.shape[1] - 2)
        result[1:-1, inside] += self.image(first, last)
        if band:
            _lay(self.bands[band - 1].bottom, self.numbers[band - 1], result[0, inside])
        if band + 1 < len(self.bands):
            _lay(self.bands[band + 1].top, self.numbers[band + 1], result[-1, inside])

    def each(self, job: Callable[[int, int, Labels], T]) -> list[T]:
        """Call ``job(first, last, image)`` for each band."""
        return self.work.each(self.rows, lambda first, last: job(first, last, self.image(first, last)))

    def at_border(self) -> NDArray[np.bool_]:
        """Return for each component, from 0 for none, whether it touches the border of the array."""
        result = np.zeros(self.count + 1, np.bool_)
        for band, numbers in zip(self.bands, self.numbers, strict=True):
            result[1 + numbers[band.aside]] = True
        result[1 + self.numbers[0][self.bands[0].top.patch]] = True
        result[1 + self.numbers[-1][self.bands[-1].bottom.patch]] = True
        return result


def _lay(edge: Edge, numbers: IntArray, row: Labels) -> None:
    """Write the components of a band's first or last row."""
    for start, end, patch in zip(edge.start, edge.end, edge.patch, strict=True):
        row[start:end] += np.int32(numbers[patch] + 1)


def where(bits: ByteArray, bit: int, value: int) -> Callable[[int, int], ByteArray]:
    """Return classes: cells whose `bit` bits equal `value`."""

    def classes(first: int, last: int) -> ByteArray:
        others: ByteArray = ((bits[first:last] & bit) != value).view(np.uint8)
        np.negative(others, out=others)  # 1 becomes 255, NO_PATCH
        return others

    return classes
