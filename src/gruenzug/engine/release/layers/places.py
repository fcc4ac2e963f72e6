"""Layers of what indicators found, place by place: cells, homes, search spaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.contract.text import Text
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import missing_tables
from gruenzug.engine.indicators.burden import graded, high_burdens
from gruenzug.engine.indicators.search_spaces import search_spaces, tables_of_search_spaces
from gruenzug.engine.indicators.trees import met_at_home, seen_from_home, walked_from_home
from gruenzug.engine.layers.burdens import UNKNOWN
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts
from gruenzug.engine.sources.kinds import BURDENS

_BURDENS = Text("Belastungen je Gitterzelle", "Burdens by grid cell", "Lärm, Hitze und mehr")
_SEARCH_SPACES = Text(
    "Suchräume: Hitze, Wasser, Parkplätze",
    "Search spaces: heat, water, car parks",
    "Hier kann mehr Grün helfen",
)
_RULE = Text("3-30-300 am Wohngebäude", "3-30-300 at homes", "Bäume und Grün am Haus")


def place_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield what indicators found place by place: burdens of cells, parts of 3-30-300 at buildings."""
    burdens, rule = indicators()["env-justice"], indicators()["rule-3-30-300"]
    if not missing_tables(burdens, layers):
        tables = [*burdens.needs, *(f"burden_{factor}" for factor in BURDENS)]
        yield output.vector("burdens", _burdens(burdens, layers), _BURDENS, *tables)
    if not missing_tables(rule, layers):
        yield output.vector("rule-3-30-300", _at_buildings(rule, layers), _RULE, *rule.needs, "paths")
    if told := tables_of_search_spaces(layers):
        yield output.vector("search-spaces", search_spaces(layers), _SEARCH_SPACES, *told)


def _burdens(indicator: Indicator, layers: RegionLayers) -> gpd.GeoDataFrame:
    """Cells with people, the grades 1 low, 2 medium, 3 high, and how many are high; null where unknown."""
    people, grades = graded(indicator, layers)
    columns: dict[str, object] = {
        "persons": people.persons_milli / 1000,
        "ags": np.where(people.municipality < 0, "", layers.municipalities.ags[people.municipality]),
    }
    columns |= {factor: _whole(grade, grade != UNKNOWN) for factor, grade in grades.items()}
    if (high := high_burdens(grades)) is not None:
        columns["high"] = _whole(*high)
    return gpd.GeoDataFrame(columns, geometry=shapely.points(people.xy), crs=CRS)


def _at_buildings(indicator: Indicator, layers: RegionLayers) -> gpd.GeoDataFrame:
    """Homes with trees nearby, canopy around and parts met; nothing about the people in them."""
    met, people = met_at_home(indicator, layers), layers.homes
    seen, foot = seen_from_home(indicator, layers), walked_from_home(indicator, layers)
    columns: dict[str, object] = {
        "ags": np.where(people.municipality < 0, "", layers.municipalities.ags[people.municipality]),
        "trees": met.trees,
        "trees_seen": seen.least,
        "trees_unsure": seen.most - seen.least,
        "canopy": met.canopy,
        "green_m": _finite(met.distance),
        "met": _whole(met.parts, met.parts >= 0),
    }
    if foot is not None:
        columns["green_foot_m"] = _finite(foot)
    return gpd.GeoDataFrame(columns, geometry=shapely.points(people.xy), crs=CRS)


def _finite(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances with those beyond the limit as unknown."""
    return np.where(np.isfinite(distance), distance, np.nan)


def _whole(numbers: NDArray[Any], known: NDArray[np.bool_]) -> pd.arrays.IntegerArray:
    """Return small whole numbers with gaps."""
    return pd.arrays.IntegerArray(numbers.astype(np.int8), ~known)
