"""Trees in view: by hand, by GEOS, and nothing of bins, order or threads to be seen."""

from __future__ import annotations

import numba
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.sight import trees_in_view, walls_of
from gruenzug.engine.layers.boundaries import boundary_segments

EYE, RADIUS = 1.6, 30.0
UNKNOWN = np.nan


def outlines(shapes, heights, size=50.0):
    """The walls of houses, each as high as its house."""
    segments, owner = boundary_segments(shapes)
    return walls_of(segments, owner, heights[owner], size)


def seen(home, trees, houses=(), own=-1, tree_height=8.0, eye=EYE, radius=RADIUS):
    """Trees in view from one home, at least and at most; houses are (shape, height)."""
    shapes = np.array([shape for shape, _ in houses], dtype=object)
    walls = outlines(shapes, np.array([float(height) for _, height in houses]))
    trees = np.array(trees, dtype=float).reshape(-1, 2)
    tops = np.full(len(trees), tree_height)
    least, most = trees_in_view(np.array([home], float), np.array([own]), trees, tops, walls, radius, eye)
    return int(least[0]), int(most[0])


def test_the_house_across_hides_one_tree_its_own_walls_none():
    own, across = (box(-5, -5, 5, 5), 9), (box(12, -4, 18, 4), 9)
    trees = [(25, 0), (10, 0), (0, 20), (0, 31)]  # behind the house, before it, to the side, too far
    assert seen((0, 0), trees, [own, across], own=0) == (2, 2)
    assert seen((0, 0), trees, [own, across]) == (0, 0)  # whoever is in no house of their own sees walls


@pytest.mark.parametrize(("height", "free"), [(4.799, 1), (4.8, 1), (4.801, 0)])
def test_a_garage_hides_a_tree_when_it_is_higher_than_the_line_to_its_top(height, free):
    """From 1.6 m to 8 m in 20 m: at the far wall, after 10 m, the line is 4.8 m high, at the near one lower."""
    assert seen((0, 0), [(20, 0)], [(LineString([(10, -3), (10, 3)]), height)]) == (free, free)


def test_from_an_upper_floor_one_looks_over_it():
    garage = (box(5, -3, 10, 3), 3.0)
    assert seen((0, 0), [(20, 0)], [garage], tree_height=8.0) == (1, 1)
    assert seen((0, 0), [(20, 0)], [garage], tree_height=2.0) == (0, 0)
    assert seen((0, 0), [(20, 0)], [garage], tree_height=2.0, eye=7.0) == (1, 1)


def test_a_house_of_unknown_height_leaves_open_what_is_behind_it():
    unknown, high, low = (box(8, -3, 10, 3), UNKNOWN), (box(12, -3, 14, 3), 20), (box(12, -3, 14, 3), 1)
    assert seen((0, 0), [(20, 0), (0, 9)], [unknown]) == (1, 2)
    assert seen((0, 0), [(20, 0), (0, 9)], [unknown, high]) == (1, 1)
    assert seen((0, 0), [(20, 0), (0, 9)], [unknown, low]) == (1, 2)


def test_a_line_may_graze_a_house_but_not_pass_through_a_corner_or_a_shared_wall():
    assert seen((0, 0), [(20, 0)], [(box(8, 0, 12, 5), 20)]) == (1, 1)  # along a wall
    assert seen((0, 0), [(20, 0)], [(shapely.Polygon([(8, 0), (12, 5), (4, 5)]), 20)]) == (
        1,
        1,
    )  # by a corner
    assert seen((0, 0), [(20, 0)], [(shapely.Polygon([(8, 0), (10, 4), (12, 0), (10, -4)]), 20)]) == (0, 0)
    assert seen((0, 0), [(20, 0)], [(box(8, 0, 12, 5), 20), (box(8, -5, 12, 0), 20)]) == (0, 0)
    assert seen((0, 0), [(20, 0)], [(box(8, 0, 12, 5), 20), (box(14, -5, 18, 0), 20)]) == (0, 0)


def test_a_tree_at_a_wall_is_seen_and_one_in_a_courtyard_only_from_there():
    yard = (box(10, -6, 22, 6).difference(box(12, -4, 20, 4)), 20)
    assert seen((0, 0), [(10, 0), (16, 0)], [yard]) == (1, 1)
    assert seen((14, 0), [(10, 0), (16, 0)], [yard]) == (1, 1)


def test_exactly_at_the_radius_counts():
    assert seen((0, 0), [(18, 24), (18.001, 24)]) == (1, 1)
    assert seen((0, 0), []) == (0, 0)


