"""What is on the map: plain pyosmium reads it, areas assemble, streets connect."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely
import shapely.wkb
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

AREA_KEYS = {"landuse", "leisure", "natural", "man_made", "building"}
WALKED = {"primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service"} | {
    "track", "path", "footway", "cycleway",
}  # fmt: skip


def areas_of(folder: Path, key: str, value: str) -> list[shapely.Geometry]:
    """Return the areas with a tag as pyosmium assembles them, in EPSG:25832."""
    import geopandas as gpd  # noqa: PLC0415

    factory = osmium.geom.WKBFactory()
    shapes = [
        shapely.wkb.loads(factory.create_multipolygon(area), hex=True)
        for area in osmium.FileProcessor(folder / "osm.osm.pbf").with_areas()
        if area.is_area() and area.tags.get(key) == value
    ]
    return list(gpd.GeoSeries(shapes, crs=4326).to_crs(25832))


@pytest.fixture(scope="module")
def objects(town):
    """Counters and ids of all objects, read once."""
    ids: dict[str, list[int]] = {"node": [], "way": [], "relation": []}
    tags: Counter[tuple[str, str]] = Counter()
    edges, closed = [], 0
    for thing in osmium.FileProcessor(town / "osm.osm.pbf"):
        kind = "node" if thing.is_node() else "way" if thing.is_way() else "relation"
        ids[kind].append(thing.id)
        tags.update((tag.k, tag.v) for tag in thing.tags)
        if kind == "way" and thing.tags.get("highway") in WALKED:
            nodes = [node.ref for node in thing.nodes]
            edges += list(pairwise(nodes))
        closed += kind == "way" and thing.is_closed() and any(tag.k in AREA_KEYS for tag in thing.tags)
    return {"ids": ids, "tags": tags, "edges": np.array(edges), "closed": closed}


def test_ids_come_in_order_without_gap(objects):
    for ids in objects["ids"].values():
        assert ids == list(range(1, len(ids) + 1))


def test_header_names_the_box_around_all_nodes(town):
    box = osmium.io.Reader(town / "osm.osm.pbf").header().box()
    points = [(node.lon, node.lat) for node in osmium.FileProcessor(town / "osm.osm.pbf", osmium.osm.NODE)]
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    assert box.bottom_left.lon <= low[0] < low[0] + 0.01
    assert box.bottom_left.lat <= low[1]
    assert high[0] <= box.top_right.lon <= high[0] + 0.01
    assert high[1] <= box.top_right.lat


def test_every_area_assembles_and_is_valid(town, objects):
    factory = osmium.geom.WKBFactory()
    shapes = [
        shapely.wkb.loads(factory.create_multipolygon(area), hex=True)
        for area in osmium.FileProcessor(town / "osm.osm.pbf").with_areas()
        if area.is_area() and any(tag.k in AREA_KEYS for tag in area.tags)
    ]
    assert len(shapes) == objects["closed"] + len(objects["ids"]["relation"])
    assert shapely.is_valid(np.array(shapes)).all()


def test_some_areas_have_holes(town):
    shapes = areas_of(town, "landuse", "residential")
    assert any(len(part.interiors) for shape in shapes for part in shape.geoms)


def test_people_can_walk_from_everywhere_to_everywhere(objects):
    nodes, edges = np.unique(objects["edges"], return_inverse=True)
    edges = edges.reshape(-1, 2)
    graph = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(nodes), len(nodes)))
    assert connected_components(graph, directed=False)[0] == 1


@pytest.mark.parametrize(
    "tag",
    [
        ("highway", "motorway"),
        ("highway", "motorway_link"),
        ("railway", "rail"),
        ("waterway", "river"),
        ("waterway", "canal"),
        ("bridge", "yes"),
        ("access", "private"),
        ("natural", "tree"),
        ("natural", "tree_row"),
        ("leisure", "playground"),
        ("man_made", "spoil_heap"),
        ("leisure", "nature_reserve"),
    ],
)
def test_the_town_has_all_that_the_readers_should_meet(objects, tag):
    assert objects["tags"][tag] > 0


def test_playgrounds_are_mapped_as_areas_and_as_points(town):
    points = [
        node.id
        for node in osmium.FileProcessor(town / "osm.osm.pbf", osmium.osm.NODE)
        if node.tags.get("leisure") == "playground"
    ]
    assert points
    assert areas_of(town, "leisure", "playground")


def test_parks_keep_clear_of_the_streets_around_them(town):
    parks = np.array(areas_of(town, "leisure", "park"))
    a, b = shapely.STRtree(parks).query(parks, predicate="intersects")
    assert (a == b).all()


def test_houses_stand_apart_and_clear_of_main_roads(town):
    houses = np.array(areas_of(town, "building", "house"))
    assert len(houses) > 300
    a, b = shapely.STRtree(houses).query(houses, predicate="intersects")
    assert (a == b).all()
