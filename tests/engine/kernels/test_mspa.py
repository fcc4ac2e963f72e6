"""Morphology on small drawings whose classes can be told by eye, and thinning by its definition."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import scipy.ndimage as nd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.mspa import BOUNDARY, CONNECTOR, IS_CORE, nearest_cores, touching
from gruenzug.engine.kernels.mspa_codes import class_cells
from gruenzug.engine.kernels.mspa_disc import near
from gruenzug.engine.kernels.mspa_reach import within_reach
from gruenzug.engine.kernels.mspa_thin import ANCHOR, PRESENT, WORTH_IT, thin
from gruenzug.engine.layers import mspa_work
from gruenzug.engine.layers.mspa import mspa
from gruenzug.engine.layers.mspa_work import Pattern

LETTERS = {
    0: ".", 1: "b", 3: "e", 5: "p", 9: "i", 17: "C", 33: "B", 35: "B", 37: "B", 65: "L", 67: "L", 69: "L",
    100: "o", 220: ":", 129: "x",
}  # fmt: skip
CELLS = {".": 1, ":": 1, "o": 1, "x": 0}

few = settings(max_examples=30, deadline=None)
covers = arrays(np.uint8, st.tuples(st.integers(1, 24), st.integers(1, 24)), elements=st.integers(0, 2))


def drawn(text: str) -> np.ndarray:
    return np.array(
        [[CELLS.get(letter, 2) for letter in row.split()] for row in text.strip().splitlines()], "u1"
    )


def told(text: str, **options) -> None:
    """Check that the foreground of a drawing gets the classes that the drawing shows."""
    codes = mspa(drawn(text), Pattern(**options))
    plain = np.where((codes > 100) & ~np.isin(codes, (129, 220)), codes - 100, codes)
    lines = [" ".join(LETTERS[code] for code in row) for row in plain.tolist()]
    assert lines == [row.strip() for row in text.strip().splitlines()]


def test_a_square_has_a_core_and_an_edge_and_a_small_one_is_an_islet():
    told("""
        . . . . . . . . . . .
        . e e e e . . . . . .
        . e C C e . . i i . .
        . e C C e . . i i . .
        . e e e e . . . . . .
        . . . . . . . . . . .
    """)


def test_a_path_between_two_cores_is_a_bridge_and_a_dead_end_is_a_branch():
    told("""
        . . . . . . . . . . . . . . . .
        . e e e . . . . . e e e . . . .
        . e C B B B B B B B C e b b b .
        . e e e . . . . . e e e . . . .
        . . . . . . . . . . . . . . . .
    """)


def test_a_path_back_to_the_same_core_is_a_loop_around_an_opening():
    told("""
        . . . . . . . . . . . . .
        . e e e e e e e e e e e .
        . e C C C C C C C C C e .
        . e C e e e e e e e C e .
        . e L L : : : : : L L e .
        . . . L : : : : : L . . .
        . . . b L L L L L b . . .
        . . . . . . . . . . . . .
    """)


def test_a_hole_in_a_core_is_perforated_and_what_lies_in_it_is_inside():
    text = """
        . . . . . . . . . . .
        . e e e e e e e e e .
        . e C C C C C C C e .
        . e C p p p p p C e .
        . e C p o o o p C e .
        . e C p o i o p C e .
        . e C p o o o p C e .
        . e C p p p p p C e .
        . e C C C C C C C e .
        . e e e e e e e e e .
        . . . . . . . . . . .
    """
    told(text)
    codes = mspa(drawn(text), Pattern())
    assert (codes[3, 3], codes[5, 5], codes[4, 4], codes[1, 1]) == (105, 109, 100, 3)
    without = mspa(drawn(text), Pattern(internal=False))
    assert (without[3, 3], without[5, 5], without[4, 4], without[1, 1]) == (5, 9, 0, 3)


def test_a_wider_edge_leaves_less_core():
    told(
        """
        . . . . . . . . .
        . e e e e e e e .
        . e e e e e e e .
        . e e C C C e e .
        . e e C C C e e .
        . e e C C C e e .
        . e e e e e e e .
        . e e e e e e e .
        . . . . . . . . .
        """,
        edge_width=2,
    )


def test_missing_cells_and_the_border_make_no_edge():
    told("""
        C C C C C C
        C C x C C C
        C C C C C C
    """)


def test_cores_that_touch_by_a_corner_are_one_for_eight_neighbours_only():
    text = """
        . . . . . . . . .
        . # # # # . . . .
        . # # # # . . . .
        . # # # # . . . .
        . # # # # # # # .
        . . . . # # # # .
        . . . . # # # # .
        . . . . # # # # .
        . . . . . . . . .
    """
    eight, four = mspa(drawn(text), Pattern(8)), mspa(drawn(text), Pattern(4))
    assert eight[3, 3] == four[3, 3] == 17
    assert (
        class_cells(np.bincount(four.ravel(), minlength=256))["bridge"]
        >= class_cells(np.bincount(eight.ravel(), minlength=256))["bridge"]
    )


def rings(count: int) -> np.ndarray:
    """Return a square of core in so many rings of core, each with an edge on both sides and a gap within."""
    side = 8 * count + 5
    row, column = np.indices((side, side))
    from_border = np.minimum.reduce([row, column, side - 1 - row, side - 1 - column])
    return np.where((from_border % 4 == 0) & (from_border < 4 * count + 2), 1, 2).astype(np.uint8)


def test_the_edge_of_a_core_in_127_openings_is_an_edge_and_deeper_ones_are_refused():
    codes = mspa(rings(127), Pattern())
    middle = len(codes) // 2
    assert codes[middle, middle - 4 : middle + 1].tolist() == [117, 105, 100, 103, 117]
    with pytest.raises(GridError, match="more than 254 borders deep"):
        mspa(rings(128), Pattern())


@given(
    arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20)), elements=st.integers(0, 1)),
    st.integers(1, 6),
)
@few
def test_near_agrees_with_distances(targets, reach):
    distance = nd.distance_transform_edt(1 - targets) if targets.any() else np.full(targets.shape, 1e9)
    np.testing.assert_array_equal(near(targets, reach), distance**2 < reach**2 - 1e-9)


@given(arrays(np.int32, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 3)))
@few
def test_areas_touch_where_cells_of_two_share_a_side(areas):
    sides = [np.stack((areas[:-1], areas[1:]), -1), np.stack((areas[:, :-1], areas[:, 1:]), -1)]
    pairs = {tuple(sorted(pair)) for part in sides for pair in part.reshape(-1, 2).tolist()}
    pairs = {(one, two) for one, two in pairs if 0 < one < two}
    assert {(found >> 32, found & 0xFFFFFFFF) for found in touching(areas).tolist()} == pairs


@given(covers, st.sampled_from((4, 8)))
@few
def test_thinning_keeps_components_and_holes(cover, connectivity):
    near_by, far_by = np.ones((3, 3)), nd.generate_binary_structure(2, 1)
    if connectivity == 4:
        near_by, far_by = far_by, near_by
    anchors, parts = np.pad(cover == 2, 1), nd.label(np.pad(cover > 0, 1), near_by)[0]
    foreground = np.isin(parts, parts[anchors])  # as in an analysis, where islets are left out before
    bits = foreground * np.uint8(PRESENT) | anchors * np.uint8(ANCHOR)
    thin(bits, connectivity)
    left = (bits & PRESENT) > 0
    assert (left[anchors]).all()
    assert not (left & ~foreground).any()
    for before, after, touch in ((foreground, left, near_by), (~foreground, ~left, far_by)):
        assert nd.label(before, touch)[1] == nd.label(after, touch)[1]


@given(covers, st.sampled_from((4, 8)))
@few
def test_thinning_does_not_know_left_from_right_nor_up_from_down(cover, connectivity):
    def thinned(array):
        array = np.pad(np.ascontiguousarray(array), 1)
        bits = (array > 0) * np.uint8(PRESENT) | (array == 2) * np.uint8(ANCHOR)
        thin(bits, connectivity)
        return bits[1:-1, 1:-1] & PRESENT

    kept = thinned(cover)
    np.testing.assert_array_equal(thinned(cover[::-1])[::-1], kept)
    np.testing.assert_array_equal(thinned(cover[:, ::-1])[:, ::-1], kept)
    np.testing.assert_array_equal(thinned(cover.T).T, kept)


@pytest.mark.parametrize("connectivity", [4, 8])
def test_thinning_by_threads_is_thinning(connectivity):
    ground = nd.gaussian_filter(np.random.default_rng(3).random((700, 500)), 4)
    present = np.pad(ground > np.quantile(ground, 0.3), 1)
    anchors = np.pad(ground > np.quantile(ground, 0.97), 1)
    bits = present * np.uint8(PRESENT) | anchors * np.uint8(ANCHOR)
    assert np.count_nonzero(present) > 5 * WORTH_IT
    whole, others = bits.copy(), bits.copy()
    rounds = thin(whole, connectivity)
    with ThreadPoolExecutor(3) as pool:
        assert thin(others, connectivity, 7, pool.map) == rounds > 5
    np.testing.assert_array_equal(others, whole)
    assert np.count_nonzero(whole & PRESENT) < np.count_nonzero(present) / 3


def test_reach_goes_around_a_corner_and_not_through_the_wall():
    mask = np.zeros((7, 7), np.uint8)
    mask[1:6, 1:6] = 1
    mask[1:5, 3] = 0
    line = np.zeros_like(mask)
    line[1, 2] = 1
    reached = within_reach(mask, line, 6.0)
    assert reached[5, 3]
    assert not reached[1, 4]
    assert within_reach(mask, line, 10.0)[1, 4]


@given(
    arrays(np.uint8, st.tuples(st.integers(1, 14), st.integers(1, 14)), elements=st.integers(0, 3)),
    st.integers(2, 7),
)
@few
def test_nearest_cores_are_those_of_the_definition(drawing, reach):
    bits = np.array([0, CONNECTOR | BOUNDARY, IS_CORE, CONNECTOR], np.uint8)[drawing]
    cores = np.arange(1, bits.size + 1, dtype=np.int32).reshape(bits.shape)
    found = np.zeros(bits.shape, np.int32)
    nearest_cores(bits, cores, 0, len(bits), reach, found)
    for y, x in np.ndindex(bits.shape):
        near_by = [
            ((v - y) ** 2 + (u - x) ** 2, v, u, cores[v, u])
            for v, u in np.argwhere(bits == IS_CORE)
            if (v - y) ** 2 + (u - x) ** 2 < reach**2
        ]
        wanted = bits[y, x] == CONNECTOR | BOUNDARY and near_by
        assert found[y, x] == (min(near_by)[3] if wanted else 0)


@given(
    covers, st.sampled_from((4, 8)), st.integers(1, 4), st.booleans(), st.integers(1, 9), st.integers(1, 3)
)
@few
def test_bands_and_threads_do_not_show(cover, connectivity, width, internal, band_rows, threads):
    cover = np.repeat(np.repeat(cover, 3, axis=0), 3, axis=1)
    pattern = Pattern(connectivity, width, internal)
    np.testing.assert_array_equal(mspa(cover, pattern, threads, band_rows), mspa(cover, pattern))


def test_work_in_files_is_the_same(monkeypatch):
    cover = np.random.default_rng(7).integers(0, 8, (90, 70)).clip(0, 2).astype(np.uint8)
    cover = np.repeat(np.repeat(cover, 3, axis=0), 3, axis=1)
    whole = mspa(cover, Pattern())
    monkeypatch.setattr(mspa_work, "_IN_MEMORY", 100)
    np.testing.assert_array_equal(mspa(cover, Pattern(), 2, 64), whole)


@given(covers, st.sampled_from((4, 8)), st.integers(1, 4))
@few
def test_every_cell_has_a_class_and_only_foreground_has_one_of_the_seven(cover, connectivity, width):
    codes = mspa(cover, Pattern(connectivity, width))
    assert (codes[cover == 0] == 129).all()
    assert np.isin(codes[cover == 1], (0, 100, 220)).all()
    assert sum(class_cells(np.bincount(codes[cover == 2], minlength=256)).values()) == (cover == 2).sum()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"edge_width": 31}, "1 to 30 cells, not 31"), ({"connectivity": 6}, "4 or 8, not 6")],
)
def test_impossible_patterns_are_refused(options, sentence):
    with pytest.raises(GridError, match=sentence):
        Pattern(**options)


def test_a_stray_value_is_named():
    with pytest.raises(GridError, match="not 7"):
        mspa(np.array([[1, 7]], np.uint8), Pattern())
