"""Sealed ground that might be opened: neither under a house nor under a road, near people who need it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from gruenzug.engine.bands import Frame, raster_sink, raster_source
from gruenzug.engine.kernels.segment_bins import SegmentBins
from gruenzug.engine.kernels.segments import FloatArray, IntArray, nearest
from gruenzug.engine.kernels.zonal import Spans
from gruenzug.engine.layers.merge import GeometryArray
from gruenzug.engine.layers.shares import LAYER, UNKNOWN, ShareGrid
from gruenzug.engine.layers.zones import shape_spans

SQUARE_M = 100.0
"""Whether people in need are near is asked once per square of this size, at its middle."""

_BAND_ROWS = 512


class Setting(NamedTuple):
    """Least sealed share in ten-thousandths, and metres that count as road, and as near."""

    least: int
    road_m: float
    near_m: float


class Surroundings(NamedTuple):
    """What stands on the ground, and where the people in need are."""

    buildings: GeometryArray
    ways: SegmentBins
    need: SegmentBins


@dataclass(frozen=True)
class Candidates:
    """Cells that might be unsealed.

    Attributes
    ----------
    grid : ShareGrid
        The grid they are cells of.
    frame : Frame
        Its frame.
    row, column, share : ndarray of int64, shape (N,)
        Where they are, row by row, and how much of each is sealed, in
        ten-thousandths.
    """

    grid: ShareGrid
    frame: Frame
    row: IntArray
    column: IntArray
    share: IntArray

    @property
    def xy(self) -> FloatArray:
        """Their centres."""
        return _centres(self.frame, self.row, self.column)

    def write(self, path: Path) -> None:
        """Write a raster of shares: 0 where a known cell is no candidate."""
        with raster_sink(path, self.frame, LAYER, 1) as sink:
            for first, values in _bands(self.grid.path):
                band = np.where(values == UNKNOWN, np.uint16(UNKNOWN), np.uint16(0))
                a, b = np.searchsorted(self.row, (first, first + len(values)))
                band[self.row[a:b] - first, self.column[a:b]] = self.share[a:b]
                sink.write(band)


def candidates(grid: ShareGrid, around: Surroundings, setting: Setting) -> Candidates:
    """Return the cells that are sealed enough, free of houses and roads, and near people in need.

    Parameters
    ----------
    grid : ShareGrid
        Sealed shares.
    around : Surroundings
        Buildings; roads and railways; places of people in need as segments of
        length 0.
    setting : Setting
        What counts.

    Notes
    -----
    A cell is under a house if its centre is, and part of a road if its centre
    lies no more than `road_m` from the middle of one. Near is up to `near_m`
    between the middle of its square of `SQUARE_M` and a place.
    """
    frame = raster_source(grid.path).frame
    spans = shape_spans(around.buildings, frame)
    wanted = _Squares.near(frame, around.need, setting.near_m)
    found: list[tuple[IntArray, IntArray, IntArray]] = []
    for first, values in _bands(grid.path):
        chosen = (values >= setting.least) & (values != UNKNOWN)
        chosen &= ~_painted(spans.rows(first, first + len(values)), chosen.shape)
        row, column = np.nonzero(chosen)
        xy = _centres(frame, row + first, column)
        kept = wanted.at(xy)
        kept[kept] = nearest(xy[kept], around.ways, setting.road_m, areal=False)[0] > setting.road_m
        found.append(((row + first)[kept], column[kept], values[row, column].astype(np.int64)[kept]))
    return Candidates(grid, frame, *(np.concatenate(part) for part in zip(*found, strict=True)))


def _bands(path: Path) -> Iterator[tuple[int, NDArray[np.uint16]]]:
    """Yield the first row and the values of bands of a raster."""
    with rasterio.open(path) as raster:
        for first in range(0, raster.height, _BAND_ROWS):
            height = min(_BAND_ROWS, raster.height - first)
            yield first, raster.read(1, window=Window(0, first, raster.width, height))


def _centres(frame: Frame, row: IntArray, column: IntArray) -> FloatArray:
    x = frame.west + (column + 0.5) * frame.cell_x
    y = frame.north - (row + 0.5) * frame.cell_y
    return np.stack([x, y], axis=-1)


def _painted(spans: Spans, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the cells that lie in any span."""
    steps = np.zeros((shape[0], shape[1] + 1), np.int32)
    np.add.at(steps, (spans.row, spans.start), 1)
    np.add.at(steps, (spans.row, spans.end), -1)
    painted: NDArray[np.bool_] = np.cumsum(steps, axis=1)[:, :-1] > 0
    return painted


@dataclass(frozen=True)
class _Squares:
    """Which squares of the region are near people in need."""

    west: float
    south: float
    wanted: NDArray[np.bool_]

    @classmethod
    def near(cls, frame: Frame, need: SegmentBins, metres: float) -> _Squares:
        west = np.floor(frame.west / SQUARE_M) * SQUARE_M
        south = np.floor((frame.north - frame.rows * frame.cell_y) / SQUARE_M) * SQUARE_M
        columns = int(np.ceil((frame.west + frame.columns * frame.cell_x - west) / SQUARE_M))
        rows = int(np.ceil((frame.north - south) / SQUARE_M))
        x, y = west + (np.arange(columns) + 0.5) * SQUARE_M, south + (np.arange(rows) + 0.5) * SQUARE_M
        xy = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        distance, _ = nearest(xy, need, metres, areal=False)
        return cls(float(west), float(south), (distance <= metres).reshape(rows, columns))

    def at(self, xy: FloatArray) -> NDArray[np.bool_]:
        column = ((xy[:, 0] - self.west) // SQUARE_M).astype(np.int64)
        row = ((xy[:, 1] - self.south) // SQUARE_M).astype(np.int64)
        found: NDArray[np.bool_] = self.wanted[row, column]
        return found
