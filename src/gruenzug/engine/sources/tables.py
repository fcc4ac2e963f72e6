"""The tables that sources yield: their names, columns and empty form."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.grid import CRS
from gruenzug.engine.sources.kinds import BURDENS, HAZARDS

_AREAS = (
    "area_ha",
    "settlement_ha",
    "traffic_ha",
    "agriculture_ha",
    "forest_ha",
    "wood_ha",
    "heath_ha",
    "moor_ha",
    "marsh_ha",
    "water_ha",
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "municipalities": ("ags", "name", "kreis", "kreis_name", "geometry"),
    "green": ("element", "public", "ref", "name", "geometry"),
    "playgrounds": ("ref", "public", "geometry"),
    "trees": ("ref", "species", "height", "geometry"),
    "tree_rows": ("ref", "geometry"),
    "buildings": ("ref", "residential", "levels", "height", "geometry"),
    "car_parks": ("ref", "surface", "sealed", "geometry"),
    "paths": ("ref", "kind", "geometry"),
    "roads": ("ref", "kind", "bridge", "tunnel", "geometry"),
    "barriers": ("ref", "kind", "geometry"),
    "population": ("cell_m", "cell_x", "cell_y", "persons_milli", "geometry"),
    "children": ("cell_m", "cell_x", "cell_y", "persons_milli", "geometry"),
    "dwellings": ("cell_m", "cell_x", "cell_y", "dwellings", "geometry"),
    "statistics_population": ("ags", "inhabitants"),
    "statistics_area": ("ags", *_AREAS),
    "statistics_recreation": ("ags", "recreation_ha"),
    "disconnection": ("ags", "sealed_ha", "disconnected_ha"),
    **{f"burden_{factor}": ("grade", "ref", "geometry") for factor in BURDENS},
    **{f"hazard_{hazard}": ("ref", "geometry") for hazard in HAZARDS},
}
"""Columns of each table; those with `geometry` are GeoDataFrames in EPSG:25832."""

TITLES: dict[str, tuple[str, str]] = {
    "municipalities": ("Gemeindegrenzen", "municipal boundaries"),
    "green": ("Grünflächen", "green areas"),
    "playgrounds": ("Spielplätze", "playgrounds"),
    "trees": ("Einzelbäume", "single trees"),
    "tree_rows": ("Baumreihen", "tree rows"),
    "buildings": ("Gebäude", "buildings"),
    "car_parks": ("Parkplätze", "car parks"),
    "paths": ("Fußwege", "footpaths"),
    "roads": ("Straßen", "roads"),
    "barriers": ("Bahnlinien, Autobahnen und Flüsse", "railways, motorways and rivers"),
    "population": ("Bevölkerung im Gitter", "population on a grid"),
    "children": ("Kinder unter 10 im Gitter", "children under 10 on a grid"),
    "dwellings": ("Wohnungen im Gitter", "dwellings on a grid"),
    "landcover": ("Landbedeckung", "land cover"),
    "canopy": (
        "Baumkronen (Landbedeckung mit einer Klasse dafür)",
        "tree canopy (land cover with a class of it)",
    ),
    "curve_numbers": (
        "Landbedeckung mit Abflussbeiwerten (Curve Numbers)",
        "land cover with curve numbers",
    ),
    "cooling": ("Landbedeckung mit Kühlwirkung", "land cover with its cooling"),
    "imperviousness": ("Bodenversiegelung", "sealed ground"),
    "soil_groups": ("Bodengruppen", "soil groups"),
    "evapotranspiration": ("Verdunstung", "evapotranspiration"),
    "disconnection": ("abgekoppelte Flächen", "disconnected areas"),
    "statistics_population": ("amtliche Einwohnerzahlen", "official numbers of inhabitants"),
    "statistics_area": ("amtliche Flächennutzung", "official land use"),
    "statistics_recreation": ("amtliche Erholungsflächen", "official recreation areas"),
    "burden_noise": ("Lärmbelastung", "noise"),
    "burden_air": ("Luftbelastung", "air pollution"),
    "burden_heat": ("Wärmebelastung", "thermal load"),
    "burden_social": ("soziale Benachteiligung", "social disadvantage"),
    "hazard_flood": ("Überflutung durch Hochwasser", "flooding by rivers"),
    "hazard_heavy_rain": ("Überflutung durch Starkregen", "flooding by heavy rain"),
}
"""What each table holds, in German and English, for reasons a reader should understand."""

RASTERS = ("landcover", "imperviousness", "soil_groups", "evapotranspiration")
"""Sources that stay rasters; they are read window by window, never as a table."""

CANOPY = "canopy"
"""What land cover gives where one of its classes means tree crowns."""

GRIDS: dict[str, tuple[str, ...]] = {
    "imperviousness": (),
    "curve_numbers": ("soil_groups",),
    "cooling": ("evapotranspiration",),
}
"""What rasters give a region cell by cell, as shares of a whole, and what enters where a source tells it."""


def behind(names: Iterable[str]) -> list[str]:
    """Return these tables and what enters them, each once.

    Examples
    --------
    >>> behind(["cooling", "green"])
    ['cooling', 'evapotranspiration', 'green']
    """
    return list(dict.fromkeys(told for name in names for told in (name, *GRIDS.get(name, ()))))


_TYPES = {
    "public": bool,
    "residential": bool,
    "sealed": "boolean",
    "bridge": bool,
    "tunnel": bool,
    "levels": float,
    "height": float,
    "grade": np.int64,
    "cell_m": np.int64,
    "cell_x": np.int64,
    "cell_y": np.int64,
    "persons_milli": np.int64,
    "dwellings": np.int64,
    "inhabitants": np.int64,
    "recreation_ha": float,
    "sealed_ha": float,
    "disconnected_ha": float,
    **dict.fromkeys(_AREAS, float),
}


def table(name: str, columns: dict[str, object], geometry: NDArray[np.object_] | None = None) -> pd.DataFrame:
    """Return a table of that name with its columns in order and their types set.

    Missing texts are NaN (pandas' own string type); ask with ``isna``.
    """
    frame = pd.DataFrame({key: columns[key] for key in COLUMNS[name] if key != "geometry"})
    frame = frame.astype({key: _TYPES.get(key, "str") for key in frame.columns})
    if "geometry" not in COLUMNS[name]:
        return frame
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS)


def empty(name: str) -> pd.DataFrame:
    """Return that table without rows."""
    return table(name, {key: [] for key in COLUMNS[name]}, np.empty(0, dtype=object))
