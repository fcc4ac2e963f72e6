"""Heavy rain and cooling on real land cover: 4 million cells of CORINE around Hannover."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from click.testing import CliRunner

import gruenzug.engine.sources.landcover as landcover
from gruenzug.engine.cli import main

pytestmark = pytest.mark.real
TABLES = Path(landcover.__file__).parent / "landcover_classes"


@pytest.fixture
def cover() -> Path:
    folder = os.environ.get("GRUENZUG_DATA")
    if not folder:
        pytest.skip("set GRUENZUG_DATA to the folder with real files, then: make real")
    return Path(folder) / "alternatives/hannover_landcover/clc.tif"


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as raster:
        return raster.read(1)


def run(*words: object) -> str:
    done = CliRunner().invoke(main, ["run", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def test_rain_held_back_is_that_of_its_classes(cover, tmp_path):
    table = pd.read_csv(TABLES / "corine_curve_numbers.csv", index_col="lucode")["cn_b"]
    potential = 25_400 / table - 254
    excess = (90 - 0.2 * potential).clip(lower=0)
    held = 1 - excess**2 / (90 + 0.8 * potential) / 90
    line = run(
        "runoff",
        cover,
        TABLES / "corine_curve_numbers.csv",
        tmp_path / "held.tif",
        "--rain-mm",
        90,
        "--soil-group",
        "B",
    )
    codes, counts = np.unique(read(cover), return_counts=True)
    mean = float((held[codes] * counts).sum() / counts.sum())
    assert f"held.tif: {100 * mean:.1f} % of 90 mm held back" in line
    np.testing.assert_allclose(np.nanmean(read(tmp_path / "held.tif"), dtype=np.float64), mean, rtol=1e-6)


def test_woods_cool_more_than_the_dense_town_and_the_park_more_than_its_neighbours(cover, tmp_path):
    classes = read(cover)
    with rasterio.open(cover) as raster:
        profile = {**raster.profile, "dtype": "float32", "nodata": float("nan"), "count": 1}
    profile.pop("photometric", None)
    with rasterio.open(tmp_path / "et0.tif", "w", **profile) as raster:
        raster.write(np.ones(classes.shape, np.float32), 1)
    files = cover, tmp_path / "et0.tif", TABLES / "corine_cooling.csv", tmp_path / "cool.tif"
    run("cooling", *files)
    own = read(tmp_path / "cool.tif")
    run("cooling", *files, "--park-distance", 450)
    lent = read(tmp_path / "cool.tif")
    wood, town = np.isin(classes, (23, 24, 25)), classes == 1
    assert own[wood].mean() > 0.8 > 0.2 > own[town].mean()
    assert (lent >= own - 1e-6).all()
    assert (lent > own + 0.05)[np.isin(classes, (1, 2, 3, 4))].any()
