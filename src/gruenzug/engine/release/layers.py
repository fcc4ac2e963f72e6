"""The layers of a release: to download and to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.contract.elements import categories, elements
from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.contract.text import Text
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import missing_tables
from gruenzug.engine.indicators.burden import graded, high_burdens
from gruenzug.engine.indicators.land import desealing_candidates, missing_of_candidates
from gruenzug.engine.indicators.search_spaces import search_spaces, tables_of_search_spaces
from gruenzug.engine.indicators.trees import met_at_home, seen_from_home, walked_from_home
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.burdens import UNKNOWN
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.surface import distance_surface
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.release.percent import scratch, write_percent
from gruenzug.engine.release.tiles import basemap_layers, green_layer, write_tiles
from gruenzug.engine.sources.kinds import BURDENS
from gruenzug.engine.sources.tables import GRIDS
from gruenzug.engine.store.features import write_table
from gruenzug.engine.store.rastertiles import Step, write_geotiff, write_raster_tiles

_CELL_M = 100.0
_MOST_M = 5000.0
_STEPS = (
    (Step(150, "#00441b"), Text("bis 150 m", "up to 150 m", "bis 150 Meter")),
    (Step(300, "#1b7837"), Text("bis 300 m", "up to 300 m", "bis 300 Meter")),
    (Step(500, "#a6dba0"), Text("bis 500 m", "up to 500 m", "bis 500 Meter")),
    (Step(700, "#e7d4e8"), Text("bis 700 m", "up to 700 m", "bis 700 Meter")),
    (Step(1000, "#af8dc3"), Text("bis 1.000 m", "up to 1,000 m", "bis 1.000 Meter")),
    (Step(_MOST_M, "#762a83"), Text("über 1.000 m", "more than 1,000 m", "über 1.000 Meter")),
)
_GREEN_COLOURS = {"regional": "#1b7837", "urban": "#5aae61", "cultural": "#b8a13b", "industrial": "#8c510a"}
_DISTANCE = Text(
    "Entfernung zum nächsten Grün ab 1 ha", "Distance to the nearest green of 1 ha", "So weit ist es zum Grün"
)
_BASEMAP = Text("Grundkarte", "Basemap", "Karte")
_BURDENS = Text("Belastungen je Gitterzelle", "Burdens by grid cell", "Lärm, Hitze und mehr")
_SEARCH_SPACES = Text(
    "Suchräume: Hitze, Wasser, Parkplätze",
    "Search spaces: heat, water, car parks",
    "Hier kann mehr Grün helfen",
)
_RULE = Text("3-30-300 am Wohngebäude", "3-30-300 at homes", "Bäume und Grün am Haus")
_SEALING = Text("Versiegelungsgrad", "Degree of sealing", "Boden unter Asphalt und Beton")
_RUNOFF = Text("Zurückgehaltener Starkregen", "Heavy rain held back", "So viel Regen bleibt im Boden")
_COOLING = Text("Kühlleistung", "Cooling capacity", "So gut kühlt das Grün")
_DESEALING = Text(
    "Mögliche Flächen zum Entsiegeln", "Possible ground to unseal", "Hier kann man Boden vielleicht öffnen"
)
_GREEN = Text("Grüne Infrastruktur", "Green infrastructure", "Grün-Flächen")


@dataclass(frozen=True)
class Output:
    """Where layers go and which sources each table came from."""

    folder: Path
    sources_of: dict[str, list[str]]

    def sources(self, *tables: str) -> list[str]:
        """Return the ids of the sources of `tables`, each once."""
        return list(dict.fromkeys(key for name in tables for key in self.sources_of.get(name, [])))


def write_layers(layers: RegionLayers, output: Output, maxzoom: int) -> tuple[list[Facts], list[Facts]]:
    """Write `layers/` and `tiles/`; return their entries for the manifest."""
    (output.folder / "layers").mkdir()
    (output.folder / "tiles").mkdir()
    vectors = [*_vectors(layers, output), *_ground(layers, output)]
    tiles = [_basemap(layers, output, maxzoom)]
    if "green" not in layers.tables:
        return vectors, tiles
    raster, overlay = _distance(layers, output)
    return [*vectors, raster], [*tiles, _green(layers, output), overlay]


def _vectors(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    places = layers.municipalities
    columns = {
        "ags": places.ags,
        "name": places.name,
        "kreis": places.kreis,
        "area_m2": places.area_dm2 / 100,
    }
    table = gpd.GeoDataFrame(columns, geometry=places.polygons, crs=CRS)
    yield _vector(
        output, "municipalities", table, Text("Kommunen", "Municipalities", "Städte"), "municipalities"
    )
    if "green" in layers.tables:
        known = elements()
        green = layers.tables["green"]
        green = green.assign(
            category=[known[key].category for key in green["element"]], area_m2=green.geometry.area
        )
        yield _vector(output, "green", green, _GREEN, "green")
    if "population" in layers.tables:
        title = Text(
            "Bevölkerung und Entfernung zum Grün", "Population and distance to green", "Menschen und Grün"
        )
        yield _vector(output, "population", _population(layers), title, "population", "green")
    yield from _cells_and_homes(layers, output)


def _cells_and_homes(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield what indicators found place by place: burdens of cells, parts of 3-30-300 at buildings."""
    burdens, rule = indicators()["env-justice"], indicators()["rule-3-30-300"]
    if not missing_tables(burdens, layers):
        tables = [*burdens.needs, *(f"burden_{factor}" for factor in BURDENS)]
        yield _vector(output, "burdens", _burdens(burdens, layers), _BURDENS, *tables)
    if not missing_tables(rule, layers):
        yield _vector(output, "rule-3-30-300", _at_buildings(rule, layers), _RULE, *rule.needs, "paths")
    if told := tables_of_search_spaces(layers):
        yield _vector(output, "search-spaces", search_spaces(layers), _SEARCH_SPACES, *told)


