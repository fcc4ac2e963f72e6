"""Trees: single ones, their crowns from above, and the 3-30-300 rule."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.access import coverage, has_paths
from gruenzug.engine.indicators.known_people import KnownPeople
from gruenzug.engine.indicators.sums import PER_1000, PERCENT_OF_AREA, IntArray, Sums
from gruenzug.engine.kernels.segments import FloatArray, nearest
from gruenzug.engine.kernels.sight import MOST_HEIGHT_M
from gruenzug.engine.layers.canopy import Canopy
from gruenzug.engine.layers.merge import area_dm2
from gruenzug.engine.layers.network import snap
from gruenzug.engine.layers.people import NOWHERE, locate, within_extent
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.rule_3_30_300 import UNKNOWN, Met, Rule, all_met, rule_met
from gruenzug.engine.layers.sight import NO, OPEN, YES, InView, building_heights, trees_seen
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walking import walk_to_units

Mask = NDArray[np.bool_]


def single(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Number of single trees, each counted once, and per 1,000 people."""
    xy = _places(_recorded(indicator, region))
    place = locate(xy, region.municipalities.polygons)
    number: IntArray = np.bincount(place[place != NOWHERE], minlength=len(region.municipalities)).astype(
        np.int64
    )
    covered = area_dm2(region.municipalities.covered_by(region.extents_of(indicator.needs)))
    base = region.municipalities.area_dm2
    rows = [Sums("count", numerator=number, denominator=None, factor=1.0, covered=covered, base=base)]
    if "population" in region.tables:
        covered_homes = coverage(region.people, region, (*indicator.needs, "population"))
        known = KnownPeople(region.people, covered_homes, len(number))
        rows.append(known.per_person("per-1000", number, PER_1000))
    return rows


