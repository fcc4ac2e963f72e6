"""Distance to large patches: against scipy, with the people within reach, whatever the bands."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt, label

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.raster_distance import DistanceCase, write_distance
from tests.engine.bands.rasters import read, write


@pytest.mark.parametrize("rows", [None, 1, 13, 40])
def test_agrees_with_scipy(tmp_path, rows):
    rng = np.random.default_rng(6)
    cover = write(tmp_path / "cover.tif", (rng.random((77, 60)) < 0.3).astype(np.uint8))
    people = rng.poisson(2, (77, 60)).astype(np.int32)
    population = write(tmp_path / "people.tif", people, nodata=-1)
    labels, _ = label(read(cover), np.ones((3, 3)))
    large = np.bincount(labels.ravel())[labels] * 100 >= 1500
    metres = distance_transform_edt(~(large & (labels > 0))) * 10
    case = DistanceCase(cover, least_m2=1500, population=population, reach=50)
    found = write_distance(case, tmp_path / "out.tif", Workers(2, band_rows=rows))
    np.testing.assert_array_equal(read(tmp_path / "out.tif"), metres.astype(np.float32))
    assert found.population == people.sum()
    assert found.near == people[metres <= 50].sum()
    assert write_distance(case, None, Workers(1, band_rows=rows)) == found


def test_without_a_large_patch_nothing_is_near(tmp_path):
    cover = write(tmp_path / "cover.tif", np.eye(9, dtype=np.uint8))
    case = DistanceCase(cover, connectivity=4, least_m2=200, population=cover)
    found = write_distance(case, tmp_path / "out.tif")
    assert (found.near, found.share) == (0, 0)
    assert np.isnan(read(tmp_path / "out.tif")).all()


def test_rasters_of_other_sizes_are_refused(tmp_path):
    cover = write(tmp_path / "cover.tif", np.eye(9, dtype=np.uint8))
    people = write(tmp_path / "people.tif", np.ones((9, 8)))
    with pytest.raises(GridError, match="9 x 9 cells"):
        write_distance(DistanceCase(cover, population=people), None)
