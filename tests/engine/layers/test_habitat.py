"""Dispersal in metres: thresholds as stated, edges as links, bottlenecks as a layer."""

from math import exp, log

import numpy as np
import pytest
from shapely import box

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.habitat import (
    Dispersal,
    Links,
    cost_links,
    edge_links,
    fractions,
    habitat_layers,
    importance,
    linked_connectivity,
    straight_connectivity,
)

ROW = np.array([[0.0, 0.0], [1000.0, 0.0], [2000.0, 0.0], [9000.0, 0.0]])
AREA = np.array([1.0, 2.0, 3.0, 4.0])


def test_every_two_patches_are_linked_unless_told_otherwise():
    found = straight_connectivity(AREA, ROW, Dispersal(1000, 0.5))
    expected = sum(
        a * b * 0.5 ** (abs(x - y) / 1000)
        for a, x in zip(AREA, ROW[:, 0], strict=True)
        for b, y in zip(AREA, ROW[:, 0], strict=True)
    )
    assert found.pc.total == pytest.approx(expected, rel=1e-14)
    assert found.pc.node_connector.tolist() == [0, 0, 0, 0]
    assert found.ec_pc == pytest.approx(expected**0.5)


def test_a_link_at_exactly_the_smallest_probability_is_made_and_one_below_is_not():
    dispersal = Dispersal(1000, 0.5, min_probability=0.5)
    found = straight_connectivity(AREA, ROW, dispersal)
    assert found.pc_links.pairs.tolist() == [[0, 1], [1, 2]]
    # from the first to the third patch over the second: probability 1/4, below the limit of a link
    assert found.pc.total == pytest.approx(1 + 4 + 9 + 16 + 2 * (2 * 0.5 + 6 * 0.5 + 3 * 0.25))
    assert importance(found)["dPCconnector"][1] == pytest.approx(100 * 1.5 / found.pc.total)
    assert fractions(found.pc)["step"] == pytest.approx(100 * 1.5 / found.pc.total)


def test_links_of_iic_reach_up_to_the_distance():
    found = straight_connectivity(AREA, ROW, Dispersal(1000, 0.5, min_probability=0.9))
    assert found.iic_links.pairs.tolist() == [[0, 1], [1, 2]]
    assert found.iic.total == pytest.approx(30 + 2 * (2 / 2 + 6 / 2 + 3 / 3))


def test_the_cheapest_of_several_links_counts_whatever_its_direction():
    links = Links(np.array([0, 1, 2]), np.array([1, 0, 1]), np.array([700.0, 400.0, 1000.0]))
    found = linked_connectivity(AREA, links, Dispersal(1000, 0.5))
    k = log(2) / 1000
    cross = 2 * exp(-400 * k) + 6 * exp(-1000 * k) + 3 * exp(-1400 * k)
    assert found.pc.total == pytest.approx(30 + 2 * cross, rel=1e-14)


def test_fractions_and_importances_add_up():
    found = straight_connectivity(AREA, ROW, Dispersal(2000, 0.05, min_probability=0.01))
    assert sum(fractions(found.pc).values()) == pytest.approx(100)
    columns = importance(found)
    for name in ("dPC", "dIIC"):
        parts = sum(columns[name + part] for part in ("intra", "flux", "connector"))
        np.testing.assert_allclose(columns[name], parts, rtol=1e-12)


def test_the_order_of_patches_does_not_show():
    rng = np.random.default_rng(3)
    xy, area = rng.uniform(0, 20_000, (120, 2)), rng.uniform(1, 9, 120)
    order = rng.permutation(120)
    dispersal = Dispersal(2000, 0.5, min_probability=0.2)
    first, second = (
        straight_connectivity(area, xy, dispersal),
        straight_connectivity(area[order], xy[order], dispersal),
    )
    assert first.pc.total == pytest.approx(second.pc.total, rel=1e-14)
    np.testing.assert_allclose(
        first.pc.node_connector[order], second.pc.node_connector, rtol=1e-9, atol=1e-12
    )


def test_edges_are_nearer_than_centres():
    squares = np.array([box(0, 0, 100, 100), box(150, 0, 250, 100), box(150, 400, 250, 500)])
    links = edge_links(squares, most=300)
    assert list(zip(links.one.tolist(), links.two.tolist(), links.cost.tolist(), strict=True)) == [
        (0, 1, 50.0),
        (1, 2, 300.0),
    ]


def test_least_cost_over_a_raster_joins_the_first_patch_with_the_second():
    resistance, patches = np.array([[1, 5, 1]], np.float32), np.array([[1, 0, 2]], np.int32)
    links = cost_links(resistance, patches, cell=10.0)
    found = linked_connectivity(np.array([1.0, 1.0]), links, Dispersal(50, 0.5))
    assert found.pc.total == pytest.approx(2 + 2 * 0.5)


def test_the_bottleneck_is_the_patch_between_two_groups():
    west = [box(x, y, x + 100, y + 100) for x in (0, 150) for y in (0, 150)]
    east = [box(x, y, x + 100, y + 100) for x in (900, 1050) for y in (0, 150)]
    stone = box(560, 100, 580, 120)
    patches, _ = habitat_layers(np.array([*west, *east, stone]), Dispersal(200, 0.5, min_probability=0.2))
    assert patches["dPCconnector"].idxmax() == 8
    assert patches.crs == "EPSG:25832"


def test_links_are_drawn_from_edge_to_edge_with_what_each_is_worth():
    row = np.array([box(0, 0, 10, 10), box(60, 0, 70, 10), box(170, 0, 180, 10)])
    _, links = habitat_layers(row, Dispersal(50, 0.5, min_probability=0.2))
    assert links[["one", "two", "metres"]].to_numpy().tolist() == [[0, 1, 50], [1, 2, 100]]
    assert links.geometry.length.tolist() == [50, 100]
    assert links["probability"].tolist() == pytest.approx([1 / 2, 1 / 4])
    total = 3 + 2 * (1 / 2 + 1 / 4 + 1 / 8)
    assert links["dPC"].tolist() == pytest.approx(
        [200 * (1 / 2 + 1 / 8) / total, 200 * (1 / 4 + 1 / 8) / total]
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [((0, 0.5, 0), "above 0 m"), ((10, 1, 0), "between 0 and 1"), ((10, 0.5, 1), "at least 0 and below 1")],
)
def test_an_impossible_dispersal_is_refused(values, message):
    with pytest.raises(GridError, match=message):
        Dispersal(*values)


def test_a_network_of_edges_needs_a_limit():
    with pytest.raises(GridError, match="smallest probability"):
        habitat_layers(np.array([box(0, 0, 1, 1)]), Dispersal(100, 0.5))
