"""What land does with heavy rain and with heat, as rasters of shares, from its classes on one grid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsFloat,
    AsNumber,
    Job,
    Piece,
    RasterSource,
    Source,
    raster_sink,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.kernels.cooling import LandCooling, ParkCooling, capacity, mitigation, park_cooling
from gruenzug.engine.kernels.water import retained, runoff_mm
from gruenzug.engine.layers.raster_tables import POSITIVE, SHARE, read_classes
from gruenzug.engine.layers.raster_water import CURVE_NUMBER, SOILS
from gruenzug.engine.layers.shares import LAYER, UNKNOWN, stored

Array = NDArray[Any]
FloatArray = NDArray[np.float64]

NO_LAND = 255
"""Class of cells whose land is unknown."""

_COOLING = {"shade": SHARE, "kc": POSITIVE, "albedo": SHARE, "green_area": SHARE}


@dataclass(frozen=True)
class LandTable:
    """What numbered classes of land do; NaN where a table does not say.

    Attributes
    ----------
    curve_numbers : ndarray of float64, shape (K, 4)
        By hydrologic soil group.
    cooling : ndarray of float64, shape (K, 4)
        Shade, crop coefficient, albedo, and 1 for green area.
    """

    curve_numbers: FloatArray
    cooling: FloatArray


def land_table(covers: list[tuple[tuple[int, ...], Path | None, Path | None]]) -> LandTable:
    """Put the tables of several land covers below each other.

    Parameters
    ----------
    covers : list of (codes, curve numbers, cooling)
        The codes of each land cover in their order, and its tables.
    """
    rain = [_rows(codes, table, dict.fromkeys(SOILS, CURVE_NUMBER)) for codes, table, _ in covers]
    heat = [_rows(codes, table, _COOLING) for codes, _, table in covers]
    return LandTable(np.concatenate(rain), np.concatenate(heat))


def write_retained(
    land: Path, soils: Path | None, group: int, rainfall_mm: float, table: LandTable, path: Path
) -> None:
    """Write the share of a rain that each cell holds back.

    Parameters
    ----------
    land : Path
        Classes, `NO_LAND` where unknown.
    soils : Path or None
        Hydrologic soil groups 1 to 4 on the same grid, 0 where unknown; None:
        all soils are of `group`.
    group : int
        Used without `soils`.
    rainfall_mm : float
        Depth of the rain.
    table : LandTable
        What the classes do.
    path : Path
        GeoTIFF to write, see `shares`.
    """
    shares = np.full((NO_LAND + 1, len(SOILS) + 1), UNKNOWN, np.uint16)
    kept = retained(runoff_mm(table.curve_numbers, rainfall_mm), rainfall_mm)
    shares[: len(kept), 1:] = stored(kept)
    inputs: tuple[Source, ...] = (_classes(land),)
    if soils is not None:
        inputs = (*inputs, raster_source(soils))
    _write(Job(_Retained(shares, group), inputs, outputs=(LAYER,)), path)


@dataclass(frozen=True)
class Climate:
    """What the heat model is told: weights of shade, albedo and evaporation, and how far parks cool (m)."""

    weights: tuple[float, float, float]
    park_distance: float


def write_mitigation(
    land: Path, et0: Path | None, most_et0: float, climate: Climate, table: LandTable, path: Path
) -> None:
    """Write the heat mitigation index of each cell, see `kernels.cooling`.

    `et0` is the reference evapotranspiration on the grid of `land`, NaN where
    unknown, and `most_et0` its largest value; None means that it is the same
    everywhere.
    """
    source = _classes(land)
    parks = park_cooling(climate.park_distance, source.frame.cell_x)
    shade, kc, albedo, green = table.cooling.T
    kernel = _Mitigation(LandCooling(shade, kc, albedo, green == 1.0), climate.weights, most_et0, parks)
    inputs: tuple[Source, ...] = (source,)
    if et0 is not None:
        values = raster_source(et0)
        inputs = (source, RasterSource(et0, values.frame, AsFloat("float32"), values.nodata))
    _write(Job(kernel, inputs, parks.reach, (LAYER,)), path)


def _classes(land: Path) -> RasterSource:
    return raster_source(land, AsNumber("uint8", NO_LAND))


def _write(job: Job, path: Path) -> None:
    workers = usual_workers()
    with raster_sink(path, job.inputs[0].frame, LAYER, workers.count) as sink:
        run_bands(job, (sink,), workers)


def _rows(codes: tuple[int, ...], table: Path | None, columns: dict[str, tuple[float, float]]) -> FloatArray:
    result = np.full((len(codes), len(columns)), np.nan)
    if table is not None:
        rows = read_classes(table, columns)
        for number, code in enumerate(codes):
            if code in rows:
                result[number] = [rows[code][name] for name in columns]
    return result


@dataclass(frozen=True, eq=False)
class _Retained:
    shares: NDArray[np.uint16]
    group: int

    def __call__(self, piece: Piece, *arrays: NDArray[np.uint8]) -> tuple[tuple[Array, ...], None]:
        groups = arrays[1] if len(arrays) == 2 else self.group
        return (self.shares[arrays[0], groups],), None


@dataclass(frozen=True, eq=False)
class _Mitigation:
    land: LandCooling
    weights: tuple[float, float, float]
    most_et0: float
    parks: ParkCooling

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], *et0: Array
    ) -> tuple[tuple[Array, ...], None]:
        rate = et0[0] if et0 else np.full(classes.shape, self.most_et0, np.float32)
        own = capacity(classes, rate, self.land, self.weights, self.most_et0)
        return (stored(mitigation(classes, own, self.land, self.parks)),), None
