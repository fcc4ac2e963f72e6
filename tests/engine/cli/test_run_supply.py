"""`gruenzug run supply`: files, summary, the same bytes whatever the bands, one sentence for each mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.ndimage import convolve
from shapely import box

from gruenzug.engine.cli import main
from tests.engine.bands.rasters import read, write

TABLE = "lucode,urban_nature,search_radius_m\n0,0,\n1,1,20\n2,0.5,50\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(11)
    lulc = rng.integers(0, 3, (60, 70)).astype(np.uint8)
    lulc[5, 7] = 255
    write(tmp_path / "lulc.tif", lulc, nodata=255)
    people = rng.poisson(0.4, (60, 70)).astype(np.float32)
    people[30, 30] = -9999
    write(tmp_path / "people.tif", people, nodata=-9999)
    write(tmp_path / "coarse.tif", np.full((6, 7), 100, np.int32), cell=100.0)
    (tmp_path / "classes.csv").write_text(TABLE)
    (tmp_path / "plain.csv").write_text("lucode;urban_nature\n0;0\n1;1\n2;0\n")
    return tmp_path


def run(folder: Path, *options: str, lulc="lulc.tif", people="people.tif", table="classes.csv", out="out"):
    words = ["run", "supply", *(str(folder / name) for name in (lulc, people, table, out)), *options]
    return CliRunner().invoke(main, words)


def summary(folder: Path, *options: str, **files: str) -> dict:
    done = run(folder, *options, **files)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return json.loads((folder / files.get("out", "out") / "summary.json").read_text())


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_files_and_the_summary_agree(folder):
    found = summary(folder, "--demand", "60", "--radius", "40")
    supply, balance = read(folder / "out/supply.tif"), read(folder / "out/balance.tif")
    assert np.isnan(supply[5, 7])
    assert np.isnan(supply[30, 30])
    assert np.isnan(supply).sum() == 2
    people = read(folder / "people.tif")
    known = np.isfinite(supply)
    np.testing.assert_allclose(balance[known], supply[known] - 60, atol=1e-4)
    assert found["supply_sum"] == pytest.approx(supply[known].sum(dtype=float), rel=1e-6)
    assert found["supply_min"] == pytest.approx(supply[known].min(), rel=1e-6)
    assert found["supply_max"] == pytest.approx(supply[known].max(), rel=1e-6)
    assert found["population"] == people[known].sum()
    assert found["people_undersupplied"] == people[known & (balance < 0)].sum()
    assert found["people_oversupplied"] == people[known & (balance > 0)].sum()


@pytest.mark.parametrize("decay", ["dichotomy", "gaussian"])
def test_neither_bands_nor_threads_show(folder, decay):
    runs = [("256", "2"), ("7", "1"), ("7", "2"), ("31", "2"), ("1000", "1")]
    found = set()
    for rows, threads in runs:
        out = f"out{rows}{threads}"
        summary(folder, "--decay", decay, "--band-rows", rows, "--threads", threads, "--accessible", out=out)
        found.add(json.dumps(hashes(folder / out)))
    assert len(found) == 1


def test_the_table_gives_a_radius_per_class(folder):
    assert summary(folder)["radius_m"] == [20.0, 50.0]
    assert summary(folder, "--radius", "30")["radius_m"] == [30.0]
    assert summary(folder, table="plain.csv")["radius_m"] == [300.0]


def test_exponential_weights_have_a_length_of_their_own(folder):
    """As InVEST's program has them: a length of 3 cells, weights up to 2 · 3 + 1 cells."""
    words = ("--decay", "exponential", "--radius", "70", "--decay-length", "30")
    found = summary(folder, *words, table="plain.csv")
    assert found["decay_length_m"] == 30
    y, x = np.mgrid[-7:8, -7:8]
    far = np.hypot(y, x)
    weights = np.where(far <= 7, np.exp(-far / 3), 0)
    people = read(folder / "people.tif")
    lulc = read(folder / "lulc.tif")
    known = (lulc != 255) & (people >= 0)
    reached = convolve(np.where(known, people, 0.0), weights, mode="constant")
    nature = (known & (lulc == 1)) * 100.0
    supplied = convolve(nature / np.maximum(reached, 1), weights, mode="constant")
    np.testing.assert_allclose(read(folder / "out/supply.tif")[known], supplied[known], rtol=1e-6, atol=1e-4)


def test_groups_have_their_own_radius(folder):
    (folder / "groups.csv").write_text("group,share,search_radius_m\nchildren,0.25,20\nothers,0.75,50\n")
    found = summary(folder, "--groups", str(folder / "groups.csv"))
    assert found["groups"]["children"]["population"] == pytest.approx(found["population"] / 4)
    assert found["groups"]["others"]["people_undersupplied"] > 0


def test_a_coarse_population_is_spread_over_the_fine_cells(folder):
    found = summary(folder, people="coarse.tif", lulc="lulc.tif")
    assert found["population"] == pytest.approx(6 * 7 * 100 - 1, abs=1e-3)  # less the cell of unknown land


