"""Small green inside the blocks: lawns, gardens and playgrounds."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.engine.modelregion.chance import Floats, Ints, chances, salt_of
from gruenzug.engine.modelregion.draft import Draft, Tags
from gruenzug.engine.modelregion.lines import rounded
from gruenzug.engine.modelregion.scales import Scale
from gruenzug.engine.modelregion.terrain import Terrain
from gruenzug.engine.modelregion.uses import Use

PEOPLE_PER_PLAYGROUND = 1300
AS_NODE = 0.25  # share of playgrounds that are mapped as a point
CLEAR = 7.0  # metres between a lawn and the street


def plant_gardens(terrain: Terrain, scale: Scale, draft: Draft, seed: int) -> dict[int, float]:
    """Write lawns, gardens and playgrounds; return the square metres of playground per municipality."""
    polygons = terrain.polygons
    homes = np.flatnonzero(np.isin(terrain.use, [Use.RESIDENTIAL, Use.CENTRE]) & (terrain.town >= 0))
    chosen = homes[chances(salt_of(seed, "garden"), homes) < scale.small_green]
    _plant_lawns(terrain, polygons, chosen, draft, seed)
    grounds = np.flatnonzero(np.isin(terrain.use, [Use.RESIDENTIAL, Use.PARK]) & (terrain.town >= 0))
    return _plant_playgrounds(terrain, polygons, grounds, draft, seed)


def _plant_lawns(terrain: Terrain, polygons: np.ndarray, faces: Ints, draft: Draft, seed: int) -> None:
    """Write a lawn or a garden in the middle of each block."""
    wanted = 350.0 + 2600.0 * _squared(chances(salt_of(seed, "lawn"), faces))
    shapes, faces = _shrunken(terrain, polygons, faces, wanted, 0.22)
    kind = chances(salt_of(seed, "lawn kind"), faces)
    for shape, draw in zip(shapes, kind.tolist(), strict=True):
        draft.add_polygon([shape], _lawn_tags(draw))


def _lawn_tags(draw: float) -> Tags:
    if draw < 0.55:
        return {"landuse": "grass"}
    if draw < 0.62:
        return {"landuse": "grass", "access": "private"}
    if draw < 0.93:
        return {"leisure": "garden", "access": "private", "garden:type": "residential"}
    return {"leisure": "garden", "access": "yes"}


def _plant_playgrounds(
    terrain: Terrain, polygons: np.ndarray, faces: Ints, draft: Draft, seed: int
) -> dict[int, float]:
    """Write playgrounds, as many as people live there, more readily in parks."""
    draw = chances(salt_of(seed, "playground"), faces) - np.where(terrain.use[faces] == Use.PARK, 0.3, 0.0)
    order = faces[np.argsort(draw, kind="stable")]
    picked = [
        order[terrain.town[order] == n][: round(town.population / PEOPLE_PER_PLAYGROUND)]
        for n, town in enumerate(terrain.towns)
    ]
    chosen = np.concatenate(picked)
    wanted = 500.0 + 1100.0 * chances(salt_of(seed, "play size"), chosen)
    shapes, chosen = _shrunken(terrain, polygons, chosen, wanted, 0.3)
    as_node = chances(salt_of(seed, "play node"), chosen) < AS_NODE
    private = chances(salt_of(seed, "play gate"), chosen) < 0.04
    areas: dict[int, float] = {}
    for n, shape in enumerate(shapes):
        tags = {"leisure": "playground"} | ({"access": "private"} if private[n] else {})
        if as_node[n]:
            draft.add_node(float(shape[:-1, 0].mean()), float(shape[:-1, 1].mean()), tags)
            continue
        draft.add_polygon([shape], tags)
        town = int(terrain.town[chosen[n]])
        areas[town] = areas.get(town, 0.0) + float(shapely.Polygon(shape).area)
    return areas


def _shrunken(
    terrain: Terrain, polygons: np.ndarray, faces: Ints, wanted: Floats, most: float
) -> tuple[list[Floats], Ints]:
    """Return blocks shrunken towards their middle to the wanted area, and which blocks these are."""
    share = np.minimum(wanted / np.maximum(terrain.size[faces], 1.0), most)
    factor = np.sqrt(share)
    points, owner = shapely.get_coordinates(shapely.simplify(polygons[faces], 4.0), return_index=True)
    middle = terrain.centre[faces]
    points = rounded(middle[owner] + (points - middle[owner]) * factor[owner][:, None])
    rings = np.split(points, np.flatnonzero(np.diff(owner)) + 1)
    shapes = shapely.polygons([shapely.linearrings(ring) for ring in rings])
    fits = shapely.is_valid(shapes) & (shapely.area(shapes) > 150.0)
    fits &= shapely.contains_properly(shapely.buffer(polygons[faces], -CLEAR, join_style="mitre"), shapes)
    return [ring for ring, fit in zip(rings, fits, strict=True) if fit], faces[fits]


def _squared(values: Floats) -> Floats:
    return values * values
