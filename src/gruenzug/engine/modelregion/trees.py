"""Single trees: along streets in the cadastre, in parks on the map, and rows of trees in the fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gruenzug.engine.modelregion.chance import Floats, Ints, chances, salt_of
from gruenzug.engine.modelregion.draft import Draft
from gruenzug.engine.modelregion.lines import rounded
from gruenzug.engine.modelregion.mesh import FACE, ORIGIN
from gruenzug.engine.modelregion.scales import Scale
from gruenzug.engine.modelregion.streets import LIVING, NO, PRIMARY, TRACK, Streets
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import BUILT, Use

SPECIES = (
    "Tilia cordata",
    "Acer platanoides",
    "Platanus × hispanica",
    "Quercus robur",
    "Acer pseudoplatanus",
    "Carpinus betulus",
    "Robinia pseudoacacia",
    "Fraxinus excelsior",
    "Prunus avium",
    "Betula pendula",
    "Corylus colurna",
    "Sorbus aria",
)
SPACING = 13.0
FROM_AXIS = 4.0


@dataclass(frozen=True)
class Trees:
    """Street trees: place, species."""

    points: Floats
    species: list[str]


def street_trees(terrain: Terrain, streets: Streets, scale: Scale, seed: int) -> Trees:
    """Return the trees of the cadastre: whole streets of one species, as many as each town has."""
    mesh = terrain.mesh
    face = mesh.edges[:, FACE].reshape(-1, 2)
    town = terrain.town[face].max(axis=1)
    lined = (
        (streets.highway >= PRIMARY)
        & (streets.highway <= LIVING)
        & np.isin(terrain.use[face], BUILT).any(axis=1)
        & (town >= 0)
    )
    edges = np.flatnonzero(lined & ~streets.bridge)
    start, end = (mesh.nodes[mesh.edges[2 * edges + side, ORIGIN]] for side in (0, 1))
    length = np.sqrt(((end - start) * (end - start)).sum(axis=1))
    count = np.floor((length - 8.0) / SPACING).clip(0).astype(np.int64)
    order = np.lexsort(
        [edges, mesh.line[edges], np.round(1e9 * chances(salt_of(seed, "avenue"), mesh.line[edges]))]
    )
    kept = _until_enough(
        order,
        count,
        town[edges],
        [round(scale.trees_per_1000 * facts.population / 1000) for facts in terrain.towns],
    )
    each = np.repeat(kept, count[kept])
    number = np.arange(len(each)) - np.repeat(np.cumsum(count[kept]) - count[kept], count[kept])
    along = (end - start)[each] / length[each][:, None]
    side = np.where(number % 2 == 0, FROM_AXIS, -FROM_AXIS)[:, None]
    points = (
        start[each]
        + along * (8.0 + number * SPACING)[:, None]
        + np.column_stack([-along[:, 1], along[:, 0]]) * side
    )
    kind = np.floor(chances(salt_of(seed, "species"), mesh.line[edges[each]]) * len(SPECIES)).astype(np.int64)
    return Trees(rounded(points), [SPECIES[n] for n in kind])


def _until_enough(order: Ints, count: Ints, town: Ints, wanted: list[int]) -> Ints:
    """Return the first items of `order` whose counts reach what each municipality wants."""
    kept = []
    for number, most in enumerate(wanted):
        here = order[town[order] == number]
        kept.append(here[np.cumsum(count[here]) <= most])
    return np.concatenate(kept)


def park_trees(terrain: Terrain, scale: Scale, draft: Draft, seed: int) -> None:
    """Write single trees in parks and cemeteries."""
    faces = np.flatnonzero(
        np.isin(terrain.use, [Use.PARK, Use.CEMETERY, Use.VILLAGE_GREEN]) & (terrain.town >= 0)
    )
    count = np.floor(
        terrain.size[faces] / 10_000 * scale.trees_per_1000 / 5 + chances(salt_of(seed, "grove"), faces)
    ).astype(np.int64)
    each = np.repeat(faces, count)
    number = np.arange(len(each))
    polygons = terrain.polygons[each]
    low, high = shapely.bounds(polygons)[:, :2], shapely.bounds(polygons)[:, 2:]
    draw = np.column_stack([chances(salt_of(seed, "tree", axis), each, number) for axis in "xy"])
    points = rounded(low + draw * (high - low))
    inside = shapely.contains_xy(polygons, points[:, 0], points[:, 1])
    kind = np.floor(chances(salt_of(seed, "park species"), number[inside]) * len(SPECIES)).astype(np.int64)
    known = chances(salt_of(seed, "known"), number[inside]) < 0.5
    tags = [
        {"natural": "tree", "species": SPECIES[n]} if k else {"natural": "tree"}
        for n, k in zip(kind, known, strict=True)
    ]
    draft.add_nodes(points[inside], tags)


def tree_rows(terrain: Terrain, streets: Streets, draft: Draft, seed: int) -> None:
    """Write rows of trees along some edges of fields and field tracks."""
    mesh = terrain.mesh
    use = terrain.use[mesh.edges[:, FACE]].reshape(-1, 2)
    field = np.isin(use, [Use.FARMLAND, Use.MEADOW, Use.ORCHARD]).all(axis=1) & (mesh.size[mesh.line] > 0)
    field &= (streets.highway == NO) | (streets.highway == TRACK)
    field &= chances(salt_of(seed, "row"), mesh.line) < 0.12
    edges = np.flatnonzero(field)
    edges = edges[np.lexsort([mesh.along[edges], mesh.line[edges]])]
    start, end = mesh.edges[2 * edges, ORIGIN], mesh.edges[2 * edges + 1, ORIGIN]
    if not len(edges):
        return
    fresh = np.flatnonzero(np.r_[True, (np.diff(mesh.line[edges]) != 0) | (end[:-1] != start[1:])])
    for begin, stop in zip(fresh, [*fresh[1:], len(edges)], strict=True):
        draft.add_way([*start[begin:stop].tolist(), int(end[stop - 1])], {"natural": "tree_row"})
