"""Write where rivers flood their banks, and where heavy rain gathers."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.grid import CRS
from gruenzug.engine.modelregion.chance import Floats, noise, salt_of
from gruenzug.engine.modelregion.lines import ribbon
from gruenzug.engine.modelregion.skeleton import Course, water_of
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import BUILT
from gruenzug.engine.modelregion.write_tables import dated_as_ever

GRAIN = 0.01  # metres
SCENARIOS = {"HQ100": 1.0, "HQextrem": 2.2}  # width of the flooded banks, as a multiple
BANK, SWING = 90.0, 70.0  # metres flooded on either side, and how much more or less
HOLLOWS = 900.0  # metres between hollows in which rain gathers
DEEPEST = 1.2  # metres of water in the deepest hollow


def write_hazards(terrain: Terrain, folder: Path, seed: int) -> None:
    """Write `flood.gpkg`, areas by scenario, and `heavy-rain.gpkg`, blocks by depth of water."""
    with dated_as_ever():
        for name, table in (("flood", _flooded(terrain, seed)), ("heavy-rain", _puddles(terrain, seed))):
            table.to_file(folder / f"{name}.gpkg", layer=name, driver="GPKG", engine="pyogrio")


def _flooded(terrain: Terrain, seed: int) -> gpd.GeoDataFrame:
    """Return the flooded banks of rivers, the rivers themselves left out."""
    mapped = shapely.box(*shapely.bounds(terrain.area))
    rivers = [course for course in terrain.lines if course.kind == "river"]
    water = shapely.intersection(water_of(terrain.lines), mapped, grid_size=GRAIN)
    names: list[str] = []
    shapes: list[Geometry] = []
    for name, times in SCENARIOS.items():
        banks = np.array([ribbon(course.line, times * _bank(course, seed)) for course in rivers])
        near = shapely.intersection(banks, mapped, grid_size=GRAIN)
        dry = shapely.difference(shapely.union_all(near, grid_size=GRAIN), water, grid_size=GRAIN)
        parts = [part for part in shapely.get_parts(dry) if shapely.get_dimensions(part) == 2]
        names += [name] * len(parts)
        shapes += parts
    return gpd.GeoDataFrame({"szenario": names}, geometry=shapes, crs=CRS)


def _bank(course: Course, seed: int) -> Floats:
    """Return how wide the flood is at each point of a river, from bank to bank."""
    x, y = course.line[:, 0], course.line[:, 1]
    swing = noise(x, y, 1500.0, salt_of(seed, "flood", course.name), 2)
    wide: Floats = 2 * (BANK + SWING * swing)
    return wide


def _puddles(terrain: Terrain, seed: int) -> gpd.GeoDataFrame:
    """Return built blocks that lie in hollows, and how deep the water gets there."""
    faces = np.flatnonzero(np.isin(terrain.use, BUILT) & (terrain.town >= 0))
    x, y = terrain.centre[faces].T
    low = noise(x, y, HOLLOWS, salt_of(seed, "hollow"), 2)
    depth = np.round(DEEPEST * (low - 0.3) / 0.7, 1)
    wet = depth >= 0.1
    return gpd.GeoDataFrame({"tiefe_m": depth[wet]}, geometry=terrain.polygons[faces[wet]], crs=CRS)
