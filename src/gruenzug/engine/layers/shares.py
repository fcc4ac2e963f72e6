"""Shares of a whole, cell by cell: of ground that is sealed, of rain held back, of heat taken away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Layer, Piece, raster_source, run_bands, usual_workers
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.merge import DM2, GeometryArray
from gruenzug.engine.layers.raster_zonal import shape_sums

WHOLE = 10_000
"""Shares count in ten-thousandths, so that sums are exact."""

UNKNOWN = 65_535

LAYER = Layer("uint16", UNKNOWN)

NOT_KNOWN = -1
"""Share at a place where it is unknown."""


class AreaShare(NamedTuple):
    """By place: ten-thousandths of square decimetres, square decimetres known, and all there are."""

    part: IntArray
    known: IntArray
    all: IntArray


@dataclass(frozen=True)
class ShareGrid:
    """A raster of shares in EPSG:25832.

    Attributes
    ----------
    path : Path
        GeoTIFF of uint16: ten-thousandths, or `UNKNOWN`.
    """

    path: Path

    def within(self, places: GeometryArray) -> AreaShare:
        """Return what the cells add up to whose centres are in each place."""
        source = raster_source(self.path)
        cell = round(source.frame.cell_area * DM2)
        part, known, cells = (shape_sums(source, places, usual_workers()) * cell).T
        return AreaShare(part, known, cells)

    def at(self, xy: FloatArray) -> IntArray:
        """Return the share of the cell around each point, `NOT_KNOWN` where there is none."""
        source = raster_source(self.path)
        column = np.floor((xy[:, 0] - source.frame.west) / source.frame.cell_x).astype(np.int64)
        row = np.floor((source.frame.north - xy[:, 1]) / source.frame.cell_y).astype(np.int64)
        result = np.full(len(xy), NOT_KNOWN, np.int64)
        for places, shares in run_bands(Job(_AtPlaces(row, column), (source,), whole_rows=True)):
            result[places] = shares
        result[result == UNKNOWN] = NOT_KNOWN
        return result


def stored(shares: NDArray[np.floating[Any]]) -> NDArray[np.uint16]:
    """Return shares, 0 to 1 or NaN, as a raster of shares holds them."""
    whole = np.rint(np.where(np.isfinite(shares), shares, 0.0).astype(np.float64) * WHOLE)
    result: NDArray[np.uint16] = np.clip(whole, 0, UNKNOWN - 1).astype(np.uint16)
    result[~np.isfinite(shares)] = UNKNOWN
    return result


@dataclass(frozen=True)
class _AtPlaces:
    row: IntArray
    column: IntArray

    def __call__(
        self, piece: Piece, values: NDArray[np.uint16]
    ) -> tuple[tuple[NDArray[Any], ...], tuple[IntArray, IntArray]]:
        inside = (self.row >= piece.first_row) & (self.row < piece.last_row)
        inside &= (self.column >= piece.first_column) & (self.column < piece.last_column)
        places = np.flatnonzero(inside)
        return (), (places, values[self.row[places] - piece.first_row, self.column[places]].astype(np.int64))
