"""`gruenzug run access`: straight and on foot, the columns of its table, and one sentence for each mistake."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner
from shapely import LineString, MultiPoint, Point, box

from gruenzug.engine.cli import main
from tests.engine.sources.samples import write_osm

METRES = 25832
X, Y = 380_000.0, 5_700_000.0  # somewhere in the Ruhr


def at(shape):
    return shapely.transform(shape, lambda xy: xy + np.array([X, Y]))


def write(path: Path, shapes: list, crs=METRES, **columns) -> Path:
    frame = gpd.GeoDataFrame(
        columns, geometry=[at(shape) if crs == METRES else shape for shape in shapes], crs=crs
    )
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two halves of a park of 1 ha together, a small lawn, three homes, and a path to the park."""
    write(tmp_path / "green.gpkg", [box(0, 0, 50, 100), box(50, 0, 100, 100), box(1380, 0, 1400, 20)])
    homes = [Point(-250, 50), Point(1410, 10), Point(50, 50)]
    write(tmp_path / "points.gpkg", homes, population=[100, 40.5, 9.5])
    write(tmp_path / "paths.gpkg", [LineString([(-250, 60), (-250, 200), (50, 200), (50, 90)])])
    return tmp_path


def run(folder: Path, *options: str, green: str = "green.gpkg", points: str = "points.gpkg"):
    words = ["run", "access", str(folder / green), str(folder / points), str(folder / "out.parquet")]
    return CliRunner().invoke(main, [*words, *options])


def table(folder: Path, *options: str, **files: str) -> tuple[pd.DataFrame, str]:
    done = run(folder, *options, **files)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return pd.read_parquet(folder / "out.parquet"), done.output


def test_halves_of_a_park_count_as_one_and_the_lawn_is_too_small(folder):
    rows, line = table(folder, "--min-area-ha", "1", "--within", "300")
    assert rows.columns.tolist() == ["point", "distance_m", "within", "population"]
    assert rows["point"].tolist() == [0, 1, 2]
    assert rows["distance_m"].tolist() == [250.0, 1310.0, 0.0]
    assert rows["within"].tolist() == [True, False, True]
    assert rows["population"].tolist() == [100, 40.5, 9.5]
    assert "73.0 % of 150 people have green of at least 1 ha within 300 m" in line


def test_any_size_counts_if_so_wanted(folder):
    rows, _ = table(folder, "--min-area-ha", "0", "--within", "10")
    assert rows["distance_m"].tolist() == [250.0, 10.0, 0.0]
    assert rows["within"].tolist() == [False, True, True]


def test_on_foot_along_lines_and_nowhere_without_a_path(folder):
    rows, line = table(folder, "--network", str(folder / "paths.gpkg"))
    assert rows["distance_m"].fillna(-1).tolist() == [10 + 140 + 300 + 100, -1, 0.0]
    assert rows["within"].tolist() == [False, False, True]
    assert rows["distance_m"].isna().sum() == 1
    assert line.endswith("within 300 m on foot; 27.0 % have no way to any\n")


def test_on_foot_along_openstreetmap_in_another_coordinate_system(folder):
    """A footway of 0.01° eastwards on 51.5° N into a park, seen from EPSG:32632."""
    ends = gpd.GeoSeries([Point(7.30, 51.5), Point(7.31, 51.5)], crs=4326).to_crs(32632)
    nodes = [(1, 7.30, 51.5, {}), (2, 7.31, 51.5, {})]
    write_osm(folder / "ways.osm.pbf", nodes=nodes, ways=[(7, [1, 2], {"highway": "footway"})])
    write(folder / "end.gpkg", [ends[1].buffer(100)], 32632)
    write(folder / "home.gpkg", [ends[0]], 32632, population=[1])
    rows, _ = table(folder, "--network", str(folder / "ways.osm.pbf"), green="end.gpkg", points="home.gpkg")
    assert rows["distance_m"].item() == pytest.approx(ends[0].distance(ends[1]) - 100, abs=0.5)


def test_an_extract_without_paths_is_no_network(folder):
    write_osm(folder / "tree.osm.pbf", nodes=[(1, 7.30, 51.5, {"natural": "tree"})])
    refused(run(folder, "--network", str(folder / "tree.osm.pbf")), folder, "holds no path")


def test_points_keep_their_names_and_may_be_geoparquet(folder):
    write(folder / "named.parquet", [Point(-250, 50), Point(10, -7)], id=["a", "b"], population=[1, 2])
    rows, _ = table(folder, points="named.parquet")
    assert rows.set_index("point")["distance_m"].to_dict() == {"a": 250.0, "b": 7.0}


def test_green_that_is_not_there_is_at_no_distance(folder):
    rows, line = table(folder, "--min-area-ha", "500")
    assert rows["distance_m"].isna().all()
    assert "0.0 % of 150 people" in line


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("file", "shapes", "crs", "columns", "sentence"),
    [
        ("green", [Point(0, 0)], METRES, {}, "there is a Point, but the file must hold polygons"),
        ("green", [box(7, 51, 7.1, 51.1)], 4326, {}, "is in EPSG:4326, which counts in degrees"),
        ("green", [box(0, 0, 9, 9)], 3035, {}, "is in EPSG:3035, "),
        ("green", [box(0, 0, 9, 9)], 2263, {}, "which does not count in metres"),
        ("green", [box(0, 0, 9, 9)], None, {}, "does not say its coordinate system"),
        ("points", [Point(0, 0)], METRES, {"people": [1]}, 'has no column "population"'),
        ("points", [Point(0, 0)], METRES, {"population": ["many"]}, "row 1: population is many"),
        ("points", [Point(0, 0), Point(1, 1)], METRES, {"population": [1, -2]}, "row 2: population is -2"),
        ("points", [Point(0, 0), None], METRES, {"population": [1, 2]}, "row 2: there is no geometry"),
        (
            "points",
            [MultiPoint([(0, 0), (1, 1)])],
            METRES,
            {"population": [1]},
            "split it into single points",
        ),
        ("points", [box(0, 0, 1, 1)], METRES, {"population": [1]}, "must hold points"),
    ],
)
def test_a_wrong_file_gets_one_sentence(folder, file, shapes, crs, columns, sentence):
    write(folder / "wrong.gpkg", shapes, crs, **columns)
    refused(run(folder, **{file: "wrong.gpkg"}), folder, sentence)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.gpkg", None, "does not exist"),
        ("empty.gpkg", b"", "is empty"),
        ("text.gpkg", b"not a map", "cannot be read as geodata"),
        ("table.csv", b"x,y,population\n1,2,3\n", "has no geometry"),
        ("text.parquet", b"PAR1 not really", "is no GeoParquet file"),
    ],
)
def test_a_broken_file_gets_one_sentence(folder, name, content, sentence):
    if content is not None:
        (folder / name).write_bytes(content)
    refused(run(folder, points=name), folder, sentence)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--within", "-1"], "--within must be 0 m or more"),
        (["--min-area-ha", "nan"], "--min-area-ha must be 0 or more"),
        (["--network", "points.gpkg"], "must hold lines"),
        (["--network", "nothing.osm.pbf"], "does not exist"),
    ],
)
def test_a_wrong_option_gets_one_sentence(folder, monkeypatch, options, sentence):
    monkeypatch.chdir(folder)
    refused(run(folder, *options), folder, sentence)


def refused(done, folder: Path, sentence: str) -> None:
    assert done.exit_code == 2, done.output
    assert sentence in done.output
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1
    assert not (folder / "out.parquet").exists()
