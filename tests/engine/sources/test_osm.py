"""OpenStreetMap extracts: assembled, mended, clipped, in any order."""

from __future__ import annotations

import numpy as np
import osmium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import transform
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.kinds import KINDS
from gruenzug.engine.sources.osm.rings import assemble
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_of
from tests.engine.sources.samples import osm_pbf, spec, write_osm

EAST, NORTH = 7.35, 51.46
STEP = 0.001  # about 70 m and 111 m


def grid_nodes(count=10):
    """Nodes 1 … count² on a small grid; node(c, r) gives their numbers."""
    return [
        (1 + column + count * row, EAST + STEP * column, NORTH + STEP * row, {})
        for row in range(count)
        for column in range(count)
    ]


def node(column, row, count=10):
    return 1 + column + count * row


def ring(west, south, east, north):
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [node(*corner) for corner in corners]


def read(tmp_path, *, request=None, options=None, **objects):
    path = tmp_path / "x.osm.pbf"
    write_osm(path, **{"nodes": grid_nodes(), "bounds": (7.34, 51.45, 7.37, 51.48), **objects})
    return read_source(spec("osm-pbf", path, **(options or {})), request)


def green(dataset):
    return dataset.tables["green"].set_index("ref")


def hectares(west, south, east, north):
    """Area of a rectangle of the grid, measured in the plane."""
    corners = [(west, south), (east, south), (east, north), (west, north)]
    x, y = transform(
        np.array([EAST + STEP * c for c, _ in corners]),
        np.array([NORTH + STEP * r for _, r in corners]),
        "EPSG:4326",
    )
    return Polygon(zip(x, y, strict=True)).area


def test_closed_ways_are_areas_to_the_millimetre(tmp_path):
    table = green(read(tmp_path, ways=[(5, ring(0, 0, 2, 2), {"leisure": "park", "name": "Volkspark"})]))
    assert list(table.index) == ["way/5"]
    assert table.loc["way/5", ["element", "public", "name"]].tolist() == ["park", True, "Volkspark"]
    assert table.geometry.iloc[0].area == pytest.approx(hectares(0, 0, 2, 2), abs=0.01)
    coordinates = shapely.get_coordinates(table.geometry.iloc[0])
    np.testing.assert_array_equal(coordinates, np.round(coordinates, 3))


def test_a_multipolygon_has_its_hole_and_its_island(tmp_path):
    ways = [
        (1, [node(0, 0), node(8, 0), node(8, 8)], {}),
        (2, [node(0, 0), node(0, 8), node(8, 8)], {"barrier": "fence"}),
        (3, ring(2, 2, 6, 6), {}),
        (4, ring(3, 3, 4, 4), {}),
    ]
    members = [("w", 3, "inner"), ("w", 1, "outer"), ("w", 4, "outer"), ("w", 2, "outer")]
    relations = [(7, members, {"type": "multipolygon", "landuse": "forest"})]
    table = green(read(tmp_path, ways=ways, relations=relations))
    expected = hectares(0, 0, 8, 8) - hectares(2, 2, 6, 6) + hectares(3, 3, 4, 4)
    assert list(table.index) == ["relation/7"]
    assert table.geometry.iloc[0].area == pytest.approx(expected, rel=1e-5)


def test_two_outer_rings_are_one_area_of_two_parts(tmp_path):
    ways = [(1, ring(0, 0, 2, 2), {}), (2, ring(4, 4, 6, 6), {})]
    members = [("w", 1, "outer"), ("w", 2, "outer")]
    table = green(
        read(tmp_path, ways=ways, relations=[(7, members, {"type": "multipolygon", "landuse": "grass"})])
    )
    assert table.geometry.iloc[0].geom_type == "MultiPolygon"


def test_a_relation_without_tags_gives_its_outer_way_holes(tmp_path):
    ways = [(1, ring(0, 0, 8, 8), {"landuse": "forest"}), (2, ring(2, 2, 4, 4), {})]
    members = [("w", 1, "outer"), ("w", 2, "inner")]
    table = green(read(tmp_path, ways=ways, relations=[(7, members, {"type": "multipolygon"})]))
    assert list(table.index) == ["way/1"]
    assert table.geometry.iloc[0].area == pytest.approx(hectares(0, 0, 8, 8) - hectares(2, 2, 4, 4), rel=1e-5)