def town(seed: int):
    """Homes, trees and houses with courtyards, a third of them of unknown height."""
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 200, (25, 2)).round(3)
    sizes = rng.uniform(3, 25, (25, 2)).round(3)
    turned = [
        shapely.affinity.rotate(box(x, y, x + w, y + h), angle)
        for (x, y), (w, h), angle in zip(corners, sizes, rng.uniform(0, 90, 25), strict=True)
    ]
    shapes = np.array([s.difference(s.buffer(-4)) if n % 4 == 0 else s for n, s in enumerate(turned)])
    shapes = shapely.transform(shapes, lambda xy: xy.round(3))
    heights = rng.uniform(2, 15, 25).round(3)
    heights[rng.random(25) < 0.33] = UNKNOWN
    homes, trees = rng.uniform(0, 220, (20, 2)).round(3), rng.uniform(0, 220, (90, 2)).round(3)
    own = np.array([next((n for n, s in enumerate(shapes) if s.covers(shapely.Point(h))), -1) for h in homes])
    return homes, own, trees, rng.uniform(3, 20, 90).round(3), shapes, heights


def slow(homes, own, trees, tops, shapes, heights, radius):
    """By GEOS: where the line crosses the outlines, and how high it is there."""
    least, most = np.zeros(len(homes), int), np.zeros(len(homes), int)
    for i, home in enumerate(homes):
        for tree, top in zip(trees, tops, strict=True):
            line = LineString([home, tree])
            if line.length > radius:
                continue
            hidden = maybe = False
            for n, shape in enumerate(shapes):
                if n == own[i] or not line.intersects(shape.boundary):
                    continue
                cuts = shapely.get_parts(line.intersection(shape.boundary))
                at = [EYE + (top - EYE) * line.project(cut) / line.length for cut in cuts]
                hidden |= bool(heights[n] > min(at))
                maybe |= bool(np.isnan(heights[n]))
            least[i] += not (hidden or maybe)
            most[i] += not hidden
    return least, most


@settings(deadline=None, max_examples=12)
@given(
    seed=st.integers(0, 2**32 - 1), size=st.floats(1, 500), radius=st.floats(5, 80).map(lambda m: round(m, 3))
)
def test_trees_in_view_agree_with_geos_for_any_bin_size(seed, size, radius):
    homes, own, trees, tops, shapes, heights = town(seed)
    walls = outlines(shapes, heights, size)
    found = trees_in_view(homes, own, trees, tops, walls, radius, EYE)
    np.testing.assert_array_equal(found, slow(homes, own, trees, tops, shapes, heights, radius))


def test_neither_order_nor_threads_show():
    homes, own, trees, tops, shapes, heights = town(7)
    segments, owner = boundary_segments(shapes)
    plain = trees_in_view(homes, own, trees, tops, walls_of(segments, owner, heights[owner]), 60, EYE)
    assert plain[0].sum() > 0
    assert (plain[0] < plain[1]).any()
    turned = walls_of(segments[::-1][:, [2, 3, 0, 1]], owner[::-1], heights[owner][::-1])
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        again = trees_in_view(homes[::-1], own[::-1], trees[::-1], tops[::-1], turned, 60, EYE)
    finally:
        numba.set_num_threads(threads)
    np.testing.assert_array_equal(plain, np.array(again)[:, ::-1])


def test_the_farthest_and_highest_are_still_exact():
    """A wall of 10 km, 500 m high, and a line of 1 km: at 400 m of it a top of 500 m is at 200.96 m."""
    wall = np.array([[400.0, -5000.0, 400.0, 5000.0]]) + np.tile([4e5, 5.7e6], 2)
    here, tree = np.array([[4e5, 5.7e6]]), np.array([[4e5 + 1000, 5.7e6]])
    for height, free in ((200.96, 1), (200.961, 0), (500.0, 0)):
        walls = walls_of(wall, np.zeros(1, np.int64), np.array([height]))
        found, _ = trees_in_view(here, np.array([-1]), tree, np.array([500.0]), walls, 1000, 1.6)
        assert found.tolist() == [free]


def test_impossible_input_is_refused():
    with pytest.raises(GridError, match="1 walls, 2 heights"):
        walls_of(np.zeros((1, 4)), np.array([0]), np.zeros(2))
    with pytest.raises(GridError, match="0 to 500 m"):
        walls_of(np.zeros((1, 4)), np.array([0]), np.array([-1.0]))
    with pytest.raises(GridError, match="longer than 10000 m"):
        walls_of(np.array([[0.0, 0.0, 10_001.0, 0.0]]), np.array([0]), np.array([1.0]))
    for bad, message in (
        ({"radius": 0}, "radius"), ({"radius": 1001}, "radius"), ({"eye": -1}, "eye"),
        ({"tree_height": np.nan}, "each tree"), ({"home": (np.nan, 0)}, "not a number"),
    ):  # fmt: skip
        with pytest.raises(GridError, match=message):
            seen(**{"home": (0, 0), "trees": [(1, 1)], **bad})
