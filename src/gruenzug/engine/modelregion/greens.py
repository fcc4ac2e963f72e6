"""Write areas to the map: woods and fields as their blocks are, parks and lakes with an edge of their own."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from gruenzug.engine.modelregion.areas import Area, outlines_of
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
NAMED_FROM = {
    Use.PARK: 2.0,
    Use.CEMETERY: 0.0,
    Use.ALLOTMENTS: 0.0,
    Use.SPOIL_TIP: 0.0,
    Use.FOREST: 40.0,
    Use.LAKE: 3.0,
    Use.GOLF: 0.0,
    Use.RECREATION: 2.0,
    Use.VILLAGE_GREEN: 0.0,
    Use.HEATH: 5.0,
    Use.WETLAND: 5.0,
}
RESERVED = (Use.FOREST, Use.WOOD, Use.WETLAND, Use.HEATH, Use.MEADOW, Use.LAKE, Use.SCRUB)


def plant_areas(terrain: Terrain, areas: list[Area], draft: Draft, seed: int) -> dict[int, dict[Use, float]]:
    """Write all areas that are joined from blocks, and nature reserves over them.

    Parameters
    ----------
    terrain : Terrain
        Blocks and their uses.
    areas : list of Area
        Blocks of one use, joined.
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
    for area in areas:
        size = float(area.polygon.area)
        if LOOKS[area.use].inset:
            size = _plant_inset(draft, area, _tags(area, size, numbers, seed))
        elif LOOKS[area.use].tags:
            draft.add_area(area.rings, _tags(area, size, numbers, seed))
        place = written.setdefault(area.town, {})
        place[area.use] = place.get(area.use, 0.0) + size
    _plant_reserves(terrain, draft, seed)
    return written


def _plant_inset(draft: Draft, area: Area, tags: Tags) -> float:
    """Write an area kept clear of the streets around it; return its size."""
    inner = shapely.buffer(area.polygon, -LOOKS[area.use].inset, join_style="mitre", mitre_limit=2.5)
    inner = _rounded_off(inner, area.polygon) if area.use in ROUNDED else shapely.simplify(inner, 0.4)
    total = 0.0
    shores: list[Floats] = []
    for part in shapely.get_parts(shapely.set_precision(inner, 0.01)):
        if part.area < SMALLEST or shapely.get_type_id(part) != 3:
            continue
        rings = [rounded(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
        draft.add_polygon(rings, tags)
        shores.append(rings[0])
        total += float(part.area)
    if area.use == Use.LAKE and shores:
        _plant_shore(draft, area, shores)
    return total


def _rounded_off(inner: shapely.Geometry, block: shapely.Polygon) -> shapely.Geometry:
    """Return a shape with soft corners that stays inside its block."""
    parts = [part for part in shapely.get_parts(shapely.simplify(inner, 14.0)) if part.area > SMALLEST]
    soft = [shapely.Polygon(without_corners(shapely.get_coordinates(part.exterior), 3)) for part in parts]
    kept = shapely.buffer(block, -5.0, join_style="mitre", mitre_limit=2.5)
    return (
        shapely.intersection(shapely.union_all(shapely.make_valid(np.array(soft))), kept)
        if soft
        else shapely.Polygon()
    )


def _plant_shore(draft: Draft, area: Area, shores: list[Floats]) -> None:
    """Write the land between a lake and its block as a meadow with the lake as a hole."""
    holes = area.rings[1:]
    for shore in shores:
        first = draft.add_points(shore[:-1])
        holes.append(list(range(first, first + len(shore) - 1)))
    draft.add_area([area.rings[0], *holes], {"landuse": "meadow"})


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
        tags["leaf_type"] = ("broadleaved", "mixed", "needleleaved")[
            int(3 * chances(salt_of(seed, "leaf"), key)[0])
        ]
    if area.use == Use.SPORT and chances(salt_of(seed, "pitch"), key)[0] < 0.25:
        tags["access"] = "yes"
    return tags


def _plant_reserves(terrain: Terrain, draft: Draft, seed: int) -> None:
    """Write nature reserves over woods, wetland and river meadows."""
    x, y = terrain.centre[:, 0], terrain.centre[:, 1]
    worth = noise(x, y, 3200.0, salt_of(seed, "reserve"), 2) + 0.35 * terrain.fields.at(
        terrain.fields.wet, terrain.centre
    )
    worth += np.where(np.isin(terrain.use, [Use.WETLAND, Use.HEATH]), 0.5, 0.0)
    kept = np.isin(terrain.use, RESERVED) & (worth > 0.3) & (terrain.town >= 0)
    kept[0] = False
    label = _components(terrain.mesh.edges[:, FACE], kept)
    size = np.bincount(label[label >= 0], weights=terrain.size[label >= 0])
    label[(label >= 0) & (size[label] < 8 * HECTARE)] = -1
    for count, (_, rings, _) in enumerate(outlines_of(terrain.mesh, label), 1):
        draft.add_area(rings, {"leisure": "nature_reserve", "name": f"Naturschutzgebiet {count}"})


def _components(face: Ints, kept: np.ndarray) -> Ints:
    """Number the connected parts of the kept faces; -1 for all others."""
    left, right = face[0::2], face[1::2]
    both = kept[left] & kept[right]
    ones = np.ones(int(both.sum()), dtype=np.int8)
    graph = coo_matrix((ones, (left[both], right[both])), shape=(len(kept), len(kept)))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    return np.where(kept, label, -1)
