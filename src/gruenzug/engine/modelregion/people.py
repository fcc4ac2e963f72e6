"""Inhabitants by census cell: they live where houses are, and each municipality keeps its published sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gruenzug.engine.grid import CENSUS_CRS, CRS
from gruenzug.engine.modelregion.chance import Ints, chances, salt_of
from gruenzug.engine.modelregion.houses import Houses
from gruenzug.engine.modelregion.projection import lattice
from gruenzug.engine.modelregion.terrain import Terrain

CELL = 100
FEWEST = 3  # inhabitants of a cell; smaller cells are not published
BORDER = 5.0  # metres that the middle of an inhabited cell keeps from a border
CHILDREN = (0.086, 0.008)  # smallest share under ten, and the spread between municipalities
AGES = np.array([0.105, 0.125, 0.135, 0.135, 0.18, 0.14, 0.10, 0.08])  # of those aged ten and over, by decade
_AROUND = np.array([(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1)])


@dataclass(frozen=True)
class People:
    """Inhabited cells of the census grid.

    Attributes
    ----------
    east, north : ndarray of int64
        South-western corner in EPSG:3035.
    town : ndarray of int64
        Municipality that the middle of the cell lies in.
    count : ndarray of int64
        Inhabitants.
    ages : ndarray of int64, shape (N, 9)
        Inhabitants by age: under 10, 10 to 19, …, 80 and over.
    """

    east: Ints
    north: Ints
    town: Ints
    count: Ints
    ages: Ints


def settle(terrain: Terrain, houses: Houses, seed: int) -> People:
    """Return the inhabitants of all cells; sums per municipality are the published ones."""
    cells, found = _cells(terrain, houses)
    town, space = houses.town[found], houses.space[found]
    places, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.ravel()
    owner = np.zeros(len(places), dtype=np.int64)
    owner[cell] = town
    weight = np.asarray(np.bincount(cell, weights=space, minlength=len(places)), dtype=np.float64)
    weight *= 0.7 + 0.6 * chances(salt_of(seed, "crowd"), places[:, 0], places[:, 1])
    count = np.zeros(len(places), dtype=np.int64)
    for number, facts in enumerate(terrain.towns):
        here = np.flatnonzero(owner == number)
        count[here] = apportion(np.round(weight[here]).astype(np.int64), facts.population, FEWEST)
    kept = count > 0
    places, owner, count = places[kept], owner[kept], count[kept]
    children = _children(count, owner, places, seed)
    return People(
        places[:, 0] * CELL, places[:, 1] * CELL, owner, count, _ages(count, children, places, seed)
    )


def apportion(weight: Ints, total: int, fewest: int = 0) -> Ints:
    """Divide `total` by whole-number weights, exactly (largest remainder).

    Parameters
    ----------
    weight : ndarray of int64
        Weights; not all zero.
    total : int
        What to divide.
    fewest : int
        Shares below this are given to the others.

    Returns
    -------
    ndarray of int64
        Shares that add up to `total`, each zero or at least `fewest`.

    Examples
    --------
    >>> apportion(np.array([5, 3, 2]), 7)
    array([4, 2, 1])
    """
    weight = weight.copy()
    while True:
        scaled = weight * total
        share = scaled // weight.sum()
        few = (weight > 0) & (share < fewest)
        if not few.any() or few.sum() == (weight > 0).sum():
            break
        smallest = np.flatnonzero(few)
        weight[smallest[np.argsort(weight[smallest], kind="stable")][: max(1, len(smallest) // 2)]] = 0
    remainder = scaled - share * weight.sum()
    most = np.lexsort([np.arange(len(weight)), -remainder])
    share[most[: total - int(share.sum())]] += 1
    return np.asarray(share)


def _cells(terrain: Terrain, houses: Houses) -> tuple[Ints, np.ndarray]:
    """Return the census cell of each house, in its own municipality and clear of the border."""
    bounds = terrain.area.bounds
    x, y = lattice(bounds, CRS, CENSUS_CRS, 2)(houses.middle[:, 0], houses.middle[:, 1])
    own = np.column_stack([np.floor(x / CELL), np.floor(y / CELL)]).astype(np.int64)
    options = (own[:, None, :] + _AROUND[None, :, :]).reshape(-1, 2)
    unique, which = np.unique(options, axis=0, return_inverse=True)
    town = _town_of(terrain, unique, (x.min(), y.min(), x.max(), y.max()))[which.ravel()].reshape(len(own), 9)
    middle = (options.reshape(len(own), 9, 2) + 0.5) * CELL
    off = (middle[:, :, 0] - x[:, None]) ** 2 + (middle[:, :, 1] - y[:, None]) ** 2
    off = np.where(town == houses.town[:, None], np.round(off), np.inf)
    best = np.argmin(off, axis=1)
    found = np.isfinite(off[np.arange(len(own)), best])
    cells = options.reshape(len(own), 9, 2)[np.arange(len(own)), best]
    return cells[found], found


def _town_of(terrain: Terrain, cells: Ints, bounds: tuple[float, float, float, float]) -> Ints:
    """Return the municipality around the middle of each cell, -1 near a border."""
    back = lattice(bounds, CENSUS_CRS, CRS, 2)
    middle = cells.astype(np.float64) * CELL + CELL / 2
    x, y = back(middle[:, 0], middle[:, 1])
    inner = shapely.buffer(np.array(terrain.outlines), -BORDER, join_style="mitre")
    which, town = shapely.STRtree(inner).query(shapely.points(x, y), predicate="within")
    found = np.full(len(cells), -1)
    found[which] = town
    return found


def _children(count: Ints, town: Ints, places: Ints, seed: int) -> Ints:
    """Return the children of each cell: families live near each other, so few cells have one or two."""
    salt = salt_of(seed, "children")
    share = CHILDREN[0] + CHILDREN[1] * chances(salt, town)
    draw, extra = chances(salt + 1, places[:, 0], places[:, 1]), chances(salt + 2, places[:, 0], places[:, 1])
    groups = np.floor(count * share * (0.5 + extra) / 4 + draw).astype(np.int64)
    children = np.where(groups > 0, 4 * groups + np.floor(3 * extra).astype(np.int64) - 1, 0)
    children = np.minimum(children, count * 2 // 5)
    few = (children == 0) & (count >= 10) & (draw > 0.97)
    children[few] = 1 + (extra[few] > 0.5)
    for number in np.unique(town):
        here = np.flatnonzero(town == number)
        wanted = round(float(count[here].sum() * share[here[0]]))
        _correct(children, count, here, wanted)
    return children


def _correct(children: Ints, count: Ints, here: Ints, wanted: int) -> None:
    """Bring the sum of children in some cells to `wanted`, one child at a time."""
    while True:
        missing = wanted - int(children[here].sum())
        if missing > 0:
            able = here[(children[here] >= FEWEST) & (children[here] < count[here] // 2)]
        else:
            able = here[children[here] > FEWEST]
        if missing == 0 or not len(able):
            return
        children[able[: abs(missing)]] += 1 if missing > 0 else -1


def _ages(count: Ints, children: Ints, places: Ints, seed: int) -> Ints:
    """Return inhabitants by decade of age; each row adds up to the inhabitants."""
    rest = (count - children)[:, None]
    steps = np.cumsum(AGES) / AGES.sum()
    draw = chances(salt_of(seed, "ages"), places[:, 0], places[:, 1])[:, None]
    until = np.minimum(np.floor(rest * steps[None, :] + draw), rest).astype(np.int64)
    until[:, -1] = rest[:, 0]
    return np.column_stack([children, until[:, :1], np.diff(until, axis=1)])


def square_kilometres(people: People) -> tuple[Ints, Ints, Ints]:
    """Return corners and inhabitants of the cells of one kilometre."""
    keys = np.column_stack([people.north // 1000, people.east // 1000])
    places, which = np.unique(keys, axis=0, return_inverse=True)
    count = np.bincount(which.ravel(), weights=people.count).astype(np.int64)
    return places[:, 1] * 1000, places[:, 0] * 1000, count
