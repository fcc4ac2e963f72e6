"""`gruenzug run 3-30-300`: three homes whose answer can be told by hand, sums by zone, and one sentence per mistake."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from click.testing import CliRunner
from rasterio.transform import from_origin
from shapely import LineString, Point, box

from gruenzug.engine.cli import main

X, Y = 380_000.0, 5_700_000.0  # somewhere in the Ruhr
TREE, GRASS, NOTHING_KNOWN = 10, 30, 0


def vector(path: Path, shapes: list, crs: int = 25832, **columns) -> None:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Home 0 in a wood by a park, home 1 on a lawn with 3 trees, home 2 on a lawn far away, home 3 nobody knows where."""
    cover = np.full((100, 300), GRASS, np.uint8)  # cells of 10 m
    cover[:, :40] = TREE
    cover[:, 250:] = NOTHING_KNOWN
    options = {"height": 100, "width": 300, "count": 1, "dtype": "uint8", "nodata": NOTHING_KNOWN}
    with rasterio.open(
        tmp_path / "cover.tif", "w", driver="GTiff", crs=25832, transform=from_origin(X, Y, 10, 10), **options
    ) as file:
        file.write(cover, 1)
    homes = [Point(X + x, Y - 505) for x in (105, 605, 1505, 2705)]
    vector(tmp_path / "points.gpkg", homes, population=[10, 20, 30, 40])
    trees = [(115, -505), (105, -495), (105, -480), (600, -505), (620, -505), (605, -535), (1500, -505)]
    vector(tmp_path / "trees.gpkg", [Point(X + x, Y + y) for x, y in trees])
    vector(tmp_path / "green.gpkg", [box(X + 200, Y - 600, X + 300, Y - 500)])  # 1 ha
    vector(
        tmp_path / "zones.gpkg",
        [box(X, Y - 1000, X + 1000, Y), box(X + 1000, Y - 1000, X + 3000, Y)],
        ags=["w", "e"],
    )
    return tmp_path


def run(folder: Path, *options: str, **files: str):
    names = ("points.gpkg", "trees.gpkg", "cover.tif", "green.gpkg", "out.parquet")
    words = [str(folder / files.get(name.split(".")[0], name)) for name in names]
    return CliRunner().invoke(main, ["run", "3-30-300", *words, *options])


def table(folder: Path, *options: str) -> tuple[pd.DataFrame, str]:
    done = run(folder, *options)
    assert done.exit_code == 0, done.output
    return pd.read_parquet(folder / "out.parquet"), done.output


def test_each_part_counts_and_the_unknown_is_not_nothing(folder):
    rows, line = table(folder)
    assert rows.columns.tolist() == ["point", "trees", "canopy", "distance_m", "met", "population"]
    assert rows["trees"].tolist() == [3, 3, 1, 0]  # the tree at exactly 30 m counts
    assert rows["canopy"].tolist()[:3] == [1.0, 0.0, 0.0]
    assert np.isnan(rows["canopy"][3])
    assert rows["distance_m"].tolist() == [95, 305, 1205, 2405]
    assert rows["met"].fillna(-9).tolist() == [3, 1, 0, -9]
    shares = "16.7 % of 60 people have all of 3-30-300, 50.0 % nothing of it"
    assert line == f"{folder}/out.parquet: {shares}; 40 live where the canopy is unknown\n"


def test_limits_can_be_moved(folder):
    rows, _ = table(folder, "--within", "305", "--trees", "4", "--canopy-values", "30")
    assert rows["met"].fillna(-9).tolist() == [1, 2, 1, -9]


def test_sums_by_zone_are_of_people(folder):
    table(folder, "--zones", str(folder / "zones.gpkg"), "--zones-out", str(folder / "zones.csv"))
    sums = pd.read_csv(folder / "zones.csv").set_index("zone")
    assert sums.loc["w"].tolist() == [30, 0, 0, 20, 0, 10, pytest.approx(100 / 3)]
    assert sums.loc["e"].tolist() == [70, 40, 30, 0, 0, 0, 0]


