"""Distances between cells: by hand, against scipy in every cell, and bands joined as if there were none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import distance_transform_edt

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.edt import carried, column_ends, no_target, squared_distance


def field(seed, rows, columns):
    rng = np.random.default_rng(seed)
    targets = (rng.random((rows, columns)) < rng.choice([0.0005, 0.01, 0.1, 0.6])).astype(np.uint8)
    targets[rng.integers(rows), rng.integers(columns)] = 1
    return targets


def oracle(targets):
    return np.rint(distance_transform_edt(targets != 1) ** 2).astype(np.int64)


def test_a_knight_move_is_five():
    targets = np.zeros((3, 4), np.uint8)
    targets[0, 0] = 1
    assert squared_distance(targets).tolist() == [[0, 1, 4, 9], [1, 2, 5, 10], [4, 5, 8, 13]]


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), rows=st.integers(1, 60), columns=st.sampled_from([1, 7, 60, 300, 1100]))
def test_every_cell_agrees_with_scipy(seed, rows, columns):
    targets = field(seed, rows, columns)
    np.testing.assert_array_equal(squared_distance(targets), oracle(targets))


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(1, 49), max_size=6))
def test_bands_do_not_show(seed, cuts):
    targets = field(seed, 50, 70)
    edges = sorted({0, 50, *cuts})
    bands = [targets[a:b] for a, b in pairwise(edges)]
    carry = carried([(len(band), column_ends(band)) for band in bands])
    parts = [squared_distance(band, *rows, rows=50) for band, rows in zip(bands, carry, strict=True)]
    np.testing.assert_array_equal(np.concatenate(parts), oracle(targets))


def test_without_targets_there_is_no_distance():
    found = squared_distance(np.zeros((20, 30), np.uint8))
    assert (found >= no_target(found.dtype)).all()


def test_vast_rasters_count_in_64_bits():
    targets = np.zeros((2, 40_000), np.uint8)
    targets[0, 0] = 1
    found = squared_distance(targets)
    assert found.dtype == np.int64
    assert found[1, -1] == 39_999**2 + 1


def test_a_mask_of_another_kind_is_refused():
    with pytest.raises(GridError, match="uint8"):
        squared_distance(np.zeros((3, 3)))
