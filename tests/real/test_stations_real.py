"""Stations beside a raster: numbers worked out by hand; then Bochum's own, which no land cover at hand reaches."""

from __future__ import annotations

import csv
import importlib.util
import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import Point

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))
TOOL = Path(__file__).parents[2] / "tools/stations.py"
SPEC = importlib.util.spec_from_file_location("stations", TOOL)
stations = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(stations)

needs_files = pytest.mark.skipif(
    not DATA.is_dir(), reason="set GRUENZUG_DATA to the folder with real files, then: make real"
)
METRES = 25832


@pytest.fixture
def raster(tmp_path):
    """Two rows of three cells of 100 m, the lower left one without data."""
    path = tmp_path / "cooling.tif"
    values = np.array([[0.1, 0.2, 0.3], [np.nan, 0.5, 0.6]], np.float32)
    size = {"height": 2, "width": 3, "transform": from_origin(377_000, 5_705_200, 100, 100)}
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=1, nodata=np.nan, crs=METRES, **size
    ) as file:
        file.write(values, 1)
    return path


def points(*xy):
    return gpd.GeoDataFrame(geometry=[Point(*place) for place in xy], crs=METRES)


def test_a_station_gets_the_value_of_its_cell_and_none_beyond(raster):
    places = points((377_001, 5_705_199), (377_250, 5_705_050), (377_050, 5_705_050), (376_999, 5_705_150), (377_050, 5_704_999))  # fmt: skip
    found = stations.modelled(raster, places)
    np.testing.assert_allclose(found, [0.1, 0.6, np.nan, np.nan, np.nan], rtol=1e-6)


def test_land_cover_is_as_far_as_its_nearest_cell_with_data(raster):
    found = stations.distance_to_data(raster, points((377_050, 5_705_050), (377_550, 5_705_050)))
    assert found.tolist() == [100.0, 300.0]


def test_a_night_belongs_to_the_day_before_it(tmp_path):
    rows = {"01": ["02:00,15.0", "16:00,38.5", "19:55,19.0", "20:00,24.0"], "02": ["04:00,21.5", "07:55,", "08:00,11.0"]}  # fmt: skip
    for day, readings in rows.items():
        lines = [f"2024-08-{day} {line[:5]}:00+02:00{line[5:]}" for line in readings]
        text = "\n".join(["datetime,outdoor_temperature", *lines])
        (tmp_path / f"x_AB_2024-08-{day}.csv").write_text(text, "utf-8")
    assert stations.measured(tmp_path, "AB", "2024-08-01") == {"highest": 38.5, "lowest": 21.5, "readings": 5}
    assert stations.measured(tmp_path, "CD", "2024-08-01")["readings"] == 0


def test_the_table_has_a_dash_where_nothing_is_known(tmp_path, raster):
    (tmp_path / "x_locations.csv").write_text("Name,Latitude,Longitude,MAC\nHof,51.4,7.2,A:B\n", "utf-8")
    assert stations.beside(tmp_path, raster)[-1] == "| Hof | – | – | 0 | – |"


@pytest.mark.real
@needs_files
def test_the_hottest_reading_of_each_station_is_the_greatest_number_in_its_file():
    folder = DATA / "bochum/weather_stations"
    seen = {}
    for path in folder.glob("*_2024-08-13.csv"):
        with path.open(encoding="utf-8") as file:
            seen[path.stem.split("_")[-2]] = max(
                float(row["outdoor_temperature"]) for row in csv.DictReader(file)
            )
    assert len(seen) == 9
    for device, hottest in seen.items():
        assert stations.measured(folder, device)["highest"] == hottest


@pytest.mark.real
@needs_files
@pytest.mark.parametrize(
    "path", ["aachen/clc-aachen_clipped.tif", "aachen/urban_land_cover_aachenClipped.tif", "hannover_landcover/clc.tif"]
)  # fmt: skip
def test_no_station_lies_where_land_cover_at_hand_reaches(path):
    places = stations.places(DATA / "bochum/weather_stations")
    raster = DATA / "alternatives" / path
    assert np.isnan(stations.modelled(raster, places)).all()
    assert stations.distance_to_data(raster, places).min() > 40_000


def test_a_folder_without_places_and_a_raster_of_nowhere_are_refused_in_a_sentence(tmp_path, raster):
    with pytest.raises(SystemExit, match="holds 0 files"):
        stations.places(tmp_path)
    (tmp_path / "x_locations.csv").write_text("Name,Latitude\n", "utf-8")
    with pytest.raises(SystemExit, match="lacks the column Longitude, MAC"):
        stations.places(tmp_path)
    with rasterio.open(raster) as file:
        profile, values = file.profile | {"crs": None}, file.read()
    with rasterio.open(raster, "w", **profile) as file:
        file.write(values)
    with pytest.raises(SystemExit, match="has no coordinate system"):
        stations.modelled(raster, points((0, 0)))
