"""`gruenzug run cooling`: capacity, parks, air temperature, one sentence for each mistake."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from tests.engine.bands.rasters import read, write

TABLE = "lucode,shade,kc,albedo,green_area\n1,0.1,0.2,0.15,0\n2,0.9,1.0,0.2,1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(8)
    lulc = np.where(rng.random((90, 80)) < 0.4, 2, 1).astype(np.uint8)
    lulc[3, 4] = 0
    write(tmp_path / "lulc.tif", lulc, nodata=0, cell=20.0)
    write(
        tmp_path / "et0.tif",
        np.linspace(3, 5, 90 * 80, dtype=np.float32).reshape(90, 80),
        nodata=-1,
        cell=20.0,
    )
    (tmp_path / "classes.csv").write_text(TABLE)
    return tmp_path


def run(folder: Path, *options: str, et0: str = "et0.tif", table: str = "classes.csv"):
    words = [
        "run",
        "cooling",
        *(str(folder / name) for name in ("lulc.tif", et0, table, "out.tif")),
        *options,
    ]
    return CliRunner().invoke(main, words)


def raster(folder: Path, *options: str, **files: str) -> np.ndarray:
    done = run(folder, *options, **files)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return read(folder / "out.tif")


def test_capacity_is_a_weighted_sum(folder):
    found, et0 = raster(folder), read(folder / "et0.tif")
    lulc = read(folder / "lulc.tif")
    expected = np.where(
        lulc == 2, 0.6 * 0.9 + 0.2 * 0.2 + 0.2 * et0 / 5, 0.6 * 0.1 + 0.2 * 0.15 + 0.2 * 0.2 * et0 / 5
    )
    expected[lulc == 0] = np.nan
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    shade = raster(folder, "--weights", "1,0,0")
    np.testing.assert_allclose(shade[lulc == 2], 0.9, rtol=1e-6)


def test_parks_lend_cool_air_to_their_surroundings(folder):
    alone, with_parks = raster(folder), raster(folder, "--park-distance", "160")
    known = np.isfinite(alone)
    assert (with_parks[known] >= alone[known]).all()
    assert (with_parks[known] > alone[known]).mean() > 0.3
    assert np.isnan(with_parks[3, 4])


def test_neither_bands_nor_threads_show(folder):
    found = set()
    for rows, threads in (("256", "2"), ("11", "1"), ("11", "2"), ("50", "2")):
        air = folder / "air.tif"
        raster(folder, "--park-distance", "80", "--air", str(air), "--mixing-distance", "60",
               "--band-rows", rows, "--threads", threads)  # fmt: skip
        parts = (folder / "out.tif").read_bytes() + air.read_bytes()
        found.add(sha256(parts).hexdigest())
    assert len(found) == 1


def test_air_lies_between_the_countryside_and_the_hottest_city(folder):
    air = folder / "air.tif"
    raster(folder, "--air", str(air), "--reference", "20", "--heat-island", "4", "--mixing-distance", "60")
    found = read(air)
    assert np.nanmin(found) > 20
    assert np.nanmax(found) < 24
    assert np.isnan(found[3, 4])


def test_a_coarse_evapotranspiration_is_interpolated(folder):
    write(folder / "coarse.tif", np.full((18, 16), 4.0, np.float32), cell=100.0)
    lulc = read(folder / "lulc.tif")
    np.testing.assert_allclose(raster(folder, et0="coarse.tif")[lulc == 2], 0.54 + 0.04 + 0.2, rtol=1e-6)


def test_mistakes_get_one_sentence(folder):
    def refusal(*options, **files):
        done = run(folder, *options, **files)
        assert done.exit_code == 2
        assert not (folder / "out.tif").exists()
        return done.output

    assert "three numbers" in refusal("--weights", "1,2")
    assert "must be 0 or more" in refusal("--weights", "0,0,0")
    assert "less than a cell" in refusal("--park-distance", "3")
    (folder / "odd.csv").write_text(TABLE.replace("0.2,1\n", "0.2,0.5\n"))
    assert "green_area is 1 (green) or 0 (not), not 0.5" in refusal(table="odd.csv")
    write(folder / "minus.tif", np.full((90, 80), -2.0), cell=20.0)
    assert "-2 is below 0" in refusal(et0="minus.tif")
    write(folder / "nothing.tif", np.zeros((90, 80)), cell=20.0)
    assert "no value above 0" in refusal(et0="nothing.tif")
    write(folder / "system.tif", np.ones((90, 80)), cell=20.0, crs="EPSG:25833")
    assert "reproject one of them first" in refusal(et0="system.tif")


@pytest.mark.parametrize("distance", ["2", "nan", "inf"])
def test_impossible_air_leaves_nothing_behind(folder, distance):
    done = run(folder, "--air", str(folder / "air.tif"), "--mixing-distance", distance)
    assert done.exit_code == 2
    assert "mixing distance" in done.output
    assert not list(folder.glob("*out.tif*")) + list(folder.glob("*air.tif*"))


@pytest.mark.parametrize("distance", ["nan", "inf"])
def test_impossible_park_distances_are_refused(folder, distance):
    done = run(folder, "--park-distance", distance)
    assert done.exit_code == 2
    assert "cooling distance" in done.output
