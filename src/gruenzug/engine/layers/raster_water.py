"""What land cover does with heavy rain, and how much of a zone is sealed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsClasses,
    Job,
    Layer,
    Piece,
    RasterSource,
    Source,
    Workers,
    raster_sink,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import require_metres, require_same
from gruenzug.engine.kernels.water import RUNOFF_BITS, Event, event, held_back, sealed_cells
from gruenzug.engine.layers.raster_tables import SHARE, read_classes
from gruenzug.engine.layers.raster_zonal import zone_class_counts

Array = NDArray[Any]

CURVE_NUMBER = (0.0, 100.0)
SOILS = ("cn_a", "cn_b", "cn_c", "cn_d")


class RainBalance(NamedTuple):
    """Where the rain of one event goes, in m³, over the cells where land and soil are known."""

    rain_m3: float
    runoff_m3: float
    retained_m3: float


@dataclass(frozen=True)
class RainCase:
    """What to compute.

    Attributes
    ----------
    lulc, table : Path
        Land-cover codes, and ``lucode,cn_a,cn_b,cn_c,cn_d`` (or ``lucode,cn``
        where soils are not told apart).
    rainfall_mm : float
        Depth of the event.
    soils : Path or None
        Hydrologic soil groups, 1 (A) to 4 (D), on the grid of the land cover.
    group : str or None
        Without `soils`: the group of all soil, ``"a"`` to ``"d"``; None reads
        the column ``cn``.
    """

    lulc: Path
    table: Path
    rainfall_mm: float
    soils: Path | None = None
    group: str | None = None


def write_retention(case: RainCase, path: Path, workers: Workers | None = None) -> RainBalance:
    """Write the share of the rain that each cell holds back, 0 to 1, as a GeoTIFF; return the balance.

    Raises
    ------
    SourceError
        If a file is missing or broken, or the table lacks a column.
    GridError
        If rasters do not fit together, hold codes that the table does not
        list, or a number is impossible.
    """
    workers = workers or usual_workers()
    columns: tuple[str, ...] = SOILS
    if case.soils is None:
        columns = (f"cn_{case.group}" if case.group else "cn",)
    rows = read_classes(case.table, dict.fromkeys(columns, CURVE_NUMBER))
    land = _classes(case.lulc, case.table, rows)
    numbers = np.array([[row[name] for name in columns] for row in rows.values()])
    inputs: tuple[Source, ...] = (land,)
    if case.soils is not None:
        soils = raster_source(case.soils)
        require_same(land.frame, str(case.lulc), soils.frame, str(case.soils))
        groups = AsClasses(
            (1, 2, 3, 4), str(case.soils), "the list of soil groups 1 to 4", None, (1, 2, 3, 4)
        )
        inputs = (land, replace(soils, decode=groups))
    layer = Layer("float32", float("nan"))
    job = Job(_RainKernel(event(numbers, case.rainfall_mm)), inputs, outputs=(layer,))
    with raster_sink(path, land.frame, layer, workers.count) as sink:
        partials = run_bands(job, (sink,), workers)
    cells, runoff = (sum(column) for column in zip(*partials, strict=True))
    m3_of_mm = land.frame.cell_area / 1000  # on one cell
    rain, lost = cells * case.rainfall_mm * m3_of_mm, runoff / 2**RUNOFF_BITS * m3_of_mm
    return RainBalance(rain, lost, rain - lost)


class SealedRow(NamedTuple):
    """Sealed ground of a zone: m², and the share of its known cells."""

    zone: int | str
    sealed_m2: float
    share: float


def sealed_by_zone(
    lulc: Path, table: Path, zones: Path, name: str | None = None, workers: Workers | None = None
) -> list[SealedRow]:
    """Return sealed ground by zone from ``lucode,sealed``, the sealed share (0 to 1) of each class.

    Shares count in thousandths, so that sums are exact.
    """
    rows = read_classes(table, {"sealed": SHARE})
    land = _classes(lulc, table, rows)
    labels, counts = zone_class_counts(land, zones, name, workers or usual_workers())
    milli = np.array([round(row["sealed"] * 1000) for row in rows.values()], np.int64)
    known = counts[:, : len(rows)]
    sealed, cells = sealed_cells(known, milli), known.sum(axis=1)
    area = land.frame.cell_area
    return [
        SealedRow(label, int(part) / 1000 * area, int(part) / 1000 / int(count))
        for label, part, count in zip(labels, sealed, cells, strict=True)
        if count
    ]


def _classes(lulc: Path, table: Path, rows: dict[int, dict[str, float]]) -> RasterSource:
    source = raster_source(lulc)
    require_metres(source.frame, str(lulc))
    return replace(source, decode=AsClasses(tuple(rows), str(lulc), str(table)))


@dataclass(frozen=True, eq=False)
class _RainKernel:
    rain: Event

    def __call__(self, piece: Piece, *arrays: NDArray[np.uint8]) -> tuple[tuple[Array, ...], tuple[int, int]]:
        found = held_back(arrays[0], arrays[1] if len(arrays) == 2 else None, self.rain)
        return (found.share,), (found.cells, found.runoff)