def test_a_crossing_ring_is_mended_and_told_with_its_id(tmp_path):
    bow = [node(0, 0), node(2, 2), node(2, 0), node(0, 2), node(0, 0)]
    dataset = read(tmp_path, ways=[(5, bow, {"landuse": "meadow"})])
    shape = green(dataset).geometry.iloc[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(hectares(0, 0, 2, 2) / 2, rel=1e-3)
    assert dataset.notes[0].en == "1 objects with crossing rings mended: way/5."


def test_a_crossing_relation_is_mended_and_told(tmp_path):
    ways = [(1, [node(0, 0), node(2, 2), node(2, 0)], {}), (2, [node(2, 0), node(0, 2), node(0, 0)], {})]
    members = [("w", 1, "outer"), ("w", 2, "outer")]
    dataset = read(
        tmp_path, ways=ways, relations=[(7, members, {"type": "multipolygon", "landuse": "grass"})]
    )
    assert green(dataset).geometry.iloc[0].is_valid
    assert dataset.notes[0].en == "1 objects with crossing rings mended: relation/7."


def test_an_open_ring_and_a_missing_member_are_told(tmp_path):
    ways = [(1, ring(0, 0, 2, 2)[:-1], {"landuse": "forest"}), (2, ring(4, 4, 6, 6), {})]
    members = [("w", 2, "outer"), ("w", 99, "outer")]
    dataset = read(
        tmp_path, ways=ways, relations=[(7, members, {"type": "multipolygon", "landuse": "grass"})]
    )
    assert list(green(dataset).index) == ["relation/7"]
    assert [note.en for note in dataset.notes] == [
        "1 areas without a closed ring left out: way/1.",
        "1 objects with parts missing from the file, left out wholly or in part: relation/7.",
    ]
    assert "way/1" in dataset.notes[0].de


def test_a_way_with_a_missing_node_is_told(tmp_path):
    dataset = read(tmp_path, ways=[(1, [1, 2, 999, 1], {"landuse": "forest"})])
    assert "way/1" in dataset.notes[0].en
    assert len(dataset.tables["green"]) == 0


def test_the_order_of_objects_in_the_file_does_not_matter(tmp_path):
    ways = [
        (4, ring(0, 0, 2, 2), {"leisure": "park"}),
        (9, [node(3, 0), node(8, 0), node(8, 8)], {}),
        (2, [node(8, 8), node(3, 8), node(3, 0)], {"highway": "path"}),
    ]
    relations = [(7, [("w", 2, "outer"), ("w", 9, "outer")], {"type": "multipolygon", "landuse": "forest"})]
    first = read(tmp_path, ways=ways, relations=relations)
    second = read(tmp_path, nodes=list(reversed(grid_nodes())), ways=sorted(ways), relations=relations)
    assert set(green(first).index) == {"way/4", "relation/7"}
    for ref, shape in green(first).geometry.items():
        assert green(second).geometry[ref].equals(shape)


def test_relations_before_ways_before_nodes_are_read_too(tmp_path):
    from osmium.osm.mutable import Node, Relation, Way  # noqa: PLC0415

    path = tmp_path / "reverse.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        members = [("w", 2, "outer")]
        writer.add_relation(
            Relation(id=7, members=members, tags={"type": "multipolygon", "landuse": "grass"})
        )
        writer.add_way(Way(id=2, nodes=ring(0, 0, 2, 2)))
        for number, x, y, tags in grid_nodes():
            writer.add_node(Node(id=number, location=(x, y), tags=tags))
    assert green(read_source(spec("osm-pbf", path))).geometry.iloc[0].area == pytest.approx(
        hectares(0, 0, 2, 2), abs=0.1
    )


def test_points_and_areas_are_playgrounds(tmp_path):
    nodes = [*grid_nodes(), (500, EAST, NORTH, {"leisure": "playground", "access": "private"})]
    table = read(tmp_path, nodes=nodes, ways=[(1, ring(0, 0, 1, 1), {"leisure": "playground"})]).tables[
        "playgrounds"
    ]
    assert list(table["ref"]) == ["node/500", "way/1"]
    assert list(table["public"]) == [False, True]
    assert list(table.geom_type) == ["Point", "Polygon"]


def test_trees_have_species_where_tagged(tmp_path):
    nodes = [
        (1, EAST, NORTH, {"natural": "tree", "species": "Tilia cordata", "genus": "Tilia", "height": "14"}),
        (2, EAST, NORTH, {"natural": "tree"}),
        (3, EAST, NORTH, {"natural": "peak"}),
    ]
    table = read(tmp_path, nodes=nodes).tables["trees"]
    assert list(table["ref"]) == ["node/1", "node/2"]
    assert table["species"].iloc[0] == "Tilia cordata"
    assert table["species"].isna().tolist() == [False, True]
    assert table["height"].fillna(0).tolist() == [14.0, 0.0]


def test_unspecified_buildings_are_homes_on_residential_land(tmp_path):
    ways = [
        (1, ring(0, 0, 4, 4), {"landuse": "residential"}),
        (2, ring(1, 1, 2, 2), {"building": "yes", "building:levels": "2", "height": "7.5"}),
        (3, ring(2, 2, 3, 3), {"building": "yes", "shop": "supermarket"}),
        (4, ring(6, 6, 7, 7), {"building": "yes"}),
        (5, ring(7, 7, 8, 8), {"building": "house"}),
    ]
    table = read(tmp_path, ways=ways).tables["buildings"].set_index("ref")
    assert table["residential"].to_dict() == {"way/2": True, "way/3": False, "way/4": False, "way/5": True}
    assert table.loc["way/2", ["levels", "height"]].tolist() == [2.0, 7.5]
    assert np.isnan(table.loc["way/4", "levels"])


def test_a_building_of_two_parts_is_two_polygons(tmp_path):
    ways = [(1, ring(0, 0, 1, 1), {}), (2, ring(3, 3, 4, 4), {})]
    members = [("w", 1, "outer"), ("w", 2, "outer")]
    relations = [(7, members, {"type": "multipolygon", "building": "apartments"})]
    table = read(tmp_path, ways=ways, relations=relations).tables["buildings"]
    assert list(table["ref"]) == ["relation/7", "relation/7"]
    assert set(table.geom_type) == {"Polygon"}


def test_only_asked_tables_are_there_and_the_others_empty_but_typed(tmp_path):
    dataset = read(tmp_path, request=Request(frozenset({"trees", "paths"})))
    assert set(dataset.tables) == {"trees", "paths"}
    assert list(dataset.tables["paths"].columns) == ["ref", "kind", "geometry"]
    assert dataset.tables["paths"].crs.to_epsg() == 25832


def test_objects_far_from_the_region_are_left_out(tmp_path):
    nodes = [*grid_nodes(), (900, 9.0, 51.46, {"natural": "tree"}), (901, 7.3, 51.46, {"natural": "tree"})]
    x, y = transform(np.array([EAST]), np.array([NORTH]), "EPSG:4326")
    within = (x[0], y[0], x[0] + 100, y[0] + 100)
    request = Request(KINDS["osm-pbf"].tables({}), within)
    ways = [(1, ring(0, 0, 1, 1), {"landuse": "forest"})]
    dataset = read(tmp_path, nodes=nodes, ways=ways, request=request)
    assert len(dataset.tables["trees"]) == 0
    assert len(dataset.tables["green"]) == 1


def test_the_extent_is_the_box_of_the_header(tmp_path):
    dataset = read(tmp_path, ways=[(1, ring(0, 0, 9, 9), {"landuse": "forest"})])
    assert dataset.extent.equals(box_of((7.34, 51.45, 7.37, 51.48)))


@pytest.mark.parametrize("bounds", [None, (0.0, 0.0, 180.0, 90.0)])
def test_without_a_sensible_header_the_extent_is_the_box_of_what_is_there(tmp_path, bounds):
    dataset = read(tmp_path, ways=[(1, ring(0, 0, 9, 9), {"landuse": "forest"})], bounds=bounds)
    expected = box_of((EAST, NORTH, EAST + 9 * STEP, NORTH + 9 * STEP))
    assert dataset.extent.symmetric_difference(expected).area < 100


def boundary(number, name, way, **tags):
    return (
        number,
        [("w", way, "outer")],
        {"type": "boundary", "boundary": "administrative", "admin_level": "8", "name": name, **tags},
    )


def test_boundaries_are_municipalities_on_request(tmp_path):
    ways = [(1, ring(0, 0, 4, 4), {}), (2, ring(4, 0, 8, 4), {}), (3, ring(0, 5, 4, 8)[:-1], {})]
    relations = [boundary(1, "Vaduz", 1), boundary(2, "Buchs", 2), boundary(3, "Sevelen", 3)]
    options = {"admin_level": 8, "keys": {"Vaduz": "00007001"}, "kreise": {"00007": "Liechtenstein"}}
    dataset = read(tmp_path, ways=ways, relations=relations, options=options)
    town = dataset.tables["municipalities"].iloc[0]
    assert len(dataset.tables["municipalities"]) == 1
    assert (town["ags"], town["name"], town["kreis_name"]) == ("00007001", "Vaduz", "Liechtenstein")
    assert town.geometry.area == pytest.approx(hectares(0, 0, 4, 4), rel=1e-5)


def test_a_named_municipality_must_be_whole(tmp_path):
    ways = [(1, ring(0, 0, 4, 4)[:-1], {})]
    options = {"admin_level": 8, "keys": {"Vaduz": "00007001"}, "kreise": {"00007": "x"}}
    with pytest.raises(SourceError, match="relation/1, the boundary of Vaduz, is not closed"):
        read(tmp_path, ways=ways, relations=[boundary(1, "Vaduz", 1)], options=options)
    with pytest.raises(SourceError, match="has no boundary of Vaduz"):
        read(tmp_path, options=options)


def test_german_municipalities_bring_their_own_key(tmp_path):
    ways = [(1, ring(0, 0, 4, 4), {})]
    tags = {"de:amtlicher_gemeindeschluessel": "05911000", "admin_level": "6"}
    dataset = read(
        tmp_path, ways=ways, relations=[boundary(1, "Bochum", 1, **tags)], options={"admin_level": [6, 8]}
    )
    assert dataset.tables["municipalities"]["kreis_name"].tolist() == ["Bochum"]


def test_a_file_without_nodes_is_refused(tmp_path):
    with pytest.raises(SourceError, match="holds no nodes"):
        read(tmp_path, nodes=[])


def test_the_sample_has_what_it_shows(tmp_path):
    assert dict(read_source(osm_pbf(tmp_path)).rows) == {
        "barriers": 0,
        "buildings": 0,
        "car_parks": 0,
        "green": 1,
        "paths": 1,
        "playgrounds": 0,
        "roads": 0,
        "tree_rows": 0,
        "trees": 1,
    }


# Assembly against its definition: a point is inside if an odd number of rings is around it.

squares = st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 4), st.integers(1, 4)).map(
    lambda s: box(s[0], s[1], s[0] + s[2], s[1] + s[3])
)


