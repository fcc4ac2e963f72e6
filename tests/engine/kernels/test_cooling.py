"""Cooling: by hand, and the whole index against floating-point convolutions with InVEST's edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.cooling import LandCooling, averaging, capacity, mitigation, mixed, park_cooling

LAND = LandCooling(
    np.array([0.0, 0.9, 0.3]),
    np.array([0.1, 1.0, 0.6]),
    np.array([0.15, 0.2, 0.2]),
    np.array([False, True, False]),
)
WEIGHTS = (0.6, 0.2, 0.2)


def weighted(values, weights):
    """Mean of the known cells by InVEST: sums over valid cells, divided by the weights of the valid cells."""
    known = np.isfinite(values)
    total = convolve(np.where(known, values, 0.0), weights, "same", "direct")
    return total / convolve(known.astype(float), weights, "same", "direct")


def exponential(cells):
    offsets = np.arange(-5 * cells, 5 * cells + 1)
    distance = np.hypot(offsets[:, None], offsets[None, :])
    return np.where(distance <= 5 * cells, np.exp(-distance / cells), 0.0)


def framed(values, reach, fill):
    return np.pad(values, reach, constant_values=fill)


def test_capacity_by_hand():
    classes = np.array([[0, 1], [255, 2]], np.uint8)
    et0 = np.array([[2.0, 4.0], [4.0, np.nan]])
    found = capacity(classes, et0, LAND, WEIGHTS, 4.0)
    np.testing.assert_allclose(found, [[0.2 * 0.15 + 0.2 * 0.05, 0.54 + 0.04 + 0.2], [np.nan, np.nan]])


def test_weights_are_relative():
    classes, et0 = np.array([[1]], np.uint8), np.array([[3.0]])
    once = capacity(classes, et0, LAND, (0.6, 0.2, 0.2), 4.0)
    np.testing.assert_allclose(capacity(classes, et0, LAND, (3.0, 1.0, 1.0), 4.0), once, rtol=1e-15)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), cells=st.integers(1, 4))
def test_mitigation_agrees_with_floating_point(seed, cells):
    rng = np.random.default_rng(seed)
    classes = rng.choice([0, 1, 2, 255], (30, 35), p=[0.3, 0.4, 0.25, 0.05]).astype(np.uint8)
    own = capacity(classes, rng.uniform(3, 5, classes.shape), LAND, WEIGHTS, 5.0)
    parks = park_cooling(cells * 40.0, 40.0)
    reach = parks.reach
    found = mitigation(framed(classes, reach, 255), framed(own, reach, np.nan), LAND, parks)
    green = np.where(np.isnan(own), np.nan, np.where(classes == 1, own, 0.0))
    air = weighted(green, exponential(cells))
    offsets = np.arange(-cells, cells + 1)
    flat = (np.hypot(offsets[:, None], offsets[None, :]) <= cells).astype(float)
    count = weighted(np.where(np.isnan(own), np.nan, (classes == 1) * 1.0), flat) * flat.sum()
    expected = np.where((count >= 12.5 - 1e-9) & (air > own), air, own)
    expected[np.isnan(own)] = np.nan
    clear = np.abs(count - 12.5) > 1e-6
    np.testing.assert_allclose(found[clear], expected[clear], atol=3e-6)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), cells=st.integers(1, 4), cut=st.integers(1, 29))
def test_mixed_air_is_a_mean_of_the_known_whatever_the_tiles(seed, cells, cut):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 1, (30, 33)).astype(np.float32)
    values[rng.random(values.shape) < 0.1] = np.nan
    weights = averaging(cells)
    around = framed(values, weights.reach, np.nan)
    found = mixed(around, weights)
    expected = weighted(values, exponential(cells))
    expected[np.isnan(values)] = np.nan
    np.testing.assert_allclose(found, expected, atol=2e-6)
    halo = 2 * weights.reach
    parts = [mixed(around[: cut + halo], weights), mixed(around[cut:], weights)]
    np.testing.assert_array_equal(np.concatenate(parts), found)


@pytest.mark.parametrize(
    ("weights", "most", "message"),
    [
        ((0, 0, 0), 4.0, "not all 0"),
        ((1, -1, 1), 4.0, "0 or more"),
        ((1, 1, 1), 0.0, "evapotranspiration must be"),
    ],
)
def test_weights_and_evapotranspiration_that_are_none_are_refused(weights, most, message):
    land = LandCooling(*np.array([[0.5], [1.0], [0.2]]), np.array([True]))
    with pytest.raises(GridError, match=message):
        capacity(np.zeros((1, 1), np.uint8), np.ones((1, 1)), land, weights, most)


def test_a_distance_below_half_a_cell_is_refused():
    with pytest.raises(GridError, match="less than a cell"):
        park_cooling(4.0, 10.0)


@pytest.mark.parametrize(("cells", "cooled"), [(199, False), (200, True)])
@pytest.mark.parametrize("distance", [290.0, 450.0, 750.0])
def test_two_hectares_of_green_are_enough_and_less_are_not(distance, cells, cooled):
    parks = park_cooling(distance, 10.0)
    classes = np.zeros((2 * parks.reach + 1,) * 2, np.uint8)
    middle = parks.reach
    classes[middle - 10 : middle + 10, middle + 1 : middle + 11] = 1
    if cells == 199:
        classes[middle, middle + 5] = 0
    own = np.where(classes == 1, 0.5, 0.0).astype(np.float32)
    assert (mitigation(classes, own, LAND, parks)[0, 0] > 0) == cooled


@pytest.mark.parametrize("odd", [-0.5, 4096.0, -9999.0])
def test_values_that_are_no_cooling_are_refused(odd):
    with pytest.raises(GridError, match="is not between 0 and 4,095"):
        mixed(np.full((11, 11), odd, np.float32), averaging(1))
    parks = park_cooling(10.0, 10.0)
    with pytest.raises(GridError, match="is not between 0 and 4,095"):
        mitigation(np.ones((11, 11), np.uint8), np.full((11, 11), odd, np.float32), LAND, parks)


def test_green_counts_as_green_where_only_its_evapotranspiration_is_unknown():
    parks = park_cooling(450.0, 10.0)
    classes = np.zeros((2 * parks.reach + 1,) * 2, np.uint8)
    middle = parks.reach
    classes[middle - 10 : middle + 10, middle + 1 : middle + 11] = 1
    own = np.where(classes == 1, 0.5, 0.0).astype(np.float32)
    own[middle - 10, middle + 1 : middle + 6] = np.nan
    assert mitigation(classes, own, LAND, parks)[0, 0] > 0
