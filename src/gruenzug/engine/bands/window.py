"""Rows with a halo, each row of the file decoded once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands.job import Job
from gruenzug.engine.bands.plan import Band
from gruenzug.engine.bands.sources import RowReader, Source

Array = NDArray[Any]


class RollingWindow:
    """The arrays of one band after the other, top to bottom.

    Rows that the next band needs again, for they are halo, are kept.
    """

    def __init__(self, source: Source, reader: RowReader, job: Job) -> None:
        self._source, self._reader = source, reader
        self._halo = job.halo
        self._side = 0 if job.whole_rows else job.halo
        self._kept: Array = np.zeros((0, 0))
        self._kept_first = self._kept_last = 0

    def read(self, band: Band) -> Array:
        """Return the rows of a band with the halo around; no data beyond the raster."""
        rows, columns = self._source.frame.rows, self._source.frame.columns
        first, last = max(0, band.first - self._halo), min(rows, band.last + self._halo)
        height = band.last - band.first + 2 * self._halo
        result = np.empty((height, columns + 2 * self._side), self._source.dtype)
        top, left = first - (band.first - self._halo), self._side
        result[:top] = result[top + last - first :] = self._source.fill
        result[:, :left] = result[:, left + columns :] = self._source.fill
        known = min(max(self._kept_last, first), last)
        if known > first:
            kept = self._kept[first - self._kept_first : known - self._kept_first]
            result[top : top + known - first, left : left + columns] = kept
        if last > known:
            fresh = self._reader.rows(known, last)
            result[top + known - first : top + last - first, left : left + columns] = fresh
        again = max(0, last - first - 2 * self._halo)
        self._kept = result[top + again : top + last - first, left : left + columns].copy()
        self._kept_first, self._kept_last = first + again, last
        return result
