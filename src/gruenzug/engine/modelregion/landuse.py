"""Give every block a use, so that each municipality has the shares the statistics publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gruenzug.engine.modelregion.chance import Floats, Ints, chances, noise, salt_of
from gruenzug.engine.modelregion.facts import HECTARE, Town
from gruenzug.engine.modelregion.fields import OUTSIDE_BUILT, Fields
from gruenzug.engine.modelregion.patches import Ground, Wish, grow_patches
from gruenzug.engine.modelregion.skeleton import Course
from gruenzug.engine.modelregion.uses import Use

MEADOW_SHARE = 0.36  # of agriculture
ORCHARD_SHARE = 0.025
SHORE = 1.13  # block area needed per area of lake, for shores are rounded

# Shares of settlement and traffic taken by urban green; patches: smallest and largest size in hectares.
URBAN_GREEN = {
    Use.PARK: (0.08, 1.3, 16.0),
    Use.CEMETERY: (0.016, 2.0, 14.0),
    Use.ALLOTMENTS: (0.024, 1.0, 7.0),
    Use.SPORT: (0.02, 1.0, 3.0),
    Use.RECREATION: (0.022, 1.5, 8.0),
    Use.GOLF: (0.006, 25.0, 60.0),
    Use.VILLAGE_GREEN: (0.002, 0.4, 1.5),
}
BELT_GREEN = {Use.BROWNFIELD: (0.022, 2.0, 18.0), Use.SPOIL_TIP: (0.021, 18.0, 70.0)}
APART = 430.0  # metres between parks, as far as can be
# Parks are made where green is missing; golf courses and spoil tips lie at the edge of town.
REMOTE = {
    Use.PARK: 0.9,
    Use.RECREATION: 0.5,
    Use.VILLAGE_GREEN: 0.5,
    Use.GOLF: -2.0,
    Use.SPOIL_TIP: -1.2,
    Use.BROWNFIELD: -0.4,
}
BELT_DENSITY = 1000  # inhabitants per square kilometre that make a town of the industrial belt


@dataclass(frozen=True)
class Blocks:
    """What is known of the faces of the mesh: place, size, municipality, and the use given so far."""

    centre: Floats
    area: Floats
    town: Ints
    use: Ints


def assign(
    blocks: Blocks,
    towns: Sequence[Town],
    fields: Fields,
    lines: list[Course],
    neighbours: tuple[Ints, Ints],
    seed: int,
) -> Ints:
    """Return the use of every block.

    Parameters
    ----------
    blocks : Blocks
        With `use` given for rivers, canals, motorways, railways and verges, NONE for the rest.
    towns : sequence of Town
        Their published land use is met.
    fields : Fields
        Where towns and woods are.
    lines : list of Course
        Industry gathers along them.
    neighbours : tuple of ndarray
        Pairs of blocks that a park may join.
    seed : int
        Seed of the region.

    Returns
    -------
    ndarray of int64
        Codes of `Use`.
    """
    scores = _scores(blocks, fields, lines, seed)
    use = blocks.use.copy()
    for number in np.unique(blocks.town):
        _share_out(
            use, np.flatnonzero(blocks.town == number), blocks, scores, None if number < 0 else towns[number]
        )
    remote = _remote(use, blocks.centre)
    ground = Ground(blocks.area, blocks.centre, scores["patch"], remote, blocks.town, neighbours)
    grow_patches(use, ground, _wishes(use, blocks, towns), salt_of(seed, "patch"))
    return use


def _scores(blocks: Blocks, fields: Fields, lines: list[Course], seed: int) -> dict[str, Floats]:
    """Return how well each block suits each use; only comparisons matter."""
    x, y = blocks.centre[:, 0], blocks.centre[:, 1]
    chance = chances(salt_of(seed, "use"), np.round(x), np.round(y))
    wet, wooded = fields.at(fields.wet, blocks.centre), fields.at(fields.wooded, blocks.centre)
    track = cKDTree(
        np.concatenate([line.line for line in lines if line.kind in {"canal", "motorway", "railway"}])
    )
    near_track = np.maximum(0.0, 1 - track.query(blocks.centre, distance_upper_bound=1500.0)[0] / 1500.0)
    broad = noise(x, y, 2600.0, salt_of(seed, "broad"), 2)
    return {
        "urban": fields.at(fields.urban, blocks.centre) + 0.05 * chance,
        "lake": np.where(wet < 0.5, wet, -0.9)
        + 1.3 * broad
        + 0.1 * chance
        - fields.at(fields.urban, blocks.centre),
        "forest": wooded + 0.12 * chance,
        "wood": wooded * 0.35 + chance - 0.00002 * np.sqrt(blocks.area),
        "heath": wooded + 0.8 * noise(x, y, 2000.0, salt_of(seed, "heath")) + 0.2 * chance,
        "wetland": wet + 0.6 * noise(x, y, 1500.0, salt_of(seed, "wetland")) + 0.2 * chance,
        "scrub": chance,
        "meadow": 1.4 * wet
        + 0.45 * broad
        + 0.3 * noise(x, y, 900.0, salt_of(seed, "meadow"))
        + 0.35 * chance,
        "orchard": chance + 0.5 * fields.at(fields.urban, blocks.centre),
        "industry": near_track + 0.55 * noise(x, y, 1500.0, salt_of(seed, "industry"), 2) + 0.08 * chance,
        "patch": chance + 0.25 * noise(x, y, 1300.0, salt_of(seed, "green")),
    }


def _share_out(use: Ints, here: Ints, blocks: Blocks, scores: dict[str, Floats], town: Town | None) -> None:
    """Divide the blocks of one municipality (None: of the land beyond) by quota."""
    areas = blocks.area
    taken = {code: float(areas[here[use[here] == code]].sum()) for code in Use}
    free = here[use[here] == Use.NONE]
    quota = _quotas(town, float(areas[here].sum()), taken)
    for score, code, wanted in quota:
        chosen = take(free, scores[score][free], areas[free], wanted)
        use[free[chosen]] = code
        free = free[~chosen]
    use[free] = Use.FARMLAND
    built = here[use[here] == Use.RESIDENTIAL]
    industry = town.hectares("commerce") * HECTARE if town else 0.08 * float(areas[built].sum())
    use[built[take(built, scores["industry"][built], areas[built], industry)]] = Use.INDUSTRY
    homes = here[use[here] == Use.RESIDENTIAL]
    centre = 0.03 * float(areas[homes].sum())
    use[homes[take(homes, scores["urban"][homes], areas[homes], centre)]] = Use.CENTRE


def _quotas(town: Town | None, total: float, taken: dict[Use, float]) -> list[tuple[str, Use, float]]:
    """Return scores, uses and areas in the order in which blocks are given away."""
    transport = taken[Use.MOTORWAY] + taken[Use.RAILWAY] + taken[Use.VERGE]
    flowing = taken[Use.RIVER] + taken[Use.CANAL]
    if town is None:
        built, forest, wood, water, bare, fields = (
            OUTSIDE_BUILT * total,
            0.28 * total,
            0.02 * total,
            0.0,
            0.0,
            0.48 * total,
        )
        heath = marsh = 0.0
    else:
        built = town.built * HECTARE
        forest, wood, bare, fields, water, heath, marsh = (
            town.hectares(*names) * HECTARE
            for names in (
                ("forest",),
                ("wood",),
                ("bare",),
                ("agriculture",),
                ("water",),
                ("heath",),
                ("moor", "marsh"),
            )
        )
    return [
        ("urban", Use.RESIDENTIAL, max(0.0, built - transport)),
        ("lake", Use.LAKE, max(0.0, water - flowing) * SHORE),
        ("wetland", Use.WETLAND, marsh),
        ("heath", Use.HEATH, heath),
        ("forest", Use.FOREST, forest),
        ("wood", Use.WOOD, wood),
        ("scrub", Use.SCRUB, bare),
        ("meadow", Use.MEADOW, fields * MEADOW_SHARE),
        ("orchard", Use.ORCHARD, fields * ORCHARD_SHARE),
    ]


def take(blocks: Ints, score: Floats, area: Floats, wanted: float) -> np.ndarray:
    """Choose the blocks of highest score until their areas add up to `wanted` as nearly as can be.

    Returns
    -------
    ndarray of bool
        Which blocks are chosen.
    """
    chosen = np.zeros(len(blocks), dtype=bool)
    if wanted <= 0 or not len(blocks):
        return chosen
    order = np.lexsort([blocks, -score])
    total = np.cumsum(area[order])
    until = int(np.searchsorted(total, wanted, side="right"))
    chosen[order[:until]] = True
    missing = wanted - (total[until - 1] if until else 0.0)
    rest = order[until : until + 400]
    if len(rest):  # one more block, whichever of the next best brings the sum closest
        closest = rest[int(np.argmin(np.abs(area[rest] - missing)))]
        if abs(area[closest] - missing) < missing:
            chosen[closest] = True
    return chosen


def _remote(use: Ints, centre: Floats) -> Floats:
    """Return 0 beside open land to 1 far from it."""
    open_land = use >= Use.LAKE
    if not open_land.any():
        return np.ones(len(use))
    return np.asarray(np.minimum(1.0, cKDTree(centre[open_land]).query(centre)[0] / 1200.0))


def _wishes(use: Ints, blocks: Blocks, towns: Sequence[Town]) -> list[Wish]:
    """Return what urban green to grow in each municipality, large patches first."""
    wishes = []
    for number in np.unique(blocks.town):
        built = float(blocks.area[(blocks.town == number) & (use == Use.RESIDENTIAL)].sum())
        kinds = dict(URBAN_GREEN)
        if number >= 0 and towns[number].population > BELT_DENSITY * towns[number].area / 100:
            kinds.update(BELT_GREEN)
        wishes += [
            Wish(
                int(number),
                code,
                share * built,
                low * HECTARE,
                high * HECTARE,
                APART if code == Use.PARK else 0.0,
                REMOTE.get(code, 0.0),
            )
            for code, (share, low, high) in kinds.items()
        ]
    return sorted(wishes, key=lambda wish: -wish.largest)
