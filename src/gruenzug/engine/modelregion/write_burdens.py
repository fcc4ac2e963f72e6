"""Write burdens: a noise map around motorways and railways, and air, heat and need by square kilometre."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.grid import CENSUS_CRS, CRS
from gruenzug.engine.modelregion.chance import Floats, noise, salt_of
from gruenzug.engine.modelregion.people import People, square_kilometres
from gruenzug.engine.modelregion.skeleton import Course
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.write_tables import dated_as_ever

KILOMETRE = 1000
CROWDED = 5000.0  # inhabitants per square kilometre from which a place is as loaded as it gets
GRAIN = 0.01  # metres
LOOSE = 10.0  # metres by which a contour need not follow its line
# Metres from the line up to which a band of night noise reaches, loudest first.
BANDS = {
    "LnightGreaterThan70": {"motorway": 40.0, "railway": 15.0},
    "Lnight6569": {"motorway": 90.0, "railway": 40.0},
    "Lnight6064": {"motorway": 180.0, "railway": 80.0},
    "Lnight5559": {"motorway": 350.0, "railway": 160.0},
    "Lnight5054": {"motorway": 650.0, "railway": 320.0},
}


def write_burdens(terrain: Terrain, people: People, folder: Path, seed: int) -> None:
    """Write `noise-lnight.gpkg` and `burdens-1km.gpkg`."""
    with dated_as_ever():
        _contours(terrain).to_file(
            folder / "noise-lnight.gpkg", layer="NoiseContours", driver="GPKG", engine="pyogrio"
        )
        _cells(people, seed).to_file(
            folder / "burdens-1km.gpkg", layer="burdens", driver="GPKG", engine="pyogrio"
        )


def _contours(terrain: Terrain) -> gpd.GeoDataFrame:
    """Return the bands as rings that do not overlap."""
    names, rings, inner = [], [], shapely.Polygon()
    mapped = shapely.box(*shapely.bounds(terrain.area))
    for name, reach in BANDS.items():
        outer = shapely.intersection(_around(terrain.lines, reach), mapped, grid_size=GRAIN)
        parts = shapely.get_parts(shapely.difference(outer, inner, grid_size=GRAIN))
        names += [name] * len(parts)
        rings += list(parts)
        inner = outer
    return gpd.GeoDataFrame({"category": names}, geometry=rings, crs=CRS)


def _around(courses: list[Course], reach: dict[str, float]) -> Geometry:
    strips = [
        shapely.buffer(shapely.simplify(shapely.linestrings(c.line), LOOSE), reach[c.kind], quad_segs=2)
        for c in courses
        if c.kind in reach
    ]
    return shapely.union_all(np.array(strips, dtype=object), grid_size=GRAIN)


def _cells(people: People, seed: int) -> gpd.GeoDataFrame:
    """Return the inhabited square kilometres; the more people, the more of everything."""
    east, north, count = square_kilometres(people)
    crowd = np.minimum(count / CROWDED, 1.0)
    x, y = east.astype(np.float64), north.astype(np.float64)

    def value(name: str, base: float, rise: float, spread: float) -> Floats:
        raw = base + rise * crowd + spread * noise(x, y, 9000.0, salt_of(seed, "burden", name), 2)
        rounded: Floats = np.maximum(np.round(raw, 1), 0.0)
        return rounded

    columns = {
        "id": [
            f"1kmN{n // KILOMETRE}E{e // KILOMETRE}"
            for e, n in zip(east.tolist(), north.tolist(), strict=True)
        ],
        "no2": value("no2", 11.0, 9.0, 5.0),
        "pet": value("pet", 34.0, 6.0, 4.0),
        "sgb2": value("sgb2", 5.0, 9.0, 7.0),
    }
    squares = shapely.box(x, y, x + KILOMETRE, y + KILOMETRE)
    return gpd.GeoDataFrame(columns, geometry=squares, crs=CENSUS_CRS)
