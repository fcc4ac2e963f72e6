"""A region's tables: every source once, extents united, people spread where only coarse ones are known."""

from __future__ import annotations

import shutil
from hashlib import sha256

import pytest
import shapely

from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.sources.assemble import read_tables
from gruenzug.engine.sources.region import read_region
from tests.engine.sources.samples import (
    SAMPLES,
    WITTEN,
    boundaries,
    green_areas,
    osm_pbf,
    population_csv,
    tree_csv,
    vg250,
    zensus_parquet,
)


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {toml(entry)}' for key, entry in value.items()) + " }"
    return str(value) if isinstance(value, int | float) else f'"{value}"'


def region(tmp_path, **sources):
    """Write a region's file from specs; a pair adds lines to the source."""
    text = '[region]\nid = "test"\ntitle = { de = "Test", en = "Test" }\n'
    for key, source in sources.items():
        source, more = source if isinstance(source, tuple) else (source, "")  # noqa: PLW2901
        text += f"""
[[source]]
id = "{key}"
kind = "{source.kind}"
path = "{source.path}"
title = "x"
publisher = "x"
licence = "cc0-1.0"
attribution = "x"
vintage = "x"
options = {toml(dict(source.options))}
{more}
"""
    path = tmp_path / "region.toml"
    path.write_text(text, "utf-8")
    return read_region(path)


def test_all_tables_of_all_sources_come_together(tmp_path):
    lines = []
    spec = region(tmp_path, towns=vg250(tmp_path), osm=osm_pbf(tmp_path), people=population_csv(tmp_path))
    found = read_tables(spec, {"green", "paths", "statistics_population"}, lines.append)
    assert set(found.tables) == {"municipalities", "green", "paths", "statistics_population"}
    assert found.sources_of["green"] == ["osm"]
    assert found.extents["statistics_population"] is None
    assert found.extents["green"].area > 0
    assert lines[0] == "towns: municipalities"


def test_provenance_has_every_file_with_its_checksum(tmp_path):
    source = boundaries(tmp_path)
    found = read_tables(region(tmp_path, towns=source), set())
    info = found.datasets["towns"]
    assert {file.name for file in info.files} >= {"outlines.shp", "outlines.dbf", "keys.dbf"}
    assert info.files[0].sha256 == sha256(source.path.read_bytes()).hexdigest()
    assert info.files[0].bytes == source.path.stat().st_size
    assert info.rows == {"municipalities": 2}


def test_a_table_no_source_provides_is_absent_not_empty(tmp_path):
    found = read_tables(region(tmp_path, towns=vg250(tmp_path)), {"trees", "green"})
    assert set(found.tables) == {"municipalities"}


def test_a_region_needs_municipalities(tmp_path):
    with pytest.raises(
        RegionError, match="no source provides municipalities; add one of the kind boundaries"
    ):
        read_tables(region(tmp_path, osm=osm_pbf(tmp_path)), {"green"})


def test_two_sources_of_one_table_are_joined_and_their_extents_united(tmp_path):
    spec = region(
        tmp_path,
        towns=vg250(tmp_path),
        osm=osm_pbf(tmp_path),
        city=(green_areas(tmp_path), f'extent = {{ ags = ["{WITTEN}"] }}'),
    )
    found = read_tables(spec, {"green"})
    town = found.tables["municipalities"].set_index("ags").geometry[WITTEN]
    assert found.sources_of["green"] == ["osm", "city"]
    assert len(found.tables["green"]) == 3
    assert found.extents["green"].covers(town)
    assert found.extents["green"].area > town.area


def test_one_object_in_two_extracts_counts_once(tmp_path):
    first = osm_pbf(tmp_path)
    (tmp_path / "second").mkdir()
    second = osm_pbf(tmp_path / "second")
    found = read_tables(region(tmp_path, towns=vg250(tmp_path), one=first, two=second), {"green", "trees"})
    assert len(found.tables["green"]) == 1
    assert len(found.tables["trees"]) == 1