def _ground(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield what the ground does, cell by cell, in per cent."""
    for key, name, title in (
        ("sealing", "imperviousness", _SEALING),
        ("runoff-retention", "curve_numbers", _RUNOFF),
        ("cooling", "cooling", _COOLING),
    ):
        if layers.has(name):
            write_percent(output.folder / f"layers/{key}.tif", layers.grid(name).path)
            yield _percent(output, key, title, name, *GRIDS[name])
    chosen = indicators()["sealing"]
    if not missing_of_candidates(layers):
        path = output.folder / "layers/desealing.tif"
        with scratch(path, "shares") as found:
            desealing_candidates(layers).write(found)
            write_percent(path, found)
        tables = (*chosen.needs, *chosen.part("candidates").needs)
        yield _percent(output, "desealing", _DESEALING, *tables)


def _percent(output: Output, key: str, title: Text, *tables: str) -> Facts:
    facts = {
        "id": key,
        "path": f"layers/{key}.tif",
        "kind": "raster",
        "title": text(title),
        "unit": "percent",
    }
    return facts | {"sources": output.sources(*tables)}


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


def _population(layers: RegionLayers) -> gpd.GeoDataFrame:
    """Points with persons and, if there is green, the exact distance to the nearest of 1 ha and of 10 ha."""
    people = layers.people
    columns: dict[str, object] = {
        "persons": people.persons_milli / 1000,
        "cell_m": people.cell_m,
        "ags": np.where(people.municipality < 0, "", layers.municipalities.ags[people.municipality]),
    }
    if "green" in layers.tables:
        chosen = indicators()["acc-ioer-near"]
        units = layers.units(chosen.elements, chosen.public_only)
        for hectares in (1, 10):
            distance, _ = nearest(people.xy, units.at_least(hectares).bins, _MOST_M)
            columns[f"green_{hectares}ha_m"] = np.where(np.isfinite(distance), distance, np.nan)
    return gpd.GeoDataFrame(columns, geometry=shapely.points(people.xy), crs=CRS)


def _vector(output: Output, key: str, table: gpd.GeoDataFrame, title: Text, *tables: str) -> Facts:
    path = f"layers/{key}.parquet"
    write_table(output.folder / path, table)
    return {
        "id": key,
        "path": path,
        "kind": "vector",
        "title": text(title),
        "sources": output.sources(*tables),
    }


def _basemap(layers: RegionLayers, output: Output, maxzoom: int) -> Facts:
    path = "tiles/basemap.pmtiles"
    names = write_tiles(
        output.folder / path, basemap_layers(layers.tables, layers.municipalities), "basemap", maxzoom
    )
    sources = output.sources("municipalities", "green", "roads", "buildings")
    return _tile_entry("basemap", path, _BASEMAP, (4, maxzoom), names) | {"sources": sources}


def _green(layers: RegionLayers, output: Output) -> Facts:
    path = "tiles/green.pmtiles"
    names = write_tiles(output.folder / path, [green_layer(layers.tables["green"])], "green", 13)
    legend = [
        {"colour": _GREEN_COLOURS[key], "title": text(kind.title)} for key, kind in categories().items()
    ]
    entry = _tile_entry("green", path, _GREEN, (4, 13), names)
    return entry | {"legend": legend, "sources": output.sources("green")}


def _distance(layers: RegionLayers, output: Output) -> tuple[Facts, Facts]:
    chosen = indicators()["acc-ioer-near"]
    units = layers.units(chosen.elements, chosen.public_only).at_least(1)
    surface = distance_surface(units, layers.municipalities, _CELL_M, _MOST_M)
    write_geotiff(output.folder / "layers/distance-green.tif", surface)
    zooms = range(6, 12)
    write_raster_tiles(
        output.folder / "tiles/distance-green.pmtiles", surface, [step for step, _ in _STEPS], zooms
    )
    sources = {"sources": output.sources("green", "municipalities")}
    path = "layers/distance-green.tif"
    raster = {"id": "distance-green", "path": path, "kind": "raster", "title": text(_DISTANCE), "unit": "m"}
    legend = [{"colour": step.colour, "title": text(title)} for step, title in _STEPS]
    entry = _tile_entry(
        "distance-green", "tiles/distance-green.pmtiles", _DISTANCE, (zooms[0], zooms[-1]), []
    )
    return raster | sources, entry | {"kind": "raster", "legend": legend} | sources


def _tile_entry(key: str, path: str, title: Text, zooms: tuple[int, int], names: list[str]) -> Facts:
    return {
        "id": key, "path": path, "kind": "vector", "title": text(title), "layers": names, "legend": [],
        "minzoom": zooms[0], "maxzoom": zooms[1],
    }  # fmt: skip
