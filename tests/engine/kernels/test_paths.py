"""Shortest paths in millimetres: by hand, beside SciPy, and nothing of buckets or threads to be seen."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import config, set_num_threads
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.paths import FAR, path_graph, sums_within, walk_from
from gruenzug.engine.kernels.paths_entrances import meetings
from gruenzug.engine.kernels.segment_bins import bin_segments
from gruenzug.engine.layers.boundaries import boundary_segments

seeds = st.integers(0, 2**32 - 1)
EVERYWHERE = 1 << 50


def some_ways(seed: int):
    """Up to 60 nodes in pieces, ways from 0 mm to 3 km, several between the same two nodes."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 61))
    ways = int(rng.integers(0, count * 2))
    one, two = rng.integers(0, count, (2, ways))
    lengths = rng.integers(0, rng.choice([5, 3_000_000]), ways)
    return count, one, two, lengths, rng


def table_of_distances(count, one, two, lengths) -> np.ndarray:
    """All distances by SciPy; it drops ways of length 0, so everything is doubled and ways get 1 more."""
    matrix = np.full((count, count), np.inf)
    np.minimum.at(matrix, (one, two), lengths.astype(float))
    matrix = np.minimum(matrix, matrix.T)
    np.fill_diagonal(matrix, 0)
    for middle in range(count):
        matrix = np.minimum(matrix, matrix[:, [middle]] + matrix[[middle]])
    return matrix


@settings(deadline=None, max_examples=50)
@given(seed=seeds, most=st.sampled_from([0, 1000, 2_000_000, EVERYWHERE]))
def test_walks_agree_with_the_table_of_all_distances(seed, most):
    count, one, two, lengths, rng = some_ways(seed)
    nodes = rng.integers(0, count, rng.integers(1, 5))
    begun = rng.integers(0, 1_500_000, len(nodes))
    found = walk_from(path_graph(count, one, two, lengths), nodes, begun, most)
    expected = (table_of_distances(count, one, two, lengths)[nodes] + begun[:, None]).min(axis=0)
    np.testing.assert_array_equal(found, np.where(expected <= most, expected, FAR))


@settings(deadline=None, max_examples=50)
@given(seed=seeds, most=st.integers(0, 4_000_000))
def test_sums_agree_with_the_table_of_all_distances(seed, most):
    count, one, two, lengths, rng = some_ways(seed)
    weights = rng.integers(0, 10_000, count)
    found = sums_within(path_graph(count, one, two, lengths), weights, most)
    near = table_of_distances(count, one, two, lengths) <= most
    np.testing.assert_array_equal(found, (near * weights).sum(axis=1))


def test_a_thousand_blocks_agree_with_scipy_whatever_the_threads():
    rng = np.random.default_rng(7)
    side = 70
    node = np.arange(side * side).reshape(side, side)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    two = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    lengths = rng.integers(1, 200_000, len(one))
    graph, weights = path_graph(node.size, one, two, lengths), rng.integers(0, 9, node.size)
    starts = rng.integers(0, node.size, 40)
    matrix = csr_array((lengths.astype(float), (one, two)), shape=(node.size, node.size))
    nearest = dijkstra(matrix, directed=False, indices=starts, min_only=True)
    np.testing.assert_array_equal(walk_from(graph, starts, np.zeros(40, np.int64), EVERYWHERE), nearest)
    sums = []
    for threads in (1, config.NUMBA_NUM_THREADS):
        set_num_threads(threads)
        sums.append(sums_within(graph, weights, 300_000))
    np.testing.assert_array_equal(*sums)
    some = dijkstra(matrix, directed=False, indices=starts[:5], limit=300_000)
    np.testing.assert_array_equal(sums[0][starts[:5]], (np.isfinite(some) * weights).sum(axis=1))


def test_a_square_with_five_thousand_ways_out():
    leaves = np.arange(1, 5001)
    graph = path_graph(5001, np.zeros(5000, np.int64), leaves, leaves)
    from_a_leaf = walk_from(graph, np.array([5000]), np.array([0]), EVERYWHERE)
    assert from_a_leaf.tolist() == [5000, *(5000 + leaves[:-1]).tolist(), 0]
    sums = sums_within(graph, np.ones(5001, np.int64), 5000)
    assert sums.tolist() == [5001, *(5001 - leaves + (leaves > 2500)).tolist()]


def test_very_long_and_very_short_ways_go_together():
    lengths = np.array([2_000_000_000, 1, 1, 0])
    graph = path_graph(5, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4]), lengths)
    found = walk_from(graph, np.array([4]), np.array([3]), EVERYWHERE)
    assert found.tolist() == [2_000_000_005, 5, 4, 3, 3]


@pytest.mark.parametrize(
    ("one", "lengths", "message"),
    [([0, 1], [5], "two ends and a length"), ([7], [5], "not among the 3 nodes"), ([0], [-5], "-5 to -5"), ([0], [1 << 31], "0 to 2147483647 mm")],
)  # fmt: skip
def test_impossible_ways_are_refused(one, lengths, message):
    with pytest.raises(GridError, match=message):
        path_graph(3, np.array(one), np.array([1]), np.array(lengths))


def test_impossible_questions_are_refused():
    graph = path_graph(2, np.array([0]), np.array([1]), np.array([5]))
    with pytest.raises(GridError, match="walked -1 mm"):
        walk_from(graph, np.array([0]), np.array([-1]), 9)
    with pytest.raises(GridError, match="3 weights"):
        sums_within(graph, np.zeros(3, np.int64), 9)
    with pytest.raises(GridError, match="reach must be 0"):
        sums_within(graph, np.zeros(2, np.int64), -9)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(5, 900))
def test_meetings_agree_with_geos_for_any_bin_size(seed, size):
    rng = np.random.default_rng(seed)
    discs = [
        shapely.Point(xy).buffer(r, quad_segs=3)
        for xy, r in zip(rng.uniform(0, 500, (8, 2)), rng.uniform(5, 90, 8), strict=True)
    ]
    areas = shapely.get_parts(shapely.union_all(discs))
    lines = rng.uniform(0, 500, (25, 4))
    line, along = meetings(lines, bin_segments(*boundary_segments(areas), size=size))
    edges = shapely.union_all(shapely.boundary(areas))
    for number, way in enumerate(shapely.linestrings(lines.reshape(-1, 2, 2))):
        found = along[line == number]
        assert (np.diff(found) >= 0).all()
        assert (shapely.distance(shapely.line_interpolate_point(way, found), edges) < 0.002).all()
        points = shapely.get_parts(shapely.intersection(way, edges))
        for place in shapely.line_locate_point(way, points[~shapely.is_empty(points)]):
            assert np.abs(found - place).min() < 1e-6


SQUARE = bin_segments(*boundary_segments(np.array([shapely.box(0, 0, 10, 10)])), size=4)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ([-5, 5, 15, 5], [5, 15]),  # across
        ([-5, 5, 0, 5], [5]),  # up to the edge
        ([5, 5, 6, 6], []),  # inside all the time
        ([2, 0, 7, 0], [0, 5]),  # along the edge
        ([-3, 0, 4, 0], [3, 7]),  # beside, then along the edge
        ([-5, -5, 5, 5], [50**0.5]),  # through a corner
        ([-5, 5, -0.002, 5], []),  # 2 mm short of it
    ],
)
def test_meetings_by_hand(way, expected):
    _, along = meetings(np.array([way], dtype=float), SQUARE)
    assert np.unique(along.round(9)).tolist() == pytest.approx(expected)
