"""Analyses of rasters."""

from __future__ import annotations

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import xarray as xr

from gruenzug.engine.analyses.grids import (
    Raster,
    Table,
    open_raster,
    raster_file,
    table_file,
    workspace,
)
from gruenzug.engine.bands import Workers
from gruenzug.engine.layers.raster_cooling import WEIGHTS, CoolingCase, write_cooling
from gruenzug.engine.layers.raster_distance import DistanceCase, write_distance
from gruenzug.engine.layers.raster_patches import patch_table
from gruenzug.engine.layers.raster_supply import write_supply
from gruenzug.engine.layers.raster_supply_case import SupplyCase
from gruenzug.engine.layers.raster_water import RainCase, write_retention
from gruenzug.engine.layers.raster_zonal import zonal as zonal_rows


class Supply(NamedTuple):
    """Supply and balance in m² per person, and the sums over all people."""

    supply: xr.DataArray
    balance: xr.DataArray
    summary: dict[str, Any]


def patches(
    cover: Raster,
    connectivity: int = 8,
    foreground: tuple[int, ...] | None = None,
    workers: Workers | None = None,
) -> pd.DataFrame:
    """Return the connected patches of a raster.

    Parameters
    ----------
    cover : DataArray or path
        Cells of 0 (no data), 1 (background) and 2 (foreground), or a mask of 0
        and 1; other values need `foreground`.
    connectivity : int
        4 or 8.
    foreground : tuple of int, optional
        Values that belong to patches.
    workers : Workers, optional
        Who computes; the result is the same whoever does.

    Returns
    -------
    DataFrame
        ``id`` from 1 in the order of first cells, ``cells``, ``area_m2``,
        ``perimeter_m``.
    """
    with workspace() as folder:
        table = patch_table(
            raster_file(cover, folder, "cover"), connectivity, foreground, False, workers or Workers()
        )
        return pd.DataFrame(
            {
                "id": np.arange(1, len(table.area_m2) + 1),
                "cells": table.patches.cells,
                "area_m2": table.area_m2,
                "perimeter_m": table.perimeter_m,
            }
        )


def distance(
    cover: Raster,
    connectivity: int = 8,
    foreground: tuple[int, ...] | None = None,
    least_m2: float = 0.0,
    workers: Workers | None = None,
) -> xr.DataArray:
    """Return the exact distance of every cell centre to the nearest cell of a patch, in metres.

    Parameters
    ----------
    cover, connectivity, foreground, workers
        As for `patches`.
    least_m2 : float
        Smallest patch that counts.
    """
    with workspace() as folder:
        case = DistanceCase(raster_file(cover, folder, "cover"), foreground, connectivity, least_m2=least_m2)
        write_distance(case, folder / "distance.tif", workers)
        return open_raster(folder / "distance.tif")


def supply(
    lulc: Raster,
    population: Raster,
    table: Table,
    *,
    demand: float = 100.0,
    decay: str = "dichotomy",
    radius: float | None = None,
    decay_length: float | None = None,
    workers: Workers | None = None,
) -> Supply:
    """Return urban nature per person by two-step floating catchment.

    Parameters
    ----------
    lulc, population : DataArray or path
        Land-cover codes, and persons per cell.
    table : DataFrame or path
        ``lucode``, ``urban_nature`` (0 to 1), perhaps ``search_radius_m``.
    demand : float
        What a person needs, in m².
    decay : str
        dichotomy, exponential, gaussian or density.
    radius : float, optional
        Search radius in metres; by default the table's, or 300.
    decay_length : float, optional
        Metres over which exponential weights fall to 1/e; by default the radius.
    workers : Workers, optional
        Who computes.
    """
    with workspace() as folder:
        case = SupplyCase(
            raster_file(lulc, folder, "lulc"),
            raster_file(population, folder, "population"),
            table_file(table, folder, "table"),
            demand,
            decay,
            radius,
            decay_length=decay_length,
        )
        summary = write_supply(case, folder, workers)
        return Supply(open_raster(folder / "supply.tif"), open_raster(folder / "balance.tif"), summary)


def cooling(
    lulc: Raster,
    et0: Raster,
    table: Table,
    *,
    weights: tuple[float, float, float] = WEIGHTS,
    park_distance: float | None = None,
    workers: Workers | None = None,
) -> xr.DataArray:
    """Return the cooling capacity of land cover, 0 to 1; with `park_distance` the heat mitigation index.

    Parameters
    ----------
    lulc, et0 : DataArray or path
        Land-cover codes, and reference evapotranspiration.
    table : DataFrame or path
        ``lucode``, ``shade``, ``kc``, ``albedo``, ``green_area``.
    weights : tuple of float
        Of shade, albedo and evapotranspiration.
    park_distance : float, optional
        How far the cool air of green areas of 2 ha and more goes, in metres.
    workers : Workers, optional
        Who computes.
    """
    with workspace() as folder:
        case = CoolingCase(
            raster_file(lulc, folder, "lulc"),
            raster_file(et0, folder, "et0"),
            table_file(table, folder, "table"),
            weights,
            park_distance,
        )
        write_cooling(case, folder / "cooling.tif", workers)
        return open_raster(folder / "cooling.tif")


def retention(
    lulc: Raster,
    table: Table,
    rainfall_mm: float,
    soils: Raster | None = None,
    workers: Workers | None = None,
    *,
    soil_group: str | None = None,
) -> xr.DataArray:
    """Return the share of an event's rain that each cell holds back, by curve numbers.

    Parameters
    ----------
    lulc : DataArray or path
        Land-cover codes.
    table : DataFrame or path
        ``lucode``, ``cn_a`` … ``cn_d``; without `soils` and `soil_group`
        ``lucode``, ``cn``.
    rainfall_mm : float
        Depth of the event.
    soils : DataArray or path, optional
        Hydrologic soil groups, 1 (A) to 4 (D).
    workers : Workers, optional
        Who computes.
    soil_group : str, optional
        Without `soils`: the group of all soil, ``"a"`` to ``"d"``.
    """
    with workspace() as folder:
        case = RainCase(
            raster_file(lulc, folder, "lulc"),
            table_file(table, folder, "table"),
            rainfall_mm,
            None if soils is None else raster_file(soils, folder, "soils"),
            soil_group,
        )
        write_retention(case, folder / "retention.tif", workers)
        return open_raster(folder / "retention.tif")


def zonal(
    values: Raster, zones: gpd.GeoDataFrame, name: str | None = None, workers: Workers | None = None
) -> pd.DataFrame:
    """Count, sum and average a raster in each zone; a cell belongs to a zone if its centre does.

    Parameters
    ----------
    values : DataArray or path
        The raster.
    zones : GeoDataFrame
        Polygons in the coordinate system of the raster.
    name : str, optional
        Column that names the zones; by default zone, ags or id.
    workers : Workers, optional
        Who computes.
    """
    with workspace() as folder:
        path = folder / "zones.parquet"
        zones.to_parquet(path)
        rows = zonal_rows(raster_file(values, folder, "values"), path, name, workers)
        return pd.DataFrame(rows)
