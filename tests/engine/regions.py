"""Regions small enough to compute by hand."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Geometry, Point, box

from gruenzug.engine.grid import CRS
from gruenzug.engine.layers.region import RegionLayers

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


def region(extents: dict[str, Geometry | None] | None = None, **tables: pd.DataFrame) -> RegionLayers:
    """A region with the two towns, 60,000 and 10,000 inhabitants unless told otherwise."""
    everything = {
        "municipalities": municipalities(),
        "statistics_population": statistics(60_000, 10_000),
        "barriers": lines("railway", []),
        **tables,
    }
    return RegionLayers(everything, extents or {})


def hectares(x: float, y: float, wide: float, high: float) -> Geometry:
    """A rectangle of `wide` x `high` metres with its lower left corner at x, y."""
    return box(x, y, x + wide, y + high)


__all__ = ["EAST_TOWN", "WEST_TOWN", "Point", "green", "hectares", "lines", "people", "region", "statistics"]
