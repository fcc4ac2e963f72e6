"""Runoff by curve numbers and sealed ground: known answers and limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.water import RUNOFF_BITS, event, held_back, retained, runoff_mm, sealed_cells


def test_the_textbook_example():
    # CN 80, P 100 mm: S = 63.5, Ia = 12.7, Q = 87.3² / 150.8
    np.testing.assert_allclose(runoff_mm(np.array([80.0]), 100.0), [87.3**2 / 150.8])


@given(st.floats(0, 100), st.floats(0.1, 500))
def test_runoff_lies_between_nothing_and_the_rain(number, rain):
    depth = runoff_mm(np.array([number]), rain)[0]
    assert 0 <= depth <= rain * (1 + 1e-12)
    assert retained(depth, rain) + 1e-12 >= 0


@given(st.floats(1, 99), st.floats(1, 300))
def test_more_sealed_ground_never_runs_off_less(number, rain):
    less, more = runoff_mm(np.array([number, number + 1]), rain)
    assert less <= more


def test_soil_decides_with_land():
    classes = np.array([[0, 1, 255, 0]], np.uint8)
    soils = np.array([[1, 4, 2, 255]], np.uint8)
    table = np.array([[30.0, 55, 70, 77], [98.0, 98, 98, 98]])
    light, heavy = runoff_mm(np.array([30.0, 98.0]), 90.0)
    held = held_back(classes, soils, event(table, 90.0))
    expected = [[1 - light / 90, 1 - heavy / 90, np.nan, np.nan]]
    np.testing.assert_array_equal(held.share, np.array(expected, np.float32))
    assert held.cells == 2
    assert held.runoff == np.rint((light + heavy) * 2**RUNOFF_BITS)
    alike = held_back(classes, None, event(table[:, :1], 90.0)).share
    np.testing.assert_array_equal(alike, np.array([[*expected[0][:3], expected[0][0]]], np.float32))


@given(st.integers(0, 2**32 - 1))
def test_each_cell_holds_back_what_the_formula_says(seed):
    rng = np.random.default_rng(seed)
    numbers = rng.uniform(0, 100, (3, 4))
    classes = rng.choice(np.array([0, 1, 2, 7, 255], np.uint8), (9, 7))
    soils = rng.choice(np.array([1, 2, 3, 4, 255], np.uint8), (9, 7))
    held = held_back(classes, soils, event(numbers, 55.5))
    total = 0
    for place in np.ndindex(classes.shape):
        if classes[place] > 2 or soils[place] == 255:
            assert np.isnan(held.share[place])
            continue
        depth = runoff_mm(numbers[classes[place], soils[place] - 1 : soils[place]], 55.5)
        assert held.share[place] == retained(depth, 55.5).astype(np.float32)[0]
        total += round(depth[0] * 2**RUNOFF_BITS)
    assert held.runoff == total
    assert held.cells == np.isfinite(held.share).sum()


def test_unknown_stays_unknown():
    assert np.isnan(runoff_mm(np.array([np.nan]), 40.0)[0])


def test_sealed_ground_adds_up_in_thousandths():
    assert sealed_cells(np.array([[10, 4], [0, 1]]), np.array([900, 50])).tolist() == [9200, 50]


@pytest.mark.parametrize(
    ("numbers", "rain", "abstraction"),
    [([101.0], 40, 0.2), ([50.0], 0, 0.2), ([50.0], 40, 1.0), ([-1.0], 40, 0.2)],
)
def test_impossible_rain_is_refused(numbers, rain, abstraction):
    with pytest.raises(GridError):
        runoff_mm(np.array(numbers), rain, abstraction)


def test_a_table_without_soil_groups_is_refused():
    with pytest.raises(GridError, match="1 or 4 soil groups"):
        event(np.zeros((1, 3)), 40.0)


@pytest.mark.parametrize("group", [0, 7])
def test_an_unknown_soil_group_is_refused(group):
    with pytest.raises(GridError, match=f"no soil group {group};"):
        held_back(np.zeros((1, 1), np.uint8), np.array([[group]], np.uint8), event(np.zeros((1, 4)), 40.0))
