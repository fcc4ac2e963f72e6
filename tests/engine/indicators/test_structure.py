"""Structure, patterns and network of the green, worked out on paper."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString, Point, box

from gruenzug.contract.indicators import indicators
from gruenzug.engine.indicators.network import network_of
from gruenzug.engine.indicators.structure import mesh
from gruenzug.engine.layers.units import Pieces
from tests.engine.regions import EAST_TOWN, WEST_TOWN, green, hectares, lines, lookup, region, values

REGION = "r"


def test_mesh_size_edge_and_number_of_two_patches_one_across_the_border():
    """A square of 100 ha in the west; one of 400 ha, a quarter of it in the west; towns of 10,000 ha."""
    layers = region(
        green=green([("forest", box(1000, 1000, 2000, 2000)), ("meadow", box(9500, 4000, 11_500, 6000))])
    )
    # (100 x 100 + 100 x 400) / 10,000; one and a quarter patches; 4 km and 0.5 + 0.5 + 2 km of edge
    assert values("structure", layers) == {
        "": pytest.approx(5.0), "size": pytest.approx(200 / 1.25), "number": pytest.approx(1.25 / 100),
        "edge": pytest.approx(7000 / 10_000), "roads": None,
    }  # fmt: skip
    assert values("structure", layers, EAST_TOWN)[""] == pytest.approx(300 * 400 / 10_000)
    # together as if there were no border: (100² + 400²) / 20,000
    whole = values("structure", layers, REGION)
    assert whole[""] == pytest.approx(8.5)
    assert whole["size"] == pytest.approx(250)
    assert whole["edge"] == pytest.approx(12_000 / 20_000)


def test_a_road_halves_the_mesh_and_small_patches_do_not_count():
    """100 ha cut in halves by a road, and 0.49 ha beside it."""
    layers = region(
        green=green([("park", box(1000, 1000, 2000, 2000)), ("grass", hectares(5000, 5000, 70, 70))]),
        roads=lines("secondary", [LineString([(1500, 0), (1500, 9000)])]),
    )
    assert lookup("structure", layers, part="")["value"] == pytest.approx(1.0)
    assert lookup("structure", layers, part="roads")["value"] == pytest.approx(0.5)
    assert lookup("structure", layers, part="number")["value"] == pytest.approx(0.01)


def test_green_beyond_the_border_makes_the_mesh_larger_and_not_the_edge():
    layers = region(green=green([("forest", box(-1000, 1000, 1000, 2000))]))
    found = values("structure", layers)
    assert found[""] == pytest.approx(100 * 200 / 10_000)
    assert found["edge"] == pytest.approx(3000 / 10_000)
    assert found["size"] == pytest.approx(200)


def test_where_the_source_does_not_reach_the_rest_is_left_out():
    layers = region(
        extents={"green": box(-9e5, -9e5, 5000, 9e5)}, green=green([("forest", box(4000, 0, 6000, 1000))])
    )
    row = lookup("structure", layers)
    assert row["coverage"] == pytest.approx(0.5)
    assert row["value"] == pytest.approx(100 * 200 / 5000)


def test_sums_of_products_are_exact_beyond_64_bits():
    """Two halves of a patch of 5,000 km² in one place: 5e11 dm² x 5e11 dm² is beyond int64."""
    half, whole = 25 * 10**10 + 1, 5 * 10**11 + 3
    pieces = Pieces(np.array([0, 0, 1]), np.array([0, 0, 0]), np.array([half, half, 7]))
    found = mesh(pieces, np.array([whole]), 2)
    assert found.tolist() == [round(2 * half * whole / 10**8), (7 * whole + 5 * 10**7) // 10**8]
    assert found[0] == (2 * half * whole + 5 * 10**7) // 10**8


def test_shares_of_patterns_belong_to_the_town_around_the_cell():
    """20 x 20 cells, half in each town: 14 x 14 of core; the four corners are too far from it to be edge."""
    layers = region(green=green([("forest", hectares(9900, 5000, 200, 200))]))
    for town in (WEST_TOWN, EAST_TOWN):
        found = values("morphology", layers, town)
        assert found["core"] == pytest.approx(100 * 98 / 200)
        assert found["edge"] == pytest.approx(100 * 100 / 200)
        assert found["branch"] == pytest.approx(100 * 2 / 200)
        assert sum(found.values()) == pytest.approx(100)
    assert lookup("morphology", layers)["denominator"] == 20_000


def woods(*shapes):
    return region(green=green([("forest", shape) for shape in shapes]))


def test_what_woods_in_reach_add():
    """100 ha, then 500 m to 300 ha, then 1,000 m to 200 ha in the east; 1.5 ha count for nothing."""
    layers = woods(
        box(1000, 0, 2000, 1000), box(2500, 0, 5500, 1000), box(6500, 0, 8500, 1000),
        hectares(5900, 0, 100, 150),
    )  # fmt: skip
    first = 100 + 300 / 2 + 200 / 8
    second = 300 + 100 / 2 + 200 / 4
    third = 200 + 300 / 4 + 100 / 8
    found = values("connectivity", layers)
    assert found[""] == pytest.approx((100 * first + 300 * second + 200 * third) / 600)
    assert found["patch"] == pytest.approx((100**2 + 300**2 + 200**2) / 600)
    assert found["habitat"] == pytest.approx(6)
    network = network_of(indicators()["connectivity"], layers)
    assert network.ec_ha**2 == pytest.approx(100 * first + 300 * second + 200 * third)


def test_links_end_at_1000_m_and_paths_at_5000_m():
    row = [hectares(x, 0, 200, 200) for x in (0, 1200, 2400, 3600, 4800, 6000, 7200)]
    found = values("connectivity", woods(*row))
    # seven woods of 4 ha, 1,000 m apart, p = 1/4; paths of up to five links count
    expected = 4 + 4 * sum(2 * (7 - steps) / 7 / 4**steps for steps in range(1, 6))
    assert found[""] == pytest.approx(expected, rel=1e-6)
    assert values("connectivity", woods(row[0], hectares(1201, 0, 200, 200)))[""] == pytest.approx(4)


def test_a_wood_across_the_border_is_whole_on_both_sides():
    layers = woods(box(9000, 0, 11_000, 1000))
    for town in (WEST_TOWN, EAST_TOWN, REGION):
        assert lookup("connectivity", layers, town)["value"] == pytest.approx(200)
        assert lookup("connectivity", layers, town, "patch")["value"] == pytest.approx(200)


def test_woods_far_beyond_the_border_are_not_looked_at():
    layers = woods(box(0, 0, 1000, 1000), box(-6000, 0, -5500, 1000), box(-4900, 0, -4500, 1000))
    assert len(network_of(indicators()["connectivity"], layers).patches.polygons) == 2


def test_a_town_without_woods_has_no_value_and_a_share_of_nothing():
    layers = woods(box(0, 0, 1000, 1000))
    row = lookup("connectivity", layers, EAST_TOWN)
    assert (row["value"], row["status"], row["coverage"]) == (None, "not_applicable", 1.0)  # known to be none
    assert lookup("connectivity", layers, EAST_TOWN, "habitat")["value"] == 0
    assert lookup("connectivity", layers, REGION)["value"] == pytest.approx(100)


def test_the_only_way_past_is_the_first_bottleneck():
    """Two woods of 100 ha and a small one between them; a fourth lies beside and carries nothing."""
    layers = woods(
        box(0, 0, 1000, 1000), box(1500, 400, 1700, 600), box(2200, 0, 3200, 1000), box(0, 1300, 500, 1500)
    )
    network = network_of(indicators()["connectivity"], layers)
    patches, links = network.patch_layer(), network.link_layer()
    small = patches[patches["area_m2"] == 40_000].iloc[0]
    assert small["bottleneck"] == 1
    assert patches["bottleneck"].notna().sum() >= 1
    assert (patches["dPC"] - patches[["dPCintra", "dPCflux", "dPCconnector"]].sum(axis=1)).abs().max() < 1e-9
    worst = links[links["bottleneck"] == 1].iloc[0]
    assert int(small["patch"]) in (worst["one"], worst["two"])
    assert worst.geometry.length == pytest.approx(worst["metres"]) == pytest.approx(500)
    assert worst["probability"] == pytest.approx(0.5)
    assert Point(worst.geometry.coords[0]).distance(patches.geometry[int(worst["one"])]) < 1e-9
