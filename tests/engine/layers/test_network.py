"""Walking: drawn networks worked out by hand, and an independent way to the same distances."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString, box

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.network import (
    network_of,
    snap,
)
from gruenzug.engine.layers.network_entrances import entrance_points, entrances
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walking import detour, walk, walk_to_spots

seeds = st.integers(0, 2**32 - 1)
PARK = Units(np.array([box(100, 0, 300, 200)]))


def lines(*coordinates) -> np.ndarray:
    return np.array([LineString(line) for line in coordinates])


def walked(people, ways, units=PARK, most=np.inf) -> list[float]:
    return walk(np.array(people, dtype=float), units, network_of(ways), most).tolist()


def test_the_way_ends_where_a_path_crosses_the_edge_of_the_green():
    """20 m to the path, then 70 m along it; the path's next node lies 50 m inside."""
    assert walked([(30, 120)], lines([(0, 100), (150, 100)])) == [90.0]


def test_people_step_on_between_junctions_and_walk_either_way():
    ring = lines([(0, 50), (0, 150), (100, 150)], [(0, 50), (100, 50)])
    assert walked([(-10, 60), (-10, 140)], ring) == [10 + 10 + 100, 10 + 10 + 100]


def test_a_path_that_only_touches_the_green_lets_people_in():
    assert walked([(0, -30)], lines([(0, 0), (100, 0), (100, -50)])) == [30 + 100]


def test_without_a_junction_there_is_no_way_across():
    """A bridge crosses above: no common vertex, so the way round at x = -400 is taken."""
    ways = [[(0, -100), (0, 100), (-400, 100), (-400, 0)], [(-400, 0), (100, 0)]]
    assert walked([(0, -90)], lines(*ways)) == [190 + 400 + 100 + 500]


def test_a_network_without_an_entrance_leads_nowhere_and_a_home_far_off_is_not_on_it():
    alone = lines([(0, 0), (0, 50)], [(90, 500), (290, 150)])
    assert walked([(0, 10), (200, 1200)], alone) == [np.inf, np.inf]


def test_whoever_lives_in_the_green_is_there_and_so_is_a_foot_in_it():
    ways = lines([(120, -20), (120, 100)])
    assert walked([(200, 100), (130, -5), (115, -15)], ways) == [0.0, 10 + 5, 5 + 15]
    assert walked([(90, 50)], ways) == [30.0]  # the nearest path is inside; only the leg counts


def test_two_greens_on_one_piece_of_path_are_both_seen_from_between():
    units = Units(np.array([box(0, -5, 10, 5), box(90, -5, 100, 5)]))
    assert walked([(30, 0), (70, 0), (50, 0)], lines([(-50, 0), (150, 0)]), units) == [20.0, 20.0, 40.0]


def test_nothing_is_found_beyond_the_limit():
    way = lines([(0, 100), (150, 100)])
    assert walked([(30, 100)], way, most=70.0) == [70.0]
    assert walked([(30, 100)], way, most=69.999) == [np.inf]


def test_a_way_as_long_as_a_limit_with_millimetres_is_within_it():
    """In floating point 1.001 m are 1000.9999999999999 mm."""
    way = lines([(0, 100), (150, 100)])
    assert walked([(98.999, 100), (98.998, 100)], way, most=1.001) == [1.001, np.inf]
    network = network_of(way)
    people, spot = (
        snap(np.array([(98.999, 100), (98.998, 100)]), network),
        snap(np.array([(100.0, 100.0)]), network),
    )
    assert walk_to_spots(people, spot, network, 1.001).tolist() == [1.001, np.inf]


def test_no_green_is_nowhere():
    assert walked([(30, 100)], lines([(0, 100), (150, 100)]), Units(np.array([], dtype=object))) == [np.inf]


def test_entrances_are_points_on_the_edge():
    network = network_of(lines([(0, 100), (400, 100)]))
    points = entrance_points(network, entrances(network, PARK))
    assert shapely.get_coordinates(points.geometry).tolist() == [[100, 100], [300, 100]]


def test_detour_is_walking_over_straight():
    factors = detour(np.array([300.0, 5.0, np.inf]), np.array([200.0, 0.0, 10.0]))
    assert factors[0] == 1.5
    assert np.isnan(factors[1:]).all()


def some_town(seed: int):
    """A jittered grid of streets with gaps, some bent; parks that overlap nothing; people around."""
    rng = np.random.default_rng(seed)
    side = int(rng.integers(2, 7))
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1) * 100.0
    at = (at + rng.uniform(-30, 30, at.shape)).round(3)
    ways = [[at[r, c], at[r, c + 1]] for r in range(side) for c in range(side - 1)]
    ways += [[at[r, c], at[r + 1, c]] for r in range(side - 1) for c in range(side)]
    ways = [way for way in ways if rng.random() < 0.75] or [ways[0]]
    discs = [
        shapely.Point(xy).buffer(r, quad_segs=4)
        for xy, r in zip(rng.uniform(0, side * 100, (3, 2)), rng.uniform(5, 70, 3), strict=True)
    ]
    parks = shapely.get_parts(shapely.set_precision(shapely.union_all(discs), 0.001))
    people = rng.uniform(-50, side * 100 + 50, (40, 2)).round(3)
    return lines(*ways), Units(parks), people


