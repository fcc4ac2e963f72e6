"""Supply by two-step floating catchment: by hand, against floating point, and its invariants."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import DECAYS, disc, disc_weights
from gruenzug.engine.kernels.disc_cells import PERSON_BITS, SHARE_BITS, Totals, ratio_at
from gruenzug.engine.kernels.disc_supply import (
    Catchment,
    Group,
    accessible,
    in_square_metres,
    masked,
    people,
    supply,
    totals,
)
from gruenzug.engine.kernels.disc_supply_flat import flat_supply, is_flat
from gruenzug.engine.kernels.disc_zones import totals_by_zone
from gruenzug.engine.kernels.zonal import Spans

NATURE = 1 << SHARE_BITS


def framed(values, catchment, fill):
    return np.pad(values, 2 * catchment.reach, constant_values=fill)


def supplied(classes, persons, catchment):
    """Supply in cells per person, with nothing beyond the raster."""
    return reached(classes, persons, catchment).total / 2.0**catchment.bits


def reached(classes, persons, catchment):
    count = people(persons.astype(float))
    return supply(*masked(framed(classes, catchment, 255), framed(count, catchment, -1)), catchment)


def convolved(values, weights):
    reach = len(weights) // 2
    padded = np.pad(values, reach)
    return sum(
        weights[y, x] * padded[y : y + values.shape[0], x : x + values.shape[1]]
        for y in range(2 * reach + 1)
        for x in range(2 * reach + 1)
    )


def test_shares_are_rounded_where_the_disc_is_vast():
    """Ratios have fewer bits than shares then."""
    half = NATURE // 2 + 3
    assert ratio_at(half, 0, 16, SHARE_BITS - 4) == 2**19
    assert ratio_at(half, 0, 16, SHARE_BITS + 4) == half * 16
    assert ratio_at(NATURE, 4 << (PERSON_BITS + 16), 16, SHARE_BITS - 4) == 2**18


def by_definition(nature, persons, shape):
    """InVEST's formula in floating point."""
    weights = disc_weights(shape) / 2.0**shape.bits
    reached = convolved(persons, weights)
    ratio = np.where(reached > 1, nature / np.maximum(reached, 1), nature)
    return convolved(ratio, weights)


def test_two_people_share_a_park():
    shape = disc("dichotomy", 1, 1)
    catchment = Catchment((shape,), (0, NATURE), (0, 0))
    classes = np.array([[0, 1, 0, 0, 0]], np.uint8)
    persons = np.array([[3, 0, 1, 0, 5]])
    assert supplied(classes, persons, catchment).tolist() == [[0.25, 0.25, 0.25, 0, 0]]


