"""What rasters say of a region, cell by cell: sealed ground, heavy rain, heat."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds, from_origin
from shapely import box

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.shares import NOT_KNOWN, UNKNOWN, ShareGrid
from gruenzug.engine.release.grids import kept_grids
from gruenzug.engine.release.percent import write_percent
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.assemble import Tables
from gruenzug.engine.store.kept import Kept
from tests.engine.sources.samples import (
    CRS,
    X,
    Y,
    evapotranspiration,
    imperviousness,
    landcover,
    raster,
    soil_groups,
    spec,
)

# the samples, with cells of 10 m:  100  40   0 255    10 10 30  0
#                                    80 254  20  60    10 50 30 80
CENTRES = np.array([[X + 5 + 10 * column, Y + 15 - 10 * row] for row in (0, 1) for column in range(4)])


def tables(*specs) -> Tables:
    """A region of 40 x 20 m with these sources."""
    town = gpd.GeoDataFrame({"ags": ["05954036"]}, geometry=[box(X, Y, X + 40, Y + 20)], crs=CRS)
    found = Tables({"municipalities": town})
    for number, one in enumerate(specs):
        for read in read_source(one).rasters.values():
            found.rasters[f"source-{number}"] = read
            for name in read.tells:
                found.sources_of.setdefault(name, []).append(f"source-{number}")
    return found


def grids(folder, *specs, inputs: str = "inputs") -> dict[str, ShareGrid]:
    return kept_grids(tables(*specs), Kept(folder / "kept"), lambda name: f"{name}: {inputs}")


def at(grid: ShareGrid) -> list[int]:
    """The shares of the eight cells of the region, in ten-thousandths, -1 unknown."""
    return grid.at(CENTRES).tolist()


def held(number: float, rain: float = 90) -> int:
    potential = 25_400 / number - 254
    excess = max(rain - 0.2 * potential, 0.0)
    return round(10_000 * (1 - excess**2 / (rain + 0.8 * potential) / rain))


def test_sealed_shares_are_per_cent_and_what_cannot_be_meant_is_unknown(tmp_path):
    found = grids(tmp_path, imperviousness(tmp_path))
    assert list(found) == ["imperviousness"]
    assert at(found["imperviousness"]) == [10_000, 4_000, 0, -1, 8_000, -1, 2_000, 6_000]


def test_a_second_raster_speaks_where_the_first_is_silent(tmp_path):
    (tmp_path / "b").mkdir()
    fives = np.full((4, 8), 5, np.uint8)
    raster(tmp_path / "b" / "s.tif", fives, transform=from_origin(X, Y + 20, 5, 5), nodata=255)
    second = spec("imperviousness", tmp_path / "b" / "s.tif")
    assert at(grids(tmp_path, imperviousness(tmp_path), second)["imperviousness"])[3:6] == [500, 8_000, 500]


def test_rain_held_back_follows_classes_and_the_stated_soil(tmp_path):
    found = grids(tmp_path, landcover(tmp_path))
    assert list(found) == ["curve_numbers", "cooling"]
    trees, grass, town = held(55), held(61), held(92)  # group B
    assert at(found["curve_numbers"]) == [trees, trees, grass, -1, trees, town, grass, 0]


def test_a_soil_map_decides_instead_and_what_it_leaves_out_is_unknown(tmp_path):
    # soils, with cells of 20 x 10 m:  A B
    #                                  D -
    found = grids(tmp_path, landcover(tmp_path), soil_groups(tmp_path))
    assert at(found["curve_numbers"]) == [held(30), held(30), held(61), -1, held(77), held(95), -1, -1]


def test_trees_cool_more_than_what_they_lend_to_others(tmp_path):
    """Five of seven known cells are green, more than 2 ha of the disc if it were all like that."""
    cells = at(grids(tmp_path, landcover(tmp_path))["cooling"])
    trees, grass = 0.6 * 1 + 0.2 * 0.15 + 0.2 * 1, 0.2 * 0.2 + 0.2 * 0.95
    lent = round(10_000 * (3 * trees + 2 * grass) / 7)  # but for weights, which hardly differ in 30 m
    assert [cells[n] for n in (0, 1, 4)] == pytest.approx([10_000 * trees] * 3, abs=1)
    assert [cells[n] for n in (2, 5, 6, 7)] == pytest.approx([lent] * 4, abs=100)
    assert cells[3] == NOT_KNOWN


def test_far_from_large_green_a_cell_has_its_own_cooling(tmp_path):
    source = landcover(tmp_path)
    town = np.full((140, 140), 50, np.uint8)
    town[68, 68:72] = [10, 30, 80, 50]
    raster(source.path, town, transform=from_origin(X - 680, Y + 700, 10, 10))
    cells = at(grids(tmp_path, source)["cooling"])
    own = [8_300, 0.2 * 0.2 + 0.2 * 0.95, 0.2 * 0.06 + 0.2 * 1.05, 0.2 * 0.15 + 0.2 * 0.15]
    assert cells[:4] == pytest.approx([own[0], *(10_000 * value for value in own[1:])], abs=1)


def test_where_evapotranspiration_is_told_it_counts_by_its_largest_value(tmp_path):
    # 700.5 in the west, unknown in the east
    cells = at(grids(tmp_path, landcover(tmp_path), evapotranspiration(tmp_path))["cooling"])
    assert cells[0] == pytest.approx(8_300, abs=1)
    assert cells[2:4] + cells[6:] == [NOT_KNOWN] * 4


def test_two_land_covers_keep_their_own_tables(tmp_path):
    (tmp_path / "b").mkdir()
    raster(
        tmp_path / "b" / "clc.tif", np.full((2, 4), 12, np.uint8), transform=from_origin(X, Y + 20, 10, 10)
    )
    corine = spec("landcover", tmp_path / "b" / "clc.tif", classes="corine")
    assert at(grids(tmp_path, landcover(tmp_path), corine)["curve_numbers"])[2:5] == [
        held(61), held(78), held(55)
    ]  # fmt: skip


def test_more_classes_than_fit_are_refused(tmp_path):
    codes = [10, 30, 50, 80, *range(101, 354)]
    rows = "".join(f"{code},a,a,\n" for code in codes)
    (tmp_path / "own.csv").write_text(f"code,de,en,element\n{rows}")
    (tmp_path / "rain.csv").write_text("lucode,cn_a,cn_b,cn_c,cn_d\n10,30,55,70,77\n")
    source = spec("landcover", landcover(tmp_path).path, classes="own.csv", curve_numbers="rain.csv")
    with pytest.raises(GridError, match="have 257 classes together; at most 255 fit, so leave out"):
        grids(tmp_path, source)


def test_classes_without_a_table_tell_nothing(tmp_path):
    (tmp_path / "own.csv").write_text("code,de,en,element\n10,a,a,\n30,b,b,\n50,c,c,\n80,d,d,\n")
    bare = spec("landcover", landcover(tmp_path).path, classes="own.csv")
    assert grids(tmp_path, bare) == {}


@pytest.fixture
def degrees(tmp_path):
    """Sealed ground in degrees around the region."""
    bounds = gpd.GeoSeries([box(X - 900, Y - 900, X + 900, Y + 900)], crs=CRS).to_crs(4326).total_bounds
    percent = np.random.default_rng(3).integers(0, 101, size=(160, 250)).astype(np.uint8)
    percent[:, :40] = 255
    path = tmp_path / "sealed.tif"
    raster(path, percent, transform=from_bounds(*bounds, 250, 160), crs="EPSG:4326", nodata=255)
    return bounds, percent, spec("imperviousness", path)


def test_a_raster_of_degrees_is_asked_at_the_centre_of_each_cell(tmp_path, degrees):
    (west, south, east, north), percent, source = degrees
    made = grids(tmp_path, source)["imperviousness"]
    with rasterio.open(made.path) as grid:
        assert grid.res == (10, 10)
        row, column = np.mgrid[0 : grid.height, 0 : grid.width]
        x, y = grid.xy(row.ravel(), column.ravel())
        found = grid.read(1).ravel()
    points = gpd.GeoSeries.from_xy(x, y, crs=CRS).to_crs(4326)
    down, across = (north - points.y) / (north - south) * 160, (points.x - west) / (east - west) * 250
    truth = percent[down.astype(int), across.astype(int)].astype(int)
    truth = np.where(truth == 255, UNKNOWN, truth * 100)
    inside = (np.abs(down % 1 - 0.5) < 0.375) & (np.abs(across % 1 - 0.5) < 0.375)
    assert inside.sum() > 5_000
    assert (found[inside] == truth[inside]).all()


def test_the_height_of_bands_does_not_show(tmp_path, monkeypatch, degrees):
    whole = grids(tmp_path, degrees[2])["imperviousness"].path.read_bytes()
    monkeypatch.setattr("gruenzug.engine.release.grids._BAND_ROWS", 7)
    assert grids(tmp_path, degrees[2], inputs="again")["imperviousness"].path.read_bytes() == whole


def test_grids_are_made_anew_only_from_other_inputs(tmp_path):
    sources = landcover(tmp_path), soil_groups(tmp_path)
    first = partial(grids, tmp_path, *sources)
    before = {name: grid.path.stat().st_mtime_ns for name, grid in first().items()}
    assert {name: grid.path.stat().st_mtime_ns for name, grid in first().items()} == before
    after = {name: grid.path.stat().st_mtime_ns for name, grid in first(inputs="others").items()}
    assert all(after[name] > before[name] for name in before)
    assert sorted(path.name for path in (tmp_path / "kept").glob("*.tif")) == [
        "cooling.tif", "curve_numbers.tif", "land.tif"
    ]  # fmt: skip


def test_a_file_to_download_has_whole_per_cent(tmp_path):
    raster(
        tmp_path / "g.tif",
        np.array([[49, 50, 9_949], [9_950, 12_000, UNKNOWN]], np.uint16),
        transform=from_origin(X, Y, 10, 10),
        nodata=UNKNOWN,
    )
    write_percent(tmp_path / "p.tif", tmp_path / "g.tif")
    with rasterio.open(tmp_path / "p.tif") as made:
        assert made.read(1).tolist() == [[0, 1, 99], [100, 100, 255]]
        assert (made.nodata, made.crs.to_epsg(), made.dtypes) == (255, 25832, ("uint8",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g.tif", "p.tif"]
