"""Canopy share on files: by definition, whatever the bands."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import convolve

from gruenzug.engine.bands import Workers
from gruenzug.engine.layers.raster_canopy import write_canopy_share
from tests.engine.bands.rasters import read, write


@pytest.mark.parametrize("rows", [None, 1, 9])
def test_agrees_with_the_definition(tmp_path, rows):
    land = np.random.default_rng(4).integers(0, 4, (40, 33)).astype(np.uint8)
    cover = write(tmp_path / "cover.tif", land, nodata=0)
    write_canopy_share(cover, (1, 3), 35.0, tmp_path / "out.tif", Workers(2, band_rows=rows))
    y, x = np.mgrid[-3:4, -3:4]
    near = (x**2 + y**2 <= 3.5**2).astype(float)
    canopy = convolve(np.isin(land, (1, 3)).astype(float), near, mode="constant")
    known = convolve((land != 0).astype(float), near, mode="constant")
    share = read(tmp_path / "out.tif")
    np.testing.assert_allclose(share[land != 0], (canopy / known)[land != 0], rtol=1e-6)
    assert np.isnan(share[land == 0]).all()
