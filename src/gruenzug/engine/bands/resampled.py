"""A raster seen on the grid of another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.bands.sources import RasterSource, RowReader
from gruenzug.engine.kernels.resample import Axis, axis, resampled

Array = NDArray[Any]


@dataclass(frozen=True)
class ResampledSource:
    """A raster interpolated to another frame in the same coordinate system.

    Attributes
    ----------
    source : RasterSource
        Floats with NaN for no data.
    frame : Frame
        The frame to see it on.
    factor : float
        What values are multiplied by, such as the ratio of cell areas for
        counts, so that their sum is kept.
    """

    source: RasterSource
    frame: Frame
    factor: float = 1.0

    dtype: str = "float64"
    fill: float = float("nan")

    @cached_property
    def _down(self) -> Axis:
        theirs, ours = self.source.frame, self.frame
        offset = (theirs.north - ours.north) / theirs.cell_y
        return axis(offset, ours.cell_y / theirs.cell_y, ours.rows, theirs.rows)

    @cached_property
    def _across(self) -> Axis:
        theirs, ours = self.source.frame, self.frame
        offset = (ours.west - theirs.west) / theirs.cell_x
        return axis(offset, ours.cell_x / theirs.cell_x, ours.columns, theirs.columns)

    @contextmanager
    def opened(self) -> Iterator[RowReader]:
        """Open the file below."""
        with self.source.opened() as reader:
            yield _OpenResampled(self, reader)

    def interpolated(self, reader: RowReader, first: int, last: int) -> Array:
        """Return rows `first` to `last` of our frame."""
        down = self._down.part(first, last)
        reach = down.first[:, None] + np.arange(down.weights.shape[1])
        used = reach[down.weights > 0]
        if not len(used):
            return np.full((last - first, self.frame.columns), np.nan)
        top = int(min(used.min(), down.own[down.own >= 0].min(initial=used.min())))
        bottom = int(max(used.max(), down.own.max())) + 1
        return resampled(reader.rows(top, bottom), top, down, self._across) * self.factor


@dataclass(frozen=True)
class _OpenResampled:
    source: ResampledSource
    reader: RowReader

    def rows(self, first: int, last: int) -> Array:
        return self.source.interpolated(self.reader, first, last)

    def cells(self, first: int, last: int, left: int, right: int) -> Array:
        return np.ascontiguousarray(self.rows(first, last)[:, left:right])
