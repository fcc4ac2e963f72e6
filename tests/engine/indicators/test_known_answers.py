"""Each indicator against numbers worked out on paper."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import compute
from tests.engine.regions import (
    EAST_TOWN,
    WEST_TOWN,
    green,
    hectares,
    lines,
    lookup,
    people,
    region,
    statistics,
    values,
)

figure = lookup
PLAYGROUND_PARTS = [part.id for part in indicators()["acc-playground"].parts]


def test_access_counts_people_up_to_the_distance_and_not_beyond():
    layers = region(
        green=green([("park", hectares(1000, 1000, 100, 100))]),
        population=people([(1400, 1050, 30), (1400.001, 1050, 50), (1050, 1050, 20)]),
    )
    row = figure("acc-ioer-near", layers)
    assert (row["value"], row["persons"], row["denominator"]) == (50.0, 50.0, 100.0)


def test_two_half_hectares_that_touch_are_one_hectare():
    apart = [("park", hectares(1000, 1000, 50, 100)), ("forest", hectares(1050.5, 1000, 50, 100))]
    joined = [("park", hectares(1000, 1000, 50, 100)), ("forest", hectares(1050, 1000, 50, 100))]
    homes = people([(1075, 1050, 10)])
    assert figure("acc-ioer-near", region(green=green(apart), population=homes))["value"] == 0
    assert figure("acc-ioer-near", region(green=green(joined), population=homes))["value"] == 100


def test_overlapping_halves_are_not_counted_twice_in_the_size_test():
    overlap = [("park", hectares(1000, 1000, 60, 100)), ("grass", hectares(1010, 1000, 60, 100))]
    homes = people([(1075, 1050, 10)])
    assert figure("acc-ioer-near", region(green=green(overlap), population=homes))["value"] == 0


def test_private_green_serves_nobody():
    layers = region(
        green=green([("park", hectares(0, 0, 500, 500))], public=False), population=people([(250, 250, 9)])
    )
    assert figure("acc-who", layers)["value"] == 0


def test_green_beyond_the_border_of_the_region_counts():
    layers = region(
        green=green([("forest", hectares(-500, 0, 400, 400))]), population=people([(150, 200, 5)])
    )
    assert figure("acc-ioer-near", layers)["value"] == 100


def test_far_green_needs_ten_hectares_within_700_metres():
    layers = region(
        green=green([("forest", hectares(1000, 0, 1000, 100)), ("park", hectares(1000, 5000, 999, 100))]),
        population=people([(300, 50, 1), (299, 50, 2), (1500, 5050, 5)]),
    )
    assert figure("acc-ioer-far", layers)["persons"] == 1


def test_who_reports_both_ends_of_its_rule_of_thumb():
    layers = region(green=green([("park", hectares(0, 0, 50, 100))]), population=people([(25, 50, 4)]))
    assert figure("acc-who", layers, part="0.5ha")["value"] == 100
    assert figure("acc-who", layers, part="1ha")["value"] == 0


def test_on_foot_the_way_along_the_path_counts_and_the_detour_is_shown():
    """A wood of 1 ha whose only path leads along it from the west and then in from the south."""
    path = LineString([(650, 1040), (650, 900), (1050, 900), (1050, 1010)])
    layers = region(
        green=green([("forest", hectares(1000, 1000, 100, 100))]),
        population=people([(700, 1050, 40), (1000, 850, 25), (1050, 1050, 20), (4000, 1050, 15)]),
        paths=gpd.GeoDataFrame({"ref": ["way/1"], "kind": ["footway"]}, geometry=[path], crs=CRS),
    )
    values = {part: figure("acc-walk", layers, part=part)["value"] for part in ("walk", "straight", "detour")}
    assert values == {"walk": 45.0, "straight": 85.0, "detour": 40.0}
    assert figure("acc-walk", layers)["persons"] == 45.0


def path(*coordinates) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"ref": ["way/1"], "kind": ["footway"]}, geometry=[LineString(coordinates)], crs=CRS
    )


def test_each_access_to_green_has_its_way_on_foot_and_the_detour_between():
    """A park of 12 ha with a path from the south: 240 m and 570 m away on foot, and a home in the east off any path."""
    layers = region(
        green=green([("park", hectares(1000, 1000, 300, 400))]),
        population=people([(1010, 760, 30_000), (700, 760, 20_000), (1400, 1350, 10_000)]),
        paths=path((700, 750), (1010, 750), (1010, 1001)),
    )
    assert values("acc-ioer-near", layers) == pytest.approx({"": 200 / 3, "foot": 50.0, "detour": 50 / 3})
    assert values("acc-ioer-far", layers) == pytest.approx({"": 100.0, "foot": 250 / 3, "detour": 50 / 3})
    who = values("acc-who", layers)
    assert (who["0.5ha-foot"], who["1ha-foot"]) == (50.0, 50.0)
    assert who["0.5ha-detour"] == pytest.approx(50 / 3)
    angst = values("acc-angst", layers)
    assert (angst["2ha-300m-foot"], angst["20ha-2km-foot"], angst["all-foot"]) == (50.0, 0.0, 0.0)


def test_people_where_no_source_of_paths_speaks_are_in_the_straight_share_alone():
    layers = region(
        extents={"paths": box(0, 0, 2000, 10_000)},
        green=green([("park", hectares(1000, 1000, 100, 100)), ("park", hectares(5000, 1000, 100, 100))]),
        population=people([(1050, 990, 60), (5050, 1050, 40)]),
        paths=path((1050, 900), (1050, 1050)),
    )
    straight, foot = (lookup("acc-who", layers, part=part) for part in ("1ha", "1ha-foot"))
    assert (straight["denominator"], straight["coverage"]) == (100.0, 1.0)
    assert (foot["denominator"], foot["value"], foot["coverage"]) == (60.0, 100.0, 0.6)


def test_a_playground_is_entered_by_its_path_or_else_from_the_nearest_one():
    """Straight all three are near; the area with a path is entered there, the others from the path beside them."""
    playgrounds = gpd.GeoDataFrame(
        {"ref": ["a", "b", "c"], "public": True},
        geometry=[hectares(1000, 200, 50, 50), hectares(3000, 120, 20, 20), Point(5000, 115)],
        crs=CRS,
    )
    children = people([(1025, 190, 10), (3010, 95, 20), (5050, 100, 30), (5000, 300, 40)])
    ways = [
        LineString([(1025, 150), (1200, 150), (1200, 225), (1049, 225)]),
        LineString([(2900, 100), (3100, 100)]),
        LineString([(5400, 100), (4990, 100)]),
    ]
    paths = gpd.GeoDataFrame({"ref": ["a", "b", "c"], "kind": "footway"}, geometry=ways, crs=CRS)
    layers = region(playgrounds=playgrounds, children=children, paths=paths)
    # 40 m to the path, 175 + 75 + 150 along it; 5 + 30 m across it; 50 + 15 m; 200 + 15 m
    persons = {part: lookup("acc-playground", layers, part=part)["persons"] for part in PLAYGROUND_PARTS}
    assert persons == {
        "400m": 100.0, "200m": 100.0, "400m-foot": 90.0, "400m-detour": 10.0, "200m-foot": 50.0,
        "200m-detour": 50.0,
    }  # fmt: skip


def test_without_paths_nothing_is_said_of_walking():
    layers = region(green=green([("park", hectares(0, 0, 100, 100))]), population=people([(50, 50, 9)]))
    assert figure("acc-walk", layers)["status"] == "not_covered"
    nothing = gpd.GeoDataFrame({"ref": [], "kind": []}, geometry=[], crs=CRS)
    layers = region(
        green=green([("park", hectares(0, 0, 100, 100))]), population=people([(50, 50, 9)]), paths=nothing
    )
    assert figure("acc-walk", layers)["status"] == "not_covered"


def test_angst_tiers_all_none_and_reserves():
    layers = region(
        green=green(
            [
                ("forest", hectares(0, 0, 2500, 2000)),  # 500 ha
                ("nature_reserve", hectares(0, 0, 100, 100)),  # 1 ha
                ("nature_reserve", hectares(50, 0, 100, 100)),  # overlaps: 1.5 ha together
            ]
        ),
        population=people([(100, 100, 500), (4000, 100, 250), (1000, 9900, 250)]),
    )
    values = {
        row["part"]: row["value"]
        for row in compute(indicators()["acc-angst"], layers, "r")
        if row["place"] == WEST_TOWN and row["status"] != "not_covered"
    }
    assert values == {
        "2ha-300m": 50.0, "20ha-2km": 75.0, "100ha-5km": 75.0, "500ha-10km": 100.0,
        "all": 50.0, "none": 0.0, "reserve": 1.5,
    }  # fmt: skip


def test_scope_small_towns_are_for_orientation_and_stay_out_of_sums():
    layers = region(
        green=green([("park", hectares(1000, 1000, 200, 200))]),
        population=people([(1100, 1100, 60_000), (15_000, 5000, 10_000)]),
    )
    assert figure("acc-ioer-near", layers, EAST_TOWN)["status"] == "orientation"
    assert figure("acc-ioer-near", layers, EAST_TOWN)["value"] == 0
    assert figure("acc-ioer-near", layers, "r")["value"] == 100  # of the one city in scope
    assert figure("acc-ioer-near", layers, "05222")["status"] == "orientation"
    assert figure("acc-who", layers, "r")["value"] == pytest.approx(100 * 6 / 7)  # WHO knows no scope


def test_beyond_the_sources_there_is_no_number():
    layers = region(
        extents={"green": box(0, 0, 10_000, 10_000)},
        green=green([("park", hectares(1000, 1000, 200, 200))]),
        population=people([(1100, 1100, 75), (9990, 9990, 25), (15_000, 5000, 50)]),
    )
    east = figure("acc-who", layers, EAST_TOWN)
    assert (east["value"], east["status"], east["coverage"]) == (None, "not_covered", 0.0)
    whole = figure("acc-who", layers, "r")
    assert (whole["value"], whole["coverage"]) == (75.0, pytest.approx(2 / 3))


def test_a_value_for_less_than_half_of_the_people_is_for_orientation():
    homes = people([(1100, 1100, 49), (9000, 9000, 51)])
    park = green([("park", hectares(1000, 1000, 200, 200))])
    layers = region(extents={"green": box(0, 0, 5000, 5000)}, green=park, population=homes)
    assert figure("acc-who", layers)["status"] == "orientation"


def test_without_any_source_every_part_is_not_covered():
    rows = compute(indicators()["acc-playground"], region(), "r")
    assert {row["status"] for row in rows} == {"not_covered"}
    assert {(row["part"], row["level"]) for row in rows} >= {("400m", "municipality"), ("200m", "region")}
    assert all(row["value"] is None and row["coverage"] == 0 for row in rows)


def test_berlin_shares_a_park_among_all_who_reach_it():
    layers = region(
        green=green([("park", hectares(1000, 1000, 100, 100))]),  # 10,000 m²
        population=people([(1300, 1050, 1000), (1050, 1400, 1000), (1050, 1700, 500)]),
    )
    rows = {
        row["part"]: row
        for row in compute(indicators()["sup-berlin-near"], layers, "r")
        if row["place"] == WEST_TOWN
    }
    assert rows["poorly"]["value"] == 80.0  # 5 m² each for 2,000 of 2,500
    assert rows["unsupplied"]["value"] == 20.0  # 600 m away
    assert rows["mean"]["value"] == 4.0


def test_berlin_adds_what_a_place_gets_from_several_parks():
    parks = [("park", hectares(1000, 1000, 100, 100)), ("park", hectares(1300, 1000, 100, 100))]
    layers = region(green=green(parks), population=people([(1200, 1050, 2000)]))
    assert figure("sup-berlin-near", layers, part="mean")["value"] == 10.0


def test_berlin_a_railway_between_home_and_park_breaks_the_way():
    park, homes = green([("park", hectares(1000, 1000, 100, 100))]), people([(1300, 1050, 1000)])
    wall = lines("railway", [LineString([(1200, 0), (1200, 5000)])])
    assert figure("sup-berlin-near", region(green=park, population=homes))["value"] == 100
    assert (
        figure("sup-berlin-near", region(green=park, population=homes, barriers=wall), part="unsupplied")[
            "value"
        ]
        == 100
    )


def test_berlin_a_lake_of_a_hectare_is_a_barrier_and_a_pond_is_not():
    homes = people([(1300, 1050, 1000)])
    for wide, reached in ((30, 100.0), (60, 0.0)):  # 0.6 ha, 1.2 ha
        water = ("water_standing", hectares(1150, 950, wide, 200))
        layers = region(green=green([("park", hectares(1000, 1000, 100, 100)), water]), population=homes)
        assert figure("sup-berlin-near", layers)["value"] == reached


def test_berlin_a_park_cut_by_a_road_is_two_parks_each_tested_alone():
    park, homes = green([("park", hectares(1000, 1000, 90, 100))]), people([(1300, 1050, 100)])
    road = lines("secondary", [LineString([(1045, 900), (1045, 1200)])])
    path = lines("footway", [LineString([(1045, 900), (1045, 1200)])])
    assert (
        figure("sup-berlin-near", region(green=park, population=homes, roads=road), part="unsupplied")[
            "value"
        ]
        == 100
    )
    assert figure("sup-berlin-near", region(green=park, population=homes, roads=path))["value"] == 100


def test_berlin_leaves_out_cells_below_ten_people_per_hectare():
    layers = region(
        green=green([("park", hectares(1000, 1000, 100, 100))]),
        population=people([(1200, 1050, 9.999), (1200, 1150, 10)]),
    )
    row = figure("sup-berlin-near", layers)
    assert (row["denominator"], row["value"]) == (10.0, 100.0)


def test_galk_counts_area_inside_the_municipality_of_parks_somebody_lives_near():
    layers = region(
        green=green(
            [
                ("park", hectares(9900, 0, 200, 100)),  # 2 ha across the border, near people
                ("park", hectares(5000, 5000, 100, 100)),  # 1 ha, nobody within 500 m
                ("cemetery", hectares(0, 9000, 100, 50)),
                ("pitch", hectares(0, 8000, 70, 100)),
                ("allotments", hectares(0, 7000, 100, 100)),
            ]
        ),
        population=people([(9800, 50, 1000)]),
    )
    rows = {
        r["part"]: r["value"]
        for r in compute(indicators()["sup-galk"], layers, "r")
        if r["place"] == WEST_TOWN
    }
    assert rows == {
        "residential": 10,
        "district": 0,
        "city": 20,
        "cemetery": 5,
        "sports": 7,
        "allotments": 10,
    }


def test_recreation_area_is_unknown_where_the_statistics_are_silent():
    table = pd.DataFrame({"ags": [WEST_TOWN, EAST_TOWN], "recreation_ha": [120.0, float("nan")]})
    layers = region(statistics_recreation=table)
    assert figure("sup-erhol", layers)["value"] == 20.0
    assert figure("sup-erhol", layers, EAST_TOWN)["status"] == "not_covered"
    whole = figure("sup-erhol", layers, "r")
    assert (whole["value"], whole["coverage"]) == (20.0, pytest.approx(6 / 7))


def test_green_share_counts_overlaps_once_and_clips_at_the_border():
    layers = region(
        green=green(
            [
                ("forest", hectares(0, 0, 2000, 10_000)),
                ("forest", hectares(1000, 0, 2000, 10_000)),
                ("park", hectares(9500, 0, 1000, 10_000)),
                ("playground", hectares(9500, 0, 100, 100)),
                ("nature_reserve", hectares(0, 0, 10_000, 10_000)),
            ]
        )
    )
    rows = {
        r["part"]: r["value"]
        for r in compute(indicators()["green-share"], layers, "r")
        if r["place"] == WEST_TOWN
    }
    assert rows == {"total": 35.0, "regional": 30.0, "urban": 5.0, "cultural": 0.0, "industrial": 0.0}


def test_a_tree_in_two_sources_counts_once_and_twins_in_one_source_twice():
    trees = gpd.GeoDataFrame(
        {
            "source": ["cadastre", "cadastre", "osm", "osm"],
            "ref": "",
            "species": None,
            "height": float("nan"),
        },
        geometry=[Point(100, 100), Point(101, 100), Point(100, 102), Point(500, 500)],
        crs=CRS,
    )
    layers = region(trees=trees, population=people([(100, 100, 1500)]))
    assert figure("trees", layers)["value"] == 3
    assert figure("trees", layers, part="per-1000")["value"] == 2.0


def test_playgrounds_as_points_and_areas_serve_children():
    table = gpd.GeoDataFrame(
        {"ref": "", "public": [True, True, False]},
        geometry=[Point(0, 0), hectares(3000, 3000, 900, 900), Point(9000, 9000)],
        crs=CRS,
    )
    children = people([(0, 400, 3), (0, 200, 3), (3450, 3450, 4), (9000, 9000, 10)])
    layers = region(playgrounds=table, children=children)
    assert figure("acc-playground", layers)["persons"] == 10
    assert figure("acc-playground", layers, part="200m")["persons"] == 7


def test_a_town_without_people_on_the_grid_has_no_share():
    layers = region(
        green=green([("park", hectares(0, 0, 200, 200))]),
        population=people([(100, 100, 5)]),
        statistics_population=statistics(60_000, 60_000),
    )
    assert figure("acc-who", layers, EAST_TOWN)["status"] == "not_covered"
    assert figure("acc-who", layers, "r")["value"] == 100