def by_cutting(ways, units, people) -> np.ndarray:
    """Cut every way at the edges and at all feet with GEOS, then one Dijkstra over all pieces by SciPy."""
    green, points = shapely.union_all(units.polygons), shapely.points(people)
    best = np.argmin(shapely.distance(points[:, None], ways[None, :]), axis=1)
    feet = shapely.line_locate_point(ways[best], points)
    names: dict[tuple[float, float], int] = {}
    rows, foot_node, in_green = [], np.zeros(len(people), int), set()
    for number, way in enumerate(ways):
        crossings = shapely.points(shapely.get_coordinates(shapely.intersection(way, green.boundary)))
        cuts = np.atleast_1d(shapely.line_locate_point(way, crossings))
        stops = np.unique(np.concatenate([[0, way.length], cuts, feet[best == number]]))
        ends = {0.0: way.coords[0], way.length: way.coords[-1]}
        nodes = [names.setdefault(ends.get(stop, (number, stop)), len(names)) for stop in stops]
        in_green |= {node for node, stop in zip(nodes, stops, strict=True) if stop in cuts}
        for node, stop in zip(nodes, stops, strict=True):
            foot_node[(best == number) & (feet == stop)] = node
        for one, two, start, end in zip(nodes[:-1], nodes[1:], stops[:-1], stops[1:], strict=True):
            rows.append((end - start, one, two))
            if green.intersects(shapely.line_interpolate_point(way, (start + end) / 2)):
                in_green |= {one, two}
    length, one, two = map(np.array, zip(*rows, strict=True))
    to_green = np.full(len(names), np.inf)
    if in_green:
        matrix = coo_array((length, (one, two)), shape=(len(names), len(names))).tocsr()
        to_green = dijkstra(matrix, directed=False, indices=sorted(in_green), min_only=True)
    there = green.intersects(points)
    return np.where(there, 0, shapely.distance(points, ways[best]) + to_green[foot_node])


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_agrees_with_cutting_all_ways_at_all_places(seed):
    ways, units, people = some_town(seed)
    found = walk(people, units, network_of(ways), np.inf)
    expected = by_cutting(ways, units, people)
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(expected))
    reached = np.isfinite(found)
    np.testing.assert_allclose(found[reached], expected[reached], atol=0.02)


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_nobody_walks_less_than_the_straight_line(seed):
    ways, units, people = some_town(seed)
    straight, _ = nearest(people, units.bins, np.inf)
    assert (walk(people, units, network_of(ways), np.inf) >= straight - 0.005).all()


@settings(deadline=None, max_examples=20)
@given(seed=seeds)
def test_order_and_direction_of_paths_do_not_show(seed):
    ways, units, people = some_town(seed)
    turned = shapely.reverse(np.random.default_rng(seed).permutation(ways))
    first, second = network_of(ways), network_of(np.concatenate([turned, turned[:1]]))
    np.testing.assert_array_equal(first.pieces, second.pieces)
    np.testing.assert_array_equal(walk(people, units, first, 900.0), walk(people, units, second, 900.0))


@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_the_way_to_points_agrees_with_the_table_of_all_distances(seed):
    ways, _, people = some_town(seed)
    spots = np.random.default_rng(seed + 1).uniform(0, 500, (5, 2)).round(3)
    network = network_of(ways)
    found = walk_to_spots(snap(people, network), snap(spots, network), network, np.inf)
    np.testing.assert_allclose(found, by_table(ways, people, spots), atol=0.02)


def by_table(ways, people, spots) -> np.ndarray:
    """Cut every way at all feet with GEOS; all distances by SciPy; add the legs."""
    points = shapely.points(np.concatenate([people, spots]))
    best = np.argmin(shapely.distance(points[:, None], ways[None, :]), axis=1)
    feet = shapely.line_locate_point(ways[best], points)
    names: dict[object, int] = {}
    rows, node = [], np.zeros(len(points), int)
    for number, way in enumerate(ways):
        stops = np.unique(np.concatenate([[0, way.length], feet[best == number]]))
        ends = {0.0: way.coords[0], way.length: way.coords[-1]}
        here = [names.setdefault(ends.get(stop, (number, stop)), len(names)) for stop in stops]
        for at, stop in zip(here, stops, strict=True):
            node[(best == number) & (feet == stop)] = at
        rows += zip(np.diff(stops), here[:-1], here[1:], strict=True)
    length, one, two = map(np.array, zip(*rows, strict=True))
    matrix = coo_array((length, (one, two)), shape=(len(names), len(names))).tocsr()
    legs = shapely.distance(points, ways[best])
    away = dijkstra(matrix, directed=False)[np.ix_(node[: len(people)], node[len(people) :])]
    return (legs[: len(people), None] + away + legs[len(people) :]).min(axis=1)


@pytest.mark.parametrize(
    ("ways", "message"),
    [
        ([], "no paths"),
        ([LineString([(0, 0), (0, 0.0001)])], "no path of any length"),
        ([LineString([(0, 0), (0, np.inf)])], "not a number"),
        ([LineString([(0, 0), (0, 3e6)])], "2,147 km"),
    ],
)
def test_what_is_no_network_is_refused(ways, message):
    with pytest.raises(GridError, match=message):
        network_of(np.array(ways, dtype=object))
