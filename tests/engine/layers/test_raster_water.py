"""Rain and sealed ground on files: known sums, and nothing of bands to be seen."""

from __future__ import annotations

import numpy as np
import pytest

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.water import runoff_mm
from gruenzug.engine.layers.raster_water import RainCase, sealed_by_zone, write_retention
from tests.engine.bands.rasters import read, write

LAND = np.array([[1, 2, 2], [1, 1, 0]], np.uint8)


def test_rain_is_held_or_runs_off(tmp_path):
    lulc = write(tmp_path / "lulc.tif", LAND, nodata=0)
    (tmp_path / "cn.csv").write_text("lucode,cn\n1,60\n2,98\n")
    found = write_retention(RainCase(lulc, tmp_path / "cn.csv", 40.0), tmp_path / "out.tif")
    runoff = runoff_mm(np.array([60.0, 98.0]), 40.0)
    assert found.rain_m3 == pytest.approx(5 * 40 * 0.1)
    assert found.runoff_m3 == pytest.approx((3 * runoff[0] + 2 * runoff[1]) * 0.1, rel=1e-6)
    assert found.retained_m3 == found.rain_m3 - found.runoff_m3
    share = read(tmp_path / "out.tif")
    np.testing.assert_allclose(share[0], 1 - runoff[[0, 1, 1]] / 40, rtol=1e-6)
    assert np.isnan(share[1, 2])


def test_soil_counts_and_bands_do_not_show(tmp_path):
    rng = np.random.default_rng(9)
    lulc = write(tmp_path / "lulc.tif", rng.integers(1, 3, (50, 40)).astype(np.uint8))
    soils = write(tmp_path / "soils.tif", rng.integers(0, 5, (50, 40)).astype(np.uint8), nodata=0)
    (tmp_path / "cn.csv").write_text("lucode,cn_a,cn_b,cn_c,cn_d\n1,30,55,70,77\n2,98,98,98,98\n")
    case = RainCase(lulc, tmp_path / "cn.csv", 60.0, soils)
    results = set()
    for rows in (None, 1, 7, 50):
        found = write_retention(case, tmp_path / "out.tif", Workers(2, band_rows=rows))
        results.add((found, (tmp_path / "out.tif").read_bytes()))
    assert len(results) == 1
    assert (np.isnan(read(tmp_path / "out.tif")) == (read(soils) == 0)).all()


def test_sealed_ground_by_zone(tmp_path):
    lulc = write(tmp_path / "lulc.tif", LAND, nodata=0)
    zones = write(tmp_path / "zones.tif", np.array([[5, 5, 7], [5, 7, 7]], np.int32))
    (tmp_path / "sealed.csv").write_text("lucode,sealed\n1,0.9\n2,0.05\n")
    rows = sealed_by_zone(lulc, tmp_path / "sealed.csv", zones)
    assert [(row.zone, row.sealed_m2) for row in rows] == [(5, 185.0), (7, 95.0)]
    assert rows[0].share == pytest.approx(1.85 / 3)


def test_soils_of_another_size_are_refused(tmp_path):
    lulc = write(tmp_path / "lulc.tif", LAND, nodata=0)
    (tmp_path / "cn.csv").write_text("lucode,cn_a,cn_b,cn_c,cn_d\n1,1,1,1,1\n2,2,2,2,2\n")
    soils = write(tmp_path / "soils.tif", np.ones((3, 3), np.uint8))
    with pytest.raises(GridError, match="2 x 3 cells"):
        write_retention(RainCase(lulc, tmp_path / "cn.csv", 40.0, soils), tmp_path / "out.tif")
