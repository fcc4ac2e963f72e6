"""In a notebook the numbers are those of the command line."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
import xarray as xr
from click.testing import CliRunner

from gruenzug.engine import analyses as gz
from gruenzug.engine.cli import main
from gruenzug.engine.errors import GridError

CRS = "EPSG:25832"


@pytest.fixture(scope="module")
def lulc():
    values = np.random.default_rng(7).integers(1, 4, (60, 80)).astype(np.uint8)
    values[:5, :7] = 255
    return gz.raster(values, 10.0, 350_000, 5_700_000, nodata=255)


@pytest.fixture(scope="module")
def population(lulc):
    persons = np.random.default_rng(8).integers(0, 9, lulc.shape).astype(np.float32)
    return gz.raster(persons, 10.0, 350_000, 5_700_000)


@pytest.fixture
def written(tmp_path):
    """Write an array without the code under test."""

    def write(name, array):
        path = tmp_path / f"{name}.tif"
        rows, columns = array.shape
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            width=columns,
            height=rows,
            count=1,
            dtype=str(array.dtype),
            crs=CRS,
            transform=rasterio.transform.from_origin(350_000, 5_700_000, 10, 10),
            nodata=array.attrs.get("_FillValue"),
        ) as file:
            file.write(array.to_numpy(), 1)
        return path

    return write


def run(*words):
    result = CliRunner().invoke(main, ["run", *map(str, words)])
    assert result.exit_code == 0, result.output


def read(path):
    with rasterio.open(path) as file:
        return file.read(1)


def test_supply_is_that_of_the_command(lulc, population, written, tmp_path):
    table = pd.DataFrame({"lucode": [1, 2, 3], "urban_nature": [0.0, 0.5, 1.0]})
    found = gz.supply(lulc, population, table, demand=30, radius=70, decay="gaussian")
    table.to_csv(tmp_path / "t.csv", index=False)
    paths = written("lulc", lulc), written("people", population), tmp_path / "t.csv", tmp_path / "out"
    run("supply", *paths, "--demand", 30, "--radius", 70, "--decay", "gaussian")
    np.testing.assert_array_equal(found.supply.values, read(tmp_path / "out/supply.tif"))
    np.testing.assert_array_equal(found.balance.values, read(tmp_path / "out/balance.tif"))
    assert found.summary["population"] == pytest.approx(float(population.values[lulc.values != 255].sum()))


def test_cooling_is_that_of_the_command(lulc, written, tmp_path):
    et0 = gz.raster(np.linspace(1, 6, lulc.size).reshape(lulc.shape), 10.0, 350_000, 5_700_000)
    table = pd.DataFrame(
        {
            "lucode": [1, 2, 3],
            "shade": [0, 0.3, 1],
            "kc": [0.2, 1, 1.1],
            "albedo": [0.1, 0.2, 0.2],
            "green_area": [0, 1, 1],
        }
    )
    table.to_csv(tmp_path / "t.csv", index=False)
    found = gz.cooling(lulc, et0, table, park_distance=50)
    run(
        "cooling",
        written("lulc", lulc),
        written("et0", et0),
        tmp_path / "t.csv",
        tmp_path / "hm.tif",
        "--park-distance",
        50,
    )
    np.testing.assert_array_equal(found.values, read(tmp_path / "hm.tif"))


def test_patches_add_up_and_distances_begin_at_them(lulc):
    table = gz.patches(lulc, foreground=(3,))
    assert table.cells.sum() == int((lulc == 3).sum())
    assert (table.area_m2 == table.cells * 100).all()
    away = gz.distance(lulc, foreground=(3,))
    assert ((away == 0) == (lulc == 3)).all()


def test_results_lie_where_their_inputs_lie(lulc):
    found = gz.distance(lulc, foreground=(3,))
    np.testing.assert_array_equal(found.x, lulc.x)
    np.testing.assert_array_equal(found.y, lulc.y)
    assert found.spatial_ref.attrs["crs_wkt"] == lulc.spatial_ref.attrs["crs_wkt"]


def test_rows_may_come_from_the_south(lulc):
    south = lulc.isel(y=slice(None, None, -1))
    np.testing.assert_array_equal(gz.distance(south, foreground=(3,)), gz.distance(lulc, foreground=(3,)))


def test_retention_of_a_sealed_and_an_open_cell():
    """CN 100 runs off wholly; CN 50 keeps 25.4 · (1000 / 50 - 10) · 0.2 = 50.8 mm before any runs off."""
    lulc = gz.raster(np.array([[1, 2], [1, 2]], np.uint8), 10.0)
    kept = gz.retention(lulc, pd.DataFrame({"lucode": [1, 2], "cn": [100, 50]}), 50.0)
    assert kept.values.tolist() == [[0.0, 1.0], [0.0, 1.0]]


def test_retention_on_soil_of_one_group():
    lulc = gz.raster(np.array([[1, 2]], np.uint8), 10.0)
    table = pd.DataFrame(
        {"lucode": [1, 2], "cn_a": [98, 30], "cn_b": [98, 55], "cn_c": [98, 70], "cn_d": [98, 77]}
    )
    sand, clay = (gz.retention(lulc, table, 90.0, soil_group=group).values[0] for group in "ad")
    assert sand[0] == clay[0]
    assert sand[1] == 1.0  # 118.5 mm are taken up before anything runs off
    assert clay[1] < 0.6


def test_zonal_sums_by_centre_of_cell(population):
    west, north = 350_000, 5_700_000
    half = gpd.GeoDataFrame(
        {"zone": ["a"]}, geometry=[shapely.box(west, north - 600, west + 404, north)], crs=CRS
    )
    row = gz.zonal(population, half).iloc[0]
    assert (row["count"], row["sum"]) == (60 * 40, float(population.values[:, :40].sum()))


def test_access_straight_and_on_foot():
    park = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 100, 100)], crs=CRS)
    home = gpd.GeoDataFrame({"population": [5]}, geometry=gpd.points_from_xy([300], [400]), crs=CRS)
    way = gpd.GeoDataFrame(geometry=[shapely.LineString([(300, 400), (300, 50), (50, 50)])], crs=CRS)
    straight = gz.access(park, home)
    assert straight.distance_m.iloc[0] == pytest.approx(np.hypot(200, 300))
    on_foot = gz.access(park, home, network=way, within=600)
    assert on_foot.distance_m.iloc[0] == pytest.approx(550)
    assert bool(on_foot["within"].iloc[0])


def test_two_patches_by_hand():
    """Areas 1 and 2, a link of probability 0.5: PC = (1 + 4 + 2 · 1 · 2 · 0.5) / 10²."""
    nodes = pd.DataFrame({"node": ["a", "b"], "area": [1.0, 2.0]})
    links = pd.DataFrame({"from": ["a"], "to": ["b"], "cost": [100.0]})
    indices, patches = gz.connectivity(nodes, gz.Dispersal(100, 0.5), links, area=10)
    assert indices["PC"] == pytest.approx(0.07)
    assert patches.dPC.tolist() == pytest.approx([100 * 3 / 7, 100 * 6 / 7])


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (lambda a: a.rename(x="lon"), "give it y and x"),
        (lambda a: a.astype(complex), "convert it to whole or real numbers"),
        (lambda a: a.assign_coords(x=a.x.values**2), "uneven steps"),
        (lambda a: a.assign_coords(spatial_ref=xr.DataArray(0, attrs={"crs_wkt": "EPSG:4326"})), "metres"),
    ],
)
def test_an_array_that_is_no_raster_is_refused_in_a_sentence(lulc, broken, sentence):
    with pytest.raises(GridError, match=sentence):
        gz.distance(broken(lulc), foreground=(3,))


def test_tables_that_do_not_fit_are_refused():
    park = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=CRS)
    home = gpd.GeoDataFrame(geometry=gpd.points_from_xy([0.5], [0.5]), crs="EPSG:4326")
    with pytest.raises(GridError, match="project it to metres"):
        gz.access(park, home)
    with pytest.raises(GridError, match="row 0: there is Polygon where a point must be"):
        gz.access(park, park)
    with pytest.raises(GridError, match="no column area"):
        gz.connectivity(pd.DataFrame({"node": [1]}), gz.Dispersal(100, 0.5))
