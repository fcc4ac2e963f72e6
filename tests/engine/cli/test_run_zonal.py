"""`gruenzug run zonal`: the table for polygons and raster zones, exact sums, one sentence for each mistake."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from shapely import Point, box

from gruenzug.engine.cli import main
from tests.engine.bands.rasters import write

WEST, NORTH = 400_000.0, 5_700_000.0


def area(west: float, north: float, east: float, south: float):
    """A box given in cells from the upper left corner."""
    return box(WEST + 10 * west, NORTH - 10 * south, WEST + 10 * east, NORTH - 10 * north)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    values = np.arange(24, dtype=np.int16).reshape(4, 6)
    values[0, 0] = -1
    write(tmp_path / "values.tif", values, nodata=-1)
    write(tmp_path / "zones.tif", np.array([[3] * 6, [3] * 6, [9] * 6, [0] * 6], np.int32), nodata=0)
    shapes = [area(0, 0, 2, 2), area(1, 1, 3, 3), area(50, 0, 51, 1)]
    zones = gpd.GeoDataFrame({"ags": ["05", "06", "07"]}, geometry=shapes, crs="EPSG:25832")
    zones.to_file(tmp_path / "zones.gpkg")
    return tmp_path


def run(folder: Path, zones: str, *options: str, raster: str = "values.tif"):
    words = ["run", "zonal", str(folder / raster), str(folder / zones), str(folder / "out.csv"), *options]
    return CliRunner().invoke(main, words)


def table(folder: Path, zones: str, *options: str, **files: str) -> pd.DataFrame:
    done = run(folder, zones, *options, **files)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return pd.read_csv(folder / "out.csv", dtype={"zone": str})


def test_polygons_may_overlap_and_lie_outside(folder):
    rows = table(folder, "zones.gpkg")
    assert rows.columns.tolist() == ["zone", "count", "sum", "mean", "share"]
    assert rows["zone"].tolist() == ["05", "06", "07"]
    assert rows["count"].tolist() == [3, 4, 0]
    assert rows["sum"].tolist()[:2] == [1 + 6 + 7, 7 + 8 + 13 + 14]
    assert rows["mean"].tolist()[:2] == [14 / 3, 10.5]
    assert rows["share"].tolist()[:2] == [0.75, 1.0]
    assert rows.loc[2, ["sum", "mean", "share"]].isna().all()


def test_zones_may_be_a_raster(folder):
    rows = table(folder, "zones.tif")
    assert rows["zone"].tolist() == ["3", "9"]
    assert rows["count"].tolist() == [11, 6]
    assert rows["sum"].tolist() == [66, sum(range(12, 18))]


@pytest.mark.parametrize("rows", ["1", "3", "50"])
def test_bands_do_not_show_in_real_sums(folder, rows):
    values = np.random.default_rng(2).standard_normal((4, 6)) * 10.0 ** np.arange(-9, 15).reshape(4, 6)
    write(folder / "real.tif", values, nodata=float("nan"))
    found = table(folder, "zones.tif", "--band-rows", rows, raster="real.tif")
    assert found["sum"].tolist() == [fsum(values[:2].ravel()), fsum(values[2])]


def test_classes_are_counted(folder):
    write(
        folder / "land.tif", np.array([[7] * 6, [7] * 3 + [2] * 3, [2] * 6, [255] * 6], np.uint8), nodata=255
    )
    rows = table(folder, "zones.tif", "--classes", raster="land.tif")
    assert rows.to_dict("list") == {
        "zone": ["3", "3", "9"],
        "value": [2, 7, 2],
        "count": [3, 9, 6],
        "share": [0.25, 0.75, 1.0],
    }


def test_another_column_may_name_the_zones(folder):
    zones = gpd.read_file(folder / "zones.gpkg").assign(quarter=["a", "b", "c"])
    zones.to_parquet(folder / "zones.parquet")
    assert table(folder, "zones.parquet", "--zone-name", "quarter")["zone"].tolist() == ["a", "b", "c"]


def refusal(folder: Path, zones: str, *options: str, **files: str) -> str:
    done = run(folder, zones, *options, **files)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert not (folder / "out.csv").exists()
    return done.output


def test_mistakes_get_one_sentence(folder):
    assert 'no column "x"; it has ags' in refusal(folder, "zones.gpkg", "--zone-name", "x")
    assert "none.gpkg does not exist" in refusal(folder, "none.gpkg")
    gpd.read_file(folder / "zones.gpkg").to_crs(4326).to_file(folder / "degrees.gpkg")
    assert "in EPSG:4326; reproject one of them first" in refusal(folder, "degrees.gpkg")
    gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=25832).to_file(folder / "points.gpkg")
    assert "row 1: the geometry is Point, not a polygon" in refusal(folder, "points.gpkg")
    write(folder / "small.tif", np.zeros((4, 5), np.uint8))
    assert "has 4 x 6 cells" in refusal(folder, "small.tif")
    write(folder / "moved.tif", np.zeros((4, 6), np.uint8), west=0)
    assert "begins at" in refusal(folder, "moved.tif")
    write(folder / "real.tif", np.zeros((4, 6)))
    assert "zones are whole numbers" in refusal(folder, "real.tif")
    (folder / "broken.gpkg").write_text("nothing")
    assert "cannot be read as polygons" in refusal(folder, "broken.gpkg")
    assert "need a raster of whole numbers" in refusal(folder, "zones.tif", "--classes", raster="real.tif")
