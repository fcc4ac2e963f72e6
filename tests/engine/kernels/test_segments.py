"""Distances: known answers, an independent oracle, and nothing of the bins to be seen."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segment_bins import bin_segments
from gruenzug.engine.kernels.segments import crosses, nearest, pairs_within
from gruenzug.engine.layers.boundaries import boundary_segments

FAR = 10_000.0
seeds = st.integers(0, 2**32 - 1)


def field_of_polygons(seed: int) -> np.ndarray:
    """Disjoint polygons, some with holes, some nested in a hole: blobs, united and taken apart."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, 1000, (rng.integers(1, 25), 2)).round(3)
    blobs = [
        shapely.Point(m).buffer(r, quad_segs=3)
        for m, r in zip(middles, rng.uniform(5, 150, len(middles)), strict=True)
    ]
    rings = [b.difference(b.centroid.buffer(3)) if k % 3 == 0 else b for k, b in enumerate(blobs)]
    return shapely.get_parts(shapely.union_all(rings))


def points_of(seed: int, count: int = 60) -> np.ndarray:
    return np.random.default_rng(seed + 1).uniform(-300, 1300, (count, 2)).round(3)


def test_a_point_inside_is_at_distance_zero_and_beside_a_hole_at_the_hole():
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    bins = bin_segments(*boundary_segments(np.array([ring])), size=30)
    distance, owner = nearest(np.array([[10.0, 10.0], [50.0, 50.0], [130.0, 140.0]]), bins, FAR)
    assert distance.tolist() == [0.0, 10.0, 50.0]
    assert owner.tolist() == [0, 0, 0]


def test_the_smaller_number_wins_between_equals():
    bins = bin_segments(*boundary_segments(np.array([box(10, 0, 20, 10), box(-20, 0, -10, 10)])), size=7)
    assert nearest(np.array([[0.0, 5.0]]), bins, FAR)[1].tolist() == [0]


def test_nothing_is_found_beyond_the_limit():
    bins = bin_segments(*boundary_segments(np.array([box(0, 0, 1, 1)])), size=10)
    distance, owner = nearest(np.array([[0.0, 301.5], [0.0, 301.0]]), bins, 300)
    assert distance.tolist() == [np.inf, 300.0]
    assert owner.tolist() == [-1, 0]


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(5, 900))
def test_distance_agrees_with_geos_for_any_bin_size(seed, size):
    polygons, points = field_of_polygons(seed), points_of(seed)
    bins = bin_segments(*boundary_segments(polygons), size=size)
    distance, owner = nearest(points, bins, FAR)
    table = shapely.distance(shapely.points(points)[:, None], polygons[None, :])
    np.testing.assert_allclose(distance, table.min(axis=1), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(table[np.arange(len(points)), owner], table.min(axis=1), rtol=1e-12, atol=1e-9)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(5, 900), other=st.floats(5, 900))
def test_bins_do_not_show(seed, size, other):
    polygons, points = field_of_polygons(seed), points_of(seed)
    first = nearest(points, bin_segments(*boundary_segments(polygons), size=size), FAR)
    second = nearest(points, bin_segments(*boundary_segments(polygons), size=other), FAR)
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(5, 900), most=st.floats(1, 400))
def test_pairs_agree_with_geos(seed, size, most):
    polygons, points = field_of_polygons(seed), points_of(seed)
    point, owner, foot = pairs_within(points, bin_segments(*boundary_segments(polygons), size=size), most)
    table = shapely.distance(shapely.points(points)[:, None], polygons[None, :])
    expected = np.argwhere(table <= most)
    np.testing.assert_array_equal(np.c_[point, owner], expected)
    length = np.hypot(foot[:, 2] - foot[:, 0], foot[:, 3] - foot[:, 1])
    np.testing.assert_allclose(length, table[point, owner], rtol=1e-9, atol=1e-9)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(5, 900))
def test_crossings_agree_with_geos(seed, size):
    rng = np.random.default_rng(seed)
    lines, walls = rng.uniform(0, 500, (30, 4)), rng.uniform(0, 500, (20, 4))
    found = crosses(lines, bin_segments(walls, np.arange(20), size=size))
    one, two = shapely.linestrings(lines.reshape(-1, 2, 2)), shapely.linestrings(walls.reshape(-1, 2, 2))
    np.testing.assert_array_equal(found, shapely.crosses(one[:, None], two[None, :]).any(axis=1))


