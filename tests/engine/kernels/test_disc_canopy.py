"""Canopy and trees around a place: by hand and by definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import disc
from gruenzug.engine.kernels.disc_canopy import canopy_share, trees_within


def test_a_lone_tree_fills_a_fifth_of_the_smallest_disc():
    cover = np.zeros((5, 5), np.uint8)
    cover[2, 2] = 1
    assert canopy_share(cover, disc("dichotomy", 10, 10))[1, 1] == np.float32(0.2)


def test_unknown_cells_do_not_count_and_unknown_centres_stay_unknown():
    cover = np.array([[255, 255, 255, 255], [255, 1, 255, 255], [255, 0, 0, 255], [255] * 4], np.uint8)
    share = canopy_share(cover, disc("dichotomy", 1, 1))
    np.testing.assert_array_equal(share, np.array([[0.5, np.nan], [1 / 3, 0.0]], np.float32))


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), radius=st.floats(0.5, 400))
def test_trees_are_counted_exactly(seed, radius):
    rng = np.random.default_rng(seed)
    places = rng.uniform(-500, 500, (40, 2)).round(3) + 4e5
    trees = rng.uniform(-500, 500, (300, 2)).round(1) + 4e5
    steps = np.rint((places[:, None] - trees[None]) * 1000).astype(np.int64)
    near = (steps**2).sum(axis=2) <= round(radius * 1000) ** 2
    np.testing.assert_array_equal(trees_within(places, trees, radius), near.sum(axis=1))


def test_without_trees_there_are_none():
    assert trees_within(np.zeros((2, 2)), np.zeros((0, 2)), 50).tolist() == [0, 0]


def test_impossible_input_is_refused():
    with pytest.raises(GridError, match="radius"):
        trees_within(np.zeros((1, 2)), np.zeros((1, 2)), 0)
    with pytest.raises(GridError, match="not a number"):
        trees_within(np.full((1, 2), np.nan), np.zeros((1, 2)), 5)
    with pytest.raises(GridError, match="uint8"):
        canopy_share(np.zeros((5, 5)), disc("dichotomy", 1, 1))
