"""Search spaces: areas burdened by heat or endangered by water, and grey ground that might become green."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import missing_tables
from gruenzug.engine.indicators.burden import GREEN, graded
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.burdens import HIGH, UNKNOWN, grade_at
from gruenzug.engine.layers.merge import GeometryArray, area_dm2, merge_touching
from gruenzug.engine.layers.people import within_extent
from gruenzug.engine.layers.region import RegionLayers

HEAT, FLOOD, HEAVY_RAIN, CAR_PARK = "heat", "flood", "heavy-rain", "car-park"
"""Kinds: the Katalog's Belastungsräume as to heat and water, and its example of a grey potential area."""

_HEAT, _CAR_PARKS = "burden_heat", "car_parks"
_HAZARDS = {"hazard_flood": FLOOD, "hazard_heavy_rain": HEAVY_RAIN}


@dataclass(frozen=True)
class _Pieces:
    """Parts of areas, each within one municipality, and which area each came from."""

    shapes: GeometryArray
    municipality: IntArray
    origin: IntArray


def tables_of_search_spaces(region: RegionLayers) -> list[str]:
    """Return which tables the search spaces of this region come from; none: there are no such spaces."""
    justice, told = indicators()["env-justice"], _told(region)
    people = ["population"] if region.has("population") else []
    needs = people if missing_tables(justice, region) else [*justice.needs]
    homes = [*people, "buildings"] if people and region.has("buildings") else people
    wet = [name for name in told if name in _HAZARDS]
    return [*told, *(needs if _HEAT in told else []), *(homes if wet else [])]


def search_spaces(region: RegionLayers) -> gpd.GeoDataFrame:
    """Return the search spaces, each within one municipality: of heat, of water, then car parks.

    Columns: kind, ags, area_m2, persons (not of car parks), persons_poor_green
    (of heat only), heat (1 low, 2 medium, 3 high, null unknown), ref, surface,
    sealed, flood and heavy_rain (of car parks only; null where no source tells;
    the last two: whether water endangers a part of it).
    """
    parts = []
    for name in _told(region):
        if name in _HAZARDS:
            parts.append(_endangered(name, region))
        else:
            parts.append(_burdened(region) if name == _HEAT else _car_parks(region))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=CRS)


def _told(region: RegionLayers) -> list[str]:
    return [name for name in (_HEAT, *_HAZARDS, _CAR_PARKS) if region.has(name) and len(region.tables[name])]


def _burdened(region: RegionLayers) -> gpd.GeoDataFrame:
    """Return areas that hang together and are graded high, with the people in them."""
    table = region.tables[_HEAT]
    high = table.geometry.to_numpy()[(table["grade"] == HIGH).to_numpy(bool)]
    pieces = _within_towns(merge_touching(high), region, region.extents_of((_HEAT,)))
    persons, poor = _people_in(pieces.shapes, region)
    heat = np.full(len(pieces.shapes), HIGH)
    return _frame(HEAT, pieces, region, heat, _areas(persons, poor))


def _endangered(name: str, region: RegionLayers) -> gpd.GeoDataFrame:
    """Return areas that hang together and water endangers, with the people whose homes are in them."""
    merged = merge_touching(region.tables[name].geometry.to_numpy())
    pieces = _within_towns(merged, region, region.extents_of((name,)))
    unknown = np.full(len(pieces.shapes), np.nan)
    persons = _at_home_in(pieces.shapes, region)
    return _frame(_HAZARDS[name], pieces, region, _heat_at(pieces.shapes, region), _areas(persons, unknown))


def _areas(persons: FloatArray, poor: FloatArray) -> dict[str, NDArray[Any]]:
    """Return the facts of areas, which have no reference and no surface."""
    nothing = np.full(len(persons), None, dtype=object)
    return {
        "persons": persons,
        "persons_poor_green": poor,
        **dict.fromkeys(("ref", "surface", "sealed", *map(_column, _HAZARDS)), nothing),
    }


def _car_parks(region: RegionLayers) -> gpd.GeoDataFrame:
    """Return car parks but those whose surface lets water through."""
    table = region.tables[_CAR_PARKS]
    table = table[table["sealed"].fillna(value=True).to_numpy(bool)]
    pieces = _within_towns(table.geometry.to_numpy(), region, [])
    rows = table.iloc[pieces.origin]
    unknown = np.full(len(rows), np.nan)
    told = {
        name: rows[name].astype(object).where(rows[name].notna(), None)
        for name in ("ref", "surface", "sealed")
    }
    facts = {"persons": unknown, "persons_poor_green": unknown} | {k: v.to_numpy() for k, v in told.items()}
    facts |= {_column(name): _meets(pieces.shapes, name, region) for name in _HAZARDS}
    return _frame(CAR_PARK, pieces, region, _heat_at(pieces.shapes, region), facts)


