"""How a raster is cut: bands of rows that bound the memory, pieces of a band that keep the threads busy."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from gruenzug.engine.bands.job import Job, Piece
from gruenzug.engine.errors import UserError

TILE = 256
"""Rows and columns of a tile of the files we write."""

_BUDGET = 160 << 20  # bytes of input and output in memory at a time
_AT_A_TIME, _COMPUTED = 3, 2  # bands in memory: one is read, two are computed or written
_BUDGET_OF_STRIP = 128 << 20  # bytes of a band with its halo and the next one
_FEWEST_ROWS, _MOST_ROWS = 32, 4096
_WIDE_HALO = 100  # cells; from here on a halo costs more than it costs to fit a piece to it
_PIECE_COLUMNS = 2048  # wide enough for vectors, small enough for the caches


def _all_processors() -> int:
    return len(os.sched_getaffinity(0))


class Strip(NamedTuple):
    """Columns `left` to `right` (excluded) of a raster, computed for themselves from top to bottom."""

    left: int
    right: int


class Band(NamedTuple):
    """Rows `first` to `last` (excluded) of a raster."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Workers:
    """Who computes.

    Attributes
    ----------
    threads : int
        Threads on this machine; 0 means one per processor.
    scheduler : str or None
        Address of a Dask scheduler; then its workers compute the bands.
    band_rows : int or None
        Rows of a band; None chooses them by memory.
    """

    threads: int = 0
    scheduler: str | None = None
    band_rows: int | None = None

    def __post_init__(self) -> None:
        if self.threads < 0:
            raise UserError(f"the number of threads must be 0 (all) or more, not {self.threads}")
        if self.band_rows is not None and self.band_rows < 1:
            raise UserError(f"a band must have at least 1 row, not {self.band_rows}")

    def with_rows_of(self, bands: list[Band]) -> Workers:
        """Return workers that cut the next pass into the same bands."""
        return replace(self, band_rows=bands[0].last - bands[0].first)

    @property
    def count(self) -> int:
        """Number of threads, at least 1."""
        return self.threads or _all_processors()

    @property
    def here(self) -> Workers:
        """Those of this machine."""
        return replace(self, scheduler=None)


def plan_strips(job: Job) -> list[Strip]:
    """Cut the raster of `job` into strips, left to right, where rows of all its columns would not fit.

    That is so where cells look far around in a very wide raster, for rows
    cannot be few then. Strips depend on nothing but the job and begin where
    tiles of a file do.
    """
    columns = job.inputs[0].frame.columns
    if job.whole_rows or job.halo < _WIDE_HALO:
        return [Strip(0, columns)]
    of_column = 2 * (_rows_by_memory(job, columns) + job.halo) * job.cell_bytes
    count = -(-columns * of_column // _BUDGET_OF_STRIP)
    width = -(-columns // (count * TILE)) * TILE
    return [Strip(left, min(left + width, columns)) for left in range(0, columns, width)]


def plan_bands(job: Job, workers: Workers) -> list[Band]:
    """Cut the raster of `job` into bands, top to bottom."""
    frame = job.inputs[0].frame
    rows = workers.band_rows or _rows_by_memory(job, frame.columns)
    edges = [*range(0, frame.rows, rows), frame.rows]
    return [Band(k, first, last) for k, (first, last) in enumerate(pairwise(edges))]


def _rows_by_memory(job: Job, columns: int) -> int:
    """Return the rows that keep the bands in flight within the budget, but not much less than the halo."""
    bytes_of_row = columns * (_AT_A_TIME * job.cell_bytes + _COMPUTED * job.scratch)
    affordable = _BUDGET // max(1, bytes_of_row) - 2 * job.halo
    return _fitting(max(_FEWEST_ROWS, job.halo, min(_MOST_ROWS, affordable)), job.halo)


def _fitting(cells: int, halo: int) -> int:
    """Return `cells`, or with a wide halo about as many that fill a power of two with it.

    Sums over wide surroundings are transforms, and those have such lengths.
    """
    if halo < _WIDE_HALO:
        return cells
    length = 1 << (cells + 2 * halo).bit_length() - 1
    return (length if length >= 3 * halo else 2 * length) - 2 * halo


def pieces_of(band: Band, strip: Strip, job: Job, threads: int) -> list[Piece]:
    """Cut a band of a strip into pieces side by side, at least one per thread where it is wide enough."""
    left, right = strip
    if job.whole_rows:
        return [Piece(band.first, band.last, left, right)]
    widest = _fitting(max(_PIECE_COLUMNS, 4 * job.halo), job.halo)
    if job.halo >= _WIDE_HALO:
        return [Piece(band.first, band.last, x, min(x + widest, right)) for x in range(left, right, widest)]
    narrowest, columns = max(256, 2 * job.halo), right - left
    count = max(-(-columns // widest), min(threads, columns // narrowest), 1)
    edges = [left + columns * k // count for k in range(count + 1)]
    return [Piece(band.first, band.last, first, last) for first, last in pairwise(edges)]
