"""Canopy share on files: by definition, whatever the bands."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import convolve

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError, SourceError
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


def test_what_is_not_known_counts_for_no_share(tmp_path):
    """Around the middle of a row of three, 10 m reach all: one of two known cells is canopy."""
    cover = write(tmp_path / "cover.tif", np.array([[1, 2, 9]], np.uint8), nodata=9)
    write_canopy_share(cover, (1,), 10.0, tmp_path / "out.tif")
    np.testing.assert_array_equal(read(tmp_path / "out.tif"), np.float32([[0.5, 0.5, np.nan]]))


def test_covers_and_radii_that_do_not_fit_are_refused(tmp_path):
    land, out = np.ones((4, 4), np.uint8), tmp_path / "out.tif"
    metres = write(tmp_path / "metres.tif", land)
    degrees = write(tmp_path / "degrees.tif", land, cell=0.001, west=7, north=51, crs="EPSG:4326")
    parts = write(tmp_path / "parts.tif", np.full((4, 4), 0.5, np.float32))
    for cover, radius, sentence in (
        (degrees, 30.0, "EPSG:4326, whose unit is the degree"),
        (metres, 0.0, "radius must be above 0 m, got 0"),
        (metres, 1e6, "use larger cells"),
        (parts, 30.0, "class codes are whole numbers"),
    ):
        with pytest.raises(GridError, match=sentence):
            write_canopy_share(cover, (1,), radius, out)
    with pytest.raises(SourceError, match="does not exist"):
        write_canopy_share(tmp_path / "none.tif", (1,), 30.0, out)
