"""Walking in Heidelberg: real paths, real green, beside the same distances by GEOS and SciPy."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from gruenzug.engine.cli import main
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.merge import merge_touching
from gruenzug.engine.layers.network import network_of, snap
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walking import walk
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.region import read_region
from tests.engine.layers.test_network import by_cutting

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))
CITY = DATA / "alternatives/heidelberg"
CENTRE = (477_500.0, 5_472_500.0)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="set GRUENZUG_DATA to the folder with real files, then: make real"
    ),
]


@pytest.fixture(scope="module")
def city() -> tuple[np.ndarray, Units]:
    """The paths and the green of at least 1 ha."""
    region = read_region(Path(__file__).parents[2] / "regions/heidelberg.toml")
    paths = next(spec for spec in region.sources if "paths" in spec.tables())
    green = gpd.read_file(CITY / "all_indicators_HD.json").to_crs(25832)
    shapes = shapely.make_valid(green.geometry.to_numpy())
    return read_source(paths).tables["paths"].geometry.to_numpy(), Units(merge_touching(shapes)).at_least(1)


def test_one_quarter_agrees_with_cutting_all_ways_at_all_places(city):
    paths, units = city
    x, y = CENTRE
    window = shapely.box(x - 1200, y - 1200, x + 1200, y + 1200)
    network = network_of(paths[shapely.contains(window, paths)])
    people = np.random.default_rng(5).uniform((x - 900, y - 900), (x + 900, y + 900), (300, 2)).round(3)
    pieces = shapely.linestrings(network.pieces.reshape(-1, 2, 2))
    near = Units(units.polygons[shapely.intersects(units.polygons, window)])
    found, expected = walk(people, near, network, np.inf), by_cutting(pieces, near, people)
    on = snap(people, network).piece >= 0
    np.testing.assert_array_equal(np.isfinite(found[on]), np.isfinite(expected[on]))
    reached = np.isfinite(found)
    assert reached.sum() > 200
    np.testing.assert_allclose(found[reached], expected[reached], atol=0.1)


def test_walking_is_never_shorter_and_reaches_fewer(city):
    paths, units = city
    network = network_of(paths)
    people = np.random.default_rng(6).uniform((474_000, 5_468_000), (481_000, 5_476_000), (5000, 2))
    people = people[snap(people, network).leg_m < 80]
    walking, (straight, _) = walk(people, units, network, np.inf), nearest(people, units.bins, np.inf)
    assert (walking >= straight - 0.01).all()
    assert np.isfinite(walking).mean() > 0.99
    assert (walking <= 300).mean() < (straight <= 300).mean()


def test_the_command_reads_openstreetmap(tmp_path, city):
    _, units = city
    rng = np.random.default_rng(7)
    xy = rng.uniform((475_000, 5_470_000), (479_000, 5_474_000), (200, 2))
    homes = gpd.GeoDataFrame(
        {"population": rng.integers(1, 50, 200)}, geometry=gpd.points_from_xy(*xy.T), crs=25832
    )
    homes.to_file(tmp_path / "homes.gpkg")
    gpd.GeoDataFrame(geometry=list(units.polygons), crs=25832).to_file(tmp_path / "green.gpkg")
    words = ["run", "access", *(str(tmp_path / name) for name in ("green.gpkg", "homes.gpkg", "out.parquet"))]
    done = CliRunner().invoke(main, [*words, "--network", str(CITY / "heidelberg.osm.pbf")])
    assert done.exit_code == 0, done.output
    table = pd.read_parquet(tmp_path / "out.parquet")
    assert table["within"].equals(table["distance_m"] <= 300)
    assert 0.1 < table["within"].mean() < 0.9
