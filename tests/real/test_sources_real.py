"""The readers against real files: published counts and sums, and a second opinion on every area."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pytest
import shapely

from gruenzug.engine.grid import CRS
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.assemble import read_tables
from gruenzug.engine.sources.catalogue import LICENCES
from gruenzug.engine.sources.osm import rules
from gruenzug.engine.sources.region import DATA_VARIABLE, SourceSpec, read_region
from gruenzug.engine.sources.tables import COLUMNS

FOLDER = os.environ.get(DATA_VARIABLE, "")
REGIONS = Path(__file__).parents[2] / "regions"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not Path(FOLDER, "boundaries").is_dir(),
        reason=f"set {DATA_VARIABLE} to the folder with real files, then: make real",
    ),
]

MILLIMETRE = 0.001

EXTRACTS = {
    "Witten_Stockum": "osm_ruhr/Witten_Stockum.osm.pbf",
    "TUDO_2017": "osm_ruhr/TUDO_2017.osm.pbf",
    "TUDO_2018": "osm_ruhr/TUDO_2018.osm.pbf",
    "Heidelberg": "alternatives/heidelberg/heidelberg.osm.pbf",
    "Liechtenstein": "alternatives/liechtenstein/liechtenstein-2013-08-03.osm.pbf",
}


@pytest.fixture(scope="module")
def ruhr():
    return read_tables(read_region(REGIONS / "real-ruhr.toml"), set(COLUMNS))


def people_inside(tables, name):
    inside = gpd.sjoin(tables.tables[name], tables.tables["municipalities"], predicate="within")
    return inside["persons_milli"].sum() / 1000


def osm(path) -> SourceSpec:
    return SourceSpec("x", "osm-pbf", Path(FOLDER, path), "x", "x", LICENCES["odbl-1.0"], "x", "x", "")


def test_the_ruhr_has_its_53_municipalities(ruhr):
    towns = ruhr.tables["municipalities"]
    assert len(towns) == 53
    assert towns["kreis"].nunique() == 15
    assert (towns["kreis_name"] == towns["name"]).sum() == 11
    assert towns.geometry.is_valid.all()
    assert towns.area.sum() / 1e6 == pytest.approx(4438.69, rel=0.001)


def test_the_statistics_of_2018_add_up_to_the_published_sums(ruhr):
    assert len(ruhr.tables["statistics_population"]) == 53
    assert ruhr.tables["statistics_population"]["inhabitants"].sum() == 5_111_530
    assert ruhr.tables["statistics_area"]["area_ha"].sum() == 443_869.0
    assert "statistics_recreation" not in ruhr.tables


def test_each_outline_is_as_large_as_the_official_area(ruhr):
    towns = ruhr.tables["municipalities"].set_index("ags")
    official = ruhr.tables["statistics_area"].set_index("ags")["area_ha"] * 10_000
    assert np.abs(towns.area / official - 1).max() < 0.0015


def test_the_census_counts_five_million_in_the_ruhr_before_and_after_spreading(ruhr):
    assert people_inside(ruhr, "population") == pytest.approx(5_070_000, rel=0.005)
    assert people_inside(ruhr, "children") == pytest.approx(407_500, rel=0.001)
    assert set(ruhr.tables["population"]["cell_m"]) == {100, 1000}
    assert any("spread" in note.en for note in ruhr.notes)


def test_spreading_loses_no_thousandth_of_a_person():
    region = read_region(REGIONS / "real-ruhr.toml")
    raw = {spec.id: spec for spec in region.sources}["population"]
    coarse = read_source(raw).tables["population"]
    assert coarse["persons_milli"].sum() == 80_212_528_000
    spread = read_tables(region, {"population"}).tables["population"]
    keys = [spread["cell_x"] // 1000, spread["cell_y"] // 1000]
    totals = spread["persons_milli"].groupby(keys).sum()
    published = coarse.set_index([coarse["cell_x"] // 1000, coarse["cell_y"] // 1000])["persons_milli"]
    assert len(totals) > 8000
    assert (totals == published.reindex(totals.index)).all()


def test_bochum_has_its_playgrounds_and_speaks_for_bochum_alone(ruhr):
    spec = {spec.id: spec for spec in read_region(REGIONS / "real-ruhr.toml").sources}["bochum-playgrounds"]
    assert len(read_source(spec).tables["playgrounds"]) == 228 + 9 + 4 + 1
    bochum = ruhr.tables["municipalities"].set_index("ags").geometry["05911000"]
    assert bochum.difference(ruhr.extents["playgrounds"]).area < 1
    assert ruhr.extents["playgrounds"].area < bochum.area + 6e6


def test_the_broken_rows_of_the_tree_register_are_told(ruhr):
    info = ruhr.datasets["bochum-trees"]
    assert info.notes[0].en == "Lines with impossible coordinates left out: 156, 157."
    trees = ruhr.tables["trees"]
    planted = trees[trees["ref"].str.startswith("bochum-trees/")]
    assert 148 <= planted["ref"].nunique() <= 149
    assert len(planted) == pytest.approx(1_071, abs=82)


def test_witten_stockum_is_complete():
    tables = read_source(osm(EXTRACTS["Witten_Stockum"])).tables
    assert len(tables["trees"]) == 407
    assert len(tables["playgrounds"]) == 13
    assert len(tables["buildings"]) == 2512
    assert (tables["green"]["element"] == "allotments").sum() == 4
    assert (tables["green"]["element"] == "nature_reserve").sum() == 1


def test_ways_out_of_order_are_read():
    tables = read_source(osm("osm_ruhr/DoBoCas.osm.pbf")).tables
    assert len(tables["buildings"]) == 430
    assert (tables["green"]["element"] == "meadow").sum() == 11
    assert (tables["paths"]["kind"] == "footway").sum() == 46


def test_heidelberg_has_317_green_areas():
    found = read_tables(read_region(REGIONS / "heidelberg.toml"), set(COLUMNS))
    green = found.tables["green"]
    assert len(green) == 317
    assert green.geometry.is_valid.all()
    assert green["element"].value_counts()[
        ["park", "playground", "allotments", "nature_reserve"]
    ].tolist() == [89, 91, 40, 9]
    assert len(found.datasets["green"].notes) == 1
    assert found.tables["municipalities"]["ags"].tolist() == ["08221000"]
    assert green.geometry.area.sum() / 1e6 == pytest.approx(90.6, abs=0.5)


def test_liechtenstein_is_whole():
    found = read_tables(read_region(REGIONS / "liechtenstein.toml"), set(COLUMNS))
    towns = found.tables["municipalities"]
    assert len(towns) == 11
    assert towns.area.sum() / 1e6 == pytest.approx(160.5, rel=0.002)
    assert len(found.tables["playgrounds"]) == 12
    assert "population" not in found.tables


@pytest.mark.parametrize("name", sorted(EXTRACTS))
def test_areas_are_those_that_osmium_assembles(name):
    """Compare every green area and building with libosmium's own assembly of the same file."""
    source = osm(EXTRACTS[name])
    tables = read_source(source).tables
    ours = {}
    for table in ("green", "buildings"):
        for ref, shape in zip(tables[table]["ref"], tables[table].geometry, strict=True):
            ours[ref] = shape if ref not in ours or table == "green" else ours[ref].union(shape)
    theirs = _assembled_by_osmium(source.path)
    assert len(theirs) > 100
    assert not set(theirs) - set(ours)
    extra = set(ours) - set(theirs) - _told(read_source(source))
    assert not extra
    old_style = _old_style_holes(source.path)
    for ref, shape in theirs.items():
        difference = shape.symmetric_difference(ours[ref]).area
        assert difference < MILLIMETRE * shape.length or ref in old_style, ref


