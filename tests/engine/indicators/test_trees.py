"""Crowns over a town, and 3-30-300 at home, worked out on paper."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CENSUS_CRS, CRS, transform
from gruenzug.engine.indicators import compute, missing_tables
from tests.engine.regions import (
    EAST_TOWN,
    crowns,
    green,
    hectares,
    lines,
    lookup,
    people,
    region,
    single_trees,
    values,
)

WIDE, HIGH, CELL = 200, 100, 100


@pytest.fixture
def bare():
    """Cells of 100 m over both towns, none of them under trees."""
    return np.zeros((HIGH, WIDE), np.uint8)


def houses(rows, levels=np.nan, height=np.nan) -> gpd.GeoDataFrame:
    """Buildings as squares around x, y with a side, residential or not."""
    shapes = [box(x - side / 2, y - side / 2, x + side / 2, y + side / 2) for x, y, side, _ in rows]
    columns = {"ref": "", "residential": [row[3] for row in rows], "levels": levels, "height": height}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def test_canopy_is_the_share_of_what_is_known(tmp_path, bare):
    bare[:, :20] = 1  # 20 of the west town's 100 columns
    bare[:, 20:60] = 255
    layers = region(canopy=crowns(tmp_path / "c.tif", bare, CELL))
    west = lookup("canopy-share", layers)
    assert (west["value"], west["coverage"], west["status"]) == (pytest.approx(100 / 3), 0.6, "ok")
    assert west["denominator"] == 6_000 * CELL * CELL
    assert lookup("canopy-share", layers, EAST_TOWN)["value"] == 0.0
    assert lookup("canopy-share", layers, "r")["value"] == 12.5  # 2,000 of 16,000 cells


def test_canopy_of_less_than_half_a_town_is_for_orientation_and_of_none_is_unknown(tmp_path, bare):
    bare[:, :60] = 255
    bare[:, 100:] = 255
    layers = region(canopy=crowns(tmp_path / "c.tif", bare, CELL))
    assert lookup("canopy-share", layers)["status"] == "orientation"
    east = lookup("canopy-share", layers, EAST_TOWN)
    assert (east["value"], east["status"], east["coverage"]) == (None, "not_covered", 0.0)


def test_a_source_of_one_town_says_nothing_of_the_other(tmp_path, bare):
    layers = region(
        extents={"canopy": box(0, 0, 10_000, 10_000)}, canopy=crowns(tmp_path / "c.tif", bare, CELL)
    )
    assert lookup("canopy-share", layers)["value"] == 0.0
    assert lookup("canopy-share", layers, EAST_TOWN)["status"] == "not_covered"


@pytest.fixture
def four_homes(tmp_path, bare):
    """Ten people with all three parts, 20 with trees and green, 30 with canopy, 40 with nothing.

    The disc of 100 m has five cells of 100 m: two under trees are 40 %, one is 20 %.
    """
    bare[89, 10:12] = 1
    bare[89, 70:72] = 1
    bare[89, 40] = 1
    homes = people([(1050, 1050, 10), (4050, 1050, 20), (7050, 1050, 30), (9050, 1050, 40)])
    trees = [(1050 + 30, 1050), (1050, 1080), (1050, 1020)]  # exactly 30 m away
    trees += [(4050, 1051), (4052, 1055), (4050, 1060)]
    trees += [(7050, 1051), (7055, 1051), (7050, 1080.01)]  # the third is 1 cm too far
    return region(
        population=homes,
        buildings=houses([(x, 1050, 10, True) for x in (1050, 4050, 7050, 9050)]),
        trees=single_trees(trees),
        green=green([("park", hectares(1000, 1355, 100, 100)), ("park", hectares(4000, 1349, 100, 100))]),
        canopy=crowns(tmp_path / "c.tif", bare, CELL),
    )


def test_the_rule_counts_people_by_parts_met(four_homes):
    found = values("rule-3-30-300", four_homes)
    # the park of the first home begins 305 m away, that of the second 299 m
    assert found == {
        "met-3": 0.0, "met-2": 30.0, "met-1": 30.0, "met-0": 40.0, "trees": 30.0, "canopy": 40.0, "green": 20.0,
        "trees-seen": 30.0, "green-foot": None, "all-strict": None,
    }  # fmt: skip
    assert lookup("rule-3-30-300", four_homes, part="met-2")["persons"] == 30.0


def test_green_at_exactly_300_metres_completes_the_rule(four_homes):
    parks = [("park", hectares(1000, 1350, 100, 100)), ("park", hectares(4000, 1350, 100, 100))]
    tables = {**four_homes.tables, "green": green(parks)}
    layers = region(canopy=four_homes.canopy, **tables)
    assert values("rule-3-30-300", layers)["met-3"] == 10.0  # exactly 300 m
    assert values("rule-3-30-300", layers)["met-2"] == 20.0


def test_where_the_canopy_is_unknown_nothing_is_said_of_those_people(four_homes, tmp_path, bare):
    bare[89, 90] = 255
    layers = region(canopy=crowns(tmp_path / "holes.tif", bare, CELL), **four_homes.tables)
    row = lookup("rule-3-30-300", layers, part="met-0")
    assert (row["denominator"], row["coverage"]) == (60.0, 0.6)


def test_people_of_a_cell_live_in_its_houses_by_the_ground_they_stand_on(tmp_path, bare):
    """A census cell with two houses; three trees stand at the larger one, and a hall houses nobody."""
    x, y = transform(np.array([4_100_050.0]), np.array([3_100_050.0]), CENSUS_CRS, CRS)
    shift_x, shift_y = float(x[0]), float(y[0])
    town = region().tables["municipalities"]
    town = town.assign(geometry=[box(shift_x + 5000, 0, shift_x + 6000, 9e6), box(0, 0, shift_x + 5000, 9e6)])
    layers = region(
        municipalities=town,
        population=people([(shift_x, shift_y, 10)]),
        buildings=houses(
            [
                (shift_x - 30, shift_y, 10, True),
                (shift_x + 30, shift_y, 20, True),
                (shift_x, shift_y, 90, False),
                (shift_x + 400, shift_y, 10, True),
            ]
        ),
        trees=single_trees([(shift_x + 31 + 5 * n, shift_y + 20) for n in range(3)]),
        green=green([("park", hectares(0, 0, 10, 10))]),
        canopy=crowns(tmp_path / "c.tif", bare, CELL, shift_x - 5_000, shift_y + 5_000),
    )
    assert lookup("rule-3-30-300", layers, part="trees")["persons"] == 8.0  # 400 of 500 m²
    assert lookup("rule-3-30-300", layers, part="met-0")["persons"] == 2.0
    assert layers.homes.persons_milli.sum() == 10_000


def test_a_house_before_the_trees_takes_them_out_of_sight_if_it_is_high_enough(four_homes):
    """A house halfway to the first home's eastern tree: at its near wall, after 14 of 30 m, the line is 5.52 m high."""
    homes = [(x, 1050, 10, True) for x in (1050, 4050, 7050, 9050)]
    for levels, height, seen, known in (
        (2, np.nan, 20.0, 100),  # 6 m
        (1, np.nan, 30.0, 100),  # 3 m
        (1, 5.53, 20.0, 100),  # a height goes before storeys
        (2, 5.52, 30.0, 100),
        (np.nan, np.nan, 100 * 20 / 90, 90),  # nobody knows what ten people see
    ):
        built = pd.concat(
            [houses(homes), houses([(1065, 1050, 2, False)], levels, height)], ignore_index=True
        )
        layers = region(canopy=four_homes.canopy, **{**four_homes.tables, "buildings": built})
        row = lookup("rule-3-30-300", layers, part="trees-seen")
        assert (row["value"], row["coverage"]) == (pytest.approx(seen), known / 100)
        assert values("rule-3-30-300", layers)["trees"] == 30.0


