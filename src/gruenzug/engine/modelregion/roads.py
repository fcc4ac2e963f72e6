"""The main roads: from town to town, busy where many ways lead along, bent by the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay
from shapely import Geometry

from gruenzug.engine.modelregion.arrange import Kind, Line
from gruenzug.engine.modelregion.chance import Floats, Ints, chances, noise, salt_of
from gruenzug.engine.modelregion.lines import lengths, resampled, rounded
from gruenzug.engine.modelregion.outlines import Sites

ROAD_STEP = 120.0
BIG_TOWN = 50_000
ALONG = 200.0  # metres that a small road may share with motorways and railways
FAR = 45_000.0  # metres, water counted several times, beyond which no main road leads directly


@dataclass(frozen=True)
class _Links:
    """Candidate roads between sites."""

    ends: Ints
    length: Floats
    wet: Floats  # metres through water


def main_roads(
    sites: Sites, populations: Ints, water: Geometry, tracks: Geometry, area: Geometry, seed: int
) -> list[Line]:
    """Return the main roads between all sites in or near `area`.

    Parameters
    ----------
    sites : Sites
        District centres; those outside the region stand for towns beyond.
    populations : ndarray of int
        Inhabitants per municipality.
    water, tracks : Geometry
        Rivers and canals, which few roads cross; motorways and railways, along which none may run.
    area : Geometry
        What will be mapped.
    seed : int
        Seed of the region.

    Returns
    -------
    list of Line
        Primary, secondary and tertiary roads.
    """
    shapely.prepare(area)
    near = shapely.dwithin(area, shapely.points(sites.points), 9000.0) | sites.is_centre
    points = sites.points[near]
    links = _links(points, water)
    kinds = _kinds(links, points, sites.owner[near], sites.is_centre[near], populations)
    keep = (kinds < Kind.TERTIARY) | (
        (links.wet < 160) & (chances(salt_of(seed, "road"), *_keys(points, links)) < 0.9)
    )
    bent = _bent(list(points[links.ends[keep]]), salt_of(seed, "bend"))
    shapely.prepare(tracks)
    return [
        Line(Kind(int(kind)), line)
        for kind, line in zip(kinds[keep], bent, strict=True)
        if kind < Kind.TERTIARY or shapely.contains_xy(tracks, resampled(line, 30.0)).sum() * 30.0 < ALONG
    ]


def _keys(points: Floats, links: _Links) -> tuple[Floats, Floats]:
    middle = np.round(points[links.ends].mean(axis=1))
    return middle[:, 0], middle[:, 1]


def _links(points: Floats, water: Geometry) -> _Links:
    """Return the candidate roads between sites."""
    ends = _gabriel(points)
    step = points[ends[:, 1]] - points[ends[:, 0]]
    share = np.linspace(0.0, 1.0, 200)[None, :, None]
    spots = points[ends[:, :1]] + share * step[:, None, :]
    shapely.prepare(water)
    wet = shapely.contains_xy(water, spots[:, :, 0], spots[:, :, 1]).mean(axis=1)
    length = np.sqrt((step * step).sum(axis=1))
    return _Links(ends, length, wet * length)


def _gabriel(points: Floats) -> Ints:
    """Return the pairs of points with no third point in the circle between them."""
    triangles = Delaunay(points).simplices
    sides = np.concatenate([triangles[:, [0, 1, 2]], triangles[:, [1, 2, 0]], triangles[:, [2, 0, 1]]])
    a, b, c = points[sides[:, 0]], points[sides[:, 1]], points[sides[:, 2]]
    blunt = ((a - c) * (b - c)).sum(
        axis=1
    ) < 0  # the corner opposite sees the side under more than 90 degrees
    pairs = np.sort(sides[:, :2], axis=1)
    ends, which = np.unique(pairs, axis=0, return_inverse=True)
    seen = np.bincount(which.ravel(), weights=blunt, minlength=len(ends))
    return np.asarray(ends[seen == 0])


def _kinds(links: _Links, points: Floats, owner: Ints, is_centre: np.ndarray, populations: Ints) -> Ints:
    """Return the class of each link: how much the ways between town centres use it."""
    cost = np.round(links.length + 4 * links.wet, 1)
    count = len(owner)
    graph = coo_matrix((cost, (links.ends[:, 0], links.ends[:, 1])), shape=(count, count)).tocsr()
    centres = np.flatnonzero(is_centre)
    distance, before = dijkstra(graph, directed=False, indices=centres, return_predecessors=True)
    number = {tuple(pair): n for n, pair in enumerate(links.ends.tolist())}
    big = populations[owner[centres]] >= BIG_TOWN
    kinds = np.full(len(links.ends), int(Kind.TERTIARY))
    for row, column in _gabriel(points[centres]):
        kind = Kind.PRIMARY if big[row] and big[column] else Kind.SECONDARY
        if distance[row, centres[column]] < FAR:
            _mark(kinds, before[row], centres[column], number, kind)
    return kinds


def _mark(kinds: Ints, before: Ints, place: int, number: dict[tuple[int, int], int], kind: Kind) -> None:
    """Give the links on the way back from `place` at least this class."""
    while before[place] >= 0:
        other = int(before[place])
        link = number[min(place, other), max(place, other)]
        kinds[link] = min(kinds[link], kind)
        place = other


def _bent(straight: list[Floats], salt: int) -> list[Floats]:
    """Return roads that bend with the ground but meet their ends."""
    lines = [resampled(line, ROAD_STEP) for line in straight]
    share = np.concatenate([lengths(line) / lengths(line)[-1] for line in lines])
    envelope = np.minimum(1.0, 3.5 * np.minimum(share, 1 - share))[:, None]
    points = np.concatenate(lines)
    x, y = points[:, 0], points[:, 1]
    push_x = 260 * noise(x, y, 3300.0, salt, 1) + 60 * noise(x, y, 900.0, salt + 1, 2)
    push_y = 260 * noise(x, y, 3300.0, salt + 5, 1) + 60 * noise(x, y, 900.0, salt + 6, 2)
    bent = rounded(points + np.column_stack([push_x, push_y]) * envelope)
    return np.split(bent, np.cumsum([len(line) for line in lines])[:-1])