def _assembled_by_osmium(path) -> dict[str, shapely.Geometry]:
    factory = osmium.geom.WKBFactory()
    found = {}
    for area in osmium.FileProcessor(str(path)).with_areas():
        if not area.is_area():
            continue
        tags = dict(area.tags)
        if tags.get("area") == "no" or not (rules.is_building(tags) or rules.green_of(tags)):
            continue
        try:
            shape = shapely.from_wkb(factory.create_multipolygon(area))
        except RuntimeError:
            continue  # libosmium gives up on crossing rings, which we mend
        found[f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"] = shape
    shapes = gpd.GeoSeries(found, crs="EPSG:4326").to_crs(CRS)
    return dict(shapes.items())


def _told(dataset) -> set[str]:
    """Return the references in the notes: what we mended or kept in part, where libosmium gives up."""
    return {word.strip(" ,.") for note in dataset.notes for word in note.en.split() if "/" in word}


def _old_style_holes(path) -> set[str]:
    """Return outer ways of relations without tags: their holes are ours alone."""
    refs = set()
    for relation in osmium.FileProcessor(str(path), osmium.osm.RELATION):
        if relation.tags.get("type") == "multipolygon":
            refs |= {f"way/{member.ref}" for member in relation.members if member.role == "outer"}
    return refs