def test_touching_a_barrier_is_no_crossing():
    wall = bin_segments(np.array([[0.0, 0.0, 0.0, 10.0]]), np.zeros(1, np.int64), size=4)
    ways = np.array(
        [[-5.0, 5.0, 0.0, 5.0], [-5.0, 5.0, 5.0, 5.0], [0.0, 2.0, 0.0, 8.0], [-5.0, 11.0, 5.0, 11.0]]
    )
    assert crosses(ways, wall).tolist() == [False, True, False, False]


def test_without_segments_there_is_nothing_near():
    empty = bin_segments(np.zeros((0, 4)), np.zeros(0, np.int64), size=10)
    assert nearest(np.zeros((2, 2)), empty, FAR)[0].tolist() == [np.inf, np.inf]
    assert len(pairs_within(np.zeros((2, 2)), empty, FAR)[0]) == 0


def test_points_that_are_nowhere_are_refused():
    bins = bin_segments(np.array([[0.0, 0.0, 1.0, 1.0]]), np.zeros(1, np.int64), size=10)
    for asked in (
        lambda: nearest(np.array([[np.nan, 0.0]]), bins, FAR),
        lambda: pairs_within(np.array([[0.0, np.inf]]), bins, FAR),
        lambda: crosses(np.array([[0.0, 0.0, np.nan, 1.0]]), bins),
    ):
        with pytest.raises(GridError, match="not a number"):
            asked()


@pytest.mark.parametrize(
    ("segments", "size", "message"),
    [
        (np.zeros((3, 2)), 10, "N x 4"),
        (np.full((3, 4), np.nan), 10, "not a number"),
        (np.zeros((3, 4)), 0, "above 0 m"),
    ],
)
def test_impossible_input_is_refused(segments, size, message):
    with pytest.raises(GridError, match=message):
        bin_segments(segments, np.zeros(3, np.int64), size)


def mosaic_of(seed: int) -> np.ndarray:
    """Polygons that share all their inner sides, in any order, each running its own way round."""
    rng = np.random.default_rng(seed)
    middles = shapely.multipoints(rng.uniform(0, 1000, (rng.integers(4, 40), 2)).round(3))
    cells = shapely.get_parts(shapely.voronoi_polygons(middles, extend_to=box(0, 0, 1000, 1000)))
    cells = shapely.intersection(cells, box(0, 0, 1000, 1000))
    turned = np.where(rng.random(len(cells)) < 0.5, shapely.reverse(cells), cells)
    return turned[rng.permutation(len(turned))]


def test_a_point_belongs_to_its_side_of_a_shared_edge():
    bins = bin_segments(*boundary_segments(np.array([box(10, 0, 20, 10), box(0, 0, 10, 10)])), size=30)
    assert nearest(np.array([[5.0, 5.0], [15.0, 5.0]]), bins, FAR)[1].tolist() == [1, 0]


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(20, 900))
def test_owners_in_a_mosaic_agree_with_geos(seed, size):
    polygons, points = mosaic_of(seed), points_of(seed, 200)
    distance, owner = nearest(points, bin_segments(*boundary_segments(polygons), size=size), FAR)
    inside = shapely.contains_properly(polygons[None, :], shapely.points(points)[:, None])
    assert inside.sum() == inside.any(axis=1).sum()
    np.testing.assert_array_equal(owner[inside.any(axis=1)], inside.argmax(axis=1)[inside.any(axis=1)])
    np.testing.assert_array_equal(distance == 0, inside.any(axis=1))


@settings(deadline=None, max_examples=50)
@given(seed=seeds, size=st.floats(20, 900), most=st.floats(1, 400))
def test_pairs_in_a_mosaic_agree_with_geos(seed, size, most):
    polygons, points = mosaic_of(seed), points_of(seed)
    point, owner, foot = pairs_within(points, bin_segments(*boundary_segments(polygons), size=size), most)
    table = shapely.distance(shapely.points(points)[:, None], polygons[None, :])
    np.testing.assert_array_equal(np.c_[point, owner], np.argwhere(table <= most))
    length = np.hypot(foot[:, 2] - foot[:, 0], foot[:, 3] - foot[:, 1])
    np.testing.assert_allclose(length, table[point, owner], rtol=1e-9, atol=1e-9)
