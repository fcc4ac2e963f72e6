"""Groups whose shares differ from zone to zone: by hand and by definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc import disc
from gruenzug.engine.kernels.disc_cells import SHARE_BITS
from gruenzug.engine.kernels.disc_groups import (
    accessible_of_groups,
    people_of_groups,
    supply_of_groups,
    zone_of_cells,
)
from gruenzug.engine.kernels.disc_supply import Catchment, Group, masked, people, supply
from gruenzug.engine.kernels.zonal import Spans

NATURE = ONE = 1 << SHARE_BITS
NEAR, FAR = disc("dichotomy", 1, 1), disc("dichotomy", 3, 1)
CATCHMENT = Catchment((NEAR, FAR), (0, NATURE), (), (Group("near", ONE // 2, 0), Group("far", ONE // 2, 1)))


def framed(values, fill):
    return np.pad(values, 2 * CATCHMENT.reach, constant_values=fill)


def found(classes, persons, zone, shares):
    """Supply of everyone and of each group in cells per person, with nothing beyond the raster."""
    land, count = masked(framed(classes, 255), people(framed(persons, np.nan)))
    zones, table = framed(zone, 0), np.array(shares)
    groups = people_of_groups(count, zones, table)
    np.testing.assert_array_equal(groups.sum(axis=0), count)
    result = supply_of_groups(land, groups, CATCHMENT, zones, table)
    return [part / 2.0**CATCHMENT.bits for part in (result.total, *result.groups)]


def test_who_walks_far_comes_from_their_own_quarter_only():
    """All 4 people beside the park walk near, all 4 three cells away walk far: both reach it, 8 share it."""
    classes, persons = np.array([[1, 0, 0, 0]], np.uint8), np.array([[0.0, 4.0, 0.0, 4.0]])
    total, near, _ = found(
        classes, persons, np.array([[0, 0, 1, 1]]), [[ONE, 0], [0, ONE], [ONE // 2, ONE // 2]]
    )
    np.testing.assert_allclose(total, [[1 / 8, 1 / 8, 1 / 8, 1 / 8]], atol=1e-7)
    np.testing.assert_allclose(near, [[1 / 8, 1 / 8, 0, 0]], atol=1e-7)
    total, _, _ = found(
        classes, persons, np.array([[1, 1, 0, 0]]), [[ONE, 0], [0, ONE], [ONE // 2, ONE // 2]]
    )
    np.testing.assert_allclose(
        total, [[1 / 4, 1 / 4, 0, 0]], atol=1e-7
    )  # those far away walk near: 4 share it


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_agrees_with_the_definition(seed):
    rng = np.random.default_rng(seed)
    classes = rng.integers(0, 2, (9, 8)).astype(np.uint8)
    persons, zone = rng.integers(0, 9, (9, 8)).astype(float), rng.integers(0, 3, (9, 8))
    part = rng.integers(0, ONE + 1, 3)
    shares = np.stack([part, ONE - part], axis=1)
    total, near, far = found(classes, persons, zone, shares)
    place = np.argwhere(np.ones((9, 8)))
    apart = ((place[:, None] - place[None]) ** 2).sum(axis=2)
    reach = [apart <= 1, apart <= 9]
    living = [persons.ravel() * shares[zone.ravel(), g] / ONE for g in (0, 1)]
    reached = reach[0] @ living[0] + reach[1] @ living[1]
    ratio = np.where(reached > 1, classes.ravel() / np.maximum(reached, 1), classes.ravel())
    expected = [reach[g] @ ratio for g in (0, 1)]
    np.testing.assert_allclose(near.ravel(), expected[0], atol=1e-4)
    np.testing.assert_allclose(far.ravel(), expected[1], atol=1e-4)
    mean = sum(shares[zone.ravel(), g] / ONE * expected[g] for g in (0, 1))
    np.testing.assert_allclose(total.ravel(), mean, atol=1e-4)


def test_the_same_shares_everywhere_are_the_table_s():
    rng = np.random.default_rng(3)
    classes = rng.integers(0, 2, (12, 11)).astype(np.uint8)
    persons = rng.integers(0, 9, (12, 11)).astype(float)
    same = [[ONE // 2, ONE // 2]] * 3
    total, near, _ = found(classes, persons, rng.integers(0, 3, (12, 11)), same)
    plain = supply(*masked(framed(classes, 255), people(framed(persons, np.nan))), CATCHMENT)
    np.testing.assert_allclose(total, plain.total / 2.0**CATCHMENT.bits, rtol=1e-6)
    np.testing.assert_allclose(near, plain.groups[0] / 2.0**CATCHMENT.bits, rtol=1e-6)


def test_nature_in_reach_is_that_of_the_group_who_lives_there():
    land = framed(np.array([[1, 0, 0, 0, 1]], np.uint8), 255)
    zone = framed(np.array([[0, 0, 0, 1, 1]]), 0)
    reached = accessible_of_groups(land, CATCHMENT, zone, np.array([[ONE, 0], [0, ONE], [0, ONE]]))
    assert (reached / NATURE).tolist() == [[1, 1, 0, 2, 1]]


def test_the_smallest_zone_counts_and_a_part_of_the_raster_knows_its_own():
    spans = Spans(*(np.array(part) for part in ([4, 4, 5], [2, 3, 0], [5, 6, 4], [1, 0, 1])))
    assert zone_of_cells(spans, (4, 2), (2, 4), 7).tolist() == [[1, 0, 0, 0], [1, 1, 7, 7]]
    assert zone_of_cells(spans, (-3, -3), (2, 2), 7).tolist() == [[7, 7], [7, 7]]


def test_shares_that_do_not_add_up_are_refused():
    with pytest.raises(GridError, match="add up to one in zone 1"):
        people_of_groups(np.zeros((1, 1), np.int64), np.zeros((1, 1), np.int64), np.array([[ONE, 0], [1, 1]]))