def test_one_person_or_none_has_the_park_alone():
    catchment = Catchment((disc("dichotomy", 1, 1),), (0, NATURE // 2), (0, 0))
    classes = np.array([[0, 1, 0]], np.uint8)
    for persons in (0.0, 0.25, 1.0):
        assert supplied(classes, np.array([[0, persons, 0]]), catchment)[0, 1] == 0.5


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), decay=st.sampled_from(DECAYS), radius=st.floats(1, 6))
def test_agrees_with_floating_point(seed, decay, radius):
    rng = np.random.default_rng(seed)
    classes = rng.integers(0, 3, (17, 23)).astype(np.uint8)
    persons = rng.integers(0, 9, (17, 23)) * (rng.random((17, 23)) < 0.5)
    shape = disc(decay, radius, 1)
    catchment = Catchment((shape,), (0, NATURE, NATURE // 4), (0, 0, 0))
    expected = by_definition(np.array([0, 1, 0.25])[classes], persons.astype(float), shape)
    np.testing.assert_allclose(supplied(classes, persons, catchment), expected, rtol=2e-6, atol=1e-6)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_all_ways_to_give_one_radius_agree(seed):
    rng = np.random.default_rng(seed)
    classes = rng.integers(0, 3, (15, 18)).astype(np.uint8)
    persons = rng.integers(0, 9, (15, 18))
    one = disc("gaussian", 3, 1)
    share = (0, NATURE, NATURE)
    uniform = supplied(classes, persons, Catchment((one,), share, (0, 0, 0)))
    far = disc("gaussian", 3.5, 1, one.bits)
    by_class = supplied(classes, persons, Catchment((one, far), share, (1, 0, 0)))
    np.testing.assert_array_equal(by_class, uniform)
    groups = (Group("a", NATURE // 4, 0), Group("b", 3 * NATURE // 4, 0))
    by_group = supplied(classes, persons, Catchment((one,), share, (), groups))
    np.testing.assert_allclose(by_group, uniform, rtol=1e-6)


def test_far_walkers_take_from_the_park_but_only_their_part():
    near, far = disc("dichotomy", 1, 1), disc("dichotomy", 3, 1)
    groups = (Group("near", NATURE // 2, 0), Group("far", NATURE // 2, 1))
    catchment = Catchment((near, far), (0, NATURE), (), groups)
    classes = np.array([[1, 0, 0, 0]], np.uint8)
    found = reached(classes, np.array([[0.0, 4.0, 0.0, 4.0]]), catchment)
    near_part, far_part = (part / 2.0**catchment.bits for part in found.groups)
    # reached: half of 4 near people and half of 8 far ones = 6
    np.testing.assert_allclose(near_part, [[1 / 6, 1 / 6, 0, 0]], atol=1e-7)
    np.testing.assert_allclose(far_part, [[1 / 6, 1 / 6, 1 / 6, 1 / 6]], atol=1e-7)


def test_unknown_cells_have_neither_people_nor_nature():
    catchment = Catchment((disc("dichotomy", 2, 1),), (0, NATURE), (0, 0))
    classes = np.array([[1, 255, 0, 1]], np.uint8)
    persons = np.array([[2.0, 50.0, 3.0, np.nan]])
    assert supplied(classes, persons, catchment)[0, 2] == pytest.approx(0.2, abs=1e-8)


def test_nature_in_reach_does_not_depend_on_people():
    catchment = Catchment((disc("dichotomy", 1, 1),), (0, NATURE), (0, 0))
    classes = np.array([[1, 1, 0]], np.uint8)
    found = accessible(framed(classes, catchment, 255), catchment)
    assert (found / NATURE).tolist() == [[2, 2, 1]]


def test_totals_count_people_below_and_above_what_they_need():
    values = np.array([[1, 2, 3, 4]])
    count = people(np.array([[10.0, 20.0, 40.0, 80.0]]))
    found = totals(values, np.array([[0, 1, 0, 255]], np.uint8), count, Fraction(2))
    one = 1 << 20
    assert found == Totals(3, 6, 1, 3, 70 * one, 10 * one, 40 * one)
    assert found.plus(Totals()) == found


def test_rounding_does_not_make_people_poor():
    catchment = Catchment((disc("dichotomy", 1, 1),), (0, NATURE), (0, 0))
    classes = np.array([[1, 0]], np.uint8)
    count = people(np.array([[0.0, 100.0]]))
    found = reached(classes, np.array([[0.0, 100.0]]), catchment)
    needed = Fraction(2**catchment.bits, 100)  # exactly what each gets
    counted = totals(found.total, classes, count, needed, catchment.rounding)
    assert (counted.under, counted.over) == (0, 0)
    barely = totals(found.total, classes, count, needed * Fraction(100001, 100000), catchment.rounding)
    assert barely.under == 100 << 20


def test_square_metres_are_unknown_where_land_is_and_nothing_within_rounding():
    values, land = np.array([[7, 8, 9]]), np.array([[0, 0, 255]], np.uint8)
    np.testing.assert_array_equal(in_square_metres(values, land, 0.5, 3.5, 0), [[0.0, 0.5, np.nan]])
    np.testing.assert_array_equal(in_square_metres(values, land, 0.5, 3.5, 1), [[0.0, 0.0, np.nan]])


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), radius=st.floats(1, 7), kind=st.sampled_from([np.float32, np.float64]))
def test_the_sweep_gives_the_same_to_the_last_bit(seed, radius, kind):
    rng = np.random.default_rng(seed)
    classes = rng.choice([0, 1, 2, 255], (31, 27), p=[0.4, 0.3, 0.2, 0.1]).astype(np.uint8)
    persons = (rng.poisson(0.7, (31, 27)) * rng.random((31, 27))).astype(kind)
    persons[rng.random((31, 27)) < 0.05] = np.nan
    catchment = Catchment((disc("dichotomy", radius, 1),), (0, NATURE, NATURE // 3), (0, 0, 0))
    around = framed(classes, catchment, 255), framed(persons, catchment, np.nan)
    assert is_flat(catchment)
    supplied, balance, found = flat_supply(*around, catchment, 6.25, 2.0)
    land, count = masked(around[0], people(around[1]))
    total = supply(land, count, catchment).total
    inner = (slice(2 * catchment.reach, -2 * catchment.reach),) * 2
    unit, blur = 6.25 / 2**catchment.bits, catchment.rounding
    np.testing.assert_array_equal(supplied, in_square_metres(total, land[inner], unit))
    np.testing.assert_array_equal(balance, in_square_metres(total, land[inner], unit, 2.0, blur))
    needed = Fraction(2) / Fraction(6.25) * 2**catchment.bits
    assert found == totals(total, land[inner], count[inner], needed, blur)


def test_impossible_people_are_refused():
    with pytest.raises(GridError, match="-3 persons"):
        people(np.array([[-3.0]]))
    with pytest.raises(GridError, match="below a billion"):
        people(np.array([[1e12]], np.float32))
    catchment = Catchment((disc("dichotomy", 1, 1),), (0,), (0,))
    with pytest.raises(GridError, match="-3 persons"):
        flat_supply(np.zeros((5, 5), np.uint8), np.full((5, 5), -3.0), catchment, 1.0, 1.0)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), top=st.integers(-3, 9), left=st.integers(-3, 9))
def test_totals_by_zone_are_those_of_the_zones_cells_alone(seed, top, left):
    """Zones that overlap, of a raster that the arrays are a part of; all else made unknown gives the same."""
    rng = np.random.default_rng(seed)
    values, living = rng.integers(0, 9, (8, 9)), rng.integers(0, 5, (8, 9))
    land = np.where(rng.random((8, 9)) < 0.2, 255, 1).astype(np.uint8)
    masks = rng.random((3, 20, 20)) < 0.4
    cells = np.argwhere(masks.transpose(1, 0, 2))  # row, zone, column
    spans = Spans(cells[:, 0], cells[:, 2], cells[:, 2] + 1, cells[:, 1])
    found = totals_by_zone(values, land, living, spans, (top, left), Fraction(4), 1)
    for zone, mask in enumerate(masks):
        window = np.pad(mask, 9)[top + 9 : top + 17, left + 9 : left + 18]
        alone = totals(values, np.where(window, land, 255).astype(np.uint8), living, Fraction(4), 1)
        assert found.get(zone, Totals()) == (alone if alone.cells else Totals())


def test_arrays_of_different_sizes_are_refused():
    spans = Spans(*(np.zeros(0, np.int64) for _ in range(4)))
    with pytest.raises(GridError, match="differ in size"):
        totals_by_zone(np.zeros((2, 2), np.int64), np.zeros((2, 3), np.uint8), np.zeros((2, 2), np.int64),
                       spans, (0, 0), Fraction(1))  # fmt: skip


@pytest.mark.parametrize("crowd", [1e6, 2e8, 9e8])
def test_crowds_leave_little_for_each(crowd):
    catchment = Catchment((disc("dichotomy", 30, 1),), (NATURE,), (0,))
    shape = (4 * catchment.reach + 3,) * 2
    classes, persons = np.zeros(shape, np.uint8), np.full(shape, crowd)
    found = flat_supply(classes, persons, catchment, 1.0, 100.0)[0]
    rounded = catchment.rounding / 2**catchment.bits
    np.testing.assert_allclose(found, 1 / crowd, atol=rounded)
    general = supply(*masked(classes, people(persons)), catchment).total / 2.0**catchment.bits
    np.testing.assert_allclose(general, 1 / crowd, atol=rounded)


def test_more_people_than_a_sum_can_hold_are_refused_by_both_ways():
    catchment = Catchment((disc("dichotomy", 60, 1),), (NATURE,), (0,))
    shape = (4 * catchment.reach + 3,) * 2
    classes, persons = np.zeros(shape, np.uint8), np.full(shape, 9.9e8)
    with pytest.raises(GridError, match="too large to be summed"):
        flat_supply(classes, persons, catchment, 1.0, 100.0)
    with pytest.raises(GridError, match="too large to be summed"):
        supply(*masked(classes, people(persons)), catchment)


@pytest.mark.parametrize("decay", DECAYS)
def test_coarse_cells_and_wide_discs_leave_nobody_between_too_little_and_too_much(decay):
    rng = np.random.default_rng(20)
    shape = disc(decay, 20_000, 1_000)
    catchment = Catchment((shape,), (2621, 1311, 6554, 0), (0,) * 4)
    classes = rng.integers(0, 4, (60, 60)).astype(np.uint8)
    persons = rng.uniform(0, 6000, (60, 60))
    unit = 1e6 / 2**catchment.bits
    assert catchment.rounding * unit < 0.05
    exact = by_definition(np.array(catchment.share)[classes] / NATURE, persons, shape) * 1e6
    np.testing.assert_allclose(reached(classes, persons, catchment).total * unit, exact, atol=0.05)
