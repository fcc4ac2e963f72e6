"""Sealed ground, heavy rain and heat, worked out on paper."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import LineString, box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import compute, missing_of_parts, missing_tables
from gruenzug.engine.indicators.land import desealing_candidates
from gruenzug.engine.layers.shares import UNKNOWN, ShareGrid
from tests.engine.regions import (
    EAST_TOWN,
    WEST_TOWN,
    green,
    hectares,
    lines,
    lookup,
    people,
    region,
    values,
)

WIDE, HIGH, CELL = 200, 100, 100
HOT = box(0, 0, 20_000, 10_000)


def shares(path, percent, cell: float = CELL, north: float = 10_000) -> ShareGrid:
    """A grid of shares from per cent, 255 unknown."""
    stored = np.where(percent == 255, UNKNOWN, percent.astype(np.int64) * 100).astype(np.uint16)
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 1, "nodata": UNKNOWN, "crs": CRS}
    size = {"height": percent.shape[0], "width": percent.shape[1]}
    with rasterio.open(path, "w", **profile, **size, transform=from_origin(0, north, cell, cell)) as raster:
        raster.write(stored, 1)
    return ShareGrid(path)


@pytest.fixture
def bare():
    """Cells of 100 m over both towns."""
    return np.zeros((HIGH, WIDE), np.uint8)


def burden(grade: int, shape) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"grade": [grade], "ref": "heat/1"}, geometry=[shape], crs=CRS)


def houses(shapes) -> gpd.GeoDataFrame:
    columns = {"ref": "", "residential": True, "levels": np.nan}
    return gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=list(shapes), crs=CRS)


def disconnected(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["ags", "sealed_ha", "disconnected_ha"])


def test_sealing_is_the_mean_of_what_is_known(tmp_path, bare):
    bare[:, :10] = 80  # 10 of the west town's 100 columns
    bare[:, 10:15] = 40
    bare[:, 50:100] = 255
    layers = region(grids={"imperviousness": shares(tmp_path / "s.tif", bare)})
    west = lookup("sealing", layers)
    assert (west["value"], west["coverage"]) == (pytest.approx((10 * 80 + 5 * 40) / 50), 0.5)
    assert west["denominator"] == 5_000 * CELL * CELL
    assert lookup("sealing", layers, EAST_TOWN)["value"] == 0.0
    assert lookup("sealing", layers, "r")["value"] == pytest.approx((10 * 80 + 5 * 40) / 150)


def test_sealed_ground_per_person_counts_only_people_on_known_ground(tmp_path, bare):
    bare[:, :10] = 80
    bare[:, 50:100] = 255
    layers = region(
        grids={"imperviousness": shares(tmp_path / "s.tif", bare)},
        population=people([(1050, 1050, 300), (4050, 1050, 100), (8050, 1050, 1600)]),
    )
    west = lookup("sealing", layers, part="per-person")
    # 1,000 cells of 1 ha, 80 % of each: 8 km² over 400 people
    assert (west["value"], west["denominator"], west["coverage"]) == (pytest.approx(20_000), 400.0, 0.2)


def test_disconnection_is_a_share_of_the_ground_the_table_names(tmp_path, bare):
    layers = region(
        grids={"imperviousness": shares(tmp_path / "s.tif", bare)},
        disconnection=disconnected([(WEST_TOWN, 800.0, 120.0), (EAST_TOWN, 200.0, 130.0)]),
    )
    assert lookup("sealing", layers, part="disconnected")["value"] == pytest.approx(15.0)
    assert lookup("sealing", layers, "r", "disconnected")["value"] == pytest.approx(25.0)


def test_a_town_the_table_leaves_out_is_unknown(tmp_path, bare):
    layers = region(
        grids={"imperviousness": shares(tmp_path / "s.tif", bare)},
        disconnection=disconnected([(WEST_TOWN, 800.0, 120.0)]),
    )
    assert lookup("sealing", layers, EAST_TOWN, "disconnected")["status"] == "not_covered"


@pytest.fixture
def yard(tmp_path):
    """Cells of 10 m around people with very little green; a house, a road and a railway.

    The middles of cells lie 5 m beside whole tens. People live at 505, 9495, the heat is low.
    """
    percent = np.zeros((100, 100), np.uint8)
    percent[45:55, 45:55] = 90  # x 450..550, y 9450..9550
    percent[48, 48] = 79
    percent[5:7, 90:92] = 100  # 300 m and more from the people's squares
    percent[45, 54] = 255
    roads = lines("residential", [LineString([(455, 9400), (455, 9600)])])  # the cells at x 455 and 465 go
    service = lines("service", [LineString([(500, 9400), (500, 9600)])])
    return region(
        grids={"imperviousness": shares(tmp_path / "s.tif", percent, 10)},
        population=people([(505, 9495, 200), (15_050, 5_050, 100)]),
        green=green([("park", hectares(15_000, 5_000, 300, 300))]),
        buildings=houses([box(500, 9450, 550, 9480)]),
        roads=pd.concat([roads, service], ignore_index=True),
        barriers=lines("railway", [LineString([(450, 9560), (550, 9560)])]),  # 15 m from the first row
        burden_heat=burden(1, HOT),
    )


def test_ground_to_unseal_lies_free_and_near_people_in_need(yard):
    found = desealing_candidates(yard)
    chosen = np.zeros((100, 100), bool)
    chosen[found.row, found.column] = True
    expected = np.zeros((100, 100), bool)
    expected[45:55, 47:55] = True  # beyond 10 m of the road
    expected[52:55, 50:55] = False  # the house: y 9450..9480
    expected[48, 48] = False  # sealed to 79 %
    expected[45, 54] = False  # unknown
    assert (chosen == expected).all()
    row = lookup("sealing", yard, part="candidates")
    assert row["value"] == pytest.approx(expected.sum() * 0.01 * 0.9)


def test_people_in_heat_count_like_people_without_green(yard):
    cool = {**yard.tables, "green": green([("park", hectares(300, 9_300, 400, 400))])}
    grids = {"imperviousness": yard.grid("imperviousness")}
    assert len(desealing_candidates(region(grids=grids, **cool)).share) == 0
    hot = {**cool, "burden_heat": burden(3, HOT)}
    assert len(desealing_candidates(region(grids=grids, **hot)).share) == len(
        desealing_candidates(yard).share
    )


def test_a_raster_of_candidates_says_none_and_unknown(yard, tmp_path):
    desealing_candidates(yard).write(tmp_path / "d.tif")
    with rasterio.open(tmp_path / "d.tif") as raster:
        cells = raster.read(1)
    assert (cells[47, 47], cells[0, 0], cells[45, 54]) == (9_000, 0, UNKNOWN)


def test_rain_held_back_is_the_mean_over_the_area(tmp_path, bare):
    bare[:] = 90
    bare[:, :25] = 10
    layers = region(grids={"curve_numbers": shares(tmp_path / "r.tif", bare)})
    assert lookup("runoff", layers)["value"] == pytest.approx(70.0)
    assert lookup("runoff", layers, "r")["value"] == pytest.approx(80.0)


@pytest.fixture
def summer(tmp_path, bare):
    """30 people where it is hot and cools little, 70 beside 2 ha of green where it is not."""
    bare[:, :50] = 20
    bare[:, 50:100] = 60
    return region(
        grids={"cooling": shares(tmp_path / "c.tif", bare)},
        population=people([(1050, 1050, 30), (6050, 1050, 70)]),
        buildings=houses([box(1040, 1040, 1060, 1060), box(6040, 1040, 6060, 1060)]),
        green=green(
            [("park", hectares(6050 + 450, 1000, 100, 200)), ("park", hectares(1000, 1000, 100, 199))]
        ),
        burden_heat=burden(3, box(0, 0, 5_000, 10_000)),
    )


def test_heat_counts_people_and_cooling_at_their_homes(summer):
    tables = {
        **summer.tables,
        "burden_heat": pd.concat(
            [summer.tables["burden_heat"], burden(1, box(5_000, 0, 10_000, 10_000))], ignore_index=True
        ),
    }
    layers = region(grids={"cooling": summer.grid("cooling")}, **tables)
    assert values("heat", layers) == {
        "affected": pytest.approx(30.0),
        "home": pytest.approx(0.3 * 20 + 0.7 * 60),
        "area": pytest.approx(40.0),
        "park": pytest.approx(70.0),  # exactly 450 m; the other park is 1.99 ha
    }
    assert lookup("heat", layers, part="affected")["persons"] == 30.0


def test_where_no_grade_is_told_nothing_is_said_of_the_people(summer):
    row = lookup("heat", summer, part="affected")
    assert (row["value"], row["coverage"], row["status"]) == (100.0, 0.3, "orientation")


def test_parts_without_their_sources_are_missing_and_the_others_remain(summer):
    told = {name: table for name, table in summer.tables.items() if name != "burden_heat"}
    found = values("heat", region(**told))
    assert {part for part, value in found.items() if value is None} == {"affected", "home", "area"}
    assert found["park"] == pytest.approx(70.0)
    assert missing_of_parts(indicators()["heat"], region(**told))["home"] == ["cooling"]


@pytest.mark.parametrize(("key", "grid"), [("sealing", "imperviousness"), ("runoff", "curve_numbers")])
def test_without_a_raster_there_is_no_figure_and_never_a_zero(key, grid):
    assert missing_tables(indicators()[key], region()) == [grid]
    assert {row["value"] for row in compute(indicators()[key], region(), "r")} == {None}
