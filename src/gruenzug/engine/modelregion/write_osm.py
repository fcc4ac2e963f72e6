"""Write a drafted map as OpenStreetMap PBF: ids in order, a header with the box, no dates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Relation, Way
from shapely import Geometry

from gruenzug.engine.grid import CRS, WEB_CRS
from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.draft import Draft
from gruenzug.engine.modelregion.projection import Lattice, lattice

DEGREE_DECIMALS = 7
GENERATOR = "gruenzug model-region"


def write_osm(draft: Draft, area: Geometry, path: Path) -> dict[str, int]:
    """Write the map to `path`; return how many nodes, ways and relations it has."""
    to_degrees = lattice(area.bounds, CRS, WEB_CRS, DEGREE_DECIMALS)
    used = _used(draft)
    ids = np.cumsum(used)
    writer = osmium.SimpleWriter(str(path), header=_header(area, to_degrees), overwrite=True)
    try:
        _write_nodes(writer, draft, used, to_degrees)
        ways = _write_ways(writer, draft, ids)
        _write_relations(writer, draft)
    finally:
        writer.close()
    return {"nodes": int(used.sum()), "ways": ways, "relations": len(draft.relations)}


def _header(area: Geometry, to_degrees: Lattice) -> osmium.io.Header:
    """Return a header with the box around the mapped area."""
    points = np.array(area.exterior.coords)
    lon, lat = to_degrees(points[:, 0], points[:, 1])
    header = osmium.io.Header()
    header.set("generator", GENERATOR)
    corners = [
        np.floor(lon.min() * 1e4) / 1e4,
        np.floor(lat.min() * 1e4) / 1e4,
        np.ceil(lon.max() * 1e4) / 1e4,
        np.ceil(lat.max() * 1e4) / 1e4,
    ]
    header.add_box(osmium.osm.Box(*(float(corner) for corner in corners)))
    return header


def _used(draft: Draft) -> np.ndarray:
    """Say which points are part of anything."""
    used = np.zeros(draft.count, dtype=bool)
    for nodes, _ in draft.ways:
        used[nodes] = True
    for quads in draft.quads:
        used[quads.first : quads.first + 4 * len(quads.code)] = True
    used[list(draft.node_tags)] = True
    return used


def _write_nodes(writer: osmium.SimpleWriter, draft: Draft, used: np.ndarray, to_degrees: Lattice) -> None:
    points = draft.points()
    lon, lat = (_degrees(part[used]) for part in to_degrees(points[:, 0], points[:, 1]))
    tagged = draft.node_tags
    for number, (index, x, y) in enumerate(zip(np.flatnonzero(used).tolist(), lon, lat, strict=True), 1):
        tags = tagged.get(index)
        writer.add_node(
            Node(id=number, location=(x, y), tags=tags) if tags else Node(id=number, location=(x, y))
        )


def _degrees(values: Floats) -> list[float]:
    return [float(value) for value in np.round(values, DEGREE_DECIMALS)]


def _write_ways(writer: osmium.SimpleWriter, draft: Draft, ids: Ints) -> int:
    number = 0
    for nodes, tags in draft.ways:
        number += 1
        writer.add_way(Way(id=number, nodes=ids[nodes].tolist(), tags=tags))
    for quads in draft.quads:
        rings = ids[
            quads.first + 4 * np.arange(len(quads.code))[:, None] + np.array([0, 1, 2, 3, 0])
        ].tolist()
        for ring, code in zip(rings, quads.code.tolist(), strict=True):
            number += 1
            writer.add_way(Way(id=number, nodes=ring, tags=quads.tags[code]))
    return number


def _write_relations(writer: osmium.SimpleWriter, draft: Draft) -> None:
    for number, (members, tags) in enumerate(draft.relations, 1):
        writer.add_relation(
            Relation(id=number, members=[("w", way + 1, role) for way, role in members], tags=tags)
        )
