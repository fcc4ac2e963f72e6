"""Write areas to the map: woods and fields as their blocks are, parks and lakes with an edge of their own."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.modelregion.areas import Area, join_areas, trace
from gruenzug.engine.modelregion.chance import Floats, Ints, chances, noise, salt_of
from gruenzug.engine.modelregion.draft import Draft, Tags
from gruenzug.engine.modelregion.facts import HECTARE
from gruenzug.engine.modelregion.lines import rounded, without_corners
from gruenzug.engine.modelregion.mesh import FACE
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import LOOKS, Use

ROUNDED = (Use.LAKE, Use.SPOIL_TIP)
SMALLEST = 300.0  # square metres below which an inset area is left out
PRIVATE = {Use.PARK: 0.03, Use.FOREST: 0.02, Use.MEADOW: 0.05, Use.ORCHARD: 0.5, Use.RECREATION: 0.05}
NAMED_FROM = {Use.PARK: 2.0, Use.CEMETERY: 0.0, Use.ALLOTMENTS: 0.0, Use.SPOIL_TIP: 0.0, Use.FOREST: 40.0, Use.LAKE: 3.0, Use.GOLF: 0.0, Use.RECREATION: 2.0, Use.VILLAGE_GREEN: 0.0, Use.HEATH: 5.0, Use.WETLAND: 5.0}
RESERVED = (Use.FOREST, Use.WOOD, Use.WETLAND, Use.HEATH, Use.MEADOW, Use.LAKE, Use.SCRUB)


def plant_areas(terrain: Terrain, draft: Draft, seed: int) -> dict[int, dict[Use, float]]:
    """Write all areas that are joined from blocks, and nature reserves over them.

    Parameters
    ----------
    terrain : Terrain
        Blocks and their uses.
    draft : Draft
        Must hold the nodes of the mesh first; areas are added.
    seed : int
        Seed of the region.

    Returns
    -------
    dict
        Municipality → use → square metres as written.
    """
    written: dict[int, dict[Use, float]] = {}
    numbers: dict[Use, int] = {}
    for area in join_areas(terrain):
        polygon = _polygon(terrain.mesh.nodes, area)
        size = float(polygon.area)
        if LOOKS[area.use].inset:
            size = _plant_inset(draft, area, polygon, _tags(area, size, numbers, seed))
        elif LOOKS[area.use].tags:
            draft.add_area(area.rings, _tags(area, size, numbers, seed))
        place = written.setdefault(area.town, {})
        place[area.use] = place.get(area.use, 0.0) + size
    _plant_reserves(terrain, draft, seed)
    return written


def _polygon(nodes: Floats, area: Area) -> shapely.Polygon:
    rings = [nodes[ring] for ring in area.rings]
    return shapely.Polygon(rings[0], rings[1:])


def _plant_inset(draft: Draft, area: Area, polygon: shapely.Polygon, tags: Tags) -> float:
    """Write an area kept clear of the streets around it; return its size."""
    inner = shapely.buffer(polygon, -LOOKS[area.use].inset, join_style="mitre", mitre_limit=2.5)
    total = 0.0
    shores: list[Floats] = []
    for part in shapely.get_parts(shapely.simplify(inner, 0.4)):
        if part.area < SMALLEST or shapely.get_type_id(part) != 3:
            continue
        rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
        rings = [without_corners(ring) if area.use in ROUNDED else rounded(ring) for ring in rings]
        shape = shapely.Polygon(rings[0], rings[1:])
        if not shape.is_valid:
            continue
        draft.add_polygon(rings, tags)
        shores.append(rings[0])
        total += float(shape.area)
    if area.use == Use.LAKE and shores and len(area.rings) == 1:
        _plant_shore(draft, area, shores)
    return total


def _plant_shore(draft: Draft, area: Area, shores: list[Floats]) -> None:
    """Write the strip between a lake and its block as scrub with the lake as a hole."""
    holes = []
    for shore in shores:
        first = draft.add_points(shore[:-1])
        holes.append(list(range(first, first + len(shore) - 1)))
    draft.add_area([area.rings[0], *holes], {"natural": "scrub"})


def _tags(area: Area, size: float, numbers: dict[Use, int], seed: int) -> Tags:
    """Return the tags of an area: its use, for some a name, for few a closed gate."""
    look = LOOKS[area.use]
    tags = dict(look.tags)
    key = np.array([area.blocks])
    if look.name and size >= NAMED_FROM.get(area.use, 1e9) * HECTARE:
        numbers[area.use] = numbers.get(area.use, 0) + 1
        tags["name"] = f"{look.name} {numbers[area.use]}"
    if chances(salt_of(seed, "private"), key)[0] < PRIVATE.get(area.use, 0.0):
        tags["access"] = "private"
    if area.use == Use.FOREST:
        tags["leaf_type"] = ("broadleaved", "mixed", "needleleaved")[int(3 * chances(salt_of(seed, "leaf"), key)[0])]
    if area.use == Use.SPORT and chances(salt_of(seed, "pitch"), key)[0] < 0.25:
        tags["access"] = "yes"
    return tags


def _plant_reserves(terrain: Terrain, draft: Draft, seed: int) -> None:
    """Write nature reserves over woods, wetland and river meadows."""
    x, y = terrain.centre[:, 0], terrain.centre[:, 1]
    worth = noise(x, y, 3200.0, salt_of(seed, "reserve"), 2) + 0.35 * terrain.fields.at(terrain.fields.wet, terrain.centre)
    worth += np.where(np.isin(terrain.use, [Use.WETLAND, Use.HEATH]), 0.5, 0.0)
    kept = np.isin(terrain.use, RESERVED) & (worth > 0.3) & (terrain.town >= 0)
    kept[0] = False
    label = _components(terrain.mesh.edges[:, FACE], kept)
    size = np.bincount(label[label >= 0], weights=terrain.size[label >= 0])
    label[(label >= 0) & (size[label] < 8 * HECTARE)] = -1
    rings, owner = trace(terrain.mesh, label)
    grouped: dict[int, list[list[int]]] = {}
    for ring, number in zip(rings, owner, strict=True):
        grouped.setdefault(number, []).append(ring)
    for count, number in enumerate(sorted(grouped), 1):
        loops = sorted(grouped[number], key=lambda ring: -_size(terrain.mesh.nodes, ring))
        draft.add_area(loops, {"leisure": "nature_reserve", "name": f"Naturschutzgebiet {count}"})


def _components(face: Ints, kept: np.ndarray) -> Ints:
    """Number the connected parts of the kept faces; -1 for all others."""
    left, right = face[0::2], face[1::2]
    both = kept[left] & kept[right]
    ones = np.ones(int(both.sum()), dtype=np.int8)
    graph = coo_matrix((ones, (left[both], right[both])), shape=(len(kept), len(kept)))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    return np.where(kept, label, -1)


def _size(nodes: Floats, ring: list[int]) -> float:
    return float(shapely.Polygon(nodes[ring]).area)
