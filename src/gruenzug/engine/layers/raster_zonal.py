"""Counts, sums and means of a raster by zone; zones are polygons or another raster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsClasses,
    AsFloat,
    Job,
    Piece,
    RasterSource,
    Source,
    Workers,
    plan_bands,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.sources import raw_type
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.zonal import (
    Spans,
    ZoneSums,
    added,
    class_counts,
    raster_spans,
    zone_sums,
)
from gruenzug.engine.layers.raster_values import distinct_values
from gruenzug.engine.layers.zones import NO_ZONE, RASTERS, polygon_zones, shape_spans, zone_raster

Array = NDArray[Any]

_SCRATCH = 8  # bytes: a span takes 32, and few are shorter than four cells


class ZoneRow(NamedTuple):
    """What is said of one zone.

    Attributes
    ----------
    zone : int or str
        Its number or name.
    count : int
        Cells with a value.
    sum, mean : int, float or None
        Of their values; None where there are none.
    share : float or None
        Cells with a value over all cells of the zone; None if it has no cell.
    """

    zone: int | str
    count: int  # type: ignore[assignment]
    sum: int | float | None
    mean: float | None
    share: float | None


def zonal(path: Path, zones: Path, name: str | None = None, workers: Workers | None = None) -> list[ZoneRow]:
    """Return counts, sums and means of a raster by zone.

    Parameters
    ----------
    path : Path
        The raster.
    zones : Path
        Polygons, which may overlap, or a raster on the same grid with the
        numbers of zones. A cell belongs to a polygon if its centre does.
    name : str, optional
        Column that names the polygons; by default one of `zones.NAMES`, else
        they are numbered from 1.
    workers : Workers, optional
        Who computes.

    Returns
    -------
    list of ZoneRow
        Polygons in their order, zones of a raster by number.

    Raises
    ------
    SourceError
        If a file cannot be read, or has no polygons or no column `name`.
    GridError
        If raster and zones do not fit together, or a raster of zones holds
        other than whole numbers of at most 32 bits with a sign.
    """
    workers = workers or usual_workers()
    source = _values(path)
    labels, parts = _by_zone(_Sums(source.nodata), source, zones, name, workers)
    sums = added(parts)
    place = {number: k for k, number in enumerate(sums.zone.tolist())}
    if labels is None:
        labels = {number: number for number in place}
    empty = ZoneRow("", 0, None, None, None)
    return [
        _row(label, sums, place[k]) if k in place else empty._replace(zone=label)
        for k, label in labels.items()
    ]


class ClassRow(NamedTuple):
    """How much of a zone holds one value: `share` is of the zone's cells with a value."""

    zone: int | str
    value: int
    count: int  # type: ignore[assignment]
    share: float


def zonal_classes(
    path: Path, zones: Path, name: str | None = None, workers: Workers | None = None
) -> list[ClassRow]:
    """Return how many cells of each zone hold each value of a raster of classes.

    Parameters
    ----------
    path, zones, name, workers
        As for `zonal`; the raster holds whole numbers, at most 254 different.

    Returns
    -------
    list of ClassRow
        Zone by zone, values in ascending order; values that a zone lacks are
        left out.

    Raises
    ------
    SourceError, GridError
        As for `zonal`; also if the raster holds real numbers or more than 254
        different values.
    """
    workers = workers or usual_workers()
    source = raster_source(path)
    if raw_type(path).kind == "f":
        raise GridError(f"{path} holds real numbers; shares of classes need a raster of whole numbers")
    values = distinct_values(source, workers)
    classes = replace(source, decode=AsClasses(values, str(path), "the list of values"))
    labels, counts = zone_class_counts(classes, zones, name, workers)
    return [
        ClassRow(label, value, int(row[n]), int(row[n]) / int(row[: len(values)].sum()))
        for label, row in zip(labels, counts, strict=True)
        for n, value in enumerate(values)
        if row[n]
    ]


def zone_class_counts(
    classes: RasterSource, zones: Path, name: str | None, workers: Workers
) -> tuple[list[int | str], NDArray[np.int64]]:
    """Return the zones and how many cells of each of the 256 classes they have.

    Parameters
    ----------
    classes : RasterSource
        A raster of classes, uint8; 255, no data, is counted like any other.
    zones, name, workers
        As for `zonal`.

    Returns
    -------
    labels : list of int or str
        Polygons in their order, zones of a raster by number.
    counts : ndarray of int64, shape (Z, 256)
        Cells by zone and class.

    Raises
    ------
    SourceError, GridError
        As for `zonal`.
    """
    labels, parts = _by_zone(_Counts(), classes, zones, name, workers)
    numbers = sorted({int(zone) for part in parts for zone in part[0]}) if labels is None else list(labels)
    place = {number: k for k, number in enumerate(numbers)}
    counts = np.zeros((len(numbers), 256), np.int64)
    for found, rows in parts:
        for zone, row in zip(found, rows, strict=True):
            counts[place[int(zone)]] += row
    return [number if labels is None else labels[number] for number in numbers], counts


