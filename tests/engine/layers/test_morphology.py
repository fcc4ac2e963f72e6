"""Patterns of green on a grid: by cell centre, beyond the border, the same in any bands."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from shapely import box

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError
from gruenzug.engine.layers import morphology as room
from gruenzug.engine.layers.morphology import CLASSES, Grid, Morphology
from gruenzug.engine.layers.mspa import mspa
from gruenzug.engine.layers.mspa_work import Pattern

TOWNS = np.array([box(0, 0, 200, 100), box(200, 0, 400, 100)])
GRID = Grid(cell_m=10, edge_m=10, connectivity=8, margin_m=100)
BOUNDS = np.array([0.0, 0.0, 400.0, 100.0])


def of(*shapes, extents=(), grid=GRID, **options) -> Morphology:
    return Morphology(np.array(shapes, dtype=object), BOUNDS, list(extents), grid, **options)


def found(morphology: Morphology) -> dict[str, list[int]]:
    cells = morphology.cells_within(TOWNS)
    return {name: row.tolist() for name, row in cells.items() if row.any()}


def test_a_square_across_the_border_has_one_core_and_each_town_its_half():
    """6 x 6 cells with an edge of one: 4 x 4 cells of core, 20 of edge."""
    assert found(of(box(170, 20, 230, 80))) == {
        "core": [8, 8], "edge": [10, 10], "known": [200, 200], "all": [200, 200],
    }  # fmt: skip


def test_a_strip_between_two_squares_is_a_bridge_and_a_lone_cell_an_islet():
    shape = shapely.union_all([box(20, 20, 70, 70), box(70, 40, 100, 50), box(100, 20, 150, 70)])
    cells = found(of(shape, box(300, 50, 310, 60)))
    assert cells["bridge"] == [3, 0]
    assert cells["core"] == [18, 0]
    assert cells["islet"] == [0, 1]


def test_green_beyond_the_border_is_seen():
    """A square that ends 20 m inside: without what lies outside it would have no core there."""
    assert found(of(box(-50, 20, 20, 80)))["core"] == [4, 0]


def test_where_the_source_does_not_speak_nothing_is_known_and_there_is_no_edge():
    cells = found(of(box(100, -90, 300, 190), extents=[box(-200, -200, 300, 300)]))
    assert cells["known"] == [200, 100]
    assert cells["all"] == [200, 200]
    assert cells["core"] == [90, 100]
    assert cells["edge"] == [10, 0]


def test_a_cell_is_green_if_its_centre_is():
    assert found(of(box(0, 0, 15.1, 14.9)))["islet"] == [2, 0]


def test_bands_and_threads_do_not_show(monkeypatch):
    rng = np.random.default_rng(5)
    x, y = rng.integers(-8, 45, 60) * 10, rng.integers(-8, 15, 60) * 10
    green = shapely.get_parts(shapely.union_all(shapely.box(x, y, x + 40, y + 40)))
    whole = of(*green)
    monkeypatch.setattr(room, "_BAND_ROWS", 7)
    parts = of(*green, workers=Workers(threads=2, band_rows=5))
    with rasterio.open(whole.path) as one, rasterio.open(parts.path) as two:
        assert (one.read(1) == two.read(1)).all()
        assert one.shape == (30, 60)
    x, y = np.meshgrid(np.arange(-95, 500, 10), np.arange(195, -100, -10))
    plain = shapely.contains_xy(shapely.union_all(green), x, y) + 1
    with rasterio.open(whole.path) as one:
        assert (one.read(1) == mspa(plain.astype(np.uint8), Pattern(8, 1))).all()


@pytest.mark.parametrize("edge", [25, 0, 400])
def test_an_edge_that_is_no_whole_number_of_cells_or_too_wide_is_refused(edge):
    with pytest.raises(GridError, match=r"edge"):
        of(box(0, 0, 50, 50), grid=Grid(10, edge, 8, 100))


def test_shares_add_up_to_all_green():
    cells = of(box(10, 10, 90, 90), box(150, 30, 180, 60)).cells_within(TOWNS)
    assert sum(cells[name].sum() for name in CLASSES) == 64 + 9