def refusal(folder: Path, *options: str, **files: str) -> str:
    done = run(folder, *options, **files)
    assert done.exit_code == 2
    assert not (folder / "out").exists()
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1
    return done.output


def test_mistakes_get_one_sentence(folder):
    assert "none.tif does not exist" in refusal(folder, lulc="none.tif")
    assert "classes.csv cannot be read as a raster" in refusal(folder, people="classes.csv")
    assert "above 0 m² per person" in refusal(folder, "--demand", "0")
    assert "the radius must be above 0" in refusal(folder, "--radius", "-5")
    assert "leave it out for dichotomy" in refusal(folder, "--decay-length", "50")
    endless = refusal(folder, "--decay", "exponential", "--decay-length", "inf")
    assert "length of decay must be above 0 m, got inf" in endless
    write(folder / "degrees.tif", np.zeros((4, 4), np.uint8), cell=0.001, west=7, north=51, crs="EPSG:4326")
    assert "EPSG:4326, whose unit is the degree" in refusal(folder, lulc="degrees.tif")
    write(folder / "away.tif", np.zeros((4, 4)), west=0)
    assert "does not overlap" in refusal(folder, people="away.tif")
    write(folder / "other.tif", np.zeros((60, 70)), crs="EPSG:25833")
    assert "in EPSG:25832" in refusal(folder, people="other.tif")
    write(folder / "minus.tif", np.full((60, 70), -3.0))
    assert "-3 persons" in refusal(folder, people="minus.tif")
    write(folder / "real.tif", np.full((60, 70), 0.5))
    assert "whole numbers" in refusal(folder, lulc="real.tif")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lucode,nature\n1,1\n", 'no column "urban_nature"'),
        ("lucode,urban_nature\n0,0\n1,2\n2,0\n", "row 3, column urban_nature: 2 is not a number from 0 to 1"),
        ("lucode,urban_nature\n0,x\n", 'row 2, column urban_nature: "x" is not a number'),
        ("lucode,urban_nature\n0,0\n0,1\n", "row 3: the code 0 is there twice"),
        ("lucode,urban_nature\n", "lists no classes"),
        ("lucode,urban_nature\n0,0\n1,1\n", "holds the code 2, which"),
        (
            "lucode,urban_nature,search_radius_m\n0,0,\n1,1,30\n2,1,\n",
            "class 2 is nature but has no search_radius_m",
        ),
    ],
)
def test_a_wrong_table_gets_one_sentence(folder, text, message):
    (folder / "wrong.csv").write_text(text)
    assert message in refusal(folder, table="wrong.csv")


def zones_of(folder: Path, *options: str, out: str = "out", **columns: list) -> pd.DataFrame:
    """Two halves of the raster, of 30 and 40 columns, and a zone far away."""
    west, north = 400_000, 5_700_000
    shapes = [box(west, north - 600, west + 300, north), box(west + 300, north - 600, west + 700, north)]
    shapes.append(box(0, 0, 50, 50))
    path = folder / "zones.gpkg"
    gpd.GeoDataFrame({"ags": ["05a", "05b", "05c"], **columns}, geometry=shapes, crs=25832).to_file(path)
    summary(folder, "--zones", str(path), *options, out=out)
    return pd.read_csv(folder / out / "zones.csv").set_index("zone")


def test_people_by_zone_are_those_of_the_cells_in_it_and_add_up(folder):
    (folder / "groups.csv").write_text("group,share,search_radius_m\nchildren,0.25,20\nothers,0.75,50\n")
    rows = zones_of(folder, "--demand", "60", "--radius", "40")
    people, balance = read(folder / "people.tif")[:, :30], read(folder / "out/balance.tif")[:, :30]
    known = np.isfinite(balance)
    assert rows.loc["05a"].tolist() == [
        known.sum(), people[known].sum(), people[known & (balance < 0)].sum(), people[known & (balance > 0)].sum(),
    ]  # fmt: skip
    assert rows.loc["05c", "cells"] == 0
    assert rows.loc["05c"].drop("cells").isna().all()
    whole = summary(folder, "--demand", "60", "--radius", "40", out="plain")
    for name in ("population", "people_undersupplied", "people_oversupplied"):
        assert rows[name].sum() == whole[name]
    assert hashes(folder / "plain")["supply.tif"] == hashes(folder / "out")["supply.tif"]
    groups = zones_of(folder, "--demand", "60", "--groups", str(folder / "groups.csv"), out="groups")
    whole = json.loads((folder / "groups/summary.json").read_text())
    for group in ("children", "others"):
        for name in ("population", "people_undersupplied", "people_oversupplied"):
            assert groups[f"{name}_{group}"].sum() == pytest.approx(whole["groups"][group][name], rel=1e-12)


def test_groups_come_from_a_german_spreadsheet_as_well(folder):
    (folder / "groups.csv").write_text("group;share;search_radius_m\nchildren;0.25;20\nothers;0.75;50\n")
    assert set(summary(folder, "--groups", str(folder / "groups.csv"))["groups"]) == {"children", "others"}


