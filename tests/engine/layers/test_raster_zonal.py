"""Sums and classes of a raster in polygons that are already in memory: by hand, and nothing of bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import box

from gruenzug.engine.bands import AsClasses, Workers, raster_source
from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.raster_zonal import shape_class_counts, shape_sums
from tests.engine.bands.rasters import write

WEST, NORTH = 400_000.0, 5_700_000.0
VALUES = np.array([[-1, 5, -7, 2], [40, 60, -1, 3], [8, 8, 8, 8]], np.int16)

each_band = pytest.mark.parametrize("workers", [Workers(), Workers(2, band_rows=1)], ids=["whole", "by row"])


def area(west: float, north: float, east: float, south: float):
    """A box given in cells from the upper left corner."""
    return box(WEST + 10 * west, NORTH - 10 * south, WEST + 10 * east, NORTH - 10 * north)


SHAPES = np.array(
    [
        area(0, 0, 2, 2),
        area(1, 0, 4, 1),  # overlaps the first
        area(90, 0, 91, 1),  # beyond the raster
        area(0.6, 0, 1.4, 3),  # no centre in it
        shapely.union_all([area(0, 2, 1, 3), area(3, 2, 9, 9)]),  # in two parts, one reaching out
    ]
)


@each_band
def test_each_polygon_has_its_sum_its_known_and_all_its_cells(tmp_path, workers):
    """Values below 0 count, no data does not; what two polygons share counts for both."""
    source = raster_source(write(tmp_path / "values.tif", VALUES, nodata=-1))
    expected = [[105, 3, 4], [0, 3, 3], [0, 0, 0], [0, 0, 0], [16, 2, 2]]
    assert shape_sums(source, SHAPES, workers).tolist() == expected


def test_without_no_data_every_value_counts(tmp_path):
    source = raster_source(write(tmp_path / "values.tif", VALUES))
    assert shape_sums(source, SHAPES[:1], Workers()).tolist() == [[104, 4, 4]]


def test_sums_beyond_32_bits_are_whole(tmp_path):
    source = raster_source(write(tmp_path / "values.tif", np.full((50, 50), 2**31 - 1, np.int32)))
    assert shape_sums(source, np.array([area(0, 0, 50, 50)]), Workers()).tolist() == [
        [2500 * (2**31 - 1), 2500, 2500]
    ]


@each_band
def test_classes_are_counted_polygon_by_polygon_with_no_data_in_the_last_column(tmp_path, workers):
    source = raster_source(write(tmp_path / "values.tif", VALUES, nodata=-1))
    classes = replace(source, decode=AsClasses((8, 40, 60), "values.tif", others=7))
    found = shape_class_counts(classes, SHAPES, workers)
    assert found.shape == (5, 256)
    assert [{number: row[number] for number in np.flatnonzero(row)} for row in found.tolist()] == [
        {1: 1, 2: 1, 7: 1, 255: 1},
        {7: 3},
        {},
        {},
        {0: 2},
    ]


def test_numbers_that_are_no_classes_are_refused(tmp_path):
    source = raster_source(write(tmp_path / "values.tif", VALUES))
    with pytest.raises(GridError, match="classes must be 2-D uint8, got 2-D int16"):
        shape_class_counts(source, SHAPES, Workers())
