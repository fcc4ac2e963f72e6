"""Where bands go: tiled GeoTIFFs written in order, or arrays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.bands.job import Layer
from gruenzug.engine.bands.plan import TILE

Array = NDArray[Any]


class Sink(Protocol):
    """Takes bands in order, top to bottom; those of one strip of columns after those of the other."""

    def write(self, rows: Array, left: int = 0) -> None:
        """Take the next rows of the strip that begins in a column."""


@dataclass
class ArraySink:
    """Bands stacked in an array."""

    values: Array
    _left: int = 0
    _next: int = 0

    @classmethod
    def like(cls, frame: Frame, dtype: str) -> ArraySink:
        """Return a sink for rasters of a frame."""
        return cls(np.empty((frame.rows, frame.columns), dtype))

    def write(self, rows: Array, left: int = 0) -> None:
        """Take the next rows of a strip."""
        if left != self._left:
            self._left, self._next = left, 0
        self.values[self._next : self._next + len(rows), left : left + rows.shape[1]] = rows
        self._next += len(rows)


@dataclass
class RasterSink:
    """A compressed, tiled GeoTIFF; use `raster_sink` to open one."""

    dataset: Any
    _left: int = 0
    _next: int = 0
    _held: Array | None = None

    def write(self, rows: Array, left: int = 0) -> None:
        """Take the next rows of a strip; whole rows of tiles are written at once.

        So the file is the same byte for byte whatever the height of the bands.
        """
        if left != self._left:
            self.finish()
            self._left, self._next = left, 0
        if self._held is not None:
            missing = TILE - len(self._held)
            self._held, rows = np.concatenate([self._held, rows[:missing]]), rows[missing:]
            if len(self._held) < TILE:
                return
            self.finish()
        whole = len(rows) // TILE * TILE
        self._put(rows[:whole])
        if whole < len(rows):
            self._held = rows[whole:].copy()

    def finish(self) -> None:
        """Write what is left."""
        if self._held is not None:
            self._put(self._held)
        self._held = None

    def _put(self, rows: Array) -> None:
        for first in range(0, len(rows), TILE):
            part = rows[first : first + TILE]
            self.dataset.write(part, 1, window=Window(self._left, self._next, part.shape[1], len(part)))
            self._next += len(part)


@contextmanager
def raster_sink(path: Path, frame: Frame, layer: Layer, threads: int = 1) -> Iterator[RasterSink]:
    """Open `path` as a tiled GeoTIFF of a frame, compressed without loss."""
    options: dict[str, Any] = {
        "driver": "GTiff", "height": frame.rows, "width": frame.columns, "count": 1, "dtype": layer.dtype,
        "transform": frame.affine, "nodata": layer.nodata, "tiled": True, "blockxsize": TILE,
        "blockysize": TILE, "compress": "zstd", "zstd_level": 1, "num_threads": threads,
        "bigtiff": "if_safer",
    }  # fmt: skip
    if frame.crs:
        options["crs"] = frame.crs
    with rasterio.open(path, "w", **options) as dataset:
        sink = RasterSink(dataset)
        yield sink
        sink.finish()
