"""A release: whole or not at all, the same twice, and everything in it explained."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import rasterio
from click.testing import CliRunner
from distributed import Client
from pmtiles.reader import MmapSource, Reader
from rasterio.features import geometry_mask

from gruenzug.contract.indicators import indicators
from gruenzug.contract.release import FIGURE_COLUMNS
from gruenzug.engine.cli import main
from gruenzug.engine.errors import ReleaseError, SourceError
from gruenzug.engine.modelregion.generate import make_model_region
from gruenzug.engine.release import KEPT, make_release
from gruenzug.engine.release.manifest import read_manifest
from tests.engine.cluster import scheduler  # noqa: F401  a fixture

pytestmark = pytest.mark.xdist_group("release")


AS_BEFORE = "  nothing it depends on has changed"


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "town"
    make_model_region("town", 1, folder, quiet)
    return folder / "region.toml"


@pytest.fixture(scope="module")
def inhabitants(town) -> int:
    """Return the official number in the statistics the model region wrote."""
    rows = (town.parent / "statistics-population.csv").read_text("utf-8").splitlines()
    return int(rows[1].split(",")[1])


@pytest.fixture(scope="module")
def release(town, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "town-1"
    make_release(town, folder, quiet, maxzoom=12)
    return folder


def test_the_folder_holds_what_the_contract_promises(release):
    manifest = read_manifest(release)
    assert manifest["model"] is True
    assert {row["id"] for row in manifest["indicators"]} == set(indicators())
    assert {row["status"] for row in manifest["indicators"]} == {"computed"}
    assert {tiles["id"] for tiles in manifest["tiles"]} == {
        "basemap",
        "green",
        "distance-green",
        "habitat-network",
        "morphology",
        "sealing",
        "runoff-retention",
        "cooling",
    }
    listed = {row["path"] for row in manifest["files"]}
    found = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    assert found == listed | {"release.json"}


def test_figures_have_the_columns_of_the_contract(release):
    schema = pq.read_schema(release / "figures.parquet")
    assert {name: str(schema.field(name).type) for name in schema.names} == FIGURE_COLUMNS
    rows = pq.read_table(release / "figures.parquet").to_pylist()
    parts = {(i.id, p.id) for i in indicators().values() for p in i.parts}
    assert {(row["indicator"], row["part"]) for row in rows} == parts
    assert {row["level"] for row in rows} == {"municipality", "county", "region"}


def test_layers_open_in_common_tools_and_are_in_metres(release, inhabitants):
    green = gpd.read_parquet(release / "layers/green.parquet")
    assert green.crs.to_epsg() == 25832
    assert {"element", "category", "public", "area_m2"} <= set(green.columns)
    people = gpd.read_parquet(release / "layers/population.parquet")
    assert people["persons"].sum() == inhabitants
    with rasterio.open(release / "layers/distance-green.tif") as raster:
        assert raster.crs.to_epsg() == 25832
        assert raster.res == (100, 100)
        assert raster.overviews(1) is not None


def share_of(cells: gpd.GeoDataFrame, chosen) -> float:
    return 100 * cells["persons"][chosen].sum() / cells["persons"].sum()


def test_layers_of_cells_and_homes_say_the_same_as_the_figures(release):
    figures = pd.read_parquet(release / "figures.parquet")
    region = figures[figures["level"] == "region"].set_index(["indicator", "part"])["value"]
    cells = gpd.read_parquet(release / "layers/burdens.parquet")
    assert share_of(cells, cells["high"] >= 2) == pytest.approx(region["env-justice", "several"])
    assert share_of(cells, cells["noise"] == 3) == pytest.approx(region["env-justice", "noise"])
    homes = gpd.read_parquet(release / "layers/rule-3-30-300.parquet")
    parts = (homes["trees"] >= 3).astype(int) + (homes["canopy"] >= 0.3) + (homes["green_m"] <= 300)
    assert (parts == homes["met"]).all()
    assert (homes["trees_seen"] + homes["trees_unsure"] <= homes["trees"]).all()
    assert (homes["trees_seen"] < homes["trees"]).any()
    walked = homes["green_foot_m"].notna()
    assert (homes.loc[walked, "green_foot_m"] >= homes.loc[walked, "green_m"] - 0.01).all()
    assert 0 < walked.sum() < homes["green_m"].notna().sum()
    rule = {
        part: region["rule-3-30-300", part]
        for part in ("met-3", "trees", "green", "trees-seen", "green-foot")
    }
    assert region["rule-3-30-300", "all-strict"] <= min(rule.values())
    assert rule["green-foot"] < rule["green"]
    assert "persons" not in homes.columns
    assert len(homes) > 5000
    titles = {row["id"]: row["sources"] for row in read_manifest(release)["layers"]}
    assert {"noise", "air", "heat", "social"} < set(titles["burdens"])


def test_search_spaces_hold_the_people_of_whom_the_cells_say_heat(release):
    spaces = gpd.read_parquet(release / "layers/search-spaces.parquet")
    assert {"heat", "flood", "heavy-rain", "car-park"} == set(spaces["kind"])
    spaces = spaces.query("kind == 'heat'")
    cells = gpd.read_parquet(release / "layers/burdens.parquet").query("ags != ''")
    hot = cells[cells["heat"] == 3]
    assert len(spaces) > 0
    assert hot["persons"].sum() > 0
    assert spaces["persons"].sum() >= hot["persons"].sum()
    assert spaces["persons_poor_green"].sum() == pytest.approx(hot["persons"][hot["green"] == 3].sum())
    assert spaces.geometry.is_valid.all()


def test_rasters_of_the_ground_say_what_the_figures_say(release):
    figures = pd.read_parquet(release / "figures.parquet")
    region = figures[figures["level"] == "region"].set_index(["indicator", "part"])["value"]
    town = gpd.read_parquet(release / "layers/municipalities.parquet").geometry
    for layer, key in (
        ("sealing", ("sealing", "")), ("runoff-retention", ("runoff", "")), ("cooling", ("heat", "area"))
    ):  # fmt: skip
        with rasterio.open(release / f"layers/{layer}.tif") as raster:
            outside = geometry_mask(town, raster.shape, raster.transform)
            cells = raster.read(1)[~outside].astype(float)
        assert cells[cells != 255].mean() == pytest.approx(region[key], abs=0.5)  # whole per cent
    with rasterio.open(release / "layers/desealing.tif") as raster:
        cells = raster.read(1)[~outside].astype(float)
    assert cells[cells != 255].sum() / 10_000 == pytest.approx(region["sealing", "candidates"], rel=0.01)


def test_tiles_carry_the_layers_the_manifest_names(release):
    for tiles in read_manifest(release)["tiles"]:
        with (release / tiles["path"]).open("rb") as file:
            reader = Reader(MmapSource(file))
            layers = [layer["id"] for layer in reader.metadata().get("vector_layers", [])]
            assert sorted(layers) == sorted(tiles["layers"])
            assert reader.header()["min_zoom"] == tiles["minzoom"]
    assert {"municipalities", "places", "green", "roads", "buildings"} <= set(
        next(t for t in read_manifest(release)["tiles"] if t["id"] == "basemap")["layers"]
    )


def test_no_path_of_the_machine_is_in_the_release(release, town):
    for path in [release / "release.json", *release.glob("tiles/*.pmtiles")]:
        assert str(town.parent).encode() not in path.read_bytes()
        assert str(Path.cwd()).encode() not in path.read_bytes()


def test_places_carry_official_numbers(release, inhabitants):
    places = gpd.read_file(release / "places.geojson")
    town = places[places["level"] == "municipality"].iloc[0]
    assert town["population"] == inhabitants
    assert town["area_m2"] / 10_000 == pytest.approx(town["area_ha"], rel=0.001)
    assert town.geometry.contains(gpd.points_from_xy([town["label_lon"]], [town["label_lat"]])[0])


def test_the_same_inputs_give_the_same_release_bit_for_bit(release, town, tmp_path):
    again = tmp_path / "town-1"
    make_release(town, again, quiet, maxzoom=12)
    first, second = read_manifest(release), read_manifest(again)
    assert first["files"] == second["files"]
    assert first["digest"] == second["digest"]


def test_a_cluster_makes_the_same_release_bit_for_bit(release, town, tmp_path, scheduler):  # noqa: F811
    address, _ = scheduler
    again = tmp_path / "town-1"
    words = ["release", str(town), "--out", str(again), "--max-zoom", "12", "--scheduler", address]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert read_manifest(again)["digest"] == read_manifest(release)["digest"]
    assert finished_tasks(address) > 0


def finished_tasks(address: str) -> int:
    """Return how many pieces of work a scheduler has seen ended."""
    with Client(address) as client:
        log = client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.transition_log))
    return sum(1 for entry in log if entry[2] == "memory")


def test_a_cluster_that_does_not_answer_is_told_before_anything_is_read(town, tmp_path, monkeypatch):
    monkeypatch.setattr("gruenzug.engine.bands.cluster._PATIENCE_S", 0.5)
    words = ["release", str(town), "--out", str(tmp_path / "town-1"), "--scheduler", "tcp://127.0.0.1:1"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert 'no Dask scheduler answers at "tcp://127.0.0.1:1"' in done.output
    assert list(tmp_path.iterdir()) == []


def computed(steps: list[str]) -> set[str]:
    """Return the indicators that a run did not take over from an earlier one."""
    told = [
        line for line, after in pairwise([*steps, ""]) if line.startswith("indicator ") and after != AS_BEFORE
    ]
    return {line.split(": ", 1)[1] for line in told}


def titles(*wanted: str) -> set[str]:
    return {indicators()[key].title.en for key in wanted}


def test_an_interrupted_run_goes_on_where_it_stopped(town, tmp_path):
    out = tmp_path / "town-2"
    steps: list[str] = []

    def pull_the_plug(line: str) -> None:
        steps.append(line)
        if line.startswith("indicator 9"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_release(town, out, pull_the_plug)
    assert not out.exists()
    before = {line.split(": ", 1)[1] for line in steps if line.startswith("indicator ")}
    steps.clear()
    make_release(town, out, steps.append, maxzoom=10)
    assert "osm has not changed since it was read" in steps
    assert len(before) == 9
    assert len(computed(steps) & before) == 1  # the ninth
    assert {path.name for path in tmp_path.iterdir()} == {"town-2", KEPT}


def test_the_next_release_computes_what_depends_on_what_has_changed(town, tmp_path):
    region = tmp_path / "region" / "region.toml"
    shutil.copytree(town.parent, region.parent)
    make_release(region, tmp_path / "out" / "first", quiet, maxzoom=8)
    trees = region.parent / "trees.csv"
    rows = trees.read_text("utf-8").splitlines()
    trees.write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    steps: list[str] = []
    second = make_release(region, tmp_path / "out" / "second", steps.append, maxzoom=8)
    assert computed(steps) == titles("trees", "rule-3-30-300")
    assert "trees has not changed since it was read" not in steps
    assert "osm has not changed since it was read" in steps
    assert second["digest"] == make_release(region, tmp_path / "anew" / "second", quiet, 8)["digest"]


def refused(*args: object) -> None:
    """Stand in for a step that must not be taken again."""
    raise AssertionError("this was computed before")


def test_an_unchanged_region_costs_nothing_but_another_program_computes_anew(town, tmp_path, monkeypatch):
    runs: list[list[str]] = [[], [], []]
    make_release(town, tmp_path / "town-0", runs[0].append, maxzoom=8)
    with monkeypatch.context() as patched:
        for step in ("maps.write_tiles", "distance.write_raster_tiles", "places.search_spaces"):
            patched.setattr(f"gruenzug.engine.release.layers.{step}", refused)
        make_release(town, tmp_path / "town-1", runs[1].append, maxzoom=8)
    monkeypatch.setattr("gruenzug.engine.store.kept._program", lambda: "another version")
    make_release(town, tmp_path / "town-2", runs[2].append, maxzoom=8)
    assert [len(computed(steps)) for steps in runs] == [len(indicators()), 0, len(indicators())]
    first, *others = [read_manifest(tmp_path / f"town-{number}")["files"] for number in range(3)]
    assert [first, first] == others


def test_a_region_without_paths_says_which_parts_are_missing_and_why(town, tmp_path):
    region = tmp_path / "region" / "region.toml"
    shutil.copytree(town.parent, region.parent)
    only = 'path = "osm.osm.pbf"\nprovides = ["green", "playgrounds", "trees"]'
    region.write_text(region.read_text("utf-8").replace('path = "osm.osm.pbf"', only), "utf-8")
    entries = {row["id"]: row for row in make_release(region, tmp_path / "town-4", quiet, 10)["indicators"]}
    near = entries["acc-ioer-near"]
    assert near["status"] == "partial"
    assert near["reason"]["de"] == (
        "Keine Quelle dieses Datenstands liefert Fußwege; darum fehlen diese Teile: zu Fuß; nur in Luftlinie "
        "(Umweg)."
    )
    assert entries["acc-walk"]["reason"]["en"] == "No source of this release provides footpaths."
    assert entries["rule-3-30-300"]["reason"]["en"] == "No source of this release provides buildings."
    assert entries["green-share"] | {"sources": []} == entries["green-share"] | {
        "sources": [],
        "reason": None,
    }
    rows = pq.read_table(tmp_path / "town-4" / "figures.parquet").to_pylist()
    foot = [row for row in rows if row["part"] in ("foot", "1ha-detour", "400m-foot", "all-foot", "walk")]
    assert {row["status"] for row in foot} == {"not_covered"}


def test_a_release_is_never_changed(release, town):
    before = (release / "release.json").read_bytes()
    with pytest.raises(ReleaseError, match="never changed; choose another name"):
        make_release(town, release, quiet)
    assert (release / "release.json").read_bytes() == before


@pytest.mark.parametrize("name", ["Mein Release", "ä", "-x"])
def test_a_name_that_is_no_address_is_refused(town, tmp_path, name):
    with pytest.raises(ReleaseError, match="is no name for a release"):
        make_release(town, tmp_path / name, quiet)


def test_a_folder_with_other_things_is_left_alone(town, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(ReleaseError, match="exists and is no release"):
        make_release(town, tmp_path / "mine", quiet)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_a_missing_source_leaves_nothing_behind(town, tmp_path):
    region = tmp_path / "region.toml"
    region.write_text(town.read_text("utf-8").replace("osm.osm.pbf", "lost.osm.pbf"), "utf-8")
    with pytest.raises(SourceError, match=r"lost\.osm\.pbf|does not exist"):
        make_release(region, tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()


def test_the_command_says_one_sentence_and_two(tmp_path):
    done = CliRunner().invoke(main, ["release", str(tmp_path / "no.toml"), "--out", str(tmp_path / "x")])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert "no.toml" in done.output


def test_a_manifest_that_was_tampered_with_is_refused(release, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    manifest = json.loads((copy / "release.json").read_text("utf-8"))
    del manifest["sources"]
    (copy / "release.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ReleaseError, match="breaks the contract"):
        read_manifest(copy)
