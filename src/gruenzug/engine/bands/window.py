"""Rows with a halo, each row of the file decoded once and kept as long as a band needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands.job import Job
from gruenzug.engine.bands.plan import Band, Strip
from gruenzug.engine.bands.sources import RowReader, Source

Array = NDArray[Any]


class _Chunk(NamedTuple):
    """Rows as they were read, from row `first` on."""

    first: int
    values: Array

    @property
    def last(self) -> int:
        return self.first + len(self.values)


@dataclass(frozen=True, eq=False)
class Rows:
    """What a band of a strip needs of a source: its cells and those of the halo, as far as there are any."""

    chunks: tuple[_Chunk, ...]
    fill: float
    left: int = 0

    def cut(self, first: int, last: int, left: int, right: int) -> Array:
        """Return rows `first` to `last`, columns `left` to `right` (excluded), no data beyond the raster."""
        top, columns = self.chunks[0].first, self.chunks[0].values.shape[1]
        left, right = left - self.left, right - self.left
        if len(self.chunks) == 1 and (first, last, left, right) == (top, self.chunks[0].last, 0, columns):
            return self.chunks[0].values
        within = first >= top and last <= self.chunks[-1].last and left >= 0 and right <= columns
        result = np.empty((last - first, right - left), self.chunks[0].values.dtype)
        if not within:
            result[:] = self.fill
        x, end = max(left, 0), min(right, columns)
        for chunk in self.chunks:
            y, bottom = max(first, chunk.first), min(last, chunk.last)
            if y < bottom:
                part = chunk.values[y - chunk.first : bottom - chunk.first, x:end]
                result[y - first : bottom - first, x - left : end - left] = part
        return result


class RollingWindow:
    """The rows of one band of a strip after the other, top to bottom."""

    def __init__(self, source: Source, reader: RowReader, job: Job, strip: Strip) -> None:
        self._source, self._reader, self._halo = source, reader, job.halo
        side = 0 if job.whole_rows else job.halo
        self._left, self._right = max(strip.left - side, 0), min(strip.right + side, source.frame.columns)
        self._chunks: list[_Chunk] = []

    def read(self, band: Band) -> Rows:
        """Return the rows of a band and its halo; only those that no band before had are read."""
        first, last = max(0, band.first - self._halo), min(self._source.frame.rows, band.last + self._halo)
        self._chunks = [chunk for chunk in self._chunks if chunk.last > first]
        known = self._chunks[-1].last if self._chunks else first
        if known < last:
            self._chunks.append(_Chunk(known, self._reader.cells(known, last, self._left, self._right)))
        return Rows(tuple(self._chunks), self._source.fill, self._left)
