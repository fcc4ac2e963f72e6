import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gruenzug.web.core.charts.bars import axis_for, bar_rows
from gruenzug.web.core.charts.choropleth import Place, choropleth, spread
from gruenzug.web.core.charts.classes import class_of, nice_breaks, nice_ticks
from gruenzug.web.core.charts.names import Label, names_for
from gruenzug.web.core.charts.outlines import Frame, bbox_of, path_of
from gruenzug.web.core.charts.strip import DOT_PERCENT, strip_plot
from gruenzug.web.core.charts.trend import trend

shares = st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=60)


@given(values=shares)
def test_classes_ascend_and_every_value_has_one(values):
    breaks = nice_breaks(values)
    assert breaks == sorted(set(breaks))
    assert len(breaks) <= 4
    assert all(1 <= class_of(value, breaks) <= len(breaks) + 1 for value in values)


@given(values=shares)
def test_no_class_is_empty_at_either_end(values):
    breaks = nice_breaks(values)
    assume(breaks)
    classes = {class_of(value, breaks) for value in values}
    assert {1, len(breaks) + 1} <= classes


def test_a_limit_belongs_to_the_class_above_it():
    assert [class_of(value, [20, 40]) for value in (19.99, 20, 39.99, 40)] == [1, 2, 2, 3]


@given(low=st.floats(-1000, 1000), span=st.floats(0.001, 1000))
def test_ticks_enclose_the_values_in_equal_steps(low, span):
    ticks = nice_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + span - 1e-6
    steps = [after - before for before, after in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps))


def test_few_classes_still_span_the_whole_ramp():
    assert [spread(step, 2) for step in (1, 2)] == [1, 5]
    assert [spread(step, 5) for step in range(1, 6)] == [1, 2, 3, 4, 5]


def test_a_place_without_a_figure_is_hatched_and_says_so():
    drawn = choropleth([_place("a", 10.0), _place("b", None), _place("c", 90.0)], "0 0 1 1", "percent")
    by_key = {area.key: area for area in drawn.areas}
    assert by_key["b"].css == "ramp-none"
    assert by_key["b"].value == "nicht erfasst"
    assert drawn.has_gaps


def test_a_map_without_any_figure_has_no_legend_to_misread():
    drawn = choropleth([_place("a", None)], "0 0 1 1", "percent")
    assert (list(drawn.legend), drawn.has_gaps) == ([], True)


def test_the_legend_names_as_many_colours_as_the_map_uses():
    places = [_place(str(value), float(value)) for value in range(0, 100, 7)]
    drawn = choropleth(places, "0 0 1 1", "percent")
    assert {area.css for area in drawn.areas} == {entry.css for entry in drawn.legend}


def test_less_is_better_gets_the_other_ramp():
    assert choropleth([_place("a", 3.0)], "0 0 1 1", "percent", "down").areas[0].css.startswith("ramp-down")


def test_neighbours_still_meet_after_snapping():
    border = [[7.1234567, 51.1], [7.1311, 51.2345], [7.1199, 51.3]]
    west = [[6.9, 51.1], *border, [6.9, 51.3], [6.9, 51.1]]
    east = [[7.4, 51.1], [7.4, 51.3], *reversed(border), [7.4, 51.1]]
    frame = Frame.around((6.9, 51.1, 7.4, 51.3))
    drawn = [frame.xy(*point) for point in border]
    for ring in (west, east):
        points = _absolute(path_of({"type": "Polygon", "coordinates": [ring]}, frame))
        assert set(drawn) <= set(points)


def test_the_frame_keeps_shapes_true_at_its_latitude():
    square = [[7.0, 51.4], [7.0 + 0.1 / 0.6239, 51.4], [7.0 + 0.1 / 0.6239, 51.5], [7.0, 51.5], [7.0, 51.4]]
    frame = Frame.around(bbox_of([{"type": "Polygon", "coordinates": [square]}]))
    assert frame.height == pytest.approx(frame.width, rel=0.01)


