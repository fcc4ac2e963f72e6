"""Pieces and outlines of green in places: borders cut neither, and nothing counts twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from gruenzug.engine.layers.merge import merge_touching
from gruenzug.engine.layers.units import Units

TOWNS = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100)])


def units(*shapes) -> Units:
    return Units(np.array(shapes, dtype=object))


def test_an_outline_on_the_border_belongs_to_both_by_half():
    """A square of 20 m in the west whose east side lies on the border: 60 m inside, 20 m shared."""
    found = units(box(80, 40, 100, 60)).edge_within(TOWNS)
    assert found.tolist() == [70_000, 10_000]


def test_the_border_is_no_outline_of_green_that_crosses_it():
    found = units(box(80, 40, 120, 60)).edge_within(TOWNS)
    assert found.tolist() == [60_000, 60_000]


def test_holes_have_outlines_too():
    ring = box(10, 10, 50, 50).difference(box(20, 20, 30, 30))
    assert units(ring).edge_within(TOWNS).tolist() == [200_000, 0]


def test_no_green_has_no_outline():
    assert units().edge_within(TOWNS).tolist() == [0, 0]
    assert len(units().pieces_within(TOWNS).area_dm2) == 0


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32 - 1))
def test_towns_share_all_that_is_inside_them_and_nothing_twice(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 18, 12) * 10, rng.integers(0, 8, 12) * 10
    found = Units(merge_touching(shapely.box(x, y, x + 20, y + 20)))
    whole = shapely.box(0, 0, 200, 100)
    outlines = shapely.boundary(found.polygons)
    on_rim = shapely.length(shapely.intersection(outlines, whole.boundary)).sum()
    assert found.edge_within(TOWNS).sum() == pytest.approx(
        1000 * (shapely.length(outlines).sum() - on_rim / 2), abs=5
    )
    pieces = found.pieces_within(TOWNS)
    assert pieces.area_dm2.sum() == found.area_dm2.sum()
