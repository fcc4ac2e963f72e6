"""Merging and cutting: the same ground is covered, and only what belongs together is one."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from gruenzug.engine.layers.cut import cut_by_lines
from gruenzug.engine.layers.merge import area_dm2, merge_touching

seeds = st.integers(0, 2**32 - 1)


def some_polygons(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 40, (rng.integers(1, 40), 2))
    size = rng.integers(1, 9, corner.shape)
    return shapely.box(*corner.T, *(corner + size).T)


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_agrees_with_the_union_of_everything(seed):
    polygons = some_polygons(seed)
    merged = merge_touching(polygons)
    whole = shapely.get_parts(shapely.union_all(polygons))
    assert sorted(shapely.area(merged)) == sorted(shapely.area(whole))
    assert shapely.equals(shapely.union_all(merged), shapely.union_all(polygons))


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_the_order_of_the_input_does_not_show(seed):
    polygons = some_polygons(seed)
    shuffled = np.random.default_rng(seed).permutation(polygons)
    assert merge_touching(polygons).tolist() == merge_touching(shuffled).tolist() or all(
        shapely.equals(a, b) for a, b in zip(merge_touching(polygons), merge_touching(shuffled), strict=True)
    )


def test_two_squares_that_meet_in_a_corner_stay_two():
    assert len(merge_touching(np.array([box(0, 0, 1, 1), box(1, 1, 2, 2)]))) == 2


def test_a_road_that_ends_inside_cuts_nothing_off():
    park = np.array([box(0, 0, 100, 100)])
    assert len(cut_by_lines(park, np.array([LineString([(-5, 50), (60, 50)])]))) == 1


def test_a_hole_does_not_become_a_piece():
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    pieces = cut_by_lines(np.array([ring]), np.array([LineString([(-5, 50), (105, 50)])]))
    assert shapely.area(pieces).tolist() == [4800.0, 4800.0]


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_pieces_cover_what_was_cut(seed):
    rng = np.random.default_rng(seed)
    units = merge_touching(some_polygons(seed))
    roads = shapely.linestrings(rng.uniform(-5, 55, (6, 2, 2)).round(3))
    pieces = cut_by_lines(units, roads)
    assert abs(int(area_dm2(pieces).sum()) - int(area_dm2(units).sum())) <= len(pieces)
    crossed = shapely.crosses(roads[:, None], shapely.buffer(pieces, -1e-6)[None, :])
    inside = shapely.length(shapely.intersection(roads[:, None], shapely.buffer(pieces, -1e-6)[None, :]))
    ends_inside = shapely.contains(units[None, :], shapely.points(roads_ends(roads))[:, None]).any()
    assert ends_inside or not (crossed & (inside > 1e-3)).any()


def roads_ends(roads: np.ndarray) -> np.ndarray:
    return shapely.get_coordinates(roads)
