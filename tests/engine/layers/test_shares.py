"""Rasters of shares: sums, places, and what land does with rain and heat, beside the analyses on plain files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

from gruenzug.engine.bands import plan
from gruenzug.engine.grid import CRS
from gruenzug.engine.layers.ground import (
    NO_LAND,
    Climate,
    land_table,
    write_mitigation,
    write_retained,
)
from gruenzug.engine.layers.raster_cooling import CoolingCase, write_cooling
from gruenzug.engine.layers.raster_water import RainCase, write_retention
from gruenzug.engine.layers.shares import NOT_KNOWN, UNKNOWN, WHOLE, ShareGrid, stored
from tests.engine.bands.rasters import read, write

CURVE = "lucode,cn_a,cn_b,cn_c,cn_d\n10,30,55,70,77\n50,89,92,94,95\n"
COOL = "lucode,shade,kc,albedo,green_area\n10,1,1,0.15,1\n30,0,0.9,0.2,1\n50,0,0.1,0.15,0\n"
CODES = (10, 30, 50)


def table(folder: Path):
    (folder / "cn.csv").write_text(CURVE)
    (folder / "cool.csv").write_text(COOL)
    return land_table([(CODES, folder / "cn.csv", folder / "cool.csv")])


@pytest.fixture
def land(tmp_path):
    """The same land as numbered classes and as codes."""
    classes = np.random.default_rng(5).choice([0, 1, 2, NO_LAND], size=(120, 90), p=[0.4, 0.2, 0.3, 0.1])
    classes = classes.astype(np.uint8)
    codes = np.where(classes == NO_LAND, 0, np.array([*CODES, 0])[np.minimum(classes, 3)]).astype(np.uint8)
    write(tmp_path / "land.tif", classes, nodata=NO_LAND, cell=50)
    write(tmp_path / "codes.tif", codes, nodata=0, cell=50)
    return tmp_path


def as_shares(values):
    return np.where(np.isnan(values), UNKNOWN, np.rint(values.astype(np.float64) * WHOLE))


def test_rain_held_back_is_that_of_the_analysis_on_files(land):
    soils = np.random.default_rng(6).integers(0, 5, (120, 90)).astype(np.uint8)
    write(land / "soils.tif", soils, nodata=0, cell=50)
    write_retained(land / "land.tif", land / "soils.tif", 2, 90.0, table(land), land / "held.tif")
    (land / "cn.csv").write_text(CURVE + "30,0,0,0,0\n")
    write_retention(
        RainCase(land / "codes.tif", land / "cn.csv", 90.0, land / "soils.tif"), land / "other.tif"
    )
    expected = as_shares(read(land / "other.tif"))
    expected[read(land / "codes.tif") == 30] = UNKNOWN  # the table says nothing of it
    assert np.abs(read(land / "held.tif").astype(int) - expected).max() <= 1
    assert (read(land / "held.tif") == UNKNOWN).sum() > 1000


def test_without_a_soil_map_one_group_counts(land):
    write_retained(land / "land.tif", None, 4, 90.0, table(land), land / "held.tif")
    potential = 25_400 / 77 - 254
    runoff = (90 - 0.2 * potential) ** 2 / (90 + 0.8 * potential)
    held = read(land / "held.tif")[read(land / "land.tif") == 0]
    assert set(held.tolist()) == {round((1 - runoff / 90) * WHOLE)}


@pytest.mark.parametrize("told", [False, True], ids=["the same everywhere", "evapotranspiration told"])
def test_mitigation_is_that_of_the_analysis_on_files(land, told):
    rates = np.full((120, 90), 4.0, np.float32)
    if told:
        rates = np.random.default_rng(7).uniform(300, 700, (120, 90)).astype(np.float32)
        rates[3, 4] = np.nan
    write(land / "et0.tif", rates, cell=50)
    et0, most = (land / "et0.tif", float(np.nanmax(rates))) if told else (None, 1.0)
    climate = Climate((0.6, 0.2, 0.2), 450.0)
    write_mitigation(land / "land.tif", et0, most, climate, table(land), land / "cooling.tif")
    case = CoolingCase(land / "codes.tif", land / "et0.tif", land / "cool.csv", park_distance=450.0)
    write_cooling(case, land / "other.tif")
    found = read(land / "cooling.tif").astype(int)
    assert np.abs(found - as_shares(read(land / "other.tif"))).max() <= 1
    assert (found == UNKNOWN).sum() >= 1000


def test_bands_do_not_show(land, monkeypatch):
    files = []
    for rows in (7, 4096):
        monkeypatch.setattr(plan, "_rows_by_memory", lambda job, columns, rows=rows: rows)
        write_retained(land / "land.tif", None, 2, 90.0, table(land), land / f"held-{rows}.tif")
        write_mitigation(
            land / "land.tif",
            None,
            1.0,
            Climate((0.6, 0.2, 0.2), 450.0),
            table(land),
            land / f"cool-{rows}.tif",
        )
        files.append([(land / f"{name}-{rows}.tif").read_bytes() for name in ("held", "cool")])
    assert files[0] == files[1]


def grid(path: Path, values: np.ndarray, cell: float = 10.0) -> ShareGrid:
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 1, "nodata": UNKNOWN, "crs": CRS}
    size = {"height": values.shape[0], "width": values.shape[1]}
    with rasterio.open(path, "w", **profile, **size, transform=from_origin(0, 1000, cell, cell)) as raster:
        raster.write(values.astype(np.uint16), 1)
    return ShareGrid(path)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_sums_are_those_of_cells_counted_one_by_one(tmp_path_factory, seed):
    rng = np.random.default_rng(seed)
    values = np.where(rng.random((40, 50)) < 0.2, UNKNOWN, rng.integers(0, WHOLE + 1, (40, 50)))
    shares = grid(tmp_path_factory.mktemp("g") / "g.tif", values)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 7))
    star = np.stack([250 + 240 * np.cos(angle), 800 + 190 * np.sin(angle)], axis=1)
    places = np.array([shapely.polygons(star), shapely.box(-500, -500, -400, -400)])
    row, column = np.indices(values.shape)
    inside = shapely.intersects_xy(places[0], 10 * (column + 0.5), 1000 - 10 * (row + 0.5))
    found = shares.within(places)
    told = inside & (values != UNKNOWN)
    cell = 10 * 10 * 100
    assert [int(part[0]) for part in found] == [
        int(values[told].sum()) * cell, int(told.sum()) * cell, int(inside.sum()) * cell
    ]  # fmt: skip
    assert [int(part[1]) for part in found] == [0, 0, 0]


def test_a_place_has_the_share_of_its_cell_and_none_beyond(tmp_path):
    shares = grid(tmp_path / "g.tif", np.array([[1, 2], [UNKNOWN, 4]]))
    xy = np.array([[0, 1000], [19.9, 999], [5, 985], [15, 980.1], [20, 999], [5, 1000.1], [-1, 990]], float)
    assert shares.at(xy).tolist() == [1, 2, NOT_KNOWN, 4, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN]
    assert shares.at(np.zeros((0, 2))).tolist() == []


def test_shares_are_kept_in_ten_thousandths_and_nothing_is_not_zero():
    assert stored(np.array([0.0, 1.0, 0.12344, np.nan, 1.2])).tolist() == [0, WHOLE, 1234, UNKNOWN, 12_000]