def test_a_recorded_height_of_a_tree_counts_instead_of_ten_metres(four_homes):
    """Behind a house of 6 m, 14 of 30 m away: the line to a tree of 11 m is 5.99 m high there, of 11.1 m 6.03 m."""
    built = pd.concat(
        [four_homes.tables["buildings"], houses([(1065, 1050, 2, False)], height=6.0)], ignore_index=True
    )
    for height, seen in ((11.0, 20.0), (11.1, 30.0), (-1.0, 20.0)):
        trees = four_homes.tables["trees"].assign(height=height)
        layers = region(canopy=four_homes.canopy, **{**four_homes.tables, "buildings": built, "trees": trees})
        assert lookup("rule-3-30-300", layers, part="trees-seen")["value"] == seen


def test_on_foot_the_gate_of_the_park_may_be_too_far(four_homes):
    """A way from the second home into its park, 299 m; the first one's park is 305 m away anyway."""
    ways = lines("path", [LineString([(4050, 1050), (4050, 1349.5)])])
    found = values("rule-3-30-300", region(canopy=four_homes.canopy, **{**four_homes.tables, "paths": ways}))
    assert (found["green"], found["green-foot"], found["all-strict"]) == (20.0, 20.0, 0.0)
    ways = lines("path", [LineString([(4050, 1050), (4052, 1100), (4050, 1349.5)])])
    bent = values("rule-3-30-300", region(canopy=four_homes.canopy, **{**four_homes.tables, "paths": ways}))
    assert bent["green-foot"] == 20.0  # 299.05 m
    ways = lines("path", [LineString([(4050, 1050), (4075, 1200), (4050, 1349.5)])])
    bent = values("rule-3-30-300", region(canopy=four_homes.canopy, **{**four_homes.tables, "paths": ways}))
    assert (bent["green"], bent["green-foot"]) == (20.0, 0.0)


@pytest.mark.parametrize("lost", ["buildings", "trees", "green", "population"])
def test_without_one_of_its_sources_there_is_no_figure_of_the_rule(four_homes, lost):
    tables = {name: table for name, table in four_homes.tables.items() if name != lost}
    layers = region(canopy=four_homes.canopy, **tables)
    assert missing_tables(indicators()["rule-3-30-300"], layers) == [lost]
    rows = compute(indicators()["rule-3-30-300"], layers, "r")
    assert {(row["status"], row["value"]) for row in rows} == {("not_covered", None)}


def test_without_canopy_there_is_no_figure_and_never_a_zero(four_homes):
    for key in ("rule-3-30-300", "canopy-share"):
        layers = region(**four_homes.tables)
        assert missing_tables(indicators()[key], layers) == ["canopy"]
        assert {row["value"] for row in compute(indicators()[key], layers, "r")} == {None}
