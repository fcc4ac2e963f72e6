"""Small valid files of every kind of source, and the specs to read them with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import rasterio
from osmium.osm.mutable import Node, Relation, Way
from rasterio.transform import from_origin
from shapely import Point, box

from gruenzug.engine.sources.catalogue import LICENCES
from gruenzug.engine.sources.region import SourceSpec

CRS = "EPSG:25832"
X, Y = 385_000.0, 5_703_000.0
"""South-west corner of the sample place, near Witten."""

WITTEN, HERDECKE = "05954036", "05954020"


def spec(kind: str, path: Path, **options: Any) -> SourceSpec:
    return SourceSpec(
        id="sample",
        kind=kind,
        path=path,
        title="Probe",
        publisher="Probe",
        licence=LICENCES["cc0-1.0"],
        attribution="Probe",
        vintage="2026",
        url="",
        options=options,
        base=path.parent,
    )


def rectangle(x: float, y: float, wide: float, high: float):
    """A rectangle in metres from the corner of the sample place."""
    return box(X + x, Y + y, X + x + wide, Y + y + high)


def vg250(folder: Path) -> SourceSpec:
    path = folder / "vg250.gpkg"
    towns = gpd.GeoDataFrame(
        {
            "AGS": [WITTEN, HERDECKE, HERDECKE],
            "GEN": ["Witten", "Herdecke", "Herdecke"],
            "BEZ": "Stadt",
            "GF": [4, 4, 2],
            "EWZ": [96_563, 22_755, 0],
        },
        geometry=[rectangle(0, 0, 1000, 1000), rectangle(1000, 0, 1000, 1000), rectangle(0, 0, 1, 1)],
        crs=CRS,
    )
    counties = gpd.GeoDataFrame(
        {"AGS": ["05954"], "GEN": ["Ennepe-Ruhr-Kreis"], "BEZ": ["Kreis"]},
        geometry=[rectangle(0, 0, 2000, 1000)],
        crs=CRS,
    )
    towns.to_file(path, layer="vg250_gem")
    counties.to_file(path, layer="vg250_krs", mode="a")
    return spec("vg250", path)


def boundaries(folder: Path) -> SourceSpec:
    path = folder / "outlines.shp"
    outlines = gpd.GeoDataFrame(
        {"GN": ["Witten", "Wetter"]},
        geometry=[rectangle(0, 0, 1000, 1000), rectangle(1000, 0, 1000, 1000)],
        crs=CRS,
    )
    outlines.to_file(path, encoding="UTF-8")
    keys = gpd.GeoDataFrame(
        {"GN": ["Wetter (Ruhr)", "Witten", "Möhnesee"], "KN": ["05954032", WITTEN, "05974032"]},
        geometry=[Point(0, 0)] * 3,
        crs=CRS,
    )
    keys.to_file(folder / "keys.shp", encoding="UTF-8")
    names = {"Wetter": "Wetter (Ruhr)"}
    return spec("boundaries", path, keys="keys.dbf", names=names)


def kreise(folder: Path) -> SourceSpec:
    path = folder / "kreise.geojson"
    rows = gpd.GeoDataFrame(
        {
            "AGS_0": ["05911000", "05954000"],
            "GEN": ["Bochum", "Ennepe-Ruhr-Kreis"],
            "BEZ": ["Kreisfreie Stadt", "Kreis"],
            "GF": [4, 4],
        },
        geometry=[rectangle(0, 0, 1000, 1000), rectangle(1000, 0, 1000, 1000)],
        crs=CRS,
    )
    rows.to_crs(4326).to_file(path)
    return spec("kreise", path, ags=["05911000"])


def zensus_csv(folder: Path) -> SourceSpec:
    path = folder / "einwohner.csv"
    path.write_text(
        "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n"
        "CRS3035RES100mN3153100E4138800;4138850;3153150;17\n"
        "CRS3035RES100mN3153100E4138900;4138950;3153150;–\n"
        "CRS3035RES100mN3153200E4138800;4138850;3153250;4\n",
        "utf-8",
    )
    return spec("zensus-grid", path)


def zensus_parquet(folder: Path) -> SourceSpec:
    path = folder / "einwohner.parquet"
    cells = {"Einwohner": [2100, -1, 12], "x": [4138500, 4139500, 4138500], "y": [3153500, 3153500, 3154500]}
    pd.DataFrame(cells).astype(np.int32).to_parquet(path)
    return spec("zensus-grid", path, column="Einwohner", cell_m=1000)


def population_csv(folder: Path) -> SourceSpec:
    path = folder / "population.csv"
    path.write_text(f"ags,total\n05954000,324000\n{WITTEN},96563\n{HERDECKE},22755\n", "utf-8")
    return spec("population-csv", path)


AREA_HEADER = (
    "ags,land_total,land_settlement,land_traffic,veg_agri,veg_forrest,veg_wood,veg_heath,veg_moor,veg_marsh,"
    "veg_plant_uncover_com,water_total,settlement_ghd"
)


def area_csv(folder: Path) -> SourceSpec:
    path = folder / "area.csv"
    path.write_text(
        f"{AREA_HEADER}\n{WITTEN},7240.0,2478.0,703.0,2238.0,1530.0,61.0,,,3.0,1.0,189.0,400.0\n", "utf-8"
    )
    return spec("area-csv", path)


def tree_csv(folder: Path) -> SourceSpec:
    path = folder / "trees.csv"
    path.write_text(
        f"nr;x;y;art\n1;{X + 10};{Y + 10};Tilia cordata\n2;{X + 20};{Y + 20};Acer\n3;{X + 30};{Y + 30};\n",
        "utf-8",
    )
    columns = {"x": "x", "y": "y", "species": "art", "ref": "nr"}
    return spec("tree-cadastre", path, columns=columns, delimiter=";", crs=CRS)


def tree_geojson(folder: Path) -> SourceSpec:
    path = folder / "trees.geojson"
    trees = gpd.GeoDataFrame({"art": ["Tilia"]}, geometry=[Point(X + 10, Y + 10)], crs=CRS)
    trees.to_crs(4326).to_file(path)
    return spec("tree-cadastre", path, columns={"species": "art"})


def green_areas(folder: Path) -> SourceSpec:
    path = folder / "green.gpkg"
    rows = gpd.GeoDataFrame(
        {"typ": ["Park", "Spielplatz", "Parkplatz"], "name": ["Stadtpark", None, None]},
        geometry=[rectangle(0, 0, 200, 100), rectangle(50, 0, 20, 20), rectangle(300, 0, 50, 50)],
        crs=CRS,
    )
    rows.to_file(path)
    elements = {"Park": "park", "Spielplatz": "playground", "Parkplatz": ""}
    return spec("green-areas", path, column="typ", name="name", elements=elements)


def noise(folder: Path) -> SourceSpec:
    path = folder / "noise.gpkg"
    rows = gpd.GeoDataFrame(
        {"category": ["Lnight5054", "Lnight5559"]},
        geometry=[rectangle(0, 0, 200, 100), rectangle(0, 0, 100, 100)],
        crs=CRS,
    )
    rows.to_file(path)
    grades = {"Lnight5054": "medium", "Lnight5559": "high"}
    return spec("burden-areas", path, factor="noise", column="category", grades=grades, outside="low")


def hazard(folder: Path) -> SourceSpec:
    path = folder / "flood.gpkg"
    rows = gpd.GeoDataFrame(
        {"szenario": ["HQ100", "HQextrem", None]},
        geometry=[rectangle(0, 0, 100, 100), rectangle(0, 0, 200, 100), rectangle(300, 0, 100, 100)],
        crs=CRS,
    )
    rows.to_file(path)
    return spec("hazard-areas", path, hazard="flood", column="szenario", keep=["HQ100"])


def playgrounds(folder: Path) -> SourceSpec:
    path = folder / "playgrounds.shp"
    rows = gpd.GeoDataFrame(
        {"kategorie": ["Spielplätze", "Bolzplätze"]}, geometry=[Point(X, Y), Point(X + 5, Y)], crs=CRS
    )
    rows.to_file(path, encoding="UTF-8")
    return spec("playgrounds", path, column="kategorie", keep=["Spielplätze"])


def landcover(folder: Path) -> SourceSpec:
    path = folder / "cover.tif"
    codes = np.array([[10, 10, 30, 0], [10, 50, 30, 80]], dtype=np.uint8)
    raster(path, codes, transform=from_origin(X, Y + 20, 10, 10))
    return spec("landcover", path, classes="worldcover")


def imperviousness(folder: Path) -> SourceSpec:
    path = folder / "sealed.tif"
    percent = np.array([[100, 40, 0, 255], [80, 254, 20, 60]], dtype=np.uint8)
    raster(path, percent, transform=from_origin(X, Y + 20, 10, 10), nodata=255)
    return spec("imperviousness", path)


def soil_groups(folder: Path) -> SourceSpec:
    path = folder / "soils.tif"
    raster(path, np.array([[1, 2], [4, 0]], dtype=np.uint8), transform=from_origin(X, Y + 20, 20, 10))
    return spec("soil-groups", path)


def evapotranspiration(folder: Path) -> SourceSpec:
    path = folder / "et0.tif"
    values = np.array([[700.5, -1.0]], dtype=np.float32)
    raster(path, values, transform=from_origin(X, Y + 20, 20, 20), nodata=-1)
    return spec("evapotranspiration", path)


def disconnection(folder: Path) -> SourceSpec:
    path = folder / "disconnection.csv"
    path.write_text(f"ags,sealed_ha,disconnected_ha\n{WITTEN},800,120.5\n{HERDECKE},200,\n", "utf-8")
    return spec("disconnection-csv", path)


def raster(path: Path, codes: np.ndarray, **profile: Any) -> None:
    settings = {"crs": CRS, "nodata": 0, **profile}
    height, width = codes.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype=codes.dtype, **settings
    ) as file:
        file.write(codes, 1)


def osm_pbf(folder: Path) -> SourceSpec:
    path = folder / "place.osm.pbf"
    nodes = [(1, 7.350, 51.465), (2, 7.352, 51.465), (3, 7.352, 51.466), (4, 7.350, 51.466)]
    write_osm(
        path,
        nodes=[*((number, x, y, {}) for number, x, y in nodes), (5, 7.351, 51.4655, {"natural": "tree"})],
        ways=[(10, [1, 2, 3, 4, 1], {"leisure": "park"}), (11, [1, 3], {"highway": "footway"})],
        bounds=(7.34, 51.46, 7.36, 51.47),
    )
    return spec("osm-pbf", path)


def write_osm(
    path: Path,
    *,
    nodes: Iterable[tuple[int, float, float, dict[str, str]]] = (),
    ways: Iterable[tuple[int, list[int], dict[str, str]]] = (),
    relations: Iterable[tuple[int, list[tuple[str, int, str]], dict[str, str]]] = (),
    bounds: tuple[float, float, float, float] | None = None,
) -> None:
    """Write objects in the order given, so that unsorted files can be made too."""
    header = osmium.io.Header()
    if bounds:
        west, south, east, north = bounds
        header.add_box(osmium.osm.Box(west, south, east, north))
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for number, x, y, tags in nodes:
            writer.add_node(Node(id=number, location=(x, y), tags=tags))
        for number, members, tags in ways:
            writer.add_way(Way(id=number, nodes=members, tags=tags))
        for number, parts, tags in relations:
            writer.add_relation(Relation(id=number, members=parts, tags=tags))


SAMPLES: dict[str, Callable[[Path], SourceSpec]] = {
    "osm-pbf": osm_pbf,
    "zensus-csv": zensus_csv,
    "zensus-parquet": zensus_parquet,
    "vg250": vg250,
    "boundaries": boundaries,
    "kreise": kreise,
    "population-csv": population_csv,
    "area-csv": area_csv,
    "tree-csv": tree_csv,
    "tree-geojson": tree_geojson,
    "green-areas": green_areas,
    "burden-areas": noise,
    "hazard-areas": hazard,
    "playgrounds": playgrounds,
    "landcover": landcover,
    "imperviousness": imperviousness,
    "soil-groups": soil_groups,
    "evapotranspiration": evapotranspiration,
    "disconnection-csv": disconnection,
}
"""One valid file per reader, written into a folder."""
