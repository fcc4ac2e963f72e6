"""A region's file is read whole, or refused with the one thing to mend."""

from __future__ import annotations

import pytest

from gruenzug.engine.errors import RegionError
from gruenzug.engine.sources.region import DATA_VARIABLE, Extent, read_region

HEAD = '[region]\nid = "ruhr"\ntitle = { de = "Ruhr", en = "Ruhr" }\n'
SOURCE = """
[[source]]
id = "osm"
kind = "osm-pbf"
path = "osm.pbf"
title = "OpenStreetMap"
publisher = "OSM"
licence = "odbl-1.0"
attribution = "© OSM"
vintage = "2026"
"""


def region(tmp_path, text):
    path = tmp_path / "region.toml"
    path.write_text(text, "utf-8")
    return read_region(path)


def refusal(tmp_path, text):
    with pytest.raises(RegionError) as caught:
        region(tmp_path, text)
    assert str(tmp_path / "region.toml") in str(caught.value)
    return str(caught.value)


def test_everything_is_where_a_release_looks_for_it(tmp_path):
    more = 'provides = ["green", "trees"]\nextent = { bbox = [6, 51, 8.5, 52] }\nurl = "https://osm.org"\n'
    found = region(tmp_path, HEAD + "model = true\n" + SOURCE + more)
    source = found.sources[0]
    assert (found.id, found.title.de, found.model) == ("ruhr", "Ruhr", True)
    assert source.path == tmp_path / "osm.pbf"
    assert source.tables() == {"green", "trees"}
    assert source.extent == Extent(bbox=(6.0, 51.0, 8.5, 52.0))
    assert source.licence.title == "Open Database License 1.0"


def test_the_data_folder_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, "/data")
    found = region(tmp_path, HEAD + SOURCE.replace('"osm.pbf"', '"$GRUENZUG_DATA/osm/x.pbf"'))
    assert str(found.sources[0].path) == "/data/osm/x.pbf"


def test_a_missing_data_folder_is_told_with_the_file_it_should_hold(tmp_path, monkeypatch):
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    sentence = refusal(tmp_path, HEAD + SOURCE.replace('"osm.pbf"', '"$GRUENZUG_DATA/osm/x.pbf"'))
    assert "GRUENZUG_DATA is not set; set it to the folder that holds osm/x.pbf" in sentence


@pytest.mark.parametrize("extent", ["everywhere", "nowhere"])
def test_an_extent_can_be_one_word(tmp_path, extent):
    found = region(tmp_path, HEAD + SOURCE + f'extent = "{extent}"\n')
    assert found.sources[0].extent == Extent(**{extent: True})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "there is no [region] table"),
        ("[region]\nid = 1\ntitle = { de = 'x', en = 'y' }\n" + SOURCE, "[region] has no id"),
        ("[region", "is not valid TOML"),
        (HEAD, "there is no [[source]]"),
        ('[region]\nid = "Ruhr!"\ntitle = { de = "x", en = "y" }\n' + SOURCE, 'has the id "Ruhr!"'),
        ('[region]\nid = "ruhr"\ntitle = "Ruhr"\n' + SOURCE, "[region] has no title"),
        (HEAD + 'model = "yes"\n' + SOURCE, "write true or false"),
        (HEAD + "colour = 1\n" + SOURCE, 'unknown key "colour"'),
        (HEAD + SOURCE + SOURCE, 'two sources have the id "osm"'),
        (HEAD + SOURCE.replace('path = "osm.pbf"', ""), 'source "osm" has no path'),
        (HEAD + SOURCE.replace("osm-pbf", "osm"), 'has the kind "osm"; choose one of area-csv'),
        (HEAD + SOURCE.replace("odbl-1.0", "free"), 'has the licence "free"; choose one of cc-by-4.0'),
        (HEAD + SOURCE + 'provide = ["green"]\n', 'unknown key "provide"'),
        (HEAD + SOURCE + 'provides = ["lawn"]\n', 'provides "lawn"; tables are municipalities'),
        (
            HEAD + SOURCE + 'provides = ["population"]\n',
            'provides "population", but the kind "osm-pbf" gives',
        ),
        (HEAD + SOURCE + "provides = []\n", "write a list"),
        (HEAD + SOURCE + "extent = { bbox = [8, 51, 6, 52] }\n", "has the extent"),
        (HEAD + SOURCE + 'extent = { ags = ["5911000"] }\n', "with eight digits"),
        (HEAD + SOURCE + 'download = { url = "ftp://x" }\n', "has the download"),
        (HEAD + SOURCE + 'download = { url = "https://x", sha256 = "abc" }\n', "64 hexadecimal digits"),
        (HEAD + SOURCE + "options = 3\n", "has options 3"),
        (
            HEAD + SOURCE + "options = { colum = 3 }\n",
            'has the unknown option "colum"; known are admin_level',
        ),
        (HEAD + SOURCE + 'options = { keys = "x" }\n', "has options.keys = 'x'; it must be a table"),
        (HEAD + SOURCE + "options = { admin_level = true }\n", "it must be a whole number or a list"),
        (
            HEAD + SOURCE.replace("osm-pbf", "zensus-grid") + 'options = { table = "dogs" }\n',
            'options.table "dogs"; choose one of population, children, dwellings',
        ),
    ],
)
def test_each_mistake_gets_its_sentence(tmp_path, text, complaint):
    assert complaint in refusal(tmp_path, text)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RegionError, match="does not exist; name the TOML file of a region"):
        read_region(tmp_path / "nothing.toml")


def test_the_regions_that_come_with_the_software_are_in_order(monkeypatch, request):
    monkeypatch.setenv(DATA_VARIABLE, "/data")
    paths = sorted((request.config.rootpath / "regions").glob("*.toml"))
    regions = {path.stem: read_region(path) for path in paths}
    assert {"ruhr", "real-ruhr", "heidelberg", "witten-stockum", "liechtenstein"} <= regions.keys()
    assert all(region.id == stem and not region.model for stem, region in regions.items())
    assert all(source.download for source in regions["ruhr"].sources)
