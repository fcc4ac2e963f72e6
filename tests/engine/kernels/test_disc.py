"""Disc sums: known answers, the definition, nothing of tiles to be seen, exact to the last unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels import disc_fourier
from gruenzug.engine.kernels.disc import DECAYS, _weight, disc, disc_weights
from gruenzug.engine.kernels.disc_box import Weights
from gruenzug.engine.kernels.disc_fourier import weighted_sum

decays = st.sampled_from(DECAYS)


def by_definition(values, weights):
    reach = len(weights) // 2
    rows, columns = (n - 2 * reach for n in values.shape)
    total = np.zeros((rows, columns), np.int64)
    for y in range(2 * reach + 1):
        for x in range(2 * reach + 1):
            total += weights[y, x] * values[y : y + rows, x : x + columns]
    return total


def by_transforms(values, shape):
    return weighted_sum(values, Weights(disc_weights(shape)), int(values.max()))


def field(seed, rows, columns, most=2**30):
    rng = np.random.default_rng(seed)
    return rng.integers(0, rng.integers(2, most), (rows, columns)) * (
        rng.random((rows, columns)) < rng.random()
    )


def test_a_lone_cell_fills_the_disc():
    values = np.zeros((9, 9), np.int64)
    values[4, 4] = 3
    ring = disc("dichotomy", 20, 10).sum(values)
    assert ring.tolist() == [
        [0, 0, 3, 0, 0],
        [0, 3, 3, 3, 0],
        [3, 3, 3, 3, 3],
        [0, 3, 3, 3, 0],
        [0, 0, 3, 0, 0],
    ]


@pytest.mark.parametrize(
    ("decay", "weights"),
    [
        ("dichotomy", [1, 1, 1, 1]),
        ("exponential", [1, 0.71653131, 0.51341712, 0.36787944]),
        ("gaussian", [1, 0.8626563, 0.4935753, 0]),
        ("density", [0.75, 2 / 3, 5 / 12, 0]),
    ],
)
def test_weights_are_those_of_the_users_guide(decay, weights):
    shape = disc(decay, 3, 1)
    along = disc_weights(shape)[3, 3:] / 2**shape.bits
    np.testing.assert_allclose(along, weights, atol=1e-7)


def test_the_radius_is_taken_as_written():
    assert disc("dichotomy", 0.6, 0.2).reach == 3
    assert disc("dichotomy", 0.59, 0.2).reach == 2


@settings(deadline=None, max_examples=50)
@given(decay=decays, radius=st.floats(1, 9), seed=st.integers(0, 10**6))
def test_agrees_with_the_definition(decay, radius, seed):
    shape = disc(decay, radius, 1)
    values = field(seed, 2 * shape.reach + 25, 2 * shape.reach + 40)
    np.testing.assert_array_equal(shape.sum(values), by_definition(values, disc_weights(shape)))


@settings(deadline=None, max_examples=30)
@given(
    decay=decays,
    seed=st.integers(0, 10**6),
    cut=st.integers(1, 69),
    length=st.sampled_from([128, 256, 512]),
)
def test_tiles_do_not_show(decay, seed, cut, length):
    shape = disc(decay, 8, 1)
    values = field(seed, 70 + 16, 90 + 16, most=2**34)
    whole = shape.sum(values)
    parts = [shape.sum(values[: cut + 16]), shape.sum(values[cut:])]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
    patched = pytest.MonkeyPatch()
    with patched.context() as context:
        context.setattr(disc_fourier, "_tile_length", lambda reach, extent: length)
        np.testing.assert_array_equal(by_transforms(values, shape), whole)


@settings(deadline=None, max_examples=40)
@given(
    rows=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    columns=st.tuples(st.integers(0, 34), st.integers(0, 34)),
    odd=st.booleans(),
)
def test_a_rectangle_of_one_value_is_summed_like_any_other(rows, columns, odd):
    shape = disc("gaussian", 5, 1)
    values = np.zeros((30, 34), np.int64)
    values[min(rows) : max(rows), min(columns) : max(columns)] = 7
    if odd:
        values[12, 17] += 1
    np.testing.assert_array_equal(shape.sum(values), by_definition(values, disc_weights(shape)))


def test_sums_stay_exact_where_doubles_would_not():
    shape = disc("gaussian", 5, 1)
    values = np.full((40, 40), 2**31 - 1, np.int64)
    values[::3] -= 1
    exact = by_definition(values, disc_weights(shape))
    assert exact.max() > 2**53
    np.testing.assert_array_equal(shape.sum(values), exact)


def test_running_sums_and_transforms_agree_far_out():
    values = field(3, 430, 450, most=1000)
    shape = disc("dichotomy", 205, 1)
    np.testing.assert_array_equal(shape.sum(values), by_transforms(values, shape))
    near = disc("dichotomy", 150, 1)
    np.testing.assert_array_equal(near.sum(values), by_transforms(values, near))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.zeros((9, 9)), "int64"),
        (np.full((9, 9), 2**62), "too large"),
    ],
)
def test_impossible_values_are_refused(values, message):
    with pytest.raises(GridError, match=message):
        disc("gaussian", 2, 1).sum(values)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("linear", 3, 1), "no decay function"),
        (("gaussian", 0, 1), "radius"),
        (("gaussian", 3, 0), "cells"),
        (("gaussian", 1e6, 1), "larger cells"),
    ],
)
def test_impossible_discs_are_refused(arguments, message):
    with pytest.raises(GridError, match=message):
        disc(*arguments)


@pytest.mark.parametrize("decay", DECAYS)
def test_negative_values_are_refused(decay):
    with pytest.raises(GridError, match="0 or more"):
        disc(decay, 2, 1).sum(np.full((9, 9), -1))


@settings(deadline=None, max_examples=30)
@given(decay=st.sampled_from(DECAYS[1:]), radius=st.integers(1, 60), length=st.none() | st.integers(1, 40))
def test_weights_are_rounded_as_thirty_digits_round_them(decay, radius, length):
    shape = disc(decay, radius, 1, 28, length)
    weights = disc_weights(shape)[radius, radius:]
    assert weights.tolist() == [_weight(shape, d * d) for d in range(radius + 1)]


@pytest.mark.parametrize("kind", [np.uint32, np.uint8])
def test_numbers_of_fewer_bits_are_summed_like_others(kind):
    values = field(5, 60, 70) % 256
    for shape in (disc(decay, 7, 1) for decay in DECAYS):
        np.testing.assert_array_equal(shape.sum(values.astype(kind)), shape.sum(values))
