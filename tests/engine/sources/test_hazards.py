"""Hazards: which polygons of a map count, and what is wrong with options that say nothing."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import Point

from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.region import read_region
from tests.engine.sources.samples import CRS, X, Y, hazard, rectangle, spec


def areas(source, name="hazard_flood") -> list[float]:
    return read_source(source).tables[name].geometry.area.tolist()


def test_the_classes_that_are_kept_count_and_a_row_without_class_does_not(tmp_path):
    source = hazard(tmp_path)
    dataset = read_source(source)
    assert dataset.tables["hazard_flood"].columns.tolist() == ["ref", "geometry"]
    assert areas(source) == [10_000]
    assert areas(replace(source, options={**source.options, "keep": ["HQ100", "HQextrem"]})) == [
        10_000,
        20_000,
    ]
    assert dataset.notes[0].de == "Überflutung durch Hochwasser: „szenario“ ist HQ100."
    assert dataset.extent.bounds == pytest.approx((X, Y, X + 400, Y + 100))


def test_a_map_of_one_scenario_counts_whole(tmp_path):
    source = hazard(tmp_path)
    whole = replace(source, options={"hazard": "flood"})
    assert areas(whole) == [10_000, 20_000, 10_000]
    assert read_source(whole).notes[0].en == "Flooding by rivers: all areas of the file."


def test_water_counts_from_a_depth(tmp_path):
    path = tmp_path / "rain.gpkg"
    shapes = [rectangle(100 * n, 0, 10 * (n + 1), 10) for n in range(3)]
    gpd.GeoDataFrame({"tiefe": [0.49, 0.5, None]}, geometry=shapes, crs=CRS).to_file(path)
    source = spec("hazard-areas", path, hazard="heavy_rain", column="tiefe", least=0.5)
    assert areas(source, "hazard_heavy_rain") == [200]
    assert read_source(source).notes[0].de == "Überflutung durch Starkregen: „tiefe“ ab 0,5."


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"hazard": "fire"}, "write one of flood, heavy_rain"),
        ({"hazard": "flood", "column": "szenario"}, "needs options.column with either options.keep"),
        ({"hazard": "flood", "keep": ["HQ100"]}, "needs options.column with either options.keep"),
        (
            {"hazard": "flood", "column": "szenario", "keep": ["HQ100"], "least": 1},
            "with either options.keep",
        ),
        (
            {"hazard": "flood", "column": "szenario", "keep": ["HQ10"]},
            'no szenario "HQ10"; it has HQ100, HQextrem;',
        ),
        (
            {"hazard": "flood", "column": "szenario", "least": 1},
            'row 1: szenario is "HQ100", not a number; name',
        ),
    ],
)
def test_options_that_say_nothing_are_refused(tmp_path, options, complaint):
    with pytest.raises(SourceError, match=complaint):
        read_source(replace(hazard(tmp_path), options=options))


def test_points_are_no_areas(tmp_path):
    path = tmp_path / "p.gpkg"
    gpd.GeoDataFrame({"n": [1]}, geometry=[Point(X, Y)], crs=CRS).to_file(path)
    with pytest.raises(SourceError, match="row 1: a Point is no area; hazards must be polygons"):
        read_source(spec("hazard-areas", path, hazard="flood"))


def test_a_word_where_a_depth_belongs_is_refused_by_the_region(tmp_path):
    lines = (
        '[region]', 'id = "r"', 'title = { de = "R", en = "R" }', '[[source]]', 'id = "rain"', 'kind = "hazard-areas"',
        'path = "rain.gpkg"', 'title = "t"', 'publisher = "p"', 'licence = "unstated"', 'attribution = "a"',
        'vintage = "2024"', 'options = { hazard = "heavy_rain", column = "tiefe", least = "knee" }',
    )  # fmt: skip
    (tmp_path / "r.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(RegionError, match="least = 'knee'; it must be a whole number or a number"):
        read_region(tmp_path / "r.toml")