def _frame(
    kind: str, pieces: _Pieces, region: RegionLayers, heat: NDArray[Any], facts: dict[str, NDArray[Any]]
) -> gpd.GeoDataFrame:
    columns = {
        "kind": [kind] * len(pieces.shapes),
        "ags": region.municipalities.ags[pieces.municipality],
        "area_m2": area_dm2(pieces.shapes) / 100,
        "persons": facts["persons"],
        "persons_poor_green": facts["persons_poor_green"],
        "heat": pd.arrays.IntegerArray(heat.astype(np.int8), heat == UNKNOWN),
        "ref": pd.array(facts["ref"], dtype="string"),
        "surface": pd.array(facts["surface"], dtype="string"),
        **{name: pd.array(facts[name], dtype="boolean") for name in ("sealed", *map(_column, _HAZARDS))},
    }
    return gpd.GeoDataFrame(columns, geometry=pieces.shapes, crs=CRS)


def _column(name: str) -> str:
    """Return the column that tells of a table of hazards."""
    return name.removeprefix("hazard_")


def _meets(shapes: GeometryArray, name: str, region: RegionLayers) -> NDArray[np.object_]:
    """Return whether a hazard covers a part of each shape; None where its source does not speak."""
    told = np.full(len(shapes), None, dtype=object)
    if not region.has(name):
        return told
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes))
    told[within_extent(xy, region.extents.get(name))] = False
    areas = region.tables[name].geometry.to_numpy()
    area, shape = shapely.STRtree(shapes).query(areas, predicate="intersects")
    wet = area_dm2(shapely.intersection(areas[area], shapes[shape])) > 0
    told[shape[wet]] = True
    return told


def _within_towns(shapes: GeometryArray, region: RegionLayers, extents: list[shapely.Geometry]) -> _Pieces:
    """Cut areas at the borders of municipalities and of what the sources reach."""
    towns = region.municipalities.covered_by(extents)
    town, origin = shapely.STRtree(shapes).query(towns, predicate="intersects")
    parts, pair = shapely.get_parts(shapely.intersection(towns[town], shapes[origin]), return_index=True)
    keep = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (area_dm2(parts) > 0)
    parts, town, origin = parts[keep], town[pair[keep]], origin[pair[keep]]
    order = np.lexsort([*shapely.bounds(parts).reshape(-1, 4).T[::-1], town])
    return _Pieces(parts[order], town[order], origin[order])


def _people_in(shapes: GeometryArray, region: RegionLayers) -> tuple[FloatArray, FloatArray]:
    """Return people of the census cells centred in each shape, and those of them with poor green supply."""
    unknown = np.full(len(shapes), np.nan)
    if not region.has("population"):
        return unknown, unknown
    persons = _sums(shapes, region.people.xy, region.people.persons_milli)
    justice = indicators()["env-justice"]
    if missing_tables(justice, region):
        return persons, unknown
    people, grades = graded(justice, region)
    poor = grades[GREEN] == HIGH
    return persons, _sums(shapes, people.xy[poor], people.persons_milli[poor])


def _at_home_in(shapes: GeometryArray, region: RegionLayers) -> FloatArray:
    """Return people by the residential buildings centred in each shape, by cells where there are none."""
    if not region.has("population"):
        return np.full(len(shapes), np.nan)
    people = region.homes if region.has("buildings") else region.people
    return _sums(shapes, people.xy, people.persons_milli)


def _sums(shapes: GeometryArray, xy: FloatArray, persons_milli: IntArray) -> FloatArray:
    """Return persons in each shape; on an edge, in the first."""
    shape, point = shapely.STRtree(shapely.points(xy)).query(shapes, predicate="intersects")
    place, sums = np.full(len(xy), len(shapes)), np.zeros(len(shapes), np.int64)
    np.minimum.at(place, point, shape)
    inside = place < len(shapes)
    np.add.at(sums, place[inside], persons_milli[inside])
    return sums / 1000


def _heat_at(shapes: GeometryArray, region: RegionLayers) -> IntArray:
    """Return the grade of heat at a point in each shape, `UNKNOWN` where no source speaks."""
    if not region.has(_HEAT):
        return np.full(len(shapes), UNKNOWN)
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes))
    grades = grade_at(xy, region.tables[_HEAT])
    grades[~within_extent(xy, region.extents.get(_HEAT))] = UNKNOWN
    return grades
