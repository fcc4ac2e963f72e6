"""Sums by zone: by hand, against GEOS and fsum, whatever the bands."""

from __future__ import annotations

from fractions import Fraction
from math import fsum

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.zonal import (
    added,
    class_counts,
    polygon_spans,
    prefix_sums,
    raster_spans,
    row_prefixes,
    zone_sums,
)
from gruenzug.engine.layers.boundaries import boundary_segments

ROWS, COLUMNS = 40, 30
seeds = st.integers(0, 10**6)


def polygons(seed):
    rng = np.random.default_rng(seed)
    places = rng.uniform(-5, 45, (rng.integers(1, 8), 2))
    blobs = [
        shapely.Point(p).buffer(r) for p, r in zip(places, rng.uniform(0.1, 15, len(places)), strict=True)
    ]
    return np.array([blob.difference(blob.centroid.buffer(2)) for blob in blobs], dtype=object)


def spans_of(shapes):
    return polygon_spans(*boundary_segments(np.asarray(shapes, dtype=object)), ROWS, COLUMNS)


def painted(spans, zones):
    cells = np.zeros((zones, ROWS, COLUMNS), np.int64)
    for row, start, end, zone in zip(*spans, strict=True):
        cells[zone, row, start:end] += 1
    return cells


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_cells_are_those_whose_centres_geos_finds_inside(seed):
    shapes = polygons(seed)
    y, x = np.mgrid[0:ROWS, 0:COLUMNS] + 0.5
    inside = np.array([shapely.contains_xy(shape, x, y) for shape in shapes])
    np.testing.assert_array_equal(painted(spans_of(shapes), len(shapes)), inside)


def test_neighbours_share_no_cell_and_leave_none_out():
    slanted = [
        shapely.Polygon([(0, 0), (30, 0), (7, 40), (0, 40)]),
        shapely.Polygon([(30, 0), (30, 40), (7, 40)]),
    ]
    halves = [box(0, 0, 10.5, 40), box(10.5, 0, 30, 40)]  # the border runs through centres
    for shapes in (slanted, halves):
        np.testing.assert_array_equal(painted(spans_of(shapes), 2).sum(axis=0), np.ones((ROWS, COLUMNS)))


@settings(deadline=None, max_examples=50)
@given(seed=seeds, cut=st.integers(1, ROWS - 1), wild=st.booleans())
def test_real_sums_are_the_true_sums_whatever_the_bands(seed, cut, wild):
    rng = np.random.default_rng(seed)
    shapes = polygons(seed)
    spans = spans_of(shapes)
    values = rng.standard_normal((ROWS, COLUMNS))
    values *= 10.0 ** rng.integers(-300, 300, values.shape) if wild else 1.0
    values[rng.random(values.shape) < 0.1] = np.nan
    whole = zone_sums(values, spans)
    parts = added(
        [zone_sums(values[:cut], spans.rows(0, cut)), zone_sums(values[cut:], spans.rows(cut, ROWS))]
    )
    assert parts.sums() == whole.sums()
    cells = painted(spans, len(shapes)) > 0
    for zone, count, known, total in zip(whole.zone, whole.cells, whole.known, whole.sums(), strict=True):
        inside = values[cells[zone]]
        assert count == len(inside)
        assert known == np.isfinite(inside).sum()
        assert total == fsum(inside[np.isfinite(inside)])


@settings(deadline=None, max_examples=50)
@given(seed=seeds, kind=st.sampled_from(["uint8", "int16", "int32"]))
def test_whole_sums_leave_no_data_out(seed, kind):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 9, (ROWS, COLUMNS)).astype(kind)
    zones = rng.integers(-1, 4, (ROWS, COLUMNS)).astype(np.int32)
    sums = zone_sums(values, raster_spans(zones, -1), 3)
    for zone, cells, known, total in zip(sums.zone, sums.cells, sums.known, sums.sums(), strict=True):
        inside = values[zones == zone]
        assert (cells, known, total) == (len(inside), (inside != 3).sum(), inside[inside != 3].sum())


def test_sums_beyond_doubles_are_kept():
    values = np.array([[1e300, 1.0, -1e300]])
    sums = zone_sums(values, raster_spans(np.zeros((1, 3), np.int32), -1))
    assert sums.exact() == [Fraction(1)]
    assert sums.sums() == [1.0]


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_running_sums_answer_the_same(seed):
    values = np.random.default_rng(seed).integers(-5, 5, (ROWS, COLUMNS)).astype(np.int32)
    shapes = polygons(seed)
    spans = spans_of(shapes)
    sums = zone_sums(values, spans)
    quick = prefix_sums(row_prefixes(values), spans, len(shapes))
    assert quick[sums.zone].tolist() == sums.sums()


def test_classes_are_counted_by_zone():
    classes = np.array([[0, 0, 5], [5, 5, 255]], np.uint8)
    counts = class_counts(classes, raster_spans(np.array([[0, 1, 1], [0, 0, 1]], np.int32), -1), 2)
    assert counts[0, [0, 5, 255]].tolist() == [1, 2, 0]
    assert counts[1, [0, 5, 255]].tolist() == [1, 1, 1]


def test_impossible_values_are_refused():
    spans = raster_spans(np.zeros((1, 3), np.int32), -1)
    with pytest.raises(GridError, match="float64"):
        zone_sums(np.zeros((1, 3), np.float32), spans)
    with pytest.raises(GridError, match="32 bits"):
        zone_sums(np.zeros((1, 3), np.int64), spans)
    with pytest.raises(GridError, match="2-D uint8"):
        class_counts(np.zeros((1, 3), np.uint16), spans, 1)
    with pytest.raises(GridError, match="zone 0, but there are 0 zones"):
        class_counts(np.zeros((1, 3), np.uint8), spans, 0)
