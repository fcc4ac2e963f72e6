"""The 3-30-300 rule at places: canopy around them, and what is said where something is not known."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.layers.rule_3_30_300 import (
    UNKNOWN,
    Met,
    Rule,
    all_met,
    canopy_at,
    persons_by_parts,
    rule_met,
)
from gruenzug.engine.layers.sight import NO, OPEN, YES, InView
from tests.engine.bands.rasters import write

WEST, NORTH = 400_000.0, 5_700_000.0
LAND = np.array([[1, 2, 2, 9], [1, 2, 3, 2], [2, 2, 2, 2]], np.uint8)


def places(*cells) -> np.ndarray:
    """Return coordinates from rows and columns, counted in cells from the upper left corner."""
    return np.array([(WEST + 10 * column, NORTH - 10 * row) for row, column in cells])


@pytest.fixture
def cover(tmp_path):
    return write(tmp_path / "cover.tif", LAND, nodata=9)


@pytest.mark.parametrize("workers", [None, Workers(2, band_rows=1)], ids=["whole", "in bands of a row"])
def test_canopy_is_counted_around_the_cell_of_a_place_over_what_is_known(cover, workers):
    """A disc of 10 m has five cells, fewer at the border; anywhere in a cell is the same."""
    xy = places((1.01, 1.99), (1.9, 1.1), (0.5, 2.5), (0.5, 0.5))
    found = canopy_at(cover, (1, 3), xy, 10.0, workers)
    np.testing.assert_array_equal(found, np.float32([2 / 5, 2 / 5, 1 / 3, 2 / 3]))


def test_nothing_is_said_of_places_without_a_known_cell(cover):
    found = canopy_at(cover, (1,), places((0.5, 3.5), (-0.1, 0.5), (3.1, 0.5), (0.5, -0.1), (0.5, 4.1)), 10.0)
    assert np.isnan(found).all()
    assert canopy_at(cover, (1,), places().reshape(0, 2), 10.0).tolist() == []


def test_covers_that_do_not_fit_are_refused(tmp_path, cover):
    here = places((0.5, 0.5))
    degrees = write(tmp_path / "degrees.tif", LAND, cell=0.001, west=7, north=51, crs="EPSG:4326")
    with pytest.raises(GridError, match="whose unit is the degree"):
        canopy_at(degrees, (1,), here, 10.0)
    with rasterio.open(cover, "r+") as file:
        file.transform = Affine(10, 0, WEST, 0, -20, NORTH)
    with pytest.raises(GridError, match="cells of 10 x 20 m; warp it to square cells"):
        canopy_at(cover, (1,), here, 10.0)
    with pytest.raises(SourceError, match="does not exist"):
        canopy_at(tmp_path / "none.tif", (1,), here, 10.0)
    with pytest.raises(GridError, match="radius must be above 0 m"):
        canopy_at(write(tmp_path / "square.tif", LAND), (1,), here, 0.0)


def test_a_limit_counts_as_met_and_a_place_without_canopy_is_unknown():
    xy, trees = np.zeros((3, 2)), np.array([(30.0, 0.0), (0.0, 30.0), (-18.0, 24.0), (30.001, 0.0)])
    canopy, distance = np.float32([0.3, 0.29, np.nan]), np.array([300.0, 300.001, 0.0])
    met = rule_met(xy, trees, canopy, distance, Rule())
    assert met.trees.tolist() == [3, 3, 3]
    assert met.parts.tolist() == [3, 1, UNKNOWN]


def test_all_three_hold_only_where_all_three_are_known():
    """Canopy, trees in view at least and at most, metres to green: one row per place."""
    rows = [
        (0.3, 3, 3, 300.0, YES),
        (0.3, 3, 3, 300.1, NO),
        (0.3, 0, 2, 300.0, NO),
        (0.2, 3, 3, 300.0, NO),
        (0.3, 2, 3, 300.0, OPEN),
        (0.2, 2, 3, np.inf, OPEN),  # two parts are missing, yet one cannot be said
        (np.nan, 3, 3, 300.0, OPEN),
    ]
    canopy, least, most, way, expected = map(np.array, zip(*rows, strict=True))
    nothing = np.zeros(len(rows), np.int64)
    met = Met(nothing, canopy.astype(np.float32), np.zeros(len(rows)), nothing.astype(np.int8))
    assert all_met(met, InView(least, most), way, Rule()).tolist() == expected.tolist()


def test_people_of_no_zone_are_left_out_and_unknown_comes_first():
    parts = np.array([UNKNOWN, 0, 3, 3, 1], np.int8)
    zone, persons = np.array([0, 0, 1, 1, -1]), np.array([1000, 2000, 3000, 500, 9000])
    assert persons_by_parts(parts, zone, persons, 2).tolist() == [[1000, 2000, 0, 0, 0], [0, 0, 0, 0, 3500]]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"trees": 0}, "must be 1 or more, not 0"),
        ({"share": 30}, "above 0 and at most 1, not 30"),
        ({"distance_m": np.inf}, "must be 0 m or more, not inf"),
    ],
)
def test_impossible_limits_are_refused(limits, sentence):
    with pytest.raises(GridError, match=sentence):
        Rule(**limits)
