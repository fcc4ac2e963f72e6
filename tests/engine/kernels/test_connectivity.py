"""Connectivity: closed forms, every removal done anew by plain Dijkstra, and no threads to be seen."""

import heapq
from math import exp, fsum, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import config, set_num_threads

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.connectivity import connectivity, direct_connectivity, link_losses
from gruenzug.engine.kernels.connectivity_graph import HabitatGraph, habitat_graph, lengths_of
from gruenzug.engine.kernels.connectivity_links import links_within
from gruenzug.engine.kernels.connectivity_strength import NAT, strengths

seeds = st.integers(0, 2**32 - 1)


def graph_of(pairs: list[tuple[int, int]], count: int, nats: float | None = None) -> HabitatGraph:
    one, two = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    lengths = np.ones(len(one), np.int64) if nats is None else lengths_of(np.full(len(one), nats))
    return habitat_graph(count, one, two, lengths)


def some_landscape(seed: int, steps: bool) -> tuple[np.ndarray, HabitatGraph]:
    """Up to 25 patches, some without area, some alone; lengths with and without ties."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 26))
    links = int(rng.integers(0, count * 3))
    one, two = rng.integers(0, count, (2, links))
    nats = rng.uniform(0, 2, links) if rng.random() < 0.5 else rng.integers(0, 4, links) / 2
    area = rng.uniform(0, 5, count) * (rng.random(count) < 0.85)
    lengths = np.ones(links, np.int64) if steps else lengths_of(nats)
    return area, habitat_graph(count, one, two, lengths)


def index_without(area, graph, steps, patch=None, link=None, longest=None) -> float:
    """PC or IIC as the definition has it: one Dijkstra per patch, without a patch or a link."""
    near: list[list[tuple[int, int]]] = [[] for _ in area]
    for pair, length in zip(graph.pairs.tolist(), graph.pair_lengths.tolist(), strict=True):
        if pair != link and patch not in pair:
            near[pair[0]].append((pair[1], length))
            near[pair[1]].append((pair[0], length))
    terms = []
    for source in range(len(area)):
        if source != patch:
            for target, length in distances(near, source).items():
                strength = 1 / (1 + length) if steps else exp(-length / NAT)
                if longest is None or length <= longest:
                    terms.append(area[source] * area[target] * strength)
    return fsum(terms)


def distances(near: list[list[tuple[int, int]]], source: int) -> dict[int, int]:
    done: dict[int, int] = {}
    heap = [(0, source)]
    while heap:
        length, at = heapq.heappop(heap)
        if at not in done:
            done[at] = length
            for other, more in near[at]:
                heapq.heappush(heap, (length + more, other))
    return done


@settings(deadline=None, max_examples=50)
@given(seed=seeds, steps=st.booleans())
def test_every_patch_costs_what_its_removal_costs(seed, steps):
    area, graph = some_landscape(seed, steps)
    found = connectivity(area, graph, steps)
    total = index_without(area, graph, steps)
    lost = found.node_intra + found.node_flux + found.node_connector
    assert found.total == pytest.approx(total, rel=1e-13)
    for patch in range(len(area)):
        assert lost[patch] == pytest.approx(
            total - index_without(area, graph, steps, patch), abs=1e-12 * total
        )


@settings(deadline=None, max_examples=50)
@given(seed=seeds, steps=st.booleans())
def test_every_link_costs_what_its_removal_costs(seed, steps):
    area, graph = some_landscape(seed, steps)
    total = index_without(area, graph, steps)
    for pair, lost in zip(graph.pairs.tolist(), link_losses(area, graph, steps), strict=True):
        assert lost == pytest.approx(total - index_without(area, graph, steps, link=pair), abs=1e-12 * total)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, steps=st.booleans())
def test_paths_beyond_the_longest_connect_nothing_with_or_without_a_patch(seed, steps):
    area, graph = some_landscape(seed, steps)
    longest = 2 if steps else 5 * NAT // 4
    total = index_without(area, graph, steps, longest=longest)
    found = connectivity(area, graph, steps, longest)
    assert found.total == pytest.approx(total, rel=1e-13)
    assert found.direct <= found.total - found.intra + 1e-12 * total
    lost = found.node_intra + found.node_flux + found.node_connector
    for patch in range(len(area)):
        rest = index_without(area, graph, steps, patch, longest=longest)
        assert lost[patch] == pytest.approx(total - rest, abs=1e-12 * total)
    for pair, lost_link in zip(graph.pairs.tolist(), link_losses(area, graph, steps, longest), strict=True):
        rest = index_without(area, graph, steps, link=pair, longest=longest)
        assert lost_link == pytest.approx(total - rest, abs=1e-12 * total)


def test_chain_by_hand():
    """Five patches in a row, p = 1/2 per link: 2·(4/2 + 3/4 + 2/8 + 1/16) between, 5 within."""
    graph = graph_of([(0, 1), (1, 2), (2, 3), (3, 4)], 5, nats=float(np.log(2)))
    found = connectivity(np.ones(5), graph, steps=False)
    assert found.total == pytest.approx(5 + 6.125, rel=1e-14)
    assert found.direct == pytest.approx(4.0, rel=1e-14)
    # the middle one stands between {0, 1} and {3, 4}: 1-3 1/4, 0-3 and 1-4 1/8, 0-4 1/16
    assert found.node_connector[2] == pytest.approx(2 * (1 / 4 + 2 / 8 + 1 / 16), rel=1e-14)
    assert found.node_flux[2] == pytest.approx(2 * (2 / 2 + 2 / 4), rel=1e-14)


def test_star_by_hand():
    """Without its centre, nothing is left between n leaves."""
    leaves = 7
    graph = graph_of([(0, leaf) for leaf in range(1, leaves + 1)], leaves + 1)
    found = connectivity(np.ones(leaves + 1), graph, steps=True)
    assert found.node_connector[0] == pytest.approx(leaves * (leaves - 1) / 3, rel=1e-14)
    assert found.node_connector[1:].tolist() == [0.0] * leaves


def test_nobody_stands_between_patches_that_are_all_linked():
    pairs = [(one, two) for one in range(8) for two in range(one)]
    found = connectivity(np.ones(8), graph_of(pairs, 8), steps=True)
    assert found.total == pytest.approx(8 + 8 * 7 / 2)
    assert found.node_connector.tolist() == [0.0] * 8


def test_bridge_between_two_cliques_carries_all_between_them():
    left = [(one, two) for one in range(4) for two in range(one)]
    right = [(one + 4, two + 4) for one, two in left]
    graph = graph_of([*left, *right, (3, 4)], 8)
    lost = link_losses(np.ones(8), graph, steps=True)
    bridge = graph.pairs.tolist().index([3, 4])
    # 3-4 one step, three pairs on either side two, nine pairs three
    assert lost[bridge] == pytest.approx(2 * (1 / 2 + 6 / 3 + 9 / 4), rel=1e-14)
    assert np.argmax(lost) == bridge


def test_long_chain_spans_several_windows_of_ancestors():
    """Patch k of a chain of n stands between k and n - 1 - k others, all at p = 1."""
    count = 300
    graph = graph_of([(k, k + 1) for k in range(count - 1)], count, nats=0.0)
    found = connectivity(np.ones(count), graph, steps=False)
    k = np.arange(count)
    assert found.node_connector.tolist() == (2.0 * k * (count - 1 - k)).tolist()


@settings(deadline=None, max_examples=3)
@given(seed=seeds)
def test_ring_sends_everyone_the_other_way_round(seed):
    """The way round a ring comes back against the tree; several windows deep."""
    count = 150
    graph = habitat_graph(
        count, np.arange(count), (np.arange(count) + 1) % count,
        lengths_of(np.random.default_rng(seed).uniform(0, 0.1, count)),
    )  # fmt: skip
    area = np.ones(count)
    found = connectivity(area, graph, steps=False)
    lost = found.node_intra + found.node_flux + found.node_connector
    for patch in (0, 77):
        expected = found.total - index_without(area, graph, False, patch)
        assert lost[patch] == pytest.approx(expected, rel=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=seeds)
def test_threads_do_not_show(seed):
    area, graph = some_landscape(seed, steps=False)
    results = []
    for threads in (1, config.NUMBA_NUM_THREADS):
        set_num_threads(threads)
        results.append(connectivity(area, graph, steps=False))
    assert results[0].total == results[1].total
    np.testing.assert_array_equal(results[0].node_connector, results[1].node_connector)
    np.testing.assert_array_equal(results[0].node_flux, results[1].node_flux)


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_straight_lines_between_all_patches_agree_with_the_graph_of_all_links(seed):
    rng = np.random.default_rng(seed)
    xy, area = rng.uniform(0, 1000, (20, 2)), rng.uniform(0, 3, 20)
    one, two, metres = links_within(xy, np.inf)
    graph = habitat_graph(20, one, two, lengths_of(metres * 0.01))
    by_graph, direct = connectivity(area, graph, steps=False), direct_connectivity(area, xy, 0.01)
    assert direct.total == pytest.approx(by_graph.total, rel=1e-13)
    np.testing.assert_allclose(direct.node_flux, by_graph.node_flux, rtol=1e-12)
    np.testing.assert_allclose(by_graph.node_connector, 0, atol=1e-12 * direct.total)


@settings(deadline=None, max_examples=50)
@given(nats=st.floats(0, 745))
def test_strength_is_the_exponential(nats):
    assert strengths(lengths_of(np.array([nats])), steps=False)[0] == pytest.approx(exp(-nats), rel=2e-15)


def test_links_beyond_all_numbers_are_none():
    assert graph_of([(0, 1)], 2, nats=746.0).pairs.tolist() == []


@settings(deadline=None, max_examples=30)
@given(seed=seeds, most=st.floats(1, 90))
def test_links_are_the_pairs_that_are_near(seed, most):
    xy = np.random.default_rng(seed).integers(0, 60, (30, 2)).astype(float)
    one, two, metres = links_within(xy, most)
    expected = [
        (i, j, sqrt(((xy[i] - xy[j]) ** 2).sum())) for i in range(30) for j in range(i + 1, 30)
    ]  # fmt: skip
    near = [(i, j, d) for i, j, d in expected if d <= most]
    assert list(zip(one.tolist(), two.tolist(), strict=True)) == [(i, j) for i, j, _ in near]
    np.testing.assert_allclose(metres, [d for _, _, d in near])


@pytest.mark.parametrize(
    ("one", "two", "lengths", "message"),
    [
        ([0], [1, 2], [1], "two ends and a length"),
        ([0], [3], [1], "not among the 3 patches"),
        ([0], [1], [-1], "negative length -1"),
    ],
)
def test_impossible_links_are_refused(one, two, lengths, message):
    with pytest.raises(GridError, match=message):
        habitat_graph(3, np.array(one), np.array(two), np.array(lengths))


@pytest.mark.parametrize("area", [[1.0, 2.0], [1.0, 2.0, np.nan], [1.0, 2.0, -1.0]])
def test_impossible_areas_are_refused(area):
    with pytest.raises(GridError, match="area"):
        connectivity(np.array(area), graph_of([(0, 1)], 3), steps=True)
