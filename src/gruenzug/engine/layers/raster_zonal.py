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
    AsNumber,
    Job,
    Piece,
    RasterSource,
    Source,
    Workers,
    plan_bands,
    raster_source,
    run_bands,
)
from gruenzug.engine.bands.frame import Frame, require_same
from gruenzug.engine.bands.sources import raw_type
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.zonal import (
    Spans,
    ZoneSums,
    added,
    class_counts,
    polygon_spans,
    raster_spans,
    zone_sums,
)
from gruenzug.engine.layers.raster_values import distinct_values

Array = NDArray[Any]

RASTERS = (".tif", ".tiff", ".vrt")
"""Names of zone files that are rasters; all others are read as polygons."""

NAMES = ("zone", "ags", "id")
"""Columns that name a polygon, the first one found is taken."""

_NO_ZONE = -(2**31)
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
        Column that names the polygons; by default one of `NAMES`, else they
        are numbered from 1.
    workers : Workers, optional
        Who computes.

    Returns
    -------
    list of ZoneRow
        Polygons in their order, zones of a raster by number.
    """
    workers = workers or Workers()
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
    """
    workers = workers or Workers()
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
    """Return the zones and how many cells of each of the 256 classes they have."""
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
    """Return how many cells of each of the 256 classes polygons have, in the raster's coordinate system."""
    parts = _in_spans(_Counts(), classes, shape_spans(shapes, classes.frame), workers)
    counts = np.zeros((len(shapes), 256), np.int64)
    for zones, rows in parts:
        counts[zones] += rows
    return counts


def shape_sums(source: RasterSource, shapes: NDArray[np.object_], workers: Workers) -> NDArray[np.int64]:
    """Return the sum, the known cells and all cells of a raster of whole numbers in each polygon: (M, 3)."""
    found = added(_in_spans(_Sums(source.nodata), source, shape_spans(shapes, source.frame), workers))
    result = np.zeros((len(shapes), 3), np.int64)
    result[found.zone] = np.stack([found.digits[:, 0], found.known, found.cells], axis=1)
    return result


def _by_zone(
    kernel: _Sums | _Counts, source: RasterSource, zones: Path, name: str | None, workers: Workers
) -> tuple[dict[int, int | str] | None, list[Any]]:
    """Run a kernel on each band with the spans of its zones; return the labels of polygons too."""
    if zones.suffix.lower() in RASTERS:
        theirs = _zone_raster(zones, source.frame, source.path)
        nodata = _NO_ZONE if theirs.nodata is None else int(theirs.nodata)
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


def _zone_raster(zones: Path, frame: Frame, path: Path) -> RasterSource:
    source = raster_source(zones)
    require_same(frame, str(path), source.frame, str(zones))
    kind = raw_type(zones)
    if kind.kind == "f" or kind.itemsize > 4 or kind == np.uint32:
        raise GridError(
            f"{zones} holds {kind} numbers; zones are whole numbers of at most 32 bits with a sign"
        )
    return replace(source, decode=AsNumber("int32", _NO_ZONE))


def polygon_zones(zones: Path, name: str | None, frame: Frame, path: Path) -> tuple[list[int | str], Spans]:
    """Return the names of polygons in a file, and their cells in the raster `path`.

    They are named by the column `name`, else by the first of `NAMES` there is,
    else by their row, from 1.
    """
    table = read_polygons(zones)
    if table.crs is None and frame.crs:
        raise SourceError(f"{zones} does not say its coordinate system; write it into the file")
    theirs = Frame(0, 0, 0.0, 0.0, 1.0, 1.0, "" if table.crs is None else table.crs.to_wkt())
    if frame.crs and not frame.same_system(theirs):
        raise GridError(
            f"{path} is in {frame.crs_name}, {zones} in {theirs.crs_name}; reproject one of them first"
        )
    shapes = np.asarray(table.geometry.values, dtype=object)
    column = next((c for c in ((name,) if name else NAMES) if c in table.columns), None)
    if name and column is None:
        known = ", ".join(c for c in table.columns if c != table.geometry.name)
        raise SourceError(f'{zones} has no column "{name}"; it has {known}')
    labels = list(range(1, len(table) + 1)) if column is None else table[column].tolist()
    return labels, shape_spans(shapes, frame)


def shape_spans(shapes: NDArray[np.object_], frame: Frame) -> Spans:
    """Return the cells of a raster whose centres lie in polygons of its coordinate system."""
    from gruenzug.engine.layers.boundaries import boundary_segments  # noqa: PLC0415  only polygons need it

    edges, owner = boundary_segments(shapes)
    across, down = (edges[:, ::2] - frame.west) / frame.cell_x, (frame.north - edges[:, 1::2]) / frame.cell_y
    cells = np.stack([across[:, 0], down[:, 0], across[:, 1], down[:, 1]], axis=1)
    return polygon_spans(cells, owner, frame.rows, frame.columns)


def read_polygons(zones: Path) -> Any:
    """Return a file's polygons as a GeoDataFrame; refuse anything else in one sentence."""
    import geopandas as gpd  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    if not zones.exists():
        raise SourceError(f"{zones} does not exist; check the path")
    try:
        table = gpd.read_parquet(zones) if zones.suffix == ".parquet" else gpd.read_file(zones)
    except (DataLayerError, DataSourceError, ValueError, OSError):
        raise SourceError(
            f"{zones} cannot be read as polygons; give a GeoPackage, GeoJSON, GeoParquet or shapefile"
        ) from None
    if "geometry" not in table or not len(table):
        raise SourceError(f"{zones} holds no polygons; give a file with at least one")
    for number, kind in enumerate(table.geometry.geom_type, 1):
        if kind not in ("Polygon", "MultiPolygon"):
            raise SourceError(f"{zones}, row {number}: the geometry is {kind or 'empty'}, not a polygon")
    return table


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
