"""Layers of what there is: municipalities, green, people."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from gruenzug.contract.elements import elements
from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts

_MUNICIPALITIES = Text("Kommunen", "Municipalities", "Städte")
_GREEN = Text("Grüne Infrastruktur", "Green infrastructure", "Grün-Flächen")
_PEOPLE = Text("Bevölkerung und Entfernung zum Grün", "Population and distance to green", "Menschen und Grün")
_MOST_M = 5000.0


def area_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield municipalities, green with its category, people with their distance to green."""
    places = layers.municipalities
    columns = {
        "ags": places.ags,
        "name": places.name,
        "kreis": places.kreis,
        "area_m2": places.area_dm2 / 100,
    }
    table = gpd.GeoDataFrame(columns, geometry=places.polygons, crs=CRS)
    yield output.vector("municipalities", table, _MUNICIPALITIES, "municipalities")
    if "green" in layers.tables:
        known = elements()
        green = layers.tables["green"]
        green = green.assign(
            category=[known[key].category for key in green["element"]], area_m2=green.geometry.area
        )
        yield output.vector("green", green, _GREEN, "green")
    if "population" in layers.tables:
        yield output.vector("population", _population(layers), _PEOPLE, "population", "green")


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
