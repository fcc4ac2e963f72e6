"""Tree crowns on the region's grid: cell by cell, whatever the land cover's own grid is."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds, from_origin
from shapely import box

from gruenzug.engine.layers.canopy import CROWN, NO_CROWN, UNKNOWN
from gruenzug.engine.release.canopy import kept_canopy
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.assemble import Tables
from gruenzug.engine.store.kept import Kept
from tests.engine.sources.samples import CRS, X, Y, landcover, raster, spec


def tables(*covers) -> Tables:
    """A region of 40 x 20 m with land covers."""
    town = gpd.GeoDataFrame({"ags": ["05954036"]}, geometry=[box(X, Y, X + 40, Y + 20)], crs=CRS)
    rasters = {f"cover-{n}": cover for n, cover in enumerate(covers)}
    return Tables({"municipalities": town}, rasters=rasters)


def read(source):
    return read_source(source).rasters["landcover"]


def kept(folder, inputs: str):
    """Where the grid is kept, and the state of what it is made of."""
    return Kept(folder / "kept"), lambda name: f"{name} of {inputs}"


def middle(path, rows: int, columns: int):
    """The cells of the region without the margin."""
    with rasterio.open(path) as made:
        row, column = made.index(X + 1, Y + rows * made.res[0] - 1)
        return made.read(1)[row : row + rows, column : column + columns].tolist(), made.res[0]


def test_trees_are_crowns_other_classes_none_and_no_data_stays_unknown(tmp_path):
    # the sample:  10 10 30  0
    #              10 50 30 80   with cells of 10 m
    made = kept_canopy(tables(read(landcover(tmp_path))), *kept(tmp_path, "inputs"))
    cells, size = middle(made.path, 2, 4)
    assert cells == [[CROWN, CROWN, NO_CROWN, UNKNOWN], [CROWN, NO_CROWN, NO_CROWN, NO_CROWN]]
    assert size == 10
    with rasterio.open(made.path) as whole:
        assert whole.read(1)[0, 0] == UNKNOWN  # 500 m off, where the raster says nothing


def test_a_second_land_cover_speaks_where_the_first_is_silent(tmp_path):
    (tmp_path / "b").mkdir()
    raster(
        tmp_path / "b" / "cover.tif", np.full((4, 8), 10, np.uint8), transform=from_origin(X, Y + 20, 5, 5)
    )
    second = read(spec("landcover", tmp_path / "b" / "cover.tif", classes="worldcover"))
    made = kept_canopy(tables(read(landcover(tmp_path)), second), *kept(tmp_path, "inputs"))
    assert middle(made.path, 2, 4)[0][0] == [CROWN, CROWN, NO_CROWN, CROWN]


@pytest.fixture
def degrees(tmp_path):
    """Land cover in degrees around the region: its bounds, its codes and the cover."""
    bounds = gpd.GeoSeries([box(X - 900, Y - 900, X + 900, Y + 900)], crs=CRS).to_crs(4326).total_bounds
    codes = np.random.default_rng(3).choice([10, 30, 0], size=(160, 250)).astype(np.uint8)
    path = tmp_path / "cover.tif"
    raster(path, codes, transform=from_bounds(*bounds, 250, 160), crs="EPSG:4326")
    return bounds, codes, read(spec("landcover", path, classes="worldcover"))


def test_a_raster_of_degrees_is_asked_at_the_centre_of_each_cell_of_ten_metres(tmp_path, degrees):
    (west, south, east, north), codes, cover = degrees
    assert cover.cell.endswith(" °")
    made = kept_canopy(tables(cover), *kept(tmp_path, "inputs"))
    with rasterio.open(made.path) as grid:
        assert grid.res == (10, 10)
        row, column = np.mgrid[0 : grid.height, 0 : grid.width]
        x, y = grid.xy(row.ravel(), column.ravel())
        found = grid.read(1).ravel()
    points = gpd.GeoSeries.from_xy(x, y, crs=CRS).to_crs(4326)
    down, across = (north - points.y) / (north - south) * 160, (points.x - west) / (east - west) * 250
    told = {0: UNKNOWN, 10: CROWN, 30: NO_CROWN}
    truth = np.array([told[code] for code in codes[down.astype(int), across.astype(int)]])
    # the warp moves a centre by at most an eighth of a cell
    inside = (np.abs(down % 1 - 0.5) < 0.375) & (np.abs(across % 1 - 0.5) < 0.375)
    assert inside.sum() > 5000
    assert (found[inside] == truth[inside]).all()


def test_land_cover_without_a_class_of_crowns_tells_no_canopy(tmp_path):
    path = tmp_path / "corine.tif"
    raster(path, np.full((2, 2), 23, np.uint8), transform=from_origin(X, Y + 20, 10, 10))
    assert (
        kept_canopy(tables(read(spec("landcover", path, classes="corine"))), *kept(tmp_path, "inputs"))
        is None
    )
    assert kept_canopy(tables(), *kept(tmp_path, "inputs")) is None


def test_the_grid_is_made_anew_only_from_other_inputs(tmp_path):
    cover = read(landcover(tmp_path))
    first = kept_canopy(tables(cover), *kept(tmp_path, "inputs"))
    before = first.path.stat().st_mtime_ns
    assert kept_canopy(tables(cover), *kept(tmp_path, "inputs")).path.stat().st_mtime_ns == before
    other = kept_canopy(tables(cover), *kept(tmp_path, "other inputs"))
    assert other.path == first.path
    assert other.path.stat().st_mtime_ns > before


def test_the_height_of_bands_does_not_show(tmp_path, monkeypatch, degrees):
    cover = degrees[2]
    whole = kept_canopy(tables(cover), *kept(tmp_path, "inputs")).path.read_bytes()
    monkeypatch.setattr("gruenzug.engine.release.grids._BAND_ROWS", 7)
    banded = kept_canopy(tables(cover), *kept(tmp_path, "again")).path
    with rasterio.open(banded) as made:
        thin = made.read(1)
    (tmp_path / "whole.tif").write_bytes(whole)
    with rasterio.open(tmp_path / "whole.tif") as made:
        assert (made.read(1) == thin).all()