def test_what_else_is_in_the_folder_stays(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(folder, "--radius", "40", out=".").exit_code == 0
    assert {name: (folder / name).read_bytes() for name in before} == before
    made = {path.name for path in folder.iterdir()} - set(before)
    assert made == {"supply.tif", "balance.tif", "summary.json"}


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(folder):
    for out, sentence in (("people.tif", "is a file; name a folder"), ("people.tif/out", "check the path")):
        done = run(folder, "--radius", "40", out=out)
        assert done.exit_code == 2, done.output
        assert sentence in done.output
    assert (folder / "people.tif").is_file()


def test_a_group_is_there_once(folder):
    (folder / "groups.csv").write_text("group,share,search_radius_m\nkids,0.2,20\nkids,0.3,50\nrest,0.5,50\n")
    assert "the group kids is there twice" in refusal(folder, "--groups", str(folder / "groups.csv"))


def test_groups_may_live_in_one_zone_and_not_in_the_other(folder):
    groups = folder / "groups.csv"
    groups.write_text("group,share,search_radius_m\nchildren,0.25,20\nothers,0.75,50\n")
    shares = {"pop_children": [1.0, 0.0, 0.25], "pop_others": [0.0, 1.0, 0.75]}
    rows = zones_of(folder, "--demand", "60", "--groups", str(groups), **shares)
    assert rows.loc["05a", "population_children"] == rows.loc["05a", "population"]
    assert rows.loc["05a", "population_others"] == 0
    for name in ("population", "people_undersupplied", "people_oversupplied"):
        assert rows.loc["05b", f"{name}_others"] == rows.loc["05b", name]
    whole = json.loads((folder / "out/summary.json").read_text())
    assert whole["groups"]["children"]["population"] == rows.loc["05a", "population"]
    same = {"pop_children": [0.25] * 3, "pop_others": [0.75] * 3}
    zones_of(folder, "--demand", "60", "--groups", str(groups), out="same", **same)
    summary(folder, "--demand", "60", "--groups", str(groups), out="plain")
    np.testing.assert_allclose(
        read(folder / "same/supply.tif"), read(folder / "plain/supply.tif"), rtol=1e-5, equal_nan=True
    )


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"pop_a": [0.5] * 3}, 'has a column "pop_a", but no "pop_b"'),
        (
            {"pop_a": [0.5] * 3, "pop_b": [0.5, 0.6, 0.5]},
            "row 2: pop_a, pop_b must be shares from 0 to 1 that add",
        ),
        (
            {"pop_a": [1.5] * 3, "pop_b": [-0.5] * 3},
            "row 1: pop_a, pop_b must be shares from 0 to 1 that add",
        ),
    ],
)
def test_shares_of_zones_that_are_none_are_refused(folder, columns, message):
    (folder / "groups.csv").write_text("group,share,search_radius_m\na,0.5,20\nb,0.5,30\n")
    shapes = [box(400_000 + n, 5_699_990, 400_001 + n, 5_700_000) for n in range(3)]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=25832).to_file(folder / "zones.gpkg")
    words = ("--groups", str(folder / "groups.csv"), "--zones", str(folder / "zones.gpkg"))
    assert message in refusal(folder, *words)


def test_neither_bands_nor_threads_show_in_zones(folder):
    (folder / "groups.csv").write_text("group,share,search_radius_m\nchildren,0.25,20\nothers,0.75,50\n")
    words = ("--groups", str(folder / "groups.csv"), "--accessible")
    shares = {"pop_children": [0.9, 0.2, 0.25], "pop_others": [0.1, 0.8, 0.75]}
    runs = [("256", "2"), ("7", "2"), ("31", "1")]
    found = [
        zones_of(folder, *words, "--band-rows", rows, "--threads", n, out=f"z{rows}", **shares)
        for rows, n in runs
    ]
    for other in found[1:]:
        pd.testing.assert_frame_equal(found[0], other)
    assert len({json.dumps(hashes(folder / f"z{rows}")) for rows, _ in runs}) == 1


def test_zones_in_another_system_are_refused(folder):
    gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs=25833).to_file(folder / "zones.gpkg")
    assert "reproject one of them first" in refusal(folder, "--zones", str(folder / "zones.gpkg"))


def test_groups_must_add_up(folder):
    (folder / "groups.csv").write_text("group,share,search_radius_m\na,0.5,20\n")
    assert "the shares add up to 0.5" in refusal(folder, "--groups", str(folder / "groups.csv"))


def test_a_failed_run_leaves_the_previous_result(folder):
    summary(folder)
    before = hashes(folder / "out")
    assert run(folder, lulc="none.tif").exit_code == 2
    assert hashes(folder / "out") == before


def test_supply_without_zones_does_not_wait_for_pandas(folder):
    words = [
        "run",
        "supply",
        *(str(folder / name) for name in ("lulc.tif", "people.tif", "classes.csv", "out")),
    ]
    code = (
        "import sys; from gruenzug.engine.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
