"""Least cost: by hand, and beside SciPy's Dijkstra over all cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.connectivity_cost import least_cost_links

seeds = st.integers(0, 2**32 - 1)


def links(resistance, patches, cell=10.0) -> dict[tuple[int, int], float]:
    one, two, cost = least_cost_links(np.array(resistance, np.float32), np.array(patches, np.int32), cell)
    return dict(zip(zip(one.tolist(), two.tolist(), strict=True), cost.tolist(), strict=True))


def by_all_cells(resistance, patches, cell) -> dict[tuple[int, int], float]:
    """Each patch's own Dijkstra over a graph of all cells; a cell belongs to the cheapest, then smallest patch."""
    milli = np.where(patches > 0, 0.0, np.rint(resistance.astype(float) * 1000))
    rows, columns = milli.shape
    number = np.arange(rows * columns).reshape(rows, columns)
    one, two, step = [], [], []
    for dy, dx, metres in ((0, 1, cell), (1, 0, cell), (1, 1, cell * 2**0.5), (1, -1, cell * 2**0.5)):
        a = (slice(0, rows - dy), slice(max(0, -dx), columns - max(0, dx)))
        b = (slice(dy, rows), slice(max(0, dx), columns - max(0, -dx)))
        one.append(number[a].ravel())
        two.append(number[b].ravel())
        step.append(((milli[a] + milli[b]) * round(metres * 1000)).ravel())
    one, two, step = map(np.concatenate, (one, two, step))
    open_ = np.isfinite(step)
    one, two, step = one[open_], two[open_], step[open_]
    names = np.unique(patches[patches > 0])
    cost = np.array([one_patch(patches.ravel(), name, one, two, step) for name in names])
    cost = np.where(np.isfinite(cost), np.rint(cost), np.inf)
    owner = np.where(np.isfinite(cost.min(axis=0)), names[cost.argmin(axis=0)], 0)
    owner[patches.ravel() > 0] = patches[patches > 0]
    found: dict[tuple[int, int], float] = {}
    for a, b, length in zip(one, two, step, strict=True):
        if owner[a] and owner[b] and owner[a] != owner[b]:
            pair = (int(min(owner[a], owner[b])), int(max(owner[a], owner[b])))
            found[pair] = min(found.get(pair, np.inf), (cost[:, a].min() + length + cost[:, b].min()) / 2e6)
    return found


def one_patch(patches, name, one, two, step) -> np.ndarray:
    """Costs from a patch to all cells, not through other patches."""
    free = np.isin(patches[one], (0, name)) & np.isin(patches[two], (0, name))
    tiny = 1e-3  # SciPy takes 0 for no link
    graph = coo_array((step[free] + tiny, (one[free], two[free])), shape=(len(patches), len(patches))).tocsr()
    return dijkstra(graph, directed=False, indices=np.flatnonzero(patches == name), min_only=True)


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_agrees_with_a_search_from_every_patch_over_all_cells(seed):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(2, 14, 2))
    resistance = rng.choice([1, 1, 2.5, 30, np.nan], shape).astype(np.float32)
    patches = (rng.integers(1, 5, shape) * (rng.random(shape) < 0.12)).astype(np.int32)
    if patches.any():
        expected = by_all_cells(resistance, patches, 10.0)
        assert links(resistance, patches) == pytest.approx(expected, abs=1e-6)


def test_half_of_each_of_both_cells_counts():
    assert links([[1, 3, 5, 1]], [[1, 0, 0, 2]]) == {(1, 2): 10 * (3 / 2 + 4 + 5 / 2)}


def test_a_diagonal_step_is_longer_and_patches_that_touch_at_a_corner_are_joined():
    gap = [[1, np.nan, np.nan], [np.nan, 1, np.nan], [np.nan, np.nan, 1]]
    assert links(gap, [[1, 0, 0], [0, 0, 0], [0, 0, 2]]) == {(1, 2): 14.142}
    assert links([[1, 1], [1, 1]], [[1, 0], [0, 2]]) == {(1, 2): 0.0}


def test_what_is_unknown_cannot_be_crossed():
    assert links([[1, np.nan, 1]], [[1, 0, 2]]) == {}


def test_a_patch_in_between_stands_for_the_way_through_it():
    row = np.ones((1, 9))
    assert links(row, [[1, 0, 0, 0, 2, 0, 0, 0, 3]]) == {(1, 2): 30.0, (2, 3): 30.0}


def test_two_long_hedges_face_each_other():
    field, patches = np.full((7, 3000), 4.0), np.zeros((7, 3000))
    patches[0], patches[6] = 1, 2
    field[:, 2999] = 2.0
    assert links(field, patches) == {(1, 2): 2.0 * (10 / 2 + 4 * 10 + 10 / 2)}


def test_without_patches_there_are_no_links():
    assert links(np.ones((3, 3)), np.zeros((3, 3))) == {}


@pytest.mark.parametrize(
    ("resistance", "patches", "message"),
    [
        (np.ones((2, 2)), np.ones((2, 3)), "one shape"),
        (np.array([[1.0, 0.0]]), np.ones((1, 2)), r"0.001 to 1,000,000, got 0 to 1"),
        (np.array([[1.0, 2e6]]), np.ones((1, 2)), r"got 1 to 2e\+06"),
    ],
)
def test_impossible_resistance_is_refused(resistance, patches, message):
    with pytest.raises(GridError, match=message):
        least_cost_links(resistance.astype(np.float32), patches.astype(np.int32), 10.0)


def test_high_resistance_everywhere_is_but_a_higher_cost():
    patches = np.zeros((1, 500), np.int32)
    patches[0, [0, -1]] = 1, 2
    assert links(np.full((1, 500), 1e6), patches) == {(1, 2): 499e7 - 1e7}


def test_ways_that_cost_too_much_to_be_counted_are_refused():
    patches = np.zeros((1, 6000), np.int32)
    patches[0, [0, -1]] = 1, 2
    with pytest.raises(GridError, match="give smaller resistances"):
        links(np.full((1, 6000), 1e6), patches, cell=1000.0)