@settings(deadline=None, max_examples=50)
@given(squares, st.lists(squares, max_size=3), st.integers(0, 1000))
def test_holes_are_what_lies_in_the_inner_rings(outer, inners, seed):
    inner = [hole for hole in inners if outer.contains_properly(hole)]
    inner = [hole for i, hole in enumerate(inner) if all(hole.disjoint(other) for other in inner[:i])]
    pieces = _pieces(outer, seed)
    found = assemble(pieces, [shape.exterior for shape in inner])
    assert found.closed
    assert found.area.equals(outer.difference(shapely.union_all(inner)))


@settings(deadline=None, max_examples=30)
@given(st.lists(squares, min_size=1, max_size=4))
def test_adjoining_outer_rings_lose_nothing(shapes):
    apart = [
        shape for i, shape in enumerate(shapes) if all(shape.intersection(o).area == 0 for o in shapes[:i])
    ]
    found = assemble([LineString(shape.exterior) for shape in apart], [])
    assert found.area.area == pytest.approx(sum(shape.area for shape in apart))


def test_a_dangling_piece_is_no_area_and_told():
    found = assemble([LineString([(0, 0), (1, 0), (1, 1), (0, 0)]), LineString([(5, 5), (6, 6)])], [])
    assert not found.closed
    assert found.area.area == 0.5
    assert not found.area.contains(Point(5.5, 5.5))


def _pieces(shape, seed):
    """Cut a ring into two to four lines at vertices, some of them turned round, in a random order."""
    random = np.random.default_rng(seed)
    points = list(shapely.segmentize(shape, 1.0).exterior.coords)[:-1]
    start = int(random.integers(len(points)))
    points = points[start:] + points[:start]
    cuts = sorted({0, *random.integers(1, len(points), 3).tolist()})
    points.append(points[0])
    ends = [*cuts[1:], len(points) - 1]
    lines = [
        points[first : last + 1][:: random.choice([-1, 1])] for first, last in zip(cuts, ends, strict=True)
    ]
    random.shuffle(lines)
    return [LineString(line) for line in lines]
