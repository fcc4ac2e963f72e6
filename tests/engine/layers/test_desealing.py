"""Ground that might be unsealed, cell by cell beside GEOS, however it is cut into bands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.segment_bins import bin_segments
from gruenzug.engine.layers import desealing
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.desealing import SQUARE_M, Setting, Surroundings, candidates
from gruenzug.engine.layers.shares import UNKNOWN, ShareGrid

SETTING = Setting(8_000, 10.0, 150.0)
WEST, NORTH, CELL = 37.0, 1_013.0, 10.0
ROWS, COLUMNS = 60, 70


def written(path: Path, values: np.ndarray) -> ShareGrid:
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 1, "nodata": UNKNOWN, "crs": CRS}
    size = {"height": values.shape[0], "width": values.shape[1]}
    with rasterio.open(
        path, "w", **profile, **size, transform=from_origin(WEST, NORTH, CELL, CELL)
    ) as raster:
        raster.write(values.astype(np.uint16), 1)
    return ShareGrid(path)


class Place:
    """A grid with houses, roads and people at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.values = rng.choice([0, 7_999, 8_000, 9_000, UNKNOWN], size=(ROWS, COLUMNS))
        corner = rng.uniform([WEST, NORTH - 600], [WEST + 700, NORTH], (40, 2))
        wide = rng.uniform(5, 60, (40, 2))
        self.houses = shapely.box(*(corner - wide / 2).T, *(corner + wide / 2).T)
        ends = rng.uniform([WEST, NORTH - 600], [WEST + 700, NORTH], (6, 2, 2))
        self.roads = shapely.linestrings(ends)
        self.people = shapely.points(rng.uniform([WEST, NORTH - 600], [WEST + 700, NORTH], (3, 2)))
        self.grid = written(folder / "s.tif", self.values)

    def found(self) -> np.ndarray:
        ways, need = (
            bin_segments(*boundary_segments(shapes), size=50.0) for shapes in (self.roads, self.people)
        )
        result = candidates(self.grid, Surroundings(self.houses, ways, need), SETTING)
        cells = np.zeros((ROWS, COLUMNS), np.int64)
        cells[result.row, result.column] = result.share
        return cells

    def expected(self) -> np.ndarray:
        row, column = np.indices((ROWS, COLUMNS))
        x, y = WEST + (column + 0.5) * CELL, NORTH - (row + 0.5) * CELL
        centres = shapely.points(x, y)
        free = ~shapely.intersects(shapely.union_all(self.houses), centres)
        free &= shapely.distance(shapely.union_all(self.roads), centres) > SETTING.road_m
        middles = shapely.points((x // SQUARE_M + 0.5) * SQUARE_M, (y // SQUARE_M + 0.5) * SQUARE_M)
        near = shapely.distance(shapely.union_all(self.people), middles) <= SETTING.near_m
        sealed = (self.values >= SETTING.least) & (self.values != UNKNOWN)
        return np.where(free & near & sealed, self.values, 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_candidates_are_those_geos_finds_cell_by_cell(tmp_path_factory, seed):
    place = Place(tmp_path_factory.mktemp("p"), seed)
    assert (place.found() == place.expected()).all()


@pytest.mark.parametrize("rows", [1, 7, 60])
def test_the_height_of_bands_does_not_show(tmp_path, monkeypatch, rows):
    place = Place(tmp_path, 11)
    whole = place.found()
    assert (whole > 0).sum() > 50
    monkeypatch.setattr(desealing, "_BAND_ROWS", rows)
    assert (place.found() == whole).all()


def test_without_people_in_need_or_roads_there_are_none_or_all(tmp_path):
    values = np.full((ROWS, COLUMNS), 9_000)
    grid, nothing = (
        written(tmp_path / "s.tif", values),
        bin_segments(np.zeros((0, 4)), np.zeros(0, np.int64), 9.0),
    )
    houses = np.zeros(0, dtype=object)
    assert len(candidates(grid, Surroundings(houses, nothing, nothing), SETTING).share) == 0
    everyone = bin_segments(*boundary_segments(np.array([shapely.Point(400, 700)])), size=50.0)
    found = candidates(grid, Surroundings(houses, nothing, everyone), SETTING._replace(near_m=5_000.0))
    assert found.share.tolist() == [9_000] * ROWS * COLUMNS
