"""Municipal outlines: rough centres, exact areas, grown borders.

A power diagram gives every municipality a cell around its centre; the weights
are moved until each cell has the published area. Larger municipalities own
several sites (their districts), so that cells are not merely convex. Then each
straight border is replaced by a winding line that takes on one side what it
gives on the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, cKDTree
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, Ints, noise, salt_of, stream
from gruenzug.engine.modelregion.facts import HECTARE, Town
from gruenzug.engine.modelregion.lines import lengths, normals, resampled, rounded

OUTSIDE = -1  # owner of the sites beyond the region
DISTRICT_HECTARES = 850.0
CLOSE_ENOUGH = 500.0  # square metres between a cell and its published area
BORDER_STEP = 170.0  # metres between points of a border


@dataclass(frozen=True)
class Sites:
    """Centres of districts: position, owning municipality (or OUTSIDE), and whether it is the town centre."""

    points: Floats
    owner: Ints
    is_centre: np.ndarray


@dataclass(frozen=True)
class Outlines:
    """Polygons of the municipalities, tiling the region, and the sites they grew from."""

    polygons: list[Geometry]
    arcs: list[Floats]
    sites: Sites


@dataclass(frozen=True)
class _Diagram:
    """Edges of a power diagram: end points, and the sites on both sides."""

    start: Floats
    end: Floats
    left: Ints
    right: Ints


def draw_outlines(towns: Sequence[Town], keep_off: Geometry, seed: int) -> Outlines:
    """Return outlines with the published areas.

    Parameters
    ----------
    towns : sequence of Town
        The municipalities.
    keep_off : Geometry
        Where no district centre may lie (water).
    seed : int
        Seed of the region.

    Returns
    -------
    Outlines
        One polygon per town, in order.
    """
    targets = np.array([town.area * HECTARE for town in towns])
    sites = _first_sites(towns)
    weights = _solve(sites, targets, np.zeros(len(towns)))
    sites = _with_districts(sites, weights, targets, keep_off, seed)
    sites, weights = _solve_in_one_piece(sites, targets)
    diagram = _borders(_power_diagram(sites, weights), sites)
    straight = _arcs(diagram, sites)
    arcs = _wind_all(straight, salt_of(seed, "border"))
    polygons = _polygons(straight, arcs, sites, weights)
    return Outlines(polygons, arcs, _settled(sites, polygons))


def _first_sites(towns: Sequence[Town]) -> Sites:
    """Return the town centres and, around them, fixed sites beyond the region."""
    centres = np.array([(town.x, town.y) for town in towns])
    reach = np.sqrt(np.array([town.area * HECTARE / 3.141592653589793 for town in towns]))
    low, high = centres.min(axis=0) - 26_000, centres.max(axis=0) + 26_000
    step = 3_800.0
    grid = np.array(
        [
            (x + (row % 2) * step / 2, y)
            for row, y in enumerate(np.arange(low[1], high[1], step * 0.87))
            for x in np.arange(low[0], high[0], step)
        ]
    )
    offset = grid[:, None, :] - centres[None, :, :]
    nearness = (np.sqrt((offset * offset).sum(axis=2)) / reach).min(axis=1)
    outside = np.round(grid[nearness > 1.45])
    points = np.concatenate([centres, outside])
    owner = np.concatenate([np.arange(len(towns)), np.full(len(outside), OUTSIDE)])
    return Sites(points, owner, owner >= 0)


def _with_districts(sites: Sites, weights: Floats, targets: Floats, keep_off: Geometry, seed: int) -> Sites:
    """Add district centres inside each municipality's first cell."""
    shapely.prepare(keep_off)
    tree = cKDTree(_lifted(sites, weights))
    points, owner = [sites.points], [sites.owner]
    for town, area in enumerate(targets):
        more = round(area / HECTARE / DISTRICT_HECTARES) - 1
        if more > 0:
            spots = _spread(sites.points[town], area, more, tree, sites, town, keep_off, seed)
            points.append(spots)
            owner.append(np.full(len(spots), town))
    joined = np.concatenate(owner)
    return Sites(np.concatenate(points), joined, np.arange(len(joined)) < len(targets))


