"""Releases from real files, beside the same numbers computed in another way, with GeoPandas and GEOS alone.

Needs the real files: ``GRUENZUG_DATA=/path/to/data make real``.
"""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pytest

from gruenzug.contract.indicators import indicators
from gruenzug.engine.release import make_release

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))
REGIONS = Path(__file__).parents[2] / "regions"
METRES = 25832

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="set GRUENZUG_DATA to the folder with real files, then: make real"
    ),
]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Make the release of a region once; return its manifest, its figures by key and its folder."""
    made: dict[str, tuple[dict, pd.DataFrame, Path]] = {}

    def make(name: str) -> tuple[dict, pd.DataFrame, Path]:
        if name not in made:
            folder = tmp_path_factory.mktemp("releases") / name
            manifest = make_release(REGIONS / f"{name}.toml", folder, lambda line: None, maxzoom=12)
            keys = ["indicator", "part", "level", "place"]
            figures = pd.read_parquet(folder / "figures.parquet").set_index(keys).sort_index()
            made[name] = manifest, figures, folder
        return made[name]

    return make


@pytest.fixture(scope="module")
def heidelberg():
    """Green areas, outline and people of Heidelberg, read and spread without our readers."""
    green = gpd.read_file(DATA / "alternatives/heidelberg/all_indicators_HD.json").to_crs(METRES)
    green.geometry = green.make_valid()
    kreise = gpd.read_file(DATA / "boundaries/landkreise_sim200.geojson")
    city = kreise[kreise["AGS"] == "08221"].to_crs(METRES).union_all()
    people = spread_by_hand()
    people = people[people.within(city)]
    return green, city, people


def spread_by_hand() -> gpd.GeoDataFrame:
    """People of the kilometre cells around Heidelberg in proportion to dwellings, as plain fractions."""
    folder = DATA / "population"
    near = "x > 4200000 and x < 4260000 and y > 2900000 and y < 2960000"
    coarse = (
        pd.read_parquet(folder / "zensus_1km/continuous_Einwohner.parquet").query(near).query("Einwohner > 0")
    )
    files = sorted((folder / "zensus_100m").glob("dwellings_WOHNFLAECHE_10S_*.parquet"))
    homes = (
        pd.concat([pd.read_parquet(path).query(near) for path in files])
        .groupby(["x", "y"], as_index=False)["value"]
        .sum()
    )
    homes["X"], homes["Y"] = homes["x"] // 1000 * 1000 + 500, homes["y"] // 1000 * 1000 + 500
    joined = homes.merge(coarse.rename(columns={"x": "X", "y": "Y"}), on=["X", "Y"])
    joined["persons"] = (
        joined["Einwohner"] * joined["value"] / joined.groupby(["X", "Y"])["value"].transform("sum")
    )
    keys = joined.set_index(["X", "Y"]).index
    alone = coarse[~coarse.set_index(["x", "y"]).index.isin(keys)].rename(columns={"Einwohner": "persons"})
    points = pd.concat([joined[["x", "y", "persons"]], alone[["x", "y", "persons"]]])
    return gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(points["x"], points["y"]), crs=3035).to_crs(
        METRES
    )


def share_near(people: gpd.GeoDataFrame, green: gpd.GeoDataFrame, hectares: float, metres: float) -> float:
    units = gpd.GeoSeries([green.union_all()], crs=METRES).explode()
    near = people.distance(units[units.area >= hectares * 10_000].union_all()) <= metres
    return 100 * people.loc[near, "persons"].sum() / people["persons"].sum()


@pytest.mark.parametrize(
    ("indicator", "part", "hectares", "metres", "extra"),
    [
        ("acc-ioer-near", "", 1, 300, []),
        ("acc-ioer-far", "", 10, 700, []),
        ("acc-who", "0.5ha", 0.5, 300, ["Spielplatz"]),
        ("acc-who", "1ha", 1, 300, ["Spielplatz"]),
        ("acc-angst", "2ha-300m", 2, 300, ["Spielplatz"]),
        ("acc-angst", "20ha-2km", 20, 2000, ["Spielplatz"]),
    ],
)
def test_access_in_heidelberg_agrees_with_geos(
    released, heidelberg, indicator, part, hectares, metres, extra
):
    green, _, people = heidelberg
    kinds = ["Park", "Wald", "Wiese", "Friedhof", "Garten", *extra]
    expected = share_near(people, green[green["TARGET_TYP"].isin(kinds)], hectares, metres)
    figure = released("heidelberg")[1].loc[(indicator, part, "municipality", "08221000")]
    assert figure["value"] == pytest.approx(expected, abs=1e-4)  # people are whole thousandths with us
    assert figure["coverage"] == 1


def test_green_of_heidelberg_agrees_with_geos(released, heidelberg):
    green, city, _ = heidelberg
    figures = released("heidelberg")[1]
    for part, kinds in {
        "total": set(green["TARGET_TYP"]) - {"Naturschutzgebiet"},
        "regional": {"Wald"},
        "cultural": {"Wiese"},
    }.items():
        area = green[green["TARGET_TYP"].isin(kinds)].union_all().intersection(city).area
        assert figures.loc[("green-share", part, "region", "heidelberg"), "value"] == pytest.approx(
            100 * area / city.area, abs=1e-5
        )


def test_all_317_green_areas_of_heidelberg_are_in_the_layer(released):
    assert len(gpd.read_parquet(released("heidelberg")[2] / "layers/green.parquet")) == 317


def test_the_ruhr_has_its_53_municipalities_and_its_people(released):
    manifest, figures, folder = released("real-ruhr")
    assert manifest["places"] == {"municipality": 53, "county": 15, "region": 1}
    people = gpd.read_parquet(folder / "layers/population.parquet")
    inside = people[people["ags"] != ""]
    assert inside["persons"].sum() == pytest.approx(5_065_000, rel=0.002)
    assert not manifest["model"]
    towns = gpd.read_parquet(folder / "layers/municipalities.parquet")
    assert towns["area_m2"].sum() / 1e6 == pytest.approx(4438.69, rel=0.001)
    assert figures.loc[("acc-playground", "400m", "municipality", "05911000"), "coverage"] == 1


def test_playground_access_of_bochum_agrees_with_geos(released):
    playgrounds = gpd.read_file(DATA / "bochum/playgrounds/bochum_playgrounds.shp").to_crs(METRES)
    towns = gpd.read_file(DATA / "boundaries/pt_preisstufen.shp")
    bochum = towns[towns["GN"] == "Bochum"].union_all()
    children = pd.read_parquet(DATA / "population/zensus_100m/demography_ALTER_10JG_1.parquet")
    children = children[
        children["x"].between(4_080_000, 4_140_000) & children["y"].between(3_140_000, 3_180_000)
    ]
    points = gpd.GeoDataFrame(
        children, geometry=gpd.points_from_xy(children["x"], children["y"]), crs=3035
    ).to_crs(METRES)
    points = points[points.intersects(bochum)]
    kinds = ["Spielplätze allgemein", "Abenteuerspielplätze", "Wasserspielplätze", "Naturerlebnisflächen"]
    used = playgrounds[playgrounds["kategorie"].isin(kinds)]
    figure = released("real-ruhr")[1].loc[("acc-playground", "400m", "municipality", "05911000")]
    near = points.distance(used.union_all()) <= 400
    expected = 100 * points.loc[near, "value"].sum() / points["value"].sum()
    assert figure["denominator"] == points["value"].sum()
    assert figure["value"] == pytest.approx(expected, abs=0.2)  # two OSM extracts add a few playgrounds


def test_what_the_ruhr_data_cannot_carry_is_not_covered_and_not_zero(released):
    _, figures, _ = released("real-ruhr")
    for indicator in ("acc-who", "green-share", "trees", "sup-galk", "sup-erhol"):
        xanten = figures.sort_index().loc[(indicator,)].xs("05170052", level="place")
        assert (xanten["status"] == "not_covered").all()
        assert xanten["value"].isna().all()


def test_a_few_hectares_of_witten_do_not_speak_for_the_town(released):
    _, figures, _ = released("witten-stockum")
    row = figures.loc[("acc-who", "0.5ha", "municipality", "05954036")]
    assert row["status"] == "orientation"
    assert 0 < row["coverage"] < 0.1
    assert figures.loc[("trees", "count", "municipality", "05954036"), "value"] > 300


def test_liechtenstein_without_a_census_has_green_but_no_shares_of_people(released):
    manifest, figures, folder = released("liechtenstein")
    assert manifest["places"]["municipality"] == 11
    share = figures.loc[("green-share", "total", "region", "liechtenstein")]
    green = gpd.read_parquet(folder / "layers/green.parquet").query("element != 'nature_reserve'").union_all()
    country = gpd.read_parquet(folder / "layers/municipalities.parquet").union_all()
    expected = 100 * green.intersection(country).area / country.area
    assert share["value"] == pytest.approx(expected, abs=1e-4)
    assert expected > 20  # thin mapping of 2013, yet a fifth is forest
    assert figures.loc[("acc-who",), "status"].eq("not_covered").all()


@pytest.mark.parametrize("name", ["heidelberg", "real-ruhr"])
def test_what_is_near_in_a_straight_line_is_near_on_foot_or_a_detour(released, name):
    _, figures, _ = released(name)
    values, checked = figures["value"], 0
    for indicator in indicators().values():
        for part in indicator.parts:
            straight, foot = (
                part.id.removesuffix("detour").rstrip("-"),
                f"{part.id.removesuffix('detour')}foot",
            )
            if not part.id.endswith("detour") or indicator.id == "acc-walk":
                continue
            whole = values.loc[indicator.id, straight]
            parted = values.loc[indicator.id, foot] + values.loc[indicator.id, part.id]
            same_reach = (
                figures.loc[(indicator.id, straight), "coverage"]
                == figures.loc[(indicator.id, foot), "coverage"]
            )
            np.testing.assert_allclose(parted[same_reach], whole[same_reach], atol=1e-9)
            checked += int(whole[same_reach].notna().sum())
    assert checked >= 12


def test_without_its_sources_heidelberg_has_no_canopy_no_rule_and_no_sum_of_burdens(released):
    manifest, figures, _ = released("heidelberg")
    reasons = {row["id"]: row["reason"]["en"] for row in manifest["indicators"] if row["reason"]}
    assert "tree canopy" in reasons["canopy-share"]
    assert "buildings, single trees, tree canopy" in reasons["rule-3-30-300"]
    assert reasons["env-justice"].endswith("so it lacks 11 of 12 parts.")
    several = figures.loc[("env-justice", "several")]
    assert several["value"].isna().all()
    assert figures.loc[("env-justice", "green", "region", "heidelberg"), "value"] > 0


def test_car_parks_of_witten_are_those_on_the_ground_in_the_extract(released):
    found = gpd.read_parquet(released("witten-stockum")[2] / "layers/search-spaces.parquet")
    told = set()
    for way in osmium.FileProcessor(DATA / "osm_ruhr/Witten_Stockum.osm.pbf", osmium.osm.WAY):
        if way.tags.get("amenity") == "parking" and way.tags.get("parking") in (None, "surface"):
            told.add((f"way/{way.id}", way.tags.get("surface")))
    surfaces = found["surface"].astype(object).where(found["surface"].notna(), None)
    assert set(zip(found["ref"], surfaces, strict=True)) == told
    assert set(found["kind"]) == {"car-park"}  # no source of this region tells of heat
    assert found["sealed"].sum() == sum(surface is not None for _, surface in told)
