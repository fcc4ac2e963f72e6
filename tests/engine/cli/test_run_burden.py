"""`gruenzug run burden`: four homes whose burdens can be told by hand, sums by zone, one sentence per mistake."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from click.testing import CliRunner
from shapely import Point, box

from gruenzug.engine.cli import main

X, Y = 380_000.0, 5_700_000.0


def vector(path: Path, shapes: list, crs: int = 25832, **columns) -> None:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)


def strip(first: float, last: float):
    return box(X + first, Y - 100, X + last, Y + 100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """From west to east: noisy and little green; noisy; nothing; noise unknown."""
    vector(
        tmp_path / "points.gpkg", [Point(X + x, Y) for x in (50, 150, 250, 350)], population=[10, 20, 30, 40]
    )
    vector(tmp_path / "noise.gpkg", [strip(0, 300), strip(0, 200)], grade=["low", "high"])
    vector(tmp_path / "green.gpkg", [strip(0, 100), strip(100, 400)], grade=[3, 2])
    vector(tmp_path / "social.gpkg", [strip(0, 150), strip(150, 400)], grade=["medium", "high"])
    vector(tmp_path / "zones.gpkg", [strip(0, 200), strip(200, 400)], ags=["w", "e"])
    return tmp_path


def run(folder: Path, *names: str, more: tuple[str, ...] = ()):
    options = [word for name in names for word in ("--burden", name, str(folder / f"{name}.gpkg"))]
    words = [str(folder / "points.gpkg"), str(folder / "out.parquet"), *options, *more]
    return CliRunner().invoke(main, ["run", "burden", *words])


def test_single_grades_stand_beside_the_number_and_the_unknown_is_no_nothing(folder):
    done = run(folder, "noise", "green", "social")
    assert done.exit_code == 0, done.output
    rows = pd.read_parquet(folder / "out.parquet")
    assert rows.columns.tolist() == ["point", "noise", "green", "social", "high", "population"]
    assert rows["noise"].fillna(-9).tolist() == [3, 3, 1, -9]
    assert rows["green"].tolist() == [3, 2, 2, 2]
    assert rows["social"].tolist() == [2, 3, 3, 3]  # on an edge the higher one
    assert rows["high"].fillna(-9).tolist() == [2, 1, 0, -9]
    told = "16.7 % of 60 people bear 2 high burdens or more of noise, green; 40 live where one is unknown"
    assert done.output == f"{folder}/out.parquet: {told}\n"


def test_sums_by_zone(folder):
    more = ("--zones", str(folder / "zones.gpkg"), "--zones-out", str(folder / "zones.csv"))
    assert run(folder, "noise", "green", more=more).exit_code == 0
    sums = pd.read_csv(folder / "zones.csv").set_index("zone").T.to_dict()
    assert sums["w"] == {
        "population": 30, "unknown": 0, "noise_high": 30, "green_high": 10, "high_0": 0, "high_1": 20,
        "high_2": 10, "share_several": pytest.approx(100 / 3),
    }  # fmt: skip
    assert sums["e"]["unknown"] == 40
    assert sums["e"]["high_0"] == 30


def test_one_burden_is_told_as_one(folder):
    assert "; " not in run(folder, "green").output
    assert run(folder, "green").output.endswith("10.0 % of 100 people bear a high burden of green\n")


@pytest.mark.parametrize(
    ("names", "more", "sentence"),
    [
        (["social"], (), "social alone is no sum"),
        (["noise", "noise"], (), "names one of them twice"),
        (["noise"], ("--zones", "zones.gpkg"), "go together"),
        ([], (), "Missing option '--burden'"),
    ],
)
def test_options_that_do_not_fit_are_refused(folder, names, more, sentence):
    more = tuple(str(folder / word) if word.endswith("gpkg") else word for word in more)
    done = run(folder, *names, more=more)
    assert (done.exit_code, sentence in done.output) == (2, True), done.output
    assert not (folder / "out.parquet").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda f: vector(f / "noise.gpkg", [strip(0, 9)], grade=["loud"]),
            'row 1: grade is "loud"; write low',
        ),
        (lambda f: vector(f / "noise.gpkg", [strip(0, 9)], level=["low"]), 'no column "grade"'),
        (lambda f: vector(f / "noise.gpkg", [Point(X, Y)], grade=["low"]), "must hold polygons"),
        (lambda f: vector(f / "noise.gpkg", [strip(0, 9)], 25833, grade=["low"]), "reproject"),
        (lambda f: (f / "noise.gpkg").unlink(), "does not exist"),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_written(folder, change, sentence):
    change(folder)
    done = run(folder, "noise", "green")
    assert done.exit_code == 2, done.output
    assert sentence in done.output
    assert done.output.count("\n") == 1
    assert not (folder / "out.parquet").exists()
