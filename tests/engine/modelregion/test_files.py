"""What the files are: the same for the same seed, in the layouts their publishers use."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import rasterio

from gruenzug.engine.modelregion.generate import make_model_region
from gruenzug.engine.sources.assemble import read_tables
from gruenzug.engine.sources.region import read_region
from gruenzug.engine.store.atomic import checksum

FILES = {
    "burdens-1km.gpkg",
    "flood.gpkg",
    "heavy-rain.gpkg",
    "noise-lnight.gpkg",
    "disconnection.csv",
    "imperviousness.tif",
    "landcover.tif",
    "osm.osm.pbf",
    "region.toml",
    "statistics-area.csv",
    "statistics-population.csv",
    "trees.csv",
    "vg250.gpkg",
    "zensus-age-100m.csv",
    "zensus-population-100m.csv",
    "zensus-population-1km.csv",
}


def sums(folder: Path) -> dict[str, str]:
    return {path.name: checksum(path) for path in folder.iterdir()}


def test_same_seed_gives_the_same_bytes_in_another_process(town, tmp_path):
    out = tmp_path / "again"
    start = "from gruenzug.engine.cli import main; main()"
    command = [sys.executable, "-c", start, "model-region", "--scale", "town", "--seed", "1"]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [*command, "--out", out], env=environment, capture_output=True, text=True, check=True
    )
    assert sums(out) == sums(town)
    assert done.stdout == f"model region town (seed 1) written to {out}\n"
    assert "residential buildings" in done.stderr


def test_another_seed_gives_another_town(town, tmp_path):
    make_model_region("town", 2, tmp_path / "other", lambda _: None)
    here, there = sums(town), sums(tmp_path / "other")
    same = {name for name in FILES if here[name] == there[name]}
    assert same == {"statistics-population.csv"}


def test_the_folder_holds_these_files_and_no_other(town):
    assert {path.name for path in town.iterdir()} == FILES


HEADS = {
    "zensus-population-100m.csv": ["GITTER_ID_100m", "x_mp_100m", "y_mp_100m", "Einwohner"],
    "zensus-population-1km.csv": ["GITTER_ID_1km", "x_mp_1km", "y_mp_1km", "Einwohner"],
    "zensus-age-100m.csv": [
        "GITTER_ID_100m", "x_mp_100m", "y_mp_100m", "Insgesamt_Bevoelkerung", "Unter10", "a10bis19", "a20bis29",
        "a30bis39", "a40bis49", "a50bis59", "a60bis69", "a70bis79", "a80undaelter",
    ],
    "statistics-population.csv": ["ags", "total"],
    "statistics-area.csv": [
        "ags", "land_total", "land_settlement", "land_traffic", "veg_agri", "veg_forrest", "veg_wood", "veg_heath",
        "veg_moor", "veg_marsh", "veg_plant_uncover_com", "water_total", "settlement_ghd",
        "settlement_sport_recreation", "settlement_cemetery",
    ],
    "trees.csv": ["baum_id", "art", "rechtswert", "hochwert"],
    "disconnection.csv": ["ags", "sealed_ha", "disconnected_ha"],
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_tables_have_the_columns_of_their_publishers(town, name):
    separator = "," if name.startswith(("statistics", "disconnection")) else ";"
    assert (town / name).read_text("utf-8").splitlines()[0].split(separator) == HEADS[name]


def test_grid_ids_name_the_corner_and_columns_the_middle(town):
    for name, cell in (("100m", 100), ("1km", 1000)):
        rows = pd.read_csv(town / f"zensus-population-{name}.csv", sep=";")
        ids = [
            f"CRS3035RES{cell}mN{y - cell // 2}E{x - cell // 2}"
            for x, y in zip(rows[f"x_mp_{name}"], rows[f"y_mp_{name}"], strict=True)
        ]
        assert list(rows[f"GITTER_ID_{name}"]) == ids
        assert rows[f"GITTER_ID_{name}"].is_unique


def test_outlines_have_the_layers_and_keys_of_vg250(town):
    assert sorted(layer for layer, _ in pyogrio.list_layers(town / "vg250.gpkg")) == [
        "vg250_gem",
        "vg250_krs",
    ]
    rows = pyogrio.read_dataframe(town / "vg250.gpkg", layer="vg250_gem")
    assert rows[["AGS", "ARS", "GEN", "BEZ", "GF"]].to_numpy().tolist() == [
        ["05562004", "055620004004", "Castrop-Rauxel", "Stadt", 4]
    ]
    assert rows.crs.to_epsg() == 25832


def test_land_cover_has_classes_of_worldcover_on_a_tiled_grid(town):
    with rasterio.open(town / "landcover.tif") as raster:
        assert (raster.crs.to_epsg(), raster.res, raster.dtypes) == (25832, (10.0, 10.0), ("uint8",))
        assert raster.profile["tiled"]
        assert set(pd.unique(raster.read(1).ravel())) == {0, 10, 20, 30, 40, 50, 60, 80, 90}


def test_sealed_ground_lies_where_land_cover_is_built_up(town):
    with rasterio.open(town / "imperviousness.tif") as raster, rasterio.open(town / "landcover.tif") as cover:
        sealed, classes = raster.read(1), cover.read(1)
        assert (raster.nodata, raster.transform) == (255, cover.transform)
    assert ((sealed == 255) == (classes == 0)).all()
    assert sealed[classes == 50].min() >= 30
    assert sealed[sealed != 255].max() <= 100
    assert not sealed[(classes == 10) | (classes == 80)].any()
    assert 0 < sealed[classes == 30].mean() < 12


def test_region_says_that_it_is_a_model(town):
    region = tomllib.loads((town / "region.toml").read_text("utf-8"))
    assert region["region"]["model"] is True
    assert {source["licence"] for source in region["source"]} == {"generated"}
    assert {source["path"] for source in region["source"]} == FILES - {
        "region.toml",
        "zensus-population-1km.csv",
    }


def test_the_readers_of_official_formats_read_every_table(town):
    wanted = {
        "municipalities", "green", "playgrounds", "trees", "tree_rows", "buildings", "car_parks", "paths", "roads", "barriers",
        "population", "children", "statistics_population", "statistics_area", "statistics_recreation",
        "hazard_flood", "hazard_heavy_rain",
    }  # fmt: skip
    tables = read_tables(read_region(town / "region.toml"), wanted).tables
    assert {name for name in wanted if len(tables[name])} == wanted
    assert set(tables["barriers"]["kind"]) == {"motorway", "railway", "river"}
    assert set(tables["green"]["element"]) >= {
        "park", "garden", "village_green", "recreation_ground", "playground", "pitch", "cemetery", "allotments", "grass",
        "meadow", "orchard", "spoil_tip", "brownfield", "forest", "scrub", "heath", "wetland", "water_standing",
        "water_flowing", "nature_reserve",
    }  # fmt: skip
