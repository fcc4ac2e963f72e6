"""Green areas and playgrounds by a mapping of their types."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Point, Polygon

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from tests.engine.sources.samples import CRS, X, Y, green_areas, playgrounds, rectangle, spec


def again(source, **changes):
    return spec(source.kind, source.path, **{**source.options, **changes})


def test_types_become_elements_and_unwanted_ones_stay_out(tmp_path):
    dataset = read_source(green_areas(tmp_path))
    green = dataset.tables["green"]
    assert list(green["element"]) == ["park", "playground"]
    assert green["public"].all()
    assert green["name"].tolist()[0] == "Stadtpark"
    assert dataset.tables["playgrounds"]["ref"].tolist() == ["sample/2"]


def test_public_can_be_stated_for_all(tmp_path):
    green = read_source(again(green_areas(tmp_path), public=False)).tables["green"]
    assert not green["public"].any()


def test_a_type_without_element_is_told_with_its_number(tmp_path):
    source = again(green_areas(tmp_path), elements={"Park": "park", "Spielplatz": "playground"})
    with pytest.raises(SourceError, match='typ is "Parkplatz" in 1 rows; map it to an element'):
        read_source(source)


def test_an_unknown_element_is_told(tmp_path):
    with pytest.raises(SourceError, match='maps "Park" to "lawn", which is no element; use one of forest'):
        read_source(again(green_areas(tmp_path), elements={"Park": "lawn"}))


def test_a_misspelt_type_is_told(tmp_path):
    source = green_areas(tmp_path)
    with pytest.raises(SourceError, match='no typ is "Parkk"'):
        read_source(again(source, elements={**source.options["elements"], "Parkk": "park"}))


def test_points_are_no_green_areas(tmp_path):
    rows = gpd.GeoDataFrame({"typ": ["Park"]}, geometry=[Point(X, Y)], crs=CRS)
    rows.to_file(tmp_path / "p.gpkg")
    with pytest.raises(SourceError, match="row 1: a Point is no area"):
        read_source(spec("green-areas", tmp_path / "p.gpkg", column="typ", elements={"Park": "park"}))


def test_a_broken_ring_is_mended_and_told(tmp_path):
    bow = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    rows = gpd.GeoDataFrame({"typ": ["Park", "Park"]}, geometry=[rectangle(20, 0, 9, 9), bow], crs=CRS)
    rows.to_file(tmp_path / "p.gpkg")
    dataset = read_source(spec("green-areas", tmp_path / "p.gpkg", column="typ", elements={"Park": "park"}))
    assert dataset.tables["green"].geometry.is_valid.all()
    assert dataset.notes[0].en == "Areas mended (invalid rings): sample/2."


def test_playgrounds_keep_their_categories_only(tmp_path):
    dataset = read_source(playgrounds(tmp_path))
    assert dataset.tables["playgrounds"]["ref"].tolist() == ["sample/1"]
    assert dataset.tables["playgrounds"]["public"].all()


def test_playgrounds_without_categories_are_all_kept(tmp_path):
    source = spec("playgrounds", playgrounds(tmp_path).path)
    assert len(read_source(source).tables["playgrounds"]) == 2


def test_half_a_mapping_is_told(tmp_path):
    source = spec("playgrounds", playgrounds(tmp_path).path, column="kategorie")
    with pytest.raises(SourceError, match=r"needs both options\.column and options\.keep"):
        read_source(source)