def shape_class_counts(
    classes: RasterSource, shapes: NDArray[np.object_], workers: Workers
) -> NDArray[np.int64]:
    """Return how many cells of each of the 256 classes polygons have.

    Parameters
    ----------
    classes : RasterSource
        A raster of classes, uint8; 255, no data, is counted like any other.
    shapes : ndarray of shapely Polygon or MultiPolygon, shape (M,)
        In the raster's coordinate system; a cell belongs to those its centre
        is in.
    workers : Workers
        Who computes.

    Returns
    -------
    ndarray of int64, shape (M, 256)
        Cells by polygon and class.

    Raises
    ------
    GridError
        If the classes are of another type.
    """
    parts = _in_spans(_Counts(), classes, shape_spans(shapes, classes.frame), workers)
    counts = np.zeros((len(shapes), 256), np.int64)
    for zones, rows in parts:
        counts[zones] += rows
    return counts


def shape_sums(source: RasterSource, shapes: NDArray[np.object_], workers: Workers) -> NDArray[np.int64]:
    """Return the sum, the known cells and all cells of a raster of whole numbers in each polygon.

    Parameters
    ----------
    source : RasterSource
        Whole numbers.
    shapes, workers
        As for `shape_class_counts`.

    Returns
    -------
    ndarray of int64, shape (M, 3)
        Sum of the values, cells with a value, all cells; 0 for a polygon
        without cells.
    """
    found = added(_in_spans(_Sums(source.nodata), source, shape_spans(shapes, source.frame), workers))
    result = np.zeros((len(shapes), 3), np.int64)
    result[found.zone] = np.stack([found.digits[:, 0], found.known, found.cells], axis=1)
    return result


def _by_zone(
    kernel: _Sums | _Counts, source: RasterSource, zones: Path, name: str | None, workers: Workers
) -> tuple[dict[int, int | str] | None, list[Any]]:
    """Run a kernel on each band with the spans of its zones; return the labels of polygons too."""
    if zones.suffix.lower() in RASTERS:
        theirs = zone_raster(zones, source.frame, source.path)
        nodata = NO_ZONE if theirs.nodata is None else int(theirs.nodata)
        inputs: tuple[Source, ...] = (source, theirs)
        return None, run_bands(
            Job(_Zoned(kernel, nodata), inputs, whole_rows=True, scratch=_SCRATCH), (), workers
        )
    names, spans = polygon_zones(zones, name, source.frame, source.path)
    return dict(enumerate(names)), _in_spans(kernel, source, spans, workers)


def _in_spans(kernel: _Sums | _Counts, source: RasterSource, spans: Spans, workers: Workers) -> list[Any]:
    job = Job(kernel, (source,), whole_rows=True)
    bands = plan_bands(job, workers)
    extra = tuple(spans.rows(band.first, band.last) for band in bands)
    return run_bands(replace(job, extra=extra), (), workers.with_rows_of(bands))


def _row(label: int | str, sums: ZoneSums, k: int) -> ZoneRow:
    cells, known = int(sums.cells[k]), int(sums.known[k])
    if not known:
        return ZoneRow(label, 0, None, None, 0.0)
    one = ZoneSums(*(part[k : k + 1] for part in sums))
    return ZoneRow(label, known, one.sums()[0], float(one.exact()[0] / known), known / cells)


def _values(path: Path) -> RasterSource:
    source = raster_source(path)
    kind = raw_type(path)
    if kind.kind == "f" or kind.itemsize > 4:
        return replace(source, decode=AsFloat("float64"))
    return source


@dataclass(frozen=True)
class _Sums:
    """Sums by zone."""

    nodata: float | None

    def __call__(self, piece: Piece, values: Array, spans: Spans) -> tuple[tuple[Array, ...], ZoneSums]:
        return (), zone_sums(values, spans, self.nodata)


@dataclass(frozen=True)
class _Counts:
    """Cells by zone and class."""

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], spans: Spans
    ) -> tuple[tuple[Array, ...], tuple[Array, Array]]:
        zone, local = np.unique(spans.zone, return_inverse=True)
        return (), (zone, class_counts(classes, spans._replace(zone=local), len(zone)))


@dataclass(frozen=True)
class _Zoned:
    """A kernel of spans, for zones that come as a raster."""

    kernel: _Sums | _Counts
    nodata: int

    def __call__(
        self, piece: Piece, values: Array, zones: NDArray[np.int32]
    ) -> tuple[tuple[Array, ...], Any]:
        return self.kernel(piece, values, raster_spans(zones, self.nodata))