@pytest.mark.parametrize(
    ("extent", "check"),
    [
        ('"everywhere"', lambda extent: extent is None),
        ('"nowhere"', lambda extent: extent.is_empty),
        ("{ bbox = [7.35, 51.46, 7.36, 51.47] }", lambda extent: 700_000 < extent.area < 800_000),
        (f'{{ ags = ["{WITTEN}"] }}', lambda extent: extent.area == 1e6),
    ],
)
def test_the_stated_extent_wins(tmp_path, extent, check):
    spec = region(tmp_path, towns=vg250(tmp_path), trees=(tree_csv(tmp_path), f"extent = {extent}"))
    found = read_tables(spec, {"trees"})
    assert check(found.extents["trees"])
    assert len(found.tables["trees"]) == 3


def test_an_extent_beyond_the_region_is_told(tmp_path):
    spec = region(
        tmp_path, towns=vg250(tmp_path), trees=(tree_csv(tmp_path), 'extent = { ags = ["05911000"] }')
    )
    with pytest.raises(RegionError, match='source "trees" has the extent 05911000, which is no municipality'):
        read_tables(spec, {"trees"})


def test_coarse_people_are_spread_on_dwellings_and_the_release_is_told(tmp_path):
    people = zensus_parquet(tmp_path)
    homes = tmp_path / "homes.csv"
    homes.write_text(
        "GITTER_ID_100m;x_mp_100m;y_mp_100m;Wohnungen\na;4138050;3153050;30\nb;4138150;3153050;10\n", "utf-8"
    )
    dwellings = type(people)(
        **{**vars(people), "path": homes, "options": {"table": "dwellings", "column": "Wohnungen"}}
    )
    spec = region(tmp_path, towns=near(vg250(tmp_path), people), people=people, homes=dwellings)
    found = read_tables(spec, {"population"})
    table = found.tables["population"]
    assert table["persons_milli"].sum() == 2_112_000
    assert dict(zip(table["cell_x"], table["persons_milli"], strict=True)) == {
        4138050: 1_575_000,
        4138150: 525_000,
        4138500: 12_000,
    }
    assert found.sources_of["population"] == ["people", "homes"]
    assert "spread" in found.notes[0].en
    assert "verteilt" in found.notes[0].de
    assert "dwellings" not in found.tables


def test_a_file_that_is_not_the_promised_one_is_refused(tmp_path):
    source = osm_pbf(tmp_path)
    promise = f'download = {{ url = "https://example.org/x", sha256 = "{"0" * 64}" }}'
    spec = region(tmp_path, towns=vg250(tmp_path), osm=(source, promise))
    with pytest.raises(SourceError, match="but the region promises 000000000000"):
        read_tables(spec, {"green"})


def test_two_sources_with_the_same_municipality_are_refused(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    spec = region(tmp_path, one=vg250(tmp_path), two=vg250(other))
    with pytest.raises(RegionError, match="two sources hold the municipality"):
        read_tables(spec, set())


def test_a_raster_stays_a_raster(tmp_path):
    spec = region(tmp_path, towns=vg250(tmp_path), cover=SAMPLES["landcover"](tmp_path))
    found = read_tables(spec, {"landcover"})
    shares = found.rasters["cover"].shares(found.tables["municipalities"].geometry)
    assert len(shares) == 2
    assert found.sources_of["landcover"] == ["cover"]


def near(towns, people):
    """Move the sample's municipalities to where the census cells of `people` are."""
    import geopandas as gpd  # noqa: PLC0415

    from gruenzug.engine.sources import read_source  # noqa: PLC0415

    centre = read_source(people).tables["population"].geometry.iloc[0]
    rows = gpd.read_file(towns.path, layer="vg250_gem")
    shift = (centre.x - rows.total_bounds[0], centre.y - rows.total_bounds[1])
    shutil.rmtree(towns.path, ignore_errors=True)
    towns.path.unlink()
    moved = rows.set_geometry(
        gpd.GeoSeries([shapely.affinity.translate(s, *shift) for s in rows.geometry], crs=rows.crs)
    )
    moved.to_file(towns.path, layer="vg250_gem")
    return towns
