"""Write census grids, municipal statistics, the tree cadastre and the municipal outlines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from gruenzug.engine.grid import CRS
from gruenzug.engine.modelregion.chance import Ints, chances, salt_of
from gruenzug.engine.modelregion.facts import HECTARE, Town
from gruenzug.engine.modelregion.people import CELL, FEWEST, People, square_kilometres
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.trees import Trees
from gruenzug.engine.modelregion.uses import Use

WITHHELD = "–"
FIXED_DATE = "2020-01-01T00:00:00.000Z"
AGE_COLUMNS = (
    "Unter10",
    "a10bis19",
    "a20bis29",
    "a30bis39",
    "a40bis49",
    "a50bis59",
    "a60bis69",
    "a70bis79",
    "a80undaelter",
)
RECREATION = (Use.PARK, Use.ALLOTMENTS, Use.SPORT, Use.RECREATION, Use.GOLF, Use.VILLAGE_GREEN)
SEALED_OF_BUILT = 0.45  # of the ground for settlement and traffic
LEAST_APART, MOST_APART = 0.04, 0.3
AREA_COLUMNS = {
    "land_total": "",
    "land_settlement": "settlement",
    "land_traffic": "traffic",
    "veg_agri": "agriculture",
    "veg_forrest": "forest",
    "veg_wood": "wood",
    "veg_heath": "heath",
    "veg_moor": "moor",
    "veg_marsh": "marsh",
    "veg_plant_uncover_com": "bare",
    "water_total": "water",
    "settlement_ghd": "commerce",
}


def write_census(people: People, folder: Path) -> None:
    """Write the grids of inhabitants (100 m, 1 km) and ages (100 m) in the layout of the census of 2022."""
    order = np.lexsort([people.east, people.north])
    keys = _cell_keys(people.east[order], people.north[order], CELL, "100m")
    count = people.count[order].tolist()
    rows = [f"{key};{number}" for key, number in zip(keys, count, strict=True)]
    _write(folder / "zensus-population-100m.csv", "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner", rows)
    ages = people.ages[order].tolist()
    rows = [
        f"{key};{number};{';'.join(_withheld(n) for n in age)}"
        for key, number, age in zip(keys, count, ages, strict=True)
    ]
    head = f"GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Bevoelkerung;{';'.join(AGE_COLUMNS)}"
    _write(folder / "zensus-age-100m.csv", head, rows)
    east, north, count_1km = square_kilometres(people)
    keys = _cell_keys(east, north, 1000, "1km")
    rows = [f"{key};{number}" for key, number in zip(keys, count_1km.tolist(), strict=True)]
    _write(folder / "zensus-population-1km.csv", "GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner", rows)


def _cell_keys(east: Ints, north: Ints, cell: int, name: str) -> list[str]:
    half = cell // 2
    corners = zip(east.tolist(), north.tolist(), strict=True)
    return [f"CRS3035RES{name.replace('1km', '1000m')}N{n}E{e};{e + half};{n + half}" for e, n in corners]


def _withheld(number: int) -> str:
    """Return a count as published: one or two people are withheld."""
    return WITHHELD if 0 < number < FEWEST else str(number)


def write_statistics(towns: tuple[Town, ...], written: dict[int, dict[Use, float]], folder: Path) -> None:
    """Write inhabitants and land use by municipality; recreation and cemeteries as the map has them."""
    _write(
        folder / "statistics-population.csv", "ags,total", [f"{town.ags},{town.population}" for town in towns]
    )
    rows = []
    for number, town in enumerate(towns):
        area = written.get(number, {})
        recreation = round(sum(area.get(use, 0.0) for use in RECREATION) / HECTARE)
        cells = [_hectares(town.area if not use else town.use[use]) for use in AREA_COLUMNS.values()]
        rows.append(
            ",".join(
                [
                    town.ags,
                    *cells,
                    _hectares(recreation),
                    _hectares(round(area.get(Use.CEMETERY, 0.0) / HECTARE)),
                ]
            )
        )
    head = ",".join(["ags", *AREA_COLUMNS, "settlement_sport_recreation", "settlement_cemetery"])
    _write(folder / "statistics-area.csv", head, rows)


def _hectares(value: int | None) -> str:
    return "" if value is None else f"{value}.0"


def write_disconnection(towns: tuple[Town, ...], folder: Path, seed: int) -> None:
    """Write sealed area and what of it is disconnected from the combined sewer, by municipality."""
    salt = salt_of(seed, "disconnection")
    rows = []
    for town in towns:
        sealed = SEALED_OF_BUILT * town.hectares("settlement", "traffic")
        share = float(chances(salt, np.array([int(town.ags)]), np.array([0]))[0])
        apart = sealed * (LEAST_APART + (MOST_APART - LEAST_APART) * share)
        rows.append(f"{town.ags},{sealed:.1f},{apart:.1f}")
    _write(folder / "disconnection.csv", "ags,sealed_ha,disconnected_ha", rows)


def write_trees(trees: Trees, folder: Path) -> None:
    """Write the tree cadastre."""
    rows = [
        f"B{number:07d};{species};{x:.2f};{y:.2f}"
        for number, ((x, y), species) in enumerate(zip(trees.points.tolist(), trees.species, strict=True), 1)
    ]
    _write(folder / "trees.csv", "baum_id;art;rechtswert;hochwert", rows)


def write_outlines(terrain: Terrain, folder: Path) -> None:
    """Write municipalities and Kreise as a GeoPackage in the layout of VG250."""
    towns, outlines = terrain.towns, np.array(terrain.outlines)
    path = folder / "vg250.gpkg"
    with dated_as_ever():
        names = [(town.ags, town.name, town.designation) for town in towns]
        _layer(names, outlines).to_file(path, layer="vg250_gem", driver="GPKG", engine="pyogrio")
        kreise = sorted({town.kreis for town in towns})
        shapes = [
            shapely.coverage_union_all(outlines[[town.kreis == key for town in towns]]) for key in kreise
        ]
        names = [_kreis(key, towns) for key in kreise]
        _layer(names, np.array(shapes)).to_file(path, layer="vg250_krs", driver="GPKG", engine="pyogrio")


@contextmanager
def dated_as_ever() -> Iterator[None]:
    """Write GeoPackages with the same date in them whenever that is."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _kreis(key: str, towns: tuple[Town, ...]) -> tuple[str, str, str]:
    town = next(town for town in towns if town.kreis == key)
    if town.ags.endswith("000"):
        return key, town.name, "Kreisfreie Stadt"
    return key, town.kreis_name.removeprefix("Kreis "), "Kreis"


def _layer(names: list[tuple[str, str, str]], shapes: np.ndarray) -> gpd.GeoDataFrame:
    """Return a layer with the columns that VG250 has."""
    keys = [ags for ags, _, _ in names]
    columns = {
        "ADE": [6 if len(key) == 8 else 4 for key in keys],
        "GF": [4] * len(keys),
        "ARS": [f"{key[:5]}0{key[5:]}{key[5:]}" if len(key) == 8 else key for key in keys],
        "AGS": keys,
        "GEN": [name for _, name, _ in names],
        "BEZ": [designation for _, _, designation in names],
        "SN_L": [key[:2] for key in keys],
        "SN_R": [key[2] for key in keys],
        "SN_K": [key[3:5] for key in keys],
    }
    multi = [shapely.multipolygons([shape]) if shapely.get_type_id(shape) == 3 else shape for shape in shapes]
    return gpd.GeoDataFrame(columns, geometry=multi, crs=CRS)


def _write(path: Path, head: str, rows: list[str]) -> None:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8", newline="\n")
