"""What is true in the model region: people and land use as published, municipality by municipality."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gruenzug.engine.modelregion.facts import towns
from gruenzug.engine.modelregion.landuse import take
from gruenzug.engine.modelregion.lines import lengths
from gruenzug.engine.modelregion.outlines import draw_outlines
from gruenzug.engine.modelregion.people import apportion
from gruenzug.engine.modelregion.skeleton import courses, water_of
from tests.engine.modelregion.test_map import areas_of

pytestmark = pytest.mark.xdist_group("facts")  # the outlines are drawn once


@pytest.fixture(
    scope="module", params=[1, 33, 88]
)  # 33 began with an exclave, 88 with a border across a centre
def outlines(request):
    water = shapely.buffer(water_of(courses(request.param)), 400.0)
    return draw_outlines(towns(), water, request.param)


def test_facts_add_up_to_the_published_region():
    assert len(towns()) == 53
    assert sum(town.population for town in towns()) == 5_111_530
    assert sum(town.area for town in towns()) == 443_869


def test_land_use_of_each_municipality_adds_up_to_its_area():
    for town in towns():
        used = town.hectares("settlement", "traffic") + town.area - town.built
        assert abs(used - town.area) <= 4, town.name


def test_every_outline_has_the_published_area(outlines):
    areas = shapely.area(np.array(outlines.polygons)) / 10_000
    published = np.array([town.area for town in towns()])
    np.testing.assert_allclose(areas, published, rtol=1e-4)


def test_outlines_tile_the_region_without_gap_or_overlap(outlines):
    polygons = np.array(outlines.polygons)
    assert shapely.coverage_is_valid(polygons)
    region = shapely.coverage_union_all(polygons)
    assert region.geom_type == "Polygon"
    assert len(region.interiors) == 0


def test_borders_wind(outlines):
    chords = sum(float(np.hypot(*(arc[-1] - arc[0]))) for arc in outlines.arcs)
    assert sum(float(lengths(arc)[-1]) for arc in outlines.arcs) > 1.15 * chords


def test_cells_of_a_municipality_add_up_to_its_inhabitants(town):
    rows = pd.read_csv(town / "zensus-population-100m.csv", sep=";")
    middles = gpd.points_from_xy(rows["x_mp_100m"], rows["y_mp_100m"], crs=3035).to_crs(25832)
    outline = gpd.read_file(town / "vg250.gpkg", layer="vg250_gem").geometry[0]
    assert shapely.contains_properly(outline, np.array(middles)).all()
    assert rows["Einwohner"].sum() == 73_425
    assert rows["Einwohner"].min() >= 3


def test_square_kilometres_hold_the_same_people(town):
    small = pd.read_csv(town / "zensus-population-100m.csv", sep=";")
    large = pd.read_csv(town / "zensus-population-1km.csv", sep=";").set_index(["x_mp_1km", "y_mp_1km"])
    key = [small["x_mp_100m"] // 1000 * 1000 + 500, small["y_mp_100m"] // 1000 * 1000 + 500]
    pd.testing.assert_series_equal(
        small.groupby(key)["Einwohner"].sum().sort_index(), large["Einwohner"].sort_index(), check_names=False
    )


def test_ages_are_withheld_below_three_and_children_are_about_nine_per_cent(town):
    rows = pd.read_csv(town / "zensus-age-100m.csv", sep=";", dtype=str)
    assert not (rows.iloc[:, 4:].isin(["1", "2"])).any(axis=None)
    withheld = rows["Unter10"] == "–"
    assert 0 < withheld.sum() < 0.05 * len(rows)
    known = rows.loc[~withheld, "Unter10"].astype(int).sum()
    assert 0.085 < known / rows["Insgesamt_Bevoelkerung"].astype(int).sum() < 0.095


def test_land_use_on_the_map_is_the_published_one_within_one_per_cent_of_the_area(town):
    outline = gpd.read_file(town / "vg250.gpkg", layer="vg250_gem").geometry[0]
    facts = next(one for one in towns() if one.ags == "05562004")
    groups = {
        ("forest", "wood"): [("landuse", "forest"), ("natural", "wood")],
        ("water",): [("natural", "water")],
        ("agriculture",): [("landuse", "farmland"), ("landuse", "meadow"), ("landuse", "orchard")],
    }
    for uses, tags in groups.items():
        shapes = np.array([shape for tag in tags for shape in areas_of(town, *tag)])
        hectares = shapely.area(shapely.intersection(shapes, outline)).sum() / 10_000
        assert abs(hectares - facts.hectares(*uses)) < 0.01 * facts.area, uses


@given(
    weight=arrays(np.int64, st.integers(1, 40), elements=st.integers(0, 10_000)).filter(
        lambda w: w.sum() > 0
    ),
    total=st.integers(0, 100_000),
    fewest=st.integers(0, 5),
)
def test_apportioned_shares_add_up_and_are_zero_or_large_enough(weight, total, fewest):
    share = apportion(weight, total, fewest)
    assert share.sum() == total
    assert (share >= 0).all()
    if total >= fewest * max(1, (share > 0).sum()):
        assert ((share == 0) | (share >= min(fewest, total))).all()


@given(
    area=arrays(np.float64, st.integers(1, 30), elements=st.integers(1, 50)),
    wanted=st.floats(0, 500),
)
def test_blocks_are_taken_until_the_area_is_met_within_half_a_block(area, wanted):
    blocks = np.arange(len(area))
    chosen = take(blocks, -blocks.astype(np.float64), area, wanted)
    got = area[chosen].sum()
    assert got == area.sum() or abs(got - wanted) <= area.max() / 2 + 1e-9
