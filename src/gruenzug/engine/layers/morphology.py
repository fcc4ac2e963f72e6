"""Morphology of a region's green: its patterns on a grid, whatever lies beyond the border included."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.bands import AsClasses, Frame, Layer, Workers, raster_sink, raster_source, usual_workers
from gruenzug.engine.errors import GridError
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.mspa import BACKGROUND, FOREGROUND, MISSING
from gruenzug.engine.kernels.mspa_codes import UNKNOWN, class_cells, colours
from gruenzug.engine.kernels.zonal import Spans, polygon_spans
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.merge import DM2, GeometryArray
from gruenzug.engine.layers.mspa import write_mspa
from gruenzug.engine.layers.mspa_work import Pattern
from gruenzug.engine.layers.raster_zonal import shape_class_counts

IntArray = NDArray[np.int64]

CLASSES = ("core", "islet", "perforation", "edge", "loop", "bridge", "branch")
"""The seven classes, in the order of their publication."""

_CODES = tuple(sorted(set(colours(transition=True)) - {UNKNOWN}))
_BAND_ROWS = 512


@dataclass(frozen=True)
class Grid:
    """On which cells patterns are looked for.

    Attributes
    ----------
    cell_m : float
        Edge length of a cell; corners lie on multiples of it.
    edge_m : float
        Width of the edge, a multiple of `cell_m`.
    connectivity : int
        4 or 8, of the green.
    margin_m : float
        How far the grid goes beyond the region's bounds.
    """

    cell_m: float
    edge_m: float
    connectivity: int
    margin_m: float

    @property
    def pattern(self) -> Pattern:
        """What to look for, in cells."""
        width = self.edge_m / self.cell_m
        if width != round(width):
            raise GridError(f"an edge of {self.edge_m:g} m is no number of cells of {self.cell_m:g} m")
        return Pattern(self.connectivity, round(width))

    def frame(self, bounds: NDArray[np.float64]) -> Frame:
        """Return the grid around a region's bounds: west, south, east, north."""
        first = np.floor((bounds[:2] - self.margin_m) / self.cell_m)
        last = np.ceil((bounds[2:] + self.margin_m) / self.cell_m)
        columns, rows = (last - first).astype(int).tolist()
        return Frame(
            rows, columns, first[0] * self.cell_m, last[1] * self.cell_m, self.cell_m, self.cell_m, CRS
        )


class Morphology:
    """Classes of all cells of a region, in a file that goes with this object.

    Parameters
    ----------
    green : ndarray of shapely geometries, shape (N,)
        Polygons whose interiors do not overlap, in EPSG:25832; a cell is green
        if its centre is.
    bounds : ndarray of float64, shape (4,)
        West, south, east and north of the region.
    extents : list of geometry
        Where the source speaks; cells whose centre is elsewhere are unknown.
    grid : Grid
        Cells, width of the edge and so on.
    workers : Workers, optional
        How many threads and which bands; neither changes a cell.
    """

    def __init__(
        self,
        green: GeometryArray,
        bounds: NDArray[np.float64],
        extents: list[shapely.Geometry],
        grid: Grid,
        workers: Workers | None = None,
    ) -> None:
        pattern = grid.pattern
        self._folder = tempfile.TemporaryDirectory(prefix="gruenzug-")
        self.path = Path(self._folder.name, "morphology.tif")
        cover = Path(self._folder.name, "cover.tif")
        write_cover(cover, green, extents, grid.frame(bounds))
        write_mspa(cover, self.path, pattern, workers=workers or usual_workers().here)
        cover.unlink()

    def cells_within(self, places: GeometryArray) -> dict[str, IntArray]:
        """Return how many cells centred in each place have each class, are known, and there are."""
        source = raster_source(self.path)
        decode = AsClasses(_CODES, str(self.path), "the classes of MSPA", numbers=_CODES)
        counts = shape_class_counts(replace(source, decode=decode), places, usual_workers().here)
        found = [class_cells(row) for row in counts]
        cells = {name: np.array([row[name] for row in found], dtype=np.int64) for name in CLASSES}
        return cells | {"known": counts[:, _CODES].sum(axis=1), "all": counts.sum(axis=1)}

    @property
    def cell_dm2(self) -> int:
        """Area of a cell."""
        return round(raster_source(self.path).frame.cell_area * DM2)


def write_cover(path: Path, green: GeometryArray, extents: list[shapely.Geometry], frame: Frame) -> None:
    """Write where green is: 2 green, 1 other ground, 0 unknown.

    Parameters
    ----------
    path : Path
        GeoTIFF to write.
    green : ndarray of shapely geometries, shape (N,)
        Polygons whose interiors do not overlap.
    extents : list of geometry
        Where the source speaks.
    frame : Frame
        The grid.
    """
    inside = cells_of(green, frame)
    reached = [cells_of(np.array([extent]), frame) for extent in extents]
    with raster_sink(path, frame, Layer("uint8", MISSING), 1) as sink:
        for first, last in bands_of(frame):
            cover = np.where(marked(inside, first, last, frame), FOREGROUND, BACKGROUND).astype(np.uint8)
            for spans in reached:
                cover[~marked(spans, first, last, frame)] = MISSING
            sink.write(cover)


def bands_of(frame: Frame) -> Iterator[tuple[int, int]]:
    """Yield first and last (excluded) rows of bands."""
    for first in range(0, frame.rows, _BAND_ROWS):
        yield first, min(first + _BAND_ROWS, frame.rows)


def cells_of(polygons: GeometryArray, frame: Frame) -> Spans:
    """Return the cells whose centres lie in one of the polygons, which do not overlap."""
    edges, _ = boundary_segments(polygons)
    across, down = (edges[:, ::2] - frame.west) / frame.cell_x, (frame.north - edges[:, 1::2]) / frame.cell_y
    cells = np.stack([across[:, 0], down[:, 0], across[:, 1], down[:, 1]], axis=1)
    return polygon_spans(cells, np.zeros(len(cells), np.int64), frame.rows, frame.columns)


def marked(spans: Spans, first: int, last: int, frame: Frame) -> NDArray[np.bool_]:
    """Return rows `first` to `last` (excluded) as a mask: true in spans."""
    part = spans.rows(first, last)
    steps = np.zeros((last - first, frame.columns + 1), np.int8)
    np.add.at(steps, (part.row, part.start), 1)
    np.add.at(steps, (part.row, part.end), -1)
    inside: NDArray[np.bool_] = np.cumsum(steps, axis=1, dtype=np.int8)[:, :-1] > 0
    return inside