def _spread(
    centre: Floats,
    area: float,
    count: int,
    tree: cKDTree,
    sites: Sites,
    town: int,
    keep_off: Geometry,
    seed: int,
) -> Floats:
    """Return `count` points inside a cell, far from each other and from the centre."""
    reach = 2.2 * np.sqrt(area / 3.141592653589793)
    candidates = np.round(centre + (stream(seed, "districts", town).random((600, 2)) * 2 - 1) * reach)
    # A point is inside if a point half as far again from the centre still is.
    beyond = centre + (candidates - centre) * 1.22
    inside = [
        sites.owner[tree.query(np.column_stack([spot, np.zeros(len(spot))]))[1]] == town
        for spot in (candidates, beyond)
    ]
    candidates = candidates[inside[0] & inside[1] & ~shapely.contains_xy(keep_off, candidates)]
    chosen = [centre]
    distance = np.full(len(candidates), np.inf)
    for _ in range(min(count, len(candidates))):
        step = candidates - chosen[-1]
        distance = np.minimum(distance, (step * step).sum(axis=1))
        chosen.append(candidates[int(np.argmax(distance))])
    return np.array(chosen[1:]).reshape(-1, 2)


def _lifted(sites: Sites, weights: Floats) -> Floats:
    """Return sites with a height, so that power distance is plain distance."""
    weight = np.where(sites.owner >= 0, weights[sites.owner], 0.0)
    return np.column_stack([sites.points, np.sqrt(weight.max() - weight)])


def _power_diagram(sites: Sites, weights: Floats) -> _Diagram:
    """Return the edges between the cells of all sites."""
    origin = sites.points.mean(axis=0)
    p = (sites.points - origin) / 1000
    weight = np.where(sites.owner >= 0, weights[sites.owner], 0.0) / 1e6
    hull = ConvexHull(np.column_stack([p, (p * p).sum(axis=1) - weight]))
    lower = np.flatnonzero(hull.equations[:, 2] < 0)
    rank = np.full(len(hull.simplices), -1)
    rank[lower] = np.arange(len(lower))
    corner = hull.equations[lower, :2] / (-2 * hull.equations[lower, 2:3])
    corner = rounded(corner * 1000 + origin)
    this = np.repeat(np.arange(len(lower)), 3)
    that = rank[hull.neighbors[lower]].ravel()
    a = hull.simplices[lower][:, [1, 2, 0]].ravel()
    b = hull.simplices[lower][:, [2, 0, 1]].ravel()
    once = that > this
    diagram = _Diagram(corner[this[once]], corner[that[once]], a[once], b[once])
    return _turned(diagram, sites)


def _turned(diagram: _Diagram, sites: Sites) -> _Diagram:
    """Swap sides where the site called left is not to the left."""
    ahead = diagram.end - diagram.start
    across = sites.points[diagram.left] - sites.points[diagram.right]
    wrong = ahead[:, 0] * across[:, 1] - ahead[:, 1] * across[:, 0] < 0
    left = np.where(wrong, diagram.right, diagram.left)
    right = np.where(wrong, diagram.left, diagram.right)
    return _Diagram(diagram.start, diagram.end, left, right)


def _borders(diagram: _Diagram, sites: Sites) -> _Diagram:
    """Keep the edges between different owners."""
    keep = sites.owner[diagram.left] != sites.owner[diagram.right]
    return _Diagram(diagram.start[keep], diagram.end[keep], diagram.left[keep], diagram.right[keep])


def _areas(diagram: _Diagram, sites: Sites, count: int) -> Floats:
    """Return the area of each municipality by the shoelace formula over its borders."""
    a, b = diagram.start - sites.points[0], diagram.end - sites.points[0]
    cross = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2
    areas = np.zeros(count)
    for side, sign in ((diagram.left, 1.0), (diagram.right, -1.0)):
        owner = sites.owner[side]
        np.add.at(areas, owner[owner >= 0], sign * cross[owner >= 0])
    return areas


