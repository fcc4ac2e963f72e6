"""Missing cells in a cover: near foreground they count as such, farther off as background; tiles do not show."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.ndimage as nd
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.layers.mspa import mspa
from gruenzug.engine.layers.mspa_work import Pattern


def block(side: int, thick: int) -> np.ndarray:
    """Return foreground `thick` cells wide around a square of missing cells."""
    cells = np.ones((side + 2 * thick + 10,) * 2, np.uint8)
    cells[5:-5, 5:-5] = 2
    cells[5 + thick : -5 - thick, 5 + thick : -5 - thick] = 0
    return cells


@pytest.mark.parametrize("frame", [1, 2, 5])
@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_raster_cut_to_a_boundary_has_edges_and_no_perforations(frame, width):
    cells = np.ones((40, 44), np.uint8)
    cells[18:26, 18:26] = 2
    cells[:frame] = cells[-frame:] = cells[:, :frame] = cells[:, -frame:] = 0
    found = mspa(cells, Pattern(8, width))
    assert set(found[cells == 1].tolist()) == {0}
    assert {3, 17} <= set(found[cells == 2].tolist()) <= {1, 3, 17}
    assert set(found[cells == 0].tolist()) == {129}


@pytest.mark.parametrize(
    ("width", "thick", "side", "code"),
    [(1, 1, 2, 3), (1, 1, 3, 9), (2, 1, 2, 9), (2, 1, 4, 3), (2, 1, 5, 9), (3, 1, 8, 9)],
)
def test_missing_cells_hold_a_core_if_foreground_is_near_enough(width, thick, side, code):
    """The answers are those of the published program."""
    cells = block(side, thick)
    assert set(mspa(cells, Pattern(8, width))[cells == 2].tolist()) == {code}


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    width=st.integers(1, 6),
    connectivity=st.sampled_from([4, 8]),
    rows=st.integers(1, 30),
)
def test_neither_bands_nor_threads_show_beside_missing_cells(seed, width, connectivity, rows):
    chance = np.random.default_rng(seed)
    smooth = nd.gaussian_filter(chance.random((2, 45, 52)), (0, 1.5, 1.5))
    cells = np.where(smooth[0] > np.median(smooth[0]), 2, 1).astype(np.uint8)
    cells[smooth[1] > np.quantile(smooth[1], 0.8)] = 0
    pattern = Pattern(connectivity, width)
    np.testing.assert_array_equal(mspa(cells, pattern, 2, rows), mspa(cells, pattern))
