"""Spreading keeps every published total to the thousandth of a person, whatever the order of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.sources.dasymetric import spread
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.zensus import centres

X0, Y0 = 4_138_000, 3_153_000


def population(rows):
    x, y, persons = (np.array(values, dtype=np.int64) for values in zip(*rows, strict=True))
    columns = {"cell_m": np.full(len(x), 1000), "cell_x": x, "cell_y": y, "persons_milli": persons}
    return table("population", columns, centres(x, y))


def dwellings(rows):
    x, y, count = (
        (np.array(values, dtype=np.int64) for values in zip(*rows, strict=True))
        if rows
        else [np.empty(0, np.int64)] * 3
    )
    columns = {"cell_m": np.full(len(x), 100), "cell_x": x, "cell_y": y, "dwellings": count}
    return table("dwellings", columns, centres(x, y))


def km(column, row, persons):
    return X0 + 1000 * column + 500, Y0 + 1000 * row + 500, persons


def hm(column, row, count):
    return X0 + 100 * column + 50, Y0 + 100 * row + 50, count


coarse = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)), st.integers(1, 20_000_000), min_size=1
).map(lambda cells: population([km(*place, persons) for place, persons in cells.items()]))
fine = st.dictionaries(
    st.tuples(st.integers(0, 29), st.integers(0, 29)), st.integers(0, 900), max_size=40
).map(lambda cells: dwellings([hm(*place, count) for place, count in cells.items()]))


def totals(frame):
    keys = [frame["cell_x"] // 1000, frame["cell_y"] // 1000]
    return frame["persons_milli"].groupby(keys).sum().to_dict()


@settings(deadline=None, max_examples=50)
@given(coarse, fine)
def test_every_total_is_kept_exactly(people, homes):
    assert totals(spread(people, homes)) == totals(people)


@settings(deadline=None, max_examples=50)
@given(coarse, fine, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(people, homes, random):
    expected = spread(people, homes)
    shuffled = [frame.iloc[random.sample(range(len(frame)), len(frame))] for frame in (people, homes)]
    pd.testing.assert_frame_equal(spread(*shuffled), expected)


@settings(deadline=None, max_examples=50)
@given(coarse, fine)
def test_nobody_is_put_where_there_is_no_home(people, homes):
    result = spread(people, homes)
    places = set(zip(homes["cell_x"], homes["cell_y"], homes["dwellings"] > 0, strict=True))
    for row in result[result["cell_m"] == 100].itertuples():
        assert (row.cell_x, row.cell_y, True) in places


@settings(deadline=None, max_examples=50)
@given(coarse, fine)
def test_a_share_is_at_most_a_thousandth_of_a_person_off(people, homes):
    result = spread(people, homes)
    result = result[result["cell_m"] == 100]
    merged = result.merge(homes, on=["cell_x", "cell_y"])
    key = [merged["cell_x"] // 1000, merged["cell_y"] // 1000]
    sums = totals(people)
    all_homes = homes["dwellings"].groupby([homes["cell_x"] // 1000, homes["cell_y"] // 1000]).sum()
    for x, y, milli, count in zip(*key, merged["persons_milli"], merged["dwellings"], strict=True):
        assert abs(milli - sums[x, y] * count / all_homes[x, y]) < 1


def test_what_is_left_goes_to_the_largest_remainders_then_to_the_south():
    people = population([km(0, 0, 10)])
    homes = dwellings([hm(5, 9, 1), hm(5, 1, 1), hm(2, 1, 1)])
    result = spread(people, homes).sort_values(["cell_y", "cell_x"])
    assert list(result["persons_milli"]) == [4, 3, 3]


def test_a_cell_without_homes_keeps_its_people_at_its_centre():
    result = spread(population([km(0, 0, 5000), km(1, 0, 7000)]), dwellings([hm(3, 3, 2)]))
    alone = result[result["cell_m"] == 1000]
    assert list(alone["persons_milli"]) == [7000]
    assert list(alone["cell_x"]) == [X0 + 1500]