def canopy_share(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of the municipal area under tree crowns, of what is known of it."""
    within = region.municipalities.covered_by(region.extents_of(indicator.needs))
    crowns, known, _ = _canopy_of(region).area_within(within)
    base = _canopy_of(region).area_within(region.municipalities.polygons).all
    part = indicator.headline.id
    return [Sums.of_area(part, amount=crowns, known=known, base=base, factor=PERCENT_OF_AREA)]


def rule(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """3-30-300: share of people by parts of the rule met at home, and per part."""
    people, met, limits = region.homes, met_at_home(indicator, region), _limits(indicator)
    covered = coverage(people, region, indicator.needs) & (met.parts != UNKNOWN)
    reached = {
        **{f"met-{number}": met.parts == number for number in range(4)},
        "trees": met.trees >= limits.trees,
        "canopy": met.canopy >= np.float32(limits.share),
        "green": met.distance <= limits.distance_m,
    }
    known = KnownPeople(people, covered, len(region.municipalities))
    rows = [known.share(part.id, reached[part.id]) for part in indicator.parts if part.id in reached]
    return [*rows, *_in_view_and_on_foot(indicator, region, covered)]


def _in_view_and_on_foot(indicator: Indicator, region: RegionLayers, covered: Mask) -> list[Sums]:
    """Return the parts by line of sight and on foot; of people of whom each can be told."""
    people, limits = region.homes, _limits(indicator)
    seen, foot = seen_from_home(indicator, region), walked_from_home(indicator, region)
    answers = {"trees-seen": seen.enough(limits.trees)}
    if foot is not None:
        answers["green-foot"] = np.where(foot <= limits.distance_m, YES, NO).astype(np.int8)
        answers["all-strict"] = all_met(met_at_home(indicator, region), seen, foot, limits)
    rows = []
    for part_id, answer in answers.items():
        told = covered & coverage(people, region, indicator.part(part_id).needs) & (answer != OPEN)
        rows.append(KnownPeople(people, told, len(region.municipalities)).share(part_id, answer == YES))
    return rows


def seen_from_home(indicator: Indicator, region: RegionLayers) -> InView:
    """Return how many trees are in view from each of the region's homes."""
    return region.once(("trees in view", indicator.id), lambda: _seen(indicator, region))


def walked_from_home(indicator: Indicator, region: RegionLayers) -> FloatArray | None:
    """Return metres on foot from each home to green, inf beyond the limit; None where no way is mapped."""
    if not has_paths(region):
        return None
    return region.once(("3-30-300 on foot", indicator.id), lambda: _walked(indicator, region))


def met_at_home(indicator: Indicator, region: RegionLayers) -> Met:
    """Return what is there at each of the region's homes, and how many parts of the rule are met."""
    return region.once(("3-30-300", indicator.id), lambda: _met(indicator, region))


def single_trees(table: pd.DataFrame, same_tree_m: float) -> IntArray:
    """Return the rows of trees, each tree once.

    A tree within `same_tree_m` metres of one that an earlier source of the
    region lists is taken for the same tree and left out.
    """
    xy = shapely.get_coordinates(table.geometry.to_numpy())
    names = table["source"].to_numpy(dtype=str)
    kept = np.zeros(0, np.int64)
    for source in dict.fromkeys(names.tolist()):
        new = np.flatnonzero(names == source)
        if len(kept) and len(new):
            distance, _ = cKDTree(xy[kept]).query(xy[new], distance_upper_bound=same_tree_m * (1 + 1e-12))
            new = new[~(distance <= same_tree_m)]
        kept = np.concatenate([kept, new])
    return kept


def _recorded(indicator: Indicator, region: RegionLayers) -> gpd.GeoDataFrame:
    """Return the single trees where the sources of trees speak."""
    table = region.tables["trees"]
    trees = table.iloc[single_trees(table, indicator.parameters["same_tree_m"])]
    for extent in region.extents_of(("trees",)):
        trees = trees[within_extent(_places(trees), extent)]
    return trees


def _places(trees: gpd.GeoDataFrame) -> FloatArray:
    xy: FloatArray = shapely.get_coordinates(trees.geometry.to_numpy())
    return xy


def _limits(indicator: Indicator) -> Rule:
    setting = indicator.parameters
    return Rule(
        setting["trees"],
        setting["trees_within_m"],
        setting["canopy_percent"] / 100,
        setting["canopy_around_m"],
        setting["distance_m"],
    )


def _met(indicator: Indicator, region: RegionLayers) -> Met:
    limits, xy = _limits(indicator), region.homes.xy
    distance, _ = nearest(xy, _units(indicator, region).bins, limits.distance_m)
    canopy = _canopy_of(region).around(xy, limits.around_m)
    return rule_met(xy, _places(_recorded(indicator, region)), canopy, distance, limits)


def _units(indicator: Indicator, region: RegionLayers) -> Units:
    units = region.units(indicator.elements, indicator.public_only)
    return units.at_least(indicator.parameters["min_area_ha"])


def _seen(indicator: Indicator, region: RegionLayers) -> InView:
    setting, homes = indicator.parameters, region.at_home
    trees, buildings = _recorded(indicator, region), region.tables["buildings"]
    shapes = buildings.geometry.to_numpy(), building_heights(buildings, setting["level_m"])
    known = trees["height"].to_numpy(np.float64)
    tops = np.where((known > 0) & (known <= MOST_HEIGHT_M), known, float(setting["tree_m"]))
    radius, eye = setting["trees_within_m"], setting["eye_m"]
    return trees_seen(homes.people.xy, homes.building, (_places(trees), tops), shapes, radius, eye)


def _walked(indicator: Indicator, region: RegionLayers) -> FloatArray:
    """Let only those walk who are near enough in a straight line."""
    straight, most = met_at_home(indicator, region).distance, indicator.parameters["distance_m"]
    near = straight <= most
    way = np.full(len(straight), np.inf)
    snaps = snap(region.homes.xy[near], region.network)
    way[near] = walk_to_units(
        snaps, straight[near] == 0, _units(indicator, region), region.network, float(most)
    )
    return way


def _canopy_of(region: RegionLayers) -> Canopy:
    """Return the canopy, which `compute` has made sure is there."""
    if region.canopy is None:
        raise LookupError("the region has no canopy")
    return region.canopy
