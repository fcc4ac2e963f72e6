"""Cooling capacity, heat mitigation by parks and air temperature from land cover and evapotranspiration."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

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
    float_source,
    raster_sink,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import require_metres, require_same_system, require_square, same_cells
from gruenzug.engine.bands.resampled import ResampledSource
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.cooling import (
    CAPACITY_BITS,
    LandCooling,
    ParkCooling,
    averaging,
    capacity,
    mitigation,
    mixed,
    park_cooling,
    sum_of_known,
)
from gruenzug.engine.kernels.disc import Disc
from gruenzug.engine.layers.raster_tables import POSITIVE, SHARE, read_classes

Array = NDArray[Any]

WEIGHTS = (0.6, 0.2, 0.2)
"""Of shade, albedo and evapotranspiration, as InVEST has them."""

_NODATA = float("nan")
_COLUMNS = {"shade": SHARE, "kc": POSITIVE, "albedo": SHARE, "green_area": SHARE}


@dataclass(frozen=True)
class CoolingCase:
    """What to compute.

    Attributes
    ----------
    lulc, et0, table : Path
        Land-cover codes; reference evapotranspiration; columns
        ``lucode,shade,kc,albedo,green_area``.
    weights : tuple of float
        Of shade, albedo and evapotranspiration.
    park_distance : float or None
        How far the cool air of green areas of 2 ha and more goes, in metres;
        None leaves parks out.
    """

    lulc: Path
    et0: Path
    table: Path
    weights: tuple[float, float, float] = WEIGHTS
    park_distance: float | None = None


@dataclass(frozen=True)
class AirCase:
    """Air temperature outside, how much warmer the city can be (K), and how far air mixes (m)."""

    reference: float
    heat_island: float
    distance: float


@dataclass(frozen=True)
class Mean:
    """Sum and number of the known cells of a raster."""

    total: float
    cells: int

    @property
    def mean(self) -> float | None:
        """Their mean."""
        return self.total / self.cells if self.cells else None


def write_cooling(case: CoolingCase, path: Path, workers: Workers | None = None) -> Mean:
    """Write the cooling capacity (with parks: the heat mitigation index), 0 to 1, as a GeoTIFF.

    Raises
    ------
    GridError
        If rasters do not fit together or a number is impossible.
    """
    workers = workers or usual_workers()
    if min(case.weights) < 0 or not 0 < sum(case.weights) < float("inf"):
        raise GridError(f"the weights {case.weights} must be 0 or more, at least one above 0")
    land, et0, table = _prepared(case)
    parks = None if case.park_distance is None else park_cooling(case.park_distance, land.frame.cell_x)
    most = max((part for part in run_bands(Job(_most, (et0,)), (), workers) if part is not None), default=0.0)
    if not most > 0:
        raise GridError(
            f"{case.et0} has no value above 0 within {case.lulc}; give the evapotranspiration there"
        )
    kernel = _CoolingKernel(table, case.weights, round(most, 9), parks)
    layer = Layer("float32", _NODATA)
    job = Job(kernel, (land, et0), 0 if parks is None else parks.reach, (layer,))
    with raster_sink(path, land.frame, layer, workers.count) as sink:
        return _mean(run_bands(job, (sink,), workers))


def write_air_temperature(
    mitigation_path: Path, air: AirCase, path: Path, workers: Workers | None = None
) -> Mean:
    """Write air temperatures from a heat mitigation raster, mixed with the air around.

    Raises
    ------
    GridError
        If the raster has no square cells in metres, or a number is impossible.

    Notes
    -----
    The temperature of still air is ``reference + (1 - mitigation) ·
    heat_island``; mixing takes the mean of the surroundings with weights that
    fall to 1/e over `distance`.
    """
    workers = workers or usual_workers()
    source = float_source(mitigation_path)
    require_metres(source.frame, str(mitigation_path))
    require_square(source.frame, str(mitigation_path))
    if not 0 <= air.heat_island < 100 or not -50 < air.reference < 100:
        raise GridError(
            f"{air.reference} °C and a heat island of {air.heat_island} K are no air temperatures"
        )
    cells = round(air.distance / source.frame.cell_x) if isfinite(air.distance) else 0
    if cells < 1:
        raise GridError(f"a mixing distance of {air.distance} m is less than a cell, or endless")
    weights = averaging(cells)
    layer = Layer("float32", _NODATA)
    job = Job(_AirKernel(air, weights), (source,), weights.reach, (layer,))
    with raster_sink(path, source.frame, layer, workers.count) as sink:
        return _mean(run_bands(job, (sink,), workers))


def _prepared(case: CoolingCase) -> tuple[RasterSource, Source, LandCooling]:
    lulc = raster_source(case.lulc)
    require_metres(lulc.frame, str(case.lulc))
    require_square(lulc.frame, str(case.lulc))
    classes = read_classes(case.table, _COLUMNS)
    decode = AsClasses(tuple(classes), str(case.lulc), str(case.table))
    land = RasterSource(case.lulc, lulc.frame, decode, lulc.nodata)
    columns = {name: np.array([row[name] for row in classes.values()]) for name in _COLUMNS}
    green = columns["green_area"]
    if odd := sorted(set(green.tolist()) - {0.0, 1.0}):
        raise GridError(f"{case.table}: green_area is 1 (green) or 0 (not), not {odd[0]:g}")
    et0 = float_source(case.et0)
    require_same_system(lulc.frame, str(case.lulc), et0.frame, str(case.et0))
    on_land: Source = et0 if same_cells(lulc.frame, et0.frame) else ResampledSource(et0, lulc.frame)
    return land, on_land, LandCooling(columns["shade"], columns["kc"], columns["albedo"], green == 1.0)


def _most(piece: Piece, values: Array) -> tuple[tuple[Array, ...], float | None]:
    known = values[np.isfinite(values)]
    if (known < 0).any():
        raise GridError(f"an evapotranspiration of {known.min():g} is below 0; mark it as no data")
    return (), float(known.max()) if len(known) else None


@dataclass(frozen=True, eq=False)
class _CoolingKernel:
    land: LandCooling
    weights: tuple[float, float, float]
    most_et0: float
    parks: ParkCooling | None

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], et0: Array
    ) -> tuple[tuple[Array, ...], tuple[int, int]]:
        values = capacity(classes, et0, self.land, self.weights, self.most_et0)
        if self.parks is not None:
            values = mitigation(classes, values, self.land, self.parks)
        return _stored(values)


@dataclass(frozen=True)
class _AirKernel:
    air: AirCase
    weights: Disc

    def __call__(self, piece: Piece, values: Array) -> tuple[tuple[Array, ...], tuple[int, int]]:
        cooled = mixed(values, self.weights)
        return _stored(self.air.reference + (1.0 - cooled) * self.air.heat_island)


def _stored(values: NDArray[Any]) -> tuple[tuple[Array, ...], tuple[int, int]]:
    """Return values as they are stored, and the sum and number of those that are known."""
    stored = values.astype(np.float32, copy=False)
    return (stored,), sum_of_known(stored)


def _mean(partials: list[tuple[int, int]]) -> Mean:
    return Mean(sum(part[0] for part in partials) / 2**CAPACITY_BITS, sum(part[1] for part in partials))
