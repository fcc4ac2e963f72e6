"""Trees in view from homes: whose walls are one's own, and what stands for heights nobody has recorded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely import box

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.sight import (
    NO,
    NO_BUILDING,
    OPEN,
    YES,
    InView,
    Sight,
    building_heights,
    trees_seen,
)

HOUSE, NEXT_DOOR, SHED = box(-5, -5, 5, 5), box(5, -5, 15, 5), box(20, -5, 22, 5)
TREE = (25.0, 0.0)


def seen(homes, buildings, own=None, radius=30.0) -> tuple[list[int], list[int]]:
    """Return how many of one tree of 8 m each home sees; buildings are (shape, height)."""
    own = [NO_BUILDING] * len(homes) if own is None else own
    shapes = np.array([shape for shape, _ in buildings], dtype=object)
    heights = np.array([height for _, height in buildings], dtype=float)
    trees = np.array([TREE]), np.array([8.0])
    found = trees_seen(np.array(homes, float), np.array(own), trees, (shapes, heights), radius, 1.6)
    return found.least.tolist(), found.most.tolist()


def test_the_building_around_a_home_is_its_own_and_hides_nothing():
    assert seen([(0, 0), (-10, 0)], [(HOUSE, 9)]) == ([1, 0], [1, 0])


def test_a_home_told_to_be_a_building_sees_past_it_though_its_point_lies_outside():
    assert seen([(-5.5, 0)], [(HOUSE, 9)], radius=31) == ([0], [0])
    assert seen([(-5.5, 0)], [(HOUSE, 9)], own=[0], radius=31) == ([1], [1])


def test_buildings_that_share_a_home_are_one_for_all_who_live_in_them():
    """The second home lies in the first house only; the third, on the party wall, makes both one."""
    row = [(HOUSE, 9), (NEXT_DOOR, 9)]
    assert seen([(0, 0)], row) == ([0], [0])
    assert seen([(0, 0), (5, 0)], row) == ([1, 1], [1, 1])


def test_what_lies_behind_a_building_of_unknown_height_is_open():
    least, most = seen([(0, 0)], [(HOUSE, 9), (SHED, np.nan)])
    assert (least, most) == ([0], [1])
    assert seen([(0, 0)], [(HOUSE, 9), (SHED, 3)]) == ([1], [1])
    assert seen([(0, 0)], [(HOUSE, np.nan)]) == ([1], [1])  # one's own hides nothing, however high


def test_enough_is_open_only_where_it_hangs_on_what_is_unknown():
    found = InView(np.array([3, 2, 0]), np.array([5, 3, 2]))
    assert found.enough(3).tolist() == [YES, OPEN, NO]


def test_without_buildings_all_near_trees_are_in_view():
    assert seen([(0, 0), (-6, 0)], []) == ([1, 0], [1, 0])


def test_a_recorded_height_goes_before_storeys_and_nonsense_is_not_recorded():
    rows = pd.DataFrame(
        {
            "height": [12.5, np.nan, 0.0, -3.0, 1200.0, np.nan],
            "levels": [2.0, 3.0, 4.0, np.nan, 5.0, 0.0],
        }
    )
    expected = [12.5, 9.0, 12.0, np.nan, 15.0, np.nan]
    np.testing.assert_array_equal(building_heights(rows, 3.0), expected)
    np.testing.assert_array_equal(building_heights(rows[["levels"]], 2.5), [5, 7.5, 10, np.nan, 12.5, np.nan])
    assert np.isnan(building_heights(rows[[]], 3.0)).all()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"eye_m": -0.1}, "height of the eye must be 0 to 500 m, not -0.1"),
        ({"tree_m": 501}, "height of the tree must be 0 to 500 m, not 501"),
        ({"level_m": 0}, "height of a storey must be above 0 m, not 0"),
    ],
)
def test_impossible_heights_are_refused(options, sentence):
    with pytest.raises(GridError, match=sentence):
        Sight(**options)


def test_a_building_higher_than_any_is_refused():
    with pytest.raises(GridError, match="from 0 to 500 m, or unknown"):
        seen([(0, 0)], [(SHED, 501)])
