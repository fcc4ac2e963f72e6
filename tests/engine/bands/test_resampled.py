"""A raster seen on another grid: densities are kept, no data stays, bands do not show; GDAL agrees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.enums import Resampling
from rasterio.transform import Affine
from rasterio.warp import reproject

from gruenzug.engine.bands import AsFloat, Frame, RasterSource
from gruenzug.engine.bands.resampled import ResampledSource

from .rasters import write


def seen(values, cell, target, tmp_path):
    rows, columns = values.shape
    path = write(tmp_path / "a.tif", values, cell=cell, west=0, north=0)
    source = RasterSource(path, Frame(rows, columns, 0.0, 0.0, cell, cell), AsFloat("float64"), None)
    return ResampledSource(source, target)


def whole(source):
    with source.opened() as reader:
        return reader.rows(0, source.frame.rows)


@pytest.mark.parametrize(("cell", "west"), [(10.0, 0.0), (10.0, -5.0), (30.0, 0.0), (70.0, 35.0), (7.5, 3.0)])
def test_agrees_with_gdal(tmp_path, cell, west):
    values = np.random.default_rng(4).random((12, 15)) * 100
    count = int(12 * 30 / cell)
    target = Frame(count, count, west, 0.0, cell, cell)
    ours = whole(seen(values, 30.0, target, tmp_path))
    theirs = np.full((count, count), np.nan)
    reproject(
        values,
        theirs,
        src_transform=Affine(30, 0, 0, 0, -30, 0),
        src_crs="EPSG:25832",
        dst_transform=target.affine,
        dst_crs="EPSG:25832",
        resampling=Resampling.bilinear,
        dst_nodata=np.nan,
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_no_data_stays_and_does_not_spread_beyond_its_cell(tmp_path):
    values = np.array([[1.0, np.nan], [3.0, 5.0]])
    ours = whole(seen(values, 30.0, Frame(6, 6, 0.0, 0.0, 10.0, 10.0), tmp_path))
    assert np.isnan(ours[:3, 3:]).all()
    assert np.isfinite(ours[3:]).all()
    assert np.isfinite(ours[:, :3]).all()
    assert ours[0, 2] == 1.0


def test_what_lies_beyond_is_no_data(tmp_path):
    ours = whole(seen(np.ones((2, 2)), 30.0, Frame(4, 9, -30.0, 30.0, 30.0, 30.0), tmp_path))
    expected = np.full((4, 9), np.nan)
    expected[1:3, 1:3] = 1.0
    np.testing.assert_array_equal(ours, expected)


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 999), cell=st.sampled_from([3.0, 10.0, 45.0]), cut=st.integers(1, 40))
def test_rows_read_in_parts_are_the_same(tmp_path_factory, seed, cell, cut):
    values = np.random.default_rng(seed).random((9, 8))
    values[values < 0.1] = np.nan
    source = seen(values, 30.0, Frame(41, 20, -7.0, 11.0, cell, cell), tmp_path_factory.mktemp("r"))
    with source.opened() as reader:
        parts = np.concatenate([reader.rows(0, cut), reader.rows(cut, 41)])
        np.testing.assert_array_equal(parts, reader.rows(0, 41))
