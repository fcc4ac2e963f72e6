"""Search spaces: burdened areas and car parks, worked out on paper."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box

from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators.search_spaces import search_spaces, tables_of_search_spaces
from tests.engine.regions import EAST_TOWN, WEST_TOWN, green, hectares, people, region

HIGH, MEDIUM = 3, 2


def heat(*rows) -> gpd.GeoDataFrame:
    grades, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"grade": grades, "ref": ""}, geometry=list(shapes), crs=CRS)


def car_parks(*rows) -> gpd.GeoDataFrame:
    surface, sealed, shapes = zip(*rows, strict=True)
    columns = {"ref": [f"way/{n}" for n in range(len(rows))], "surface": list(surface)}
    return gpd.GeoDataFrame(
        columns | {"sealed": pd.array(sealed, dtype="boolean")}, geometry=list(shapes), crs=CRS
    )


def water(*shapes) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"ref": [f"w/{n}" for n in range(len(shapes))]}, geometry=list(shapes), crs=CRS)


@pytest.fixture
def tables():
    """A hot strip across the border, of two areas that touch, and four car parks, one of them of grass."""
    return {
        "population": people([(8500, 500, 30), (9500, 500, 20), (10_500, 500, 12), (11_500, 500, 5), (3000, 500, 99)]),
        "green": green([("park", hectares(8400, 400, 100, 100))]),
        "burden_heat": heat(
            (HIGH, box(9000, 0, 12_000, 1000)), (MEDIUM, box(0, 0, 8000, 1000)), (HIGH, box(8000, 0, 9000, 1000))
        ),
        "car_parks": car_parks(
            ("asphalt", True, box(9980, 100, 10_020, 150)), (None, None, box(2000, 100, 2050, 120)),
            ("grass", False, box(8100, 100, 8200, 200)), ("asphalt", True, box(2000, 5000, 2010, 5010)),
        ),
    }  # fmt: skip


def test_areas_end_at_the_border_and_know_their_people(tables):
    rows = search_spaces(region(**tables)).query("kind == 'heat'")
    assert rows["ags"].tolist() == [WEST_TOWN, EAST_TOWN]
    assert rows["area_m2"].tolist() == [2_000_000.0, 2_000_000.0]
    assert rows["persons"].tolist() == [50.0, 17.0]
    # 30 people share the park beside them; five on a hectare are too few for the method of supply
    assert rows["persons_poor_green"].tolist() == [20.0, 12.0]


def test_car_parks_are_grey_unless_water_gets_through(tables):
    rows = search_spaces(region(**tables)).query("kind == 'car-park'")
    assert rows["ref"].tolist() == ["way/1", "way/3", "way/0", "way/0"]
    assert rows["area_m2"].tolist() == [1000.0, 100.0, 1000.0, 1000.0]
    assert rows["ags"].tolist() == [WEST_TOWN] * 3 + [EAST_TOWN]
    assert rows["heat"].fillna(0).tolist() == [MEDIUM, 0, HIGH, HIGH]
    assert rows["sealed"].isna().tolist() == [True, False, False, False]
    assert rows["persons"].isna().all()


def test_beyond_its_extent_the_source_names_no_space(tables):
    rows = search_spaces(region(extents={"burden_heat": box(8500, 0, 9000, 9999)}, **tables))
    hot = rows.query("kind == 'heat'")
    assert hot["area_m2"].tolist() == [500_000.0]
    assert hot["persons"].tolist() == [30.0]
    assert rows.query("kind == 'car-park'")["heat"].isna().all()


def test_without_people_or_green_their_numbers_are_unknown_and_not_zero(tables):
    del tables["green"]
    rows = search_spaces(region(**tables)).query("kind == 'heat'")
    assert rows["persons"].tolist() == [50.0, 17.0]
    assert rows["persons_poor_green"].isna().all()
    del tables["population"]
    assert search_spaces(region(**tables))["persons"].isna().all()


def test_without_heat_there_are_the_car_parks_and_without_both_nothing(tables):
    del tables["burden_heat"]
    rows = search_spaces(region(**tables))
    assert set(rows["kind"]) == {"car-park"}
    assert rows["heat"].isna().all()
    del tables["car_parks"]
    assert tables_of_search_spaces(region(**tables)) == []


def test_endangered_areas_hold_who_lives_in_them_by_building_else_by_cell(tables):
    """A river valley of two scenarios that touch, across the border, and a puddle in the west."""
    tables["hazard_flood"] = water(box(8400, 490, 10_000, 510), box(10_000, 480, 12_000, 500))
    tables["hazard_heavy_rain"] = water(box(2990, 490, 3010, 510))
    rows = search_spaces(region(**tables))
    assert list(dict.fromkeys(rows["kind"])) == ["heat", "flood", "heavy-rain", "car-park"]
    flood, rain = rows.query("kind == 'flood'"), rows.query("kind == 'heavy-rain'")
    assert (flood["ags"].tolist(), flood["area_m2"].tolist()) == (
        [WEST_TOWN, EAST_TOWN],
        [32_000.0, 40_000.0],
    )
    assert flood["persons"].tolist() == [50.0, 17.0]  # the cells' centres are on the edge in the east
    assert (rain["area_m2"].tolist(), rain["persons"].tolist()) == ([400.0], [99.0])
    assert flood["persons_poor_green"].isna().all()
    assert rain["heat"].tolist() == [MEDIUM]
    homes = [box(8480, 520, 8500, 540), box(9490, 490, 9510, 510)]
    columns = {"ref": ["", ""], "residential": True, "levels": np.nan, "height": np.nan}
    tables["buildings"] = gpd.GeoDataFrame(columns, geometry=homes, crs=CRS)
    flood = search_spaces(region(**tables)).query("kind == 'flood'")
    assert flood["persons"].tolist() == [20.0, 17.0]  # 30 live beside the valley, though their cell is in it
    assert {"hazard_flood", "buildings", "population"} < set(tables_of_search_spaces(region(**tables)))


def test_a_car_park_tells_whether_water_reaches_it(tables):
    """Heavy rain covers a strip of the first and touches the next; the flood map ends before the second."""
    tables["hazard_heavy_rain"] = water(box(1990, 100, 2010, 110), box(1000, 5010, 3000, 5020))
    tables["hazard_flood"] = water(box(9990, 0, 9995, 9000))
    extents = {"hazard_flood": box(9000, 0, 20_000, 9999)}
    rows = search_spaces(region(extents=extents, **tables)).query("kind == 'car-park'")
    assert rows["ref"].tolist() == ["way/1", "way/3", "way/0", "way/0"]
    assert rows["heavy_rain"].tolist() == [True, False, False, False]
    assert rows["flood"].fillna(False).tolist() == [False, False, True, False]
    assert rows["flood"].isna().tolist() == [True, True, False, False]
    del tables["hazard_flood"]
    assert search_spaces(region(**tables))["flood"].isna().all()


def test_beyond_the_map_of_hazards_nothing_is_said(tables):
    tables["hazard_flood"] = water(box(8400, 490, 12_000, 510))
    limited = region(extents={"hazard_flood": box(0, 0, 9000, 9999)}, **tables)
    assert search_spaces(limited).query("kind == 'flood'")["area_m2"].tolist() == [12_000.0]
    tables["hazard_flood"] = water()
    assert "flood" not in set(search_spaces(region(**tables))["kind"])


@pytest.mark.parametrize("seed", range(4))
def test_areas_agree_with_geos_in_any_order(seed):
    rng = np.random.default_rng(seed)
    corners = rng.integers(-500, 20_000, (40, 2))
    shapes = [
        box(x, y, x + w, y + h)
        for (x, y), (w, h) in zip(corners, rng.integers(100, 4000, (40, 2)), strict=True)
    ]
    table = heat(*((HIGH if n % 3 else MEDIUM, shape) for n, shape in enumerate(shapes)))
    found = search_spaces(region(burden_heat=table))
    whole = shapely.union_all([shape for n, shape in enumerate(shapes) if n % 3])
    for ags, town in ((WEST_TOWN, box(0, 0, 10_000, 10_000)), (EAST_TOWN, box(10_000, 0, 20_000, 10_000))):
        area = shapely.intersection(whole, town).area
        assert found.loc[found["ags"] == ags, "area_m2"].sum() == pytest.approx(area, abs=0.1)
    shuffled = search_spaces(region(burden_heat=table.sample(frac=1, random_state=seed)))
    assert found.geometry.normalize().equals(shuffled.geometry.normalize())
    pd.testing.assert_frame_equal(found.drop(columns="geometry"), shuffled.drop(columns="geometry"))


def test_a_map_without_high_grades_gives_no_area(tables):
    del tables["car_parks"]
    tables["burden_heat"] = heat((MEDIUM, box(0, 0, 8000, 1000)))
    assert search_spaces(region(**tables)).empty
