"""Burden and need: who bears how many high burdens, worked out on paper."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import compute, missing_of_parts
from gruenzug.engine.release.manifest import indicator_entry
from tests.engine.regions import WEST_TOWN, green, hectares, lookup, people, region, values

HIGH, MEDIUM, LOW = 3, 2, 1


def areas(*rows) -> gpd.GeoDataFrame:
    """Grades with their polygons."""
    grades, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"grade": grades, "ref": ""}, geometry=list(shapes), crs=CRS)


@pytest.fixture
def tables():
    """Five homes from west to east with 0, 1, 2, 3 and 4 high burdens; the western three have a park each."""
    return {
        "population": people([(1000, 500, 10), (3000, 500, 20), (5000, 500, 30), (7000, 500, 25), (9000, 500, 15)]),
        "green": green([("park", hectares(x, 400, 100, 100)) for x in (1000, 3000, 5000)]),
        "burden_noise": areas((LOW, box(0, 0, 9999, 9999)), (HIGH, box(2000, 0, 9999, 999))),
        "burden_air": areas((MEDIUM, box(0, 0, 4000, 999)), (HIGH, box(4000, 0, 9999, 999))),
        "burden_heat": areas((LOW, box(0, 0, 8000, 999)), (HIGH, box(8000, 0, 9999, 999))),
        "burden_social": areas((LOW, box(0, 0, 6000, 999)), (HIGH, box(6000, 0, 9999, 999))),
    }  # fmt: skip


def test_single_burdens_stand_beside_their_number(tables):
    assert values("env-justice", region(**tables)) == {
        "several": 70.0, "several-social": 40.0, "noise": 90.0, "air": 70.0, "heat": 15.0, "green": 40.0,
        "social": 40.0, "high-0": 10.0, "high-1": 20.0, "high-2": 30.0, "high-3": 25.0, "high-4": 15.0,
    }  # fmt: skip
    assert lookup("env-justice", region(**tables))["persons"] == 70.0


def test_without_one_source_there_is_no_number_but_the_other_burdens_remain(tables):
    del tables["burden_air"], tables["burden_social"]
    layers = region(**tables)
    found = values("env-justice", layers)
    assert {part for part, value in found.items() if value is not None} == {"noise", "heat", "green"}
    definition = indicators()["env-justice"]
    missing = missing_of_parts(definition, layers)
    assert missing["air"] == ["burden_air"]
    assert missing["several-social"] == ["burden_air", "burden_social"]
    entry = indicator_entry(definition, compute(definition, layers, "r"), [], [], missing)
    assert entry["status"] == "partial"
    assert entry["reason"]["en"].endswith(
        ". No source of this release provides air pollution, social disadvantage; so it lacks 9 of 12 parts."
    )


def test_of_people_beyond_a_map_nothing_is_said(tables):
    tables["burden_heat"] = areas((HIGH, box(0, 0, 4000, 999)))
    layers = region(**tables)
    row = lookup("env-justice", layers, part="heat")
    assert (row["value"], row["denominator"], row["coverage"]) == (100.0, 30.0, 0.3)
    row = lookup("env-justice", layers)
    assert (row["denominator"], row["coverage"], row["status"]) == (30.0, 0.3, "orientation")
    assert lookup("env-justice", layers, part="noise")["coverage"] == 1.0


def test_where_a_source_does_not_speak_its_low_grade_is_no_grade(tables):
    layers = region(extents={"burden_noise": box(0, 0, 2000, 9999)}, **tables)
    assert lookup("env-justice", layers, part="noise")["denominator"] == 10.0
    assert lookup("env-justice", layers, part="high-0")["denominator"] == 10.0


@pytest.mark.parametrize(("persons", "burdened"), [(1666, 0.0), (1667, 0.0), (3333, 0.0), (3334, 100.0)])
def test_green_is_a_high_burden_below_three_square_metres(persons, burdened):
    layers = region(
        population=people([(1050, 450, persons)]), green=green([("park", hectares(1000, 400, 100, 100))])
    )
    assert lookup("env-justice", layers, WEST_TOWN, "green")["value"] == burdened
