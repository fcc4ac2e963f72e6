"""Water and car parks of the generated town: where they are, and where they are not."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import pytest
import shapely

from gruenzug.engine.sources.assemble import read_tables
from gruenzug.engine.sources.region import read_region


@pytest.fixture(scope="module")
def tables(town):
    wanted = {"buildings", "car_parks", "green", "barriers"}
    return read_tables(read_region(town / "region.toml"), wanted).tables


def test_rivers_flood_their_banks_and_the_rare_flood_reaches_farther(town, tables):
    flood = gpd.GeoDataFrame(pyogrio.read_dataframe(town / "flood.gpkg"))
    often, rare = (
        shapely.union_all(flood.geometry[flood["szenario"] == name]) for name in ("HQ100", "HQextrem")
    )
    assert rare.area > 1.5 * often.area > 0
    assert often.difference(rare).area < 0.01 * often.area
    rivers = tables["barriers"].geometry[tables["barriers"]["kind"] == "river"]
    assert shapely.distance(shapely.get_parts(often), shapely.union_all(rivers)).max() < 50
    water = tables["green"].geometry[tables["green"]["element"] == "water_flowing"]
    assert often.intersection(shapely.union_all(water)).area < 0.02 * often.area


def test_rain_gathers_in_some_blocks_deep_enough_to_count(town):
    rain = gpd.GeoDataFrame(pyogrio.read_dataframe(town / "heavy-rain.gpkg"))
    assert 0.1 <= rain["tiefe_m"].min() < 0.5 <= rain["tiefe_m"].max() <= 1.2
    assert rain.geometry.is_valid.all()


def test_car_parks_stand_free_and_not_all_are_mapped_with_a_surface(tables):
    parks = tables["car_parks"]
    assert len(parks) > 50
    assert set(parks["surface"].dropna()) == {"asphalt", "paving_stones", "gravel"}
    assert 0.2 < parks["surface"].isna().mean() < 0.5
    one, _ = shapely.STRtree(tables["buildings"].geometry.to_numpy()).query(
        parks.geometry.to_numpy(), predicate="intersects"
    )
    assert len(one) == 0
    assert tables["buildings"]["height"].dropna().eq(11.0).all()