def test_past_buildings_trees_are_in_view_hidden_or_unsure(folder):
    """A house hides the tree east of home 0; nobody knows the height of what stands before two trees of home 1."""
    shapes = [
        box(X + 108, Y - 507, X + 112, Y - 503),
        box(X + 601, Y - 515, X + 603, Y - 500),
        box(X + 607, Y - 515, X + 609, Y - 500),
        box(X + 1501, Y - 510, X + 1510, Y - 500),
    ]
    vector(folder / "houses.gpkg", shapes, height=[9.0, None, None, None], levels=[None, 0, None, 2])
    rows, line = table(folder, "--sight", str(folder / "houses.gpkg"))
    assert rows["trees_seen"].tolist() == [2, 1, 1, 0]  # the last house is around home 2 and hides nothing
    assert rows["trees_unsure"].tolist() == [0, 2, 0, 0]
    assert rows["met"].fillna(-9).tolist() == [3, 1, 0, -9]
    assert rows["met_seen"].fillna(-9).tolist() == [2, -9, 0, -9]
    assert line.endswith("; 0.0 % have 3 trees in view, heights are unknown before 20\n")
    high, _ = table(folder, "--sight", str(folder / "houses.gpkg"), "--eye", "9.5")
    assert high["trees_seen"].tolist() == [3, 1, 1, 0]
    tall, _ = table(folder, "--sight", str(folder / "houses.gpkg"), "--tree-height", "26.3")
    assert tall["trees_seen"].tolist() == [3, 1, 1, 0]  # at 3 of 10 m the line is 9.01 m high


def test_on_foot_the_green_may_be_farther_than_it_is_straight(folder):
    """A way from home 0 that enters the park after 140 m, one from home 1 that takes 310 m for 305."""
    ways = [
        LineString([(X + 105, Y - 505), (X + 105, Y - 550), (X + 250, Y - 550), (X + 250, Y - 560)]),
        LineString([(X + 605, Y - 505), (X + 605, Y - 510), (X + 290, Y - 510)]),
    ]
    vector(folder / "ways.gpkg", ways)
    rows, line = table(folder, "--network", str(folder / "ways.gpkg"), "--within", "306")
    assert rows["walk_m"].tolist()[:2] == [140, 310]
    assert rows["met"].fillna(-9).tolist() == [3, 2, 0, -9]
    assert rows["met_walk"].fillna(-9).tolist() == [3, 1, 0, -9]
    assert line.endswith("; 10.0 % have green within 306 m on foot\n")
    vector(folder / "houses.gpkg", [box(X + 108, Y - 507, X + 112, Y - 503)], height=[9.0])
    both, _ = table(folder, "--network", str(folder / "ways.gpkg"), "--sight", str(folder / "houses.gpkg"))
    assert both["met_seen_walk"].fillna(-9).tolist() == [2, 1, 0, -9]


def test_a_height_in_words_is_refused(folder):
    vector(folder / "houses.gpkg", [box(X, Y, X + 9, Y + 9)], height=["tall"])
    done = run(folder, "--sight", str(folder / "houses.gpkg"))
    assert done.exit_code == 2
    assert 'row 1: height is "tall", not a number' in done.output


def test_bands_do_not_show(folder):
    whole, _ = table(folder)
    bands, _ = table(folder, "--band-rows", "7", "--threads", "2")
    pd.testing.assert_frame_equal(bands, whole)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--share", "30"), "above 0 and at most 1, not 30"),
        (("--trees", "0"), "1 or more, not 0"),
        (("--trees-within", "-1"), "the radius must be above 0"),
        (("--level-height", "0"), "storey must be above 0"),
        (("--tree-height", "-1"), "height of the tree must be 0 to 500 m"),
        (("--canopy-values", "wood"), "is not a list of whole numbers"),
        (("--zones", "zones.gpkg"), "go together"),
    ],
)
def test_an_impossible_limit_gets_one_sentence(folder, options, sentence):
    done = run(folder, *options)
    assert done.exit_code == 2
    assert sentence in done.output
    assert not (folder / "out.parquet").exists()


def test_files_in_different_coordinate_systems_are_refused(folder):
    vector(folder / "moved.gpkg", [Point(X, Y)], 32632)
    done = run(folder, trees="moved.gpkg")
    assert done.exit_code == 2
    assert "moved.gpkg is in EPSG:32632" in done.output
    vector(folder / "elsewhere.gpkg", [Point(X, Y)], 32632, population=[1])
    for name, shape in (("trees32", Point(X, Y)), ("green32", box(X, Y, X + 9, Y + 9))):
        vector(folder / f"{name}.gpkg", [shape], 32632)
    done = run(folder, points="elsewhere.gpkg", trees="trees32.gpkg", green="green32.gpkg")
    assert done.exit_code == 2
    assert "cover.tif is in EPSG:25832" in done.output
