"""Where bands come from: GeoTIFFs read row by row, or arrays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gruenzug.engine.bands.decode import AsFloat, AsNumber, Decoder
from gruenzug.engine.bands.frame import Frame, frame_of
from gruenzug.engine.errors import SourceError

Array = NDArray[Any]


class RowReader(Protocol):
    """An open source."""

    def rows(self, first: int, last: int) -> Array:
        """Return rows `first` to `last` (excluded), all columns, as an array that is the caller's."""

    def cells(self, first: int, last: int, left: int, right: int) -> Array:
        """Return columns `left` to `right` (excluded) of some rows, as an array that is the caller's."""


class Source(Protocol):
    """A raster that can be opened, here or in a worker process."""

    @property
    def frame(self) -> Frame:
        """Size and place."""

    @property
    def dtype(self) -> str:
        """Type of the values."""

    @property
    def fill(self) -> float:
        """No data; also what lies beyond the raster."""

    def opened(self) -> AbstractContextManager[RowReader]:
        """Return the source, open for one thread at a time."""


@dataclass(frozen=True)
class RasterSource:
    """One band of a GeoTIFF, decoded while it is read."""

    path: Path
    frame: Frame
    decode: Decoder
    nodata: float | None = None
    band: int = 1

    @property
    def dtype(self) -> str:
        """Type of the values."""
        return self.decode.dtype

    @property
    def fill(self) -> float:
        """No data."""
        return self.decode.fill

    @contextmanager
    def opened(self) -> Iterator[RowReader]:
        """Open the file."""
        with _readable(self.path), rasterio.open(self.path) as dataset:
            yield _OpenRaster(self, dataset)


@dataclass(frozen=True)
class _OpenRaster:
    source: RasterSource
    dataset: Any

    def rows(self, first: int, last: int) -> Array:
        """Read and decode."""
        return self.cells(first, last, 0, self.source.frame.columns)

    def cells(self, first: int, last: int, left: int, right: int) -> Array:
        """Read and decode."""
        window = Window(left, first, right - left, last - first)
        with _readable(self.source.path):
            values = self.dataset.read(self.source.band, window=window)
        return self.source.decode(values, self.source.nodata)


@dataclass(frozen=True, eq=False)
class ArraySource:
    """An array in memory as a source."""

    values: Array
    fill: float
    frame: Frame

    @classmethod
    def of(cls, values: Array, fill: float, cell: float = 1.0) -> ArraySource:
        """Return `values` on a grid of square cells that begins at 0, 0."""
        rows, columns = values.shape
        return cls(values, fill, Frame(rows, columns, 0.0, rows * cell, cell, cell))

    @property
    def dtype(self) -> str:
        """Type of the values."""
        return str(self.values.dtype)

    @contextmanager
    def opened(self) -> Iterator[RowReader]:
        """Return itself."""
        yield self

    def rows(self, first: int, last: int) -> Array:
        """Return a copy of some rows."""
        return self.values[first:last].copy()

    def cells(self, first: int, last: int, left: int, right: int) -> Array:
        """Return a copy of some cells."""
        return self.values[first:last, left:right].copy()


def raster_source(path: Path, decode: Decoder | None = None) -> RasterSource:
    """Describe the only band of a GeoTIFF.

    Parameters
    ----------
    path : Path
        The file.
    decode : Decoder, optional
        How its numbers become the kernel's; by default floats become floats
        with NaN, whole numbers stay as they are.

    Raises
    ------
    SourceError
        If there is no such file, it is no raster, or has several bands.
    """
    if not path.is_file():
        raise SourceError(f"{path} does not exist; check the path")
    with _readable(path), rasterio.open(path) as dataset:
        if dataset.count != 1:
            raise SourceError(f"{path} has {dataset.count} bands; give a raster with one band")
        kind = np.dtype(dataset.dtypes[0])
        if kind.kind not in "iuf":
            raise SourceError(f"{path} holds {kind} numbers; convert it to whole or real numbers")
        frame, nodata = frame_of(dataset, str(path)), _possible(dataset.nodata, kind)
    if decode is None and kind.kind == "f":
        decode = AsFloat(str(kind))
    return RasterSource(path, frame, decode or AsNumber(str(kind)), nodata)


def _possible(nodata: float | None, kind: np.dtype[Any]) -> float | None:
    """Return the value for no data, None if no cell of that type can have it."""
    if nodata is None or kind.kind == "f":
        return nodata
    limits = np.iinfo(kind)
    return nodata if nodata == nodata // 1 and limits.min <= nodata <= limits.max else None


def float_source(path: Path) -> RasterSource:
    """Describe the only band of a GeoTIFF as floats with NaN, of 32 bits if that holds every value."""
    source = raster_source(path)
    narrow = raw_type(path) in (np.float32, np.int8, np.uint8, np.int16, np.uint16)
    return RasterSource(path, source.frame, AsFloat("float32" if narrow else "float64"), source.nodata)


def raw_type(path: Path) -> np.dtype[Any]:
    """Return the type of the numbers in a raster file."""
    with _readable(path), rasterio.open(path) as dataset:
        kind: np.dtype[Any] = np.dtype(dataset.dtypes[0])
        return kind


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what GDAL says of a broken file into a sentence."""
    try:
        yield
    except RasterioError:
        raise SourceError(
            f"{path} cannot be read as a raster, it may be truncated or of another format; make or fetch it "
            "again"
        ) from None
