"""Regions small enough to compute by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.transform import from_origin
from shapely import Geometry, Point, box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import compute
from gruenzug.engine.layers.canopy import Canopy
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.shares import ShareGrid

WEST_TOWN, EAST_TOWN = "05111000", "05222004"
"""Two municipalities of 10 km x 10 km side by side; the first is a county of its own."""


def municipalities() -> gpd.GeoDataFrame:
    columns = {
        "ags": [EAST_TOWN, WEST_TOWN],
        "name": ["Ostdorf", "Weststadt"],
        "kreis": ["05222", "05111"],
        "kreis_name": ["Kreis Osten", "Weststadt"],
    }
    return gpd.GeoDataFrame(
        columns, geometry=[box(10_000, 0, 20_000, 10_000), box(0, 0, 10_000, 10_000)], crs=CRS
    )


def people(rows: Iterable[tuple[float, float, float]]) -> gpd.GeoDataFrame:
    """Cells of 100 m: x, y, persons."""
    x, y, persons = zip(*rows, strict=True)
    columns = {"cell_m": 100, "persons_milli": np.rint(np.array(persons) * 1000).astype(np.int64)}
    return gpd.GeoDataFrame(columns, geometry=shapely.points(x, y), crs=CRS)


def green(rows: Iterable[tuple[str, Geometry]], public: bool = True) -> gpd.GeoDataFrame:
    element, shapes = zip(*rows, strict=True)
    columns = {
        "element": element,
        "public": public,
        "ref": [f"way/{n}" for n in range(len(shapes))],
        "name": None,
    }
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS)


def lines(kind: str, shapes: Iterable[Geometry]) -> gpd.GeoDataFrame:
    shapes = list(shapes)
    columns = {"kind": [kind] * len(shapes), "ref": "", "bridge": False, "tunnel": False}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def statistics(west: int, east: int) -> pd.DataFrame:
    return pd.DataFrame({"ags": [WEST_TOWN, EAST_TOWN], "inhabitants": [west, east]})


def single_trees(places: Iterable[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Trees of a cadastre."""
    shapes = [Point(*place) for place in places]
    columns = {"source": "cadastre", "ref": "", "species": None, "height": np.nan}
    return gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=shapes, crs=CRS)


def crowns(
    path: Path, values: NDArray[np.uint8], cell: float, west: float = 0, north: float = 10_000
) -> Canopy:
    """Tree crowns, 1 yes, 0 no, 255 unknown, from the upper left corner."""
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 1, "nodata": 255, "crs": CRS}
    size = {"height": values.shape[0], "width": values.shape[1]}
    with rasterio.open(
        path, "w", **profile, **size, transform=from_origin(west, north, cell, cell)
    ) as raster:
        raster.write(values, 1)
    return Canopy(path)


def region(
    extents: dict[str, Geometry | None] | None = None,
    canopy: Canopy | None = None,
    grids: dict[str, ShareGrid] | None = None,
    **tables: pd.DataFrame,
) -> RegionLayers:
    """A region with the two towns, 60,000 and 10,000 inhabitants unless told otherwise."""
    everything = {
        "municipalities": municipalities(),
        "statistics_population": statistics(60_000, 10_000),
        "barriers": lines("railway", []),
        **tables,
    }
    return RegionLayers(everything, extents or {}, canopy, grids)


def hectares(x: float, y: float, wide: float, high: float) -> Geometry:
    """A rectangle of `wide` x `high` metres with its lower left corner at x, y."""
    return box(x, y, x + wide, y + high)


def lookup(indicator: str, layers: RegionLayers, place: str = WEST_TOWN, part: str | None = None) -> dict:
    """The one figure of an indicator at a place, of its headline unless told otherwise."""
    definition = indicators()[indicator]
    part = definition.headline.id if part is None else part
    rows = [r for r in compute(definition, layers, "r") if r["place"] == place and r["part"] == part]
    assert len(rows) == 1
    return rows[0]


def values(indicator: str, layers: RegionLayers, place: str = WEST_TOWN) -> dict[str, float | None]:
    """The value of every part of an indicator at a place."""
    rows = compute(indicators()[indicator], layers, "r")
    return {row["part"]: row["value"] for row in rows if row["place"] == place}


__all__ = [
    "EAST_TOWN", "WEST_TOWN", "Point", "crowns", "green", "hectares", "lines", "lookup", "people", "region",
    "single_trees", "statistics", "values",
]  # fmt: skip
