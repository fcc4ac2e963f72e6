"""Chance, projection and mesh: the ground that all else stands on."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.grid import CENSUS_CRS, CRS, WEB_CRS, transform
from gruenzug.engine.modelregion.areas import trace
from gruenzug.engine.modelregion.arrange import Kind, Line, arrange
from gruenzug.engine.modelregion.chance import chances, noise, salt_of, stream
from gruenzug.engine.modelregion.cutting import cut_blocks
from gruenzug.engine.modelregion.lines import lengths, ribbon, smooth, wound
from gruenzug.engine.modelregion.mesh import FACE, NEXT, ORIGIN, PREVIOUS, face_areas
from gruenzug.engine.modelregion.projection import lattice
from gruenzug.engine.modelregion.terrain import face_polygons

BOUNDS = (310_000.0, 5_670_000.0, 432_000.0, 5_748_000.0)


def split_mix(state: int) -> int:
    """SplitMix64 in whole numbers of Python."""
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) % 2**64
    return state ^ (state >> 31)


@given(
    salt=st.integers(0, 2**63 - 1), keys=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=4)
)
def test_chance_is_split_mix_on_every_machine(salt, keys):
    state = salt
    for key in keys:
        state = split_mix((state + 0x9E3779B97F4A7C15 + key) % 2**64)
    assert chances(salt, *(np.array([key]) for key in keys)).tolist() == [(state >> 11) / 2**53]


def test_salts_are_pinned():
    assert (salt_of(1, "border"), salt_of(2, "border")) == (6642037371960847362, 627884834169500271)


def test_chance_belongs_to_the_thing_not_to_the_order():
    keys = np.arange(1000)
    turned = chances(3, keys[::-1])[::-1]
    np.testing.assert_array_equal(chances(3, keys), turned)
    assert 0.45 < turned.mean() < 0.55


def test_noise_is_smooth_and_spans_its_range():
    x = np.linspace(0, 100_000, 20_001)
    value = noise(x, x * 0, 1000.0, 9)
    assert np.abs(np.diff(value)).max() < 0.05
    assert value.min() < -0.6
    assert value.max() > 0.6


@pytest.mark.parametrize(("target", "tolerance"), [(CENSUS_CRS, 0.1), (WEB_CRS, 1e-6)])
def test_lattice_agrees_with_proj_within_centimetres(target, tolerance):
    points = stream(1, "points").random((500, 2)) * [122_000, 78_000] + BOUNDS[:2]
    x, y = lattice(BOUNDS, CRS, target, 2 if target == CENSUS_CRS else 7)(points[:, 0], points[:, 1])
    true_x, true_y = transform(points[:, 0], points[:, 1], CRS, target)
    np.testing.assert_allclose(x, true_x, atol=tolerance, rtol=0)
    np.testing.assert_allclose(y, true_y, atol=tolerance, rtol=0)


def test_a_smooth_line_passes_all_its_waypoints():
    waypoints = np.array([[0.0, 0.0], [1000.0, 300.0], [1500.0, -200.0]])
    curve = smooth(waypoints, per_leg=10)
    np.testing.assert_array_equal(curve[::10], waypoints)


def test_a_wound_line_keeps_its_ends_if_told_to():
    line = np.column_stack([np.linspace(0, 9000, 91), np.zeros(91)])
    wind = wound(line, 200.0, 1500.0, 4, fixed_ends=True)
    np.testing.assert_array_equal(wind[[0, -1]], line[[0, -1]])
    assert lengths(wind)[-1] > lengths(line)[-1]


def test_a_ribbon_has_its_width():
    line = np.array([[0.0, 0.0], [100.0, 0.0], [200.0, 0.0]])
    assert ribbon(line, 30.0).equals(shapely.box(0, -15, 200, 15))


def square(size: float, *lines: list[tuple[float, float]]):
    """Return the mesh of a square with some lines in it."""
    return arrange(
        [Line(Kind.PRIMARY, np.array(line, dtype=float)) for line in lines], shapely.box(0, 0, size, size)
    )


def test_crossing_lines_share_a_node_and_part_the_faces():
    mesh = square(100.0, [(-10, 50), (110, 50)], [(50, -10), (50, 110)])
    assert sorted(face_areas(mesh)[1:]) == [2500.0] * 4
    assert [50.0, 50.0] in mesh.nodes.tolist()
    assert face_areas(mesh)[0] == -10_000.0


def test_a_line_that_leads_nowhere_is_dropped():
    mesh = square(100.0, [(-10, 50), (110, 50)], [(30, 50), (30, 80)])
    assert len(face_areas(mesh)) == 3


@given(seed=st.integers(0, 2**40), wanted=st.sampled_from([4_000.0, 9_000.0, 30_000.0]))
@settings(max_examples=25, deadline=None)
def test_cutting_keeps_the_ground_whole(seed, wanted):
    mesh = square(1000.0, [(-10, 300), (500, 420), (1010, 350)], [(420, -10), (500, 420), (610, 1010)])
    grid = np.full((4, 4), wanted)
    cut_blocks(mesh, grid, (0.0, 0.0), 250.0, seed, (0.08, 95.0))
    polygons = face_polygons(mesh)[1:]
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(1e6, abs=1e-3)
    assert np.median(shapely.area(polygons)) < 1.9 * wanted
    nodes, half_edges, faces, _ = mesh.count
    assert nodes - half_edges // 2 + faces == 2  # Euler
    edges = mesh.edges
    np.testing.assert_array_equal(edges[edges[:, NEXT], PREVIOUS], np.arange(half_edges))
    np.testing.assert_array_equal(edges[edges[:, NEXT], FACE], edges[:, FACE])
    np.testing.assert_array_equal(edges[edges[:, NEXT], ORIGIN], edges[np.arange(half_edges) ^ 1, ORIGIN])


def test_streets_keep_their_order_along_the_line():
    mesh = square(1000.0, [(-10, 300), (1010, 350)])
    cut_blocks(mesh, np.full((4, 4), 9_000.0), (0.0, 0.0), 250.0, 7, (0.08, 95.0))
    for line in range(1, int(mesh.count[3])):
        edges = np.flatnonzero(mesh.line == line)
        edges = edges[np.argsort(mesh.along[edges])]
        ends, starts = mesh.edges[2 * edges + 1, ORIGIN], mesh.edges[2 * edges, ORIGIN]
        assert (ends[:-1] == starts[1:]).all()


def test_traced_rings_go_around_parts_and_their_holes():
    mesh = square(90.0, *([(-1, y), (91, y)] for y in (30, 60)), *([(x, -1), (x, 91)] for x in (30, 60)))
    centres = np.array([polygon.centroid.coords[0] for polygon in face_polygons(mesh)[1:]])
    middle = 1 + int(np.argmin(np.abs(centres - 45).sum(axis=1)))
    label = np.zeros(10, dtype=np.int64)
    label[[0, middle]] = -1
    rings, owner = trace(mesh, label)
    areas = sorted(shapely.Polygon(mesh.nodes[ring]).area for ring in rings)
    assert (areas, owner) == ([900.0, 8100.0], [0, 0])


def test_an_area_that_touches_itself_in_a_point_gets_two_rings():
    mesh = square(90.0, *([(-1, y), (91, y)] for y in (30, 60)), *([(x, -1), (x, 91)] for x in (30, 60)))
    centres = np.array([[45, 45], *(polygon.centroid.coords[0] for polygon in face_polygons(mesh)[1:])])
    column, row = (centres // 30).astype(int).T
    label = np.where(
        (column == row) & (column < 2), -1, 0
    )  # two faces that meet in the node (30, 30) are left out
    label[0] = -1
    rings, _ = trace(mesh, label.astype(np.int64))
    assert all(len(set(ring)) == len(ring) for ring in rings)
    assert sum(shapely.Polygon(mesh.nodes[ring]).area for ring in rings) > 0