def test_a_point_cannot_be_drawn_and_says_so():
    with pytest.raises(ValueError, match="cannot draw a Point"):
        path_of({"type": "Point", "coordinates": [7, 51]}, Frame.around((7, 51, 8, 52)))


@given(values=shares)
def test_dots_of_one_floor_never_touch(values):
    plot = strip_plot([{"key": str(n), "label": str(n), "value": v} for n, v in enumerate(values)], "percent")
    floors: dict[int, list[float]] = {}
    for dot in plot.dots:
        floors.setdefault(dot.y, []).append(float(dot.x.rstrip("%")))
    for xs in floors.values():
        assert all(after - before >= DOT_PERCENT - 0.011 for before, after in pairwise(sorted(xs)))


def test_a_strip_of_one_value_for_all_stays_as_high_as_a_hand():
    plot = strip_plot([{"key": str(n), "label": str(n), "value": 0.0} for n in range(400)], "percent")
    assert plot.height <= 200
    assert len(plot.dots) == 400
    assert all(0 <= dot.y <= plot.base for dot in plot.dots)


def test_a_strip_names_who_is_missing_and_leaves_them_out():
    rows = [{"key": "a", "label": "Herne", "value": 3.0}, {"key": "b", "label": "Hamm", "value": None}]
    plot = strip_plot(rows, "percent", "a")
    assert plot.missing == [("Hamm", "nicht erfasst")]
    assert plot.current.label == "Herne"
    assert len(plot.dots) == 1


def test_bars_begin_at_zero_and_shares_end_at_a_hundred():
    axis = axis_for([60, 80], "percent")
    assert (axis.low, axis.high) == (0, 100)
    assert bar_rows([{"label": "a", "value": 80}], "percent")[0]["length"] == "80%"


def test_a_bar_without_value_has_no_length_at_all():
    row = bar_rows([{"label": "a", "value": None}, {"label": "b", "value": 0.0}], "percent")
    assert (row[0]["length"], row[0]["text"]) == (None, None)
    assert row[1]["length"] == "0%"


def test_the_way_to_a_target_starts_at_the_last_value():
    drawn = trend(
        [{"year": 2020, "value": 40}, {"year": 2025, "value": 50}], "percent", {"year": 2030, "value": 80}
    )
    assert drawn.line.split()[-1] == drawn.path_to_target.split()[0]
    assert drawn.target.x == "100%"


def _place(key: str, value: float | None) -> Place:
    return Place(key, f"Ort {key}", "M0 0l1 0 0 1z", value)


def _absolute(path: str) -> list[tuple[int, int]]:
    start, steps = re.fullmatch(r"M(-?\d+ -?\d+)l(.*)z", path).groups()
    x, y = map(int, start.split())
    points, numbers = [(x, y)], list(map(int, steps.split()))
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def test_names_never_stand_on_each_other_and_large_places_come_first():
    towns = [Label(x, y, f"Stadt {x} {y}", weight) for weight, (x, y) in enumerate(_grid())]
    names = names_for("0 0 1200 700", towns)
    boxes = [_name_box(label, names.size) for label in names.labels]
    assert 4 < len(names.labels) < len(towns)
    assert names.labels[0].weight == len(towns) - 1
    assert not any(_meet(one, other) for k, one in enumerate(boxes) for other in boxes[k + 1 :])


def test_a_name_outside_of_an_extract_is_left_out():
    labels = [Label(50, 50, "Herne", 1), Label(500, 50, "Hamm", 9)]
    assert [label.text for label in names_for("0 0 200 100", labels).labels] == ["Herne"]


def _grid():
    return [(x, y) for x in range(200, 1000, 60) for y in range(40, 660, 20)]


def _name_box(label, size):
    half = len(label.text) * 0.5 * size / 2
    return label.x - half, label.y - size / 2, label.x + half, label.y + size / 2


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