def _solve(sites: Sites, targets: Floats, weights: Floats) -> Floats:
    """Return the weights under which each cell has its target area (Newton's method, damped)."""
    count = len(targets)
    damping = 1.0
    error = np.inf
    best = weights
    for _ in range(80):
        diagram = _borders(_power_diagram(sites, weights), sites)
        missing = targets - _areas(diagram, sites, count)
        now = float(np.abs(missing).max())
        if now < CLOSE_ENOUGH:
            return weights
        if now > error * 1.5:
            damping = max(damping / 2, 0.05)
            weights = best
            error *= 1.2
            continue
        best, error = weights, now
        step = _solved(_slopes(diagram, sites, count), missing)
        weights = np.asarray(np.round(weights + damping * step), dtype=np.float64)
        damping = min(1.0, damping * 1.4)
    return best


def _solve_in_one_piece(sites: Sites, targets: Floats) -> tuple[Sites, Floats]:
    """Return sites and weights under which no municipality has an exclave."""
    while True:
        weights = _solve(sites, targets, np.zeros(len(targets)))
        keep = _attached(sites, weights)
        if keep.all():
            return sites, weights
        sites = Sites(sites.points[keep], sites.owner[keep], sites.is_centre[keep])


def _attached(sites: Sites, weights: Floats) -> np.ndarray:
    """Say which sites have a cell that hangs together with the one of their town centre."""
    diagram = _power_diagram(sites, weights)
    same = sites.owner[diagram.left] == sites.owner[diagram.right]
    size = len(sites.points)
    ones = np.ones(int(same.sum()), dtype=np.int8)
    graph = coo_matrix((ones, (diagram.left[same], diagram.right[same])), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    return np.asarray((sites.owner < 0) | (label == label[np.maximum(sites.owner, 0)]))


def _solved(matrix: Floats, right: Floats) -> Floats:
    """Solve a diagonally dominant system by elimination: a library's answer depends on the machine."""
    a, b = matrix.copy(), right.copy()
    for k in range(len(b)):
        share = a[k + 1 :, k] / a[k, k]
        a[k + 1 :] -= share[:, None] * a[k]
        b[k + 1 :] -= share * b[k]
    for k in range(len(b) - 1, -1, -1):
        b[k] = (b[k] - (a[k, k + 1 :] * b[k + 1 :]).sum()) / a[k, k]
    return b


def _slopes(diagram: _Diagram, sites: Sites, count: int) -> Floats:
    """Return how fast areas grow with weights: border length over twice the distance of the sites."""
    ahead = diagram.end - diagram.start
    across = sites.points[diagram.left] - sites.points[diagram.right]
    rate = np.sqrt((ahead * ahead).sum(axis=1)) / (2 * np.sqrt((across * across).sum(axis=1)))
    slopes = np.zeros((count + 1, count + 1))
    a, b = sites.owner[diagram.left], sites.owner[diagram.right]
    np.add.at(slopes, (a, a), rate)
    np.add.at(slopes, (b, b), rate)
    np.add.at(slopes, (a, b), -rate)
    np.add.at(slopes, (b, a), -rate)
    return slopes[:count, :count] + np.eye(count) * 1e-6


def _arcs(diagram: _Diagram, sites: Sites) -> list[Floats]:
    """Join border edges into lines from junction to junction."""
    lines = shapely.linestrings(np.stack([diagram.start, diagram.end], axis=1))
    owners = np.sort(np.column_stack([sites.owner[diagram.left], sites.owner[diagram.right]]), axis=1)
    arcs = []
    for pair in np.unique(owners, axis=0):
        chosen = lines[(owners == pair).all(axis=1)]
        merged = shapely.line_merge(shapely.multilinestrings(chosen))
        arcs += [shapely.get_coordinates(part) for part in shapely.get_parts(merged)]
    return arcs


def _wind_all(straight: list[Floats], salt: int) -> list[Floats]:
    """Wind every border as much as its neighbours allow."""
    amplitude = np.full(len(straight), 0.2)
    arcs = [_wind(arc, 0.2, salt) for arc in straight]
    for _ in range(8):
        crossing = _crossing(arcs)
        if not len(crossing):
            break
        for n in crossing:
            amplitude[n] = 0.0 if amplitude[n] < 0.03 else amplitude[n] * 0.6
            arcs[n] = _wind(straight[n], float(amplitude[n]), salt)
    return arcs


def _crossing(arcs: list[Floats]) -> Ints:
    """Return the lines that meet another one, or themselves, elsewhere than at their ends."""
    lines = np.array([shapely.linestrings(arc) for arc in arcs])
    a, b = shapely.STRtree(lines).query(lines, predicate="intersects")
    pairs = a < b
    a, b = a[pairs], b[pairs]
    bad = ~shapely.touches(lines[a], lines[b]) | (
        shapely.length(shapely.intersection(lines[a], lines[b])) > 0
    )
    return np.unique(np.concatenate([a[bad], b[bad], np.flatnonzero(~shapely.is_simple(lines))]))


def _wind(arc: Floats, amplitude: float, salt: int) -> Floats:
    """Return a winding line between the ends of `arc` that keeps the area on both sides."""
    line = resampled(arc, BORDER_STEP)
    if len(line) < 4 or amplitude == 0:
        return rounded(arc if amplitude == 0 else line)
    for _ in range(8):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    share = lengths(line) / lengths(line)[-1]
    envelope = np.minimum(1.0, 5 * np.minimum(share, 1 - share))
    envelope = envelope * envelope * (3 - 2 * envelope)
    size = amplitude * min(lengths(line)[-1], 4000.0)
    push = noise(line[:, 0], line[:, 1], 2600.0, salt, 1) + 0.5 * noise(
        line[:, 0], line[:, 1], 800.0, salt + 3, 2
    )
    sideways = normals(line)
    wanted = _side_area(arc)
    wind = line + sideways * (envelope * push * size)[:, None]
    for _ in range(6):
        surplus = wanted - _side_area(wind)
        rate = _side_area(wind + sideways * envelope[:, None]) - _side_area(wind)
        if abs(rate) < 1.0:
            break
        wind = wind + sideways * (envelope * surplus / rate)[:, None]
    wind[0], wind[-1] = arc[0], arc[-1]
    return rounded(wind)


def _side_area(line: Floats) -> float:
    """Return the signed area between a line and its chord."""
    a = line - line[0]
    cross = a[:-1, 0] * a[1:, 1] - a[:-1, 1] * a[1:, 0]
    return float(cross.sum()) / 2


def _polygons(straight: list[Floats], arcs: list[Floats], sites: Sites, weights: Floats) -> list[Geometry]:
    """Return one polygon per municipality: the one between winding borders that covers most of its cell."""
    cells, faces = _faces(straight), _faces(arcs)
    inner = shapely.get_coordinates(shapely.point_on_surface(cells))
    lifted = np.column_stack([inner, np.zeros(len(inner))])
    owner = sites.owner[cKDTree(_lifted(sites, weights)).query(lifted)[1]]
    cell, face = shapely.STRtree(faces).query(cells, predicate="intersects")
    shared = shapely.area(shapely.intersection(cells[cell], faces[face]))
    order = np.lexsort([-shared, cell])
    best = order[np.unique(cell[order], return_index=True)[1]]
    return [faces[face[best[place]]] for place in np.argsort(owner)]


def _faces(arcs: list[Floats]) -> np.ndarray:
    lines = np.array([shapely.linestrings(arc) for arc in arcs])
    return np.asarray(shapely.get_parts(shapely.polygonize(lines)))


def _settled(sites: Sites, polygons: list[Geometry]) -> Sites:
    """Keep the sites that ended up inside their own municipality; a stray town centre moves home."""
    keep = sites.owner < 0
    points = sites.points.copy()
    for town, polygon in enumerate(polygons):
        shapely.prepare(polygon)
        own = np.flatnonzero(sites.owner == town)
        inside = shapely.contains_xy(shapely.buffer(polygon, -250.0), points[own])
        if not inside[0]:
            points[own[0]] = np.round(shapely.get_coordinates(shapely.centroid(polygon))[0])
        keep[own] = inside | sites.is_centre[own]
    return Sites(points[keep], sites.owner[keep], sites.is_centre[keep])
