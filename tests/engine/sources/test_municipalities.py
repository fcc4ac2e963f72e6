"""Municipalities come with key, plain name and Kreis, or not at all."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Polygon

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from tests.engine.sources.samples import HERDECKE, WITTEN, X, Y, boundaries, kreise, rectangle, spec, vg250


def towns(source):
    return read_source(source).tables["municipalities"]


def test_vg250_gives_land_with_names_of_counties(tmp_path):
    table = towns(vg250(tmp_path))
    assert list(table["ags"]) == [HERDECKE, WITTEN]
    assert list(table["name"]) == ["Herdecke", "Witten"]
    assert set(table["kreis_name"]) == {"Ennepe-Ruhr-Kreis"}
    assert list(table.area) == [1e6, 1e6]
    assert table.crs.to_epsg() == 25832


def test_vg250_keeps_only_the_keys_of_the_region(tmp_path):
    source = vg250(tmp_path)
    assert list(towns(spec("vg250", source.path, ags=["05954036"]))["ags"]) == [WITTEN]
    with pytest.raises(SourceError, match="no municipality whose AGS begins with 05911"):
        towns(spec("vg250", source.path, ags=["05954", "05911"]))


def test_vg250_with_inhabitants_gives_both_tables(tmp_path):
    source = spec("vg250", vg250(tmp_path).path, inhabitants="EWZ")
    people = read_source(source).tables["statistics_population"]
    assert dict(zip(people["ags"], people["inhabitants"], strict=True)) == {WITTEN: 96_563, HERDECKE: 22_755}


def test_outlines_get_their_keys_by_name(tmp_path):
    table = towns(boundaries(tmp_path))
    assert dict(zip(table["name"], table["ags"], strict=True)) == {
        "Witten": WITTEN,
        "Wetter (Ruhr)": "05954032",
    }
    assert set(table["kreis_name"]) == {"Ennepe-Ruhr-Kreis"}


def test_every_part_of_a_shapefile_is_among_the_files(tmp_path):
    names = {path.name for path in read_source(boundaries(tmp_path)).files}
    assert {"outlines.shp", "outlines.dbf", "outlines.shx", "outlines.prj", "keys.dbf"} <= names


def test_an_outline_without_key_is_told_with_the_remedy(tmp_path):
    source = boundaries(tmp_path)
    with pytest.raises(
        SourceError, match=r'no key for "Wetter" of outlines\.shp; map the name in options\.names'
    ):
        towns(spec("boundaries", source.path, keys="keys.dbf"))


def test_a_key_table_without_a_column_is_told(tmp_path):
    source = boundaries(tmp_path)
    with pytest.raises(SourceError, match=r'keys\.dbf has no column "AGS"'):
        towns(spec("boundaries", source.path, keys="keys.dbf", key="AGS", names=source.options["names"]))


def test_a_unitary_city_is_a_municipality_of_its_own(tmp_path):
    table = towns(kreise(tmp_path))
    assert list(table.iloc[0][["ags", "name", "kreis", "kreis_name"]]) == [
        "05911000",
        "Bochum",
        "05911",
        "Bochum",
    ]
    assert table.area.iloc[0] == pytest.approx(1e6, rel=1e-6)


def test_a_county_is_no_municipality(tmp_path):
    source = spec("kreise", kreise(tmp_path).path, ags=["05954000"])
    with pytest.raises(SourceError, match="05954000 Ennepe-Ruhr-Kreis is a Kreis, not a kreisfreie Stadt"):
        towns(source)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        (["05954036", "05954036"], "the key 05954036 is there twice, for A and B"),
        (["5954036", "05954020"], "A has the key '5954036'; an AGS has eight digits"),
        (["01054036", "05954020"], "the Kreis 01054 of A has no name"),
    ],
)
def test_keys_are_checked(tmp_path, keys, complaint):
    rows = gpd.GeoDataFrame(
        {"AGS": keys, "GEN": ["A", "B"], "GF": 4}, geometry=[rectangle(0, 0, 9, 9)] * 2, crs="EPSG:25832"
    )
    rows.to_file(tmp_path / "x.gpkg", layer="vg250_gem")
    with pytest.raises(SourceError, match=complaint):
        towns(spec("vg250", tmp_path / "x.gpkg"))


def test_a_name_loses_its_rank_and_a_broken_outline_is_mended_and_told(tmp_path):
    bow = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    rows = gpd.GeoDataFrame(
        {"AGS": [WITTEN], "GEN": ["Witten, Stadt"], "GF": 4}, geometry=[bow], crs="EPSG:25832"
    )
    rows.to_file(tmp_path / "x.gpkg", layer="vg250_gem")
    dataset = read_source(spec("vg250", tmp_path / "x.gpkg"))
    town = dataset.tables["municipalities"].iloc[0]
    assert (town["name"], town.geometry.is_valid, town.geometry.area) == ("Witten", True, 5000.0)
    assert dataset.notes[0].en == f"Outlines mended (invalid rings): {WITTEN}."


def test_a_gpkg_without_the_layer_is_told_with_the_layers_it_has(tmp_path):
    rows = gpd.GeoDataFrame({"AGS": [WITTEN]}, geometry=[rectangle(0, 0, 9, 9)], crs="EPSG:25832")
    rows.to_file(tmp_path / "x.gpkg", layer="towns")
    with pytest.raises(SourceError, match="has the layers towns, expected vg250_gem or v_vg250_gem"):
        towns(spec("vg250", tmp_path / "x.gpkg"))
