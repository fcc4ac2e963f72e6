"""Places for the web: municipalities, counties and the region as light GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gruenzug.contract.text import Text
from gruenzug.engine.layers.places import Municipalities
from gruenzug.engine.store.webgeometry import to_web

SIMPLIFIED_M = 20.0
_DECIMALS = 5  # about a metre
_LAND_USE = ("settlement", "traffic", "agriculture", "forest", "wood", "heath", "moor", "marsh", "water")


def write_places(
    path: Path, places: Municipalities, region: tuple[str, Text], statistics: dict[str, pd.DataFrame]
) -> dict[str, int]:
    """Write `places.geojson` and return how many places of each level it holds.

    Shared borders are simplified together, so neighbours neither overlap nor
    leave a gap. Official numbers are null where no statistics were given.
    """
    features = list(_features(places, region, statistics))
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), "utf-8")
    levels = [feature["properties"]["level"] for feature in features]
    return {level: levels.count(level) for level in ("municipality", "county", "region")}


def _features(
    places: Municipalities, region: tuple[str, Text], statistics: dict[str, pd.DataFrame]
) -> Iterator[dict[str, Any]]:
    light = shapely.coverage_simplify(places.polygons, SIMPLIFIED_M)
    exact = places.area_dm2 / 100
    inhabitants = _by_ags(statistics.get("statistics_population"), "inhabitants", places)
    hectares = _by_ags(statistics.get("statistics_area"), "area_ha", places)
    land_use = {name: _by_ags(statistics.get("statistics_area"), f"{name}_ha", places) for name in _LAND_USE}
    for n, ags in enumerate(places.ags.tolist()):
        key = {"level": "municipality", "key": ags, "name": str(places.name[n])}
        kreis = {"kreis": str(places.kreis[n]), "kreis_name": str(places.kreis_name[n])}
        uses = {name: _number(values[[n]]) for name, values in land_use.items()}
        yield _feature(light[n], key | kreis, inhabitants[[n]], hectares[[n]], exact[[n]], uses)
    for kreis_key in dict.fromkeys(places.kreis.tolist()):
        of = places.kreis == kreis_key
        key = {"level": "county", "key": kreis_key, "name": str(places.kreis_name[of][0])}
        uses = {name: _number(values[of]) for name, values in land_use.items()}
        shape = shapely.union_all(light[of])
        yield _feature(
            shape, key | {"kreis": None, "kreis_name": None}, inhabitants[of], hectares[of], exact[of], uses
        )
    region_id, title = region
    key = {"level": "region", "key": region_id, "name": title.de, "name_en": title.en}
    uses = {name: _number(values) for name, values in land_use.items()}
    shape = shapely.union_all(light)
    yield _feature(shape, key | {"kreis": None, "kreis_name": None}, inhabitants, hectares, exact, uses)


def _feature(
    shape: shapely.Geometry,
    key: dict[str, Any],
    inhabitants: np.ndarray[Any, np.dtype[np.float64]],
    hectares: np.ndarray[Any, np.dtype[np.float64]],
    area_m2: np.ndarray[Any, np.dtype[np.float64]],
    land_use: dict[str, float | None],
) -> dict[str, Any]:
    label = shapely.point_on_surface(shape)
    geometry, label = to_web(np.array([shape, label], dtype=object), _DECIMALS)
    people = _number(inhabitants)
    facts = {
        "population": None if people is None else round(people),
        "area_ha": _number(hectares),
        "area_m2": float(area_m2.sum()),
        "label_lon": label.x,
        "label_lat": label.y,
        "land_use": {f"{name}_ha": value for name, value in land_use.items()},
    }
    return {"type": "Feature", "properties": key | facts, "geometry": shapely.geometry.mapping(geometry)}


def _by_ags(
    table: pd.DataFrame | None, column: str, places: Municipalities
) -> np.ndarray[Any, np.dtype[np.float64]]:
    if table is None or column not in table:
        return np.full(len(places), np.nan)
    found: np.ndarray[Any, np.dtype[np.float64]] = (
        table.set_index("ags")[column].reindex(places.ags).to_numpy(np.float64)
    )
    return found


def _number(values: np.ndarray[Any, np.dtype[np.float64]]) -> float | None:
    """Sum; unknown if one of them is."""
    total = float(values.sum())
    return round(total, 2) if np.isfinite(total) else None
