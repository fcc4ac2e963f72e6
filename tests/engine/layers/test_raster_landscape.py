"""Metrics of classes: every one by hand, cells that are not square, and sums that floats would round."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.raster_landscape import class_metrics
from gruenzug.engine.layers.raster_patches import patch_table
from tests.engine.bands.rasters import write

LAND = np.array([[3, 3, 7, 7], [3, 3, 0, 3]], np.uint8)


def metrics(path, cell_y: float = 10.0, **options):
    with rasterio.open(path, "r+") as file:
        file.transform = Affine(10, 0, 400_000, 0, -cell_y, 5_700_000)
    return class_metrics(patch_table(path, by_value=True, **options))


def test_every_metric_by_hand(tmp_path):
    """7 known cells of 100 m²: patches of 4, 1 and 2 cells, the first and the last side by side, so the others."""
    three, seven = metrics(write(tmp_path / "land.tif", LAND, nodata=0))
    assert (three.value, three.patches, three.area_ha) == (3, 2, 0.05)
    assert three.share_percent == pytest.approx(500 / 7)
    assert three.largest_patch_percent == pytest.approx(400 / 7)
    assert three.mean_area_ha == pytest.approx(0.025)
    assert three.mean_shape_index == 1.0  # both are squares
    assert three.mesh_ha == pytest.approx((16 + 1) / 7 / 100)
    assert (seven.value, seven.patches, seven.mean_shape_index) == (7, 1, pytest.approx(6 / (4 * 2**0.5)))
    for row in (three, seven):  # both meet each other only: on two sides; no data and the border are none
        assert row.edge_m_per_ha == pytest.approx(20 / 0.07)


def test_sides_of_cells_that_are_not_square_have_their_own_lengths(tmp_path):
    """10 m wide and 20 m high: side by side they share 20 m, one above the other 10 m, of 0.04 ha."""
    beside = metrics(write(tmp_path / "beside.tif", np.array([[3, 7]], np.uint8)), 20)
    above = metrics(write(tmp_path / "above.tif", np.array([[3], [7]], np.uint8)), 20)
    assert [row.edge_m_per_ha for row in beside] == [pytest.approx(500)] * 2
    assert [row.edge_m_per_ha for row in above] == [pytest.approx(250)] * 2
    assert {row.area_ha for row in (*beside, *above)} == {0.02}
    assert beside[0].mean_shape_index == pytest.approx(60 / (4 * 200**0.5))


def test_patches_that_touch_by_a_corner_are_one_for_eight_neighbours_only(tmp_path):
    land = write(tmp_path / "land.tif", np.array([[3, 7], [7, 3]], np.uint8))
    assert [row.patches for row in metrics(land)] == [1, 1]
    assert [row.patches for row in metrics(land, connectivity=4)] == [2, 2]


def test_one_class_alone_has_no_edge_and_is_its_own_mesh(tmp_path):
    (row,) = metrics(write(tmp_path / "land.tif", np.full((300, 400), 3, np.uint8)))
    assert (row.edge_m_per_ha, row.share_percent, row.largest_patch_percent) == (0, 100, 100)
    assert row.mesh_ha == row.area_ha == row.mean_area_ha == 1200


def test_without_data_there_are_no_classes(tmp_path):
    assert metrics(write(tmp_path / "land.tif", np.zeros((3, 4), np.uint8), nodata=0)) == []


def test_real_numbers_have_no_classes(tmp_path):
    with pytest.raises(GridError, match="holds real numbers; patches need a raster of whole numbers"):
        metrics(write(tmp_path / "real.tif", np.ones((3, 3), np.float32)))
