"""Inventory: what there is, by area, by number and by official statistics."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gruenzug.contract.elements import elements
from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.access import coverage
from gruenzug.engine.indicators.sums import (
    M2_PER_DM2,
    M2_PER_PERSON,
    PER_1000,
    PERCENT_OF_AREA,
    IntArray,
    Sums,
)
from gruenzug.engine.layers.merge import DM2, area_dm2
from gruenzug.engine.layers.people import NOWHERE, locate, within_extent
from gruenzug.engine.layers.region import RegionLayers

_DM2_PER_HA = 10_000 * DM2


def green_share(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of the municipal area that is green, in total and by category."""
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    covered, base = area_dm2(places), region.municipalities.area_dm2
    rows = []
    for part in indicator.parts:
        chosen = tuple(
            e.id for e in elements().values() if e.counts_as_area and part.id in ("total", e.category)
        )
        area = region.units(chosen, public_only=False).area_within(places)
        rows.append(Sums(part.id, area, covered, PERCENT_OF_AREA, None, covered, base, M2_PER_DM2))
    return rows


def trees(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Number of single trees, each counted once, and per 1,000 people."""
    xy = single_trees(region.tables["trees"], indicator.parameters["same_tree_m"])
    xy = xy[
        np.logical_and.reduce(
            [within_extent(xy, e) for e in region.extents_of(indicator.needs)] or [np.ones(len(xy), bool)]
        )
    ]
    place = locate(xy, region.municipalities.polygons)
    number: IntArray = np.bincount(place[place != NOWHERE], minlength=len(region.municipalities)).astype(
        np.int64
    )
    covered = area_dm2(region.municipalities.covered_by(region.extents_of(indicator.needs)))
    rows = [Sums("count", number, None, 1.0, None, covered, region.municipalities.area_dm2)]
    if "population" not in region.tables:
        return rows
    people = region.people
    served = people.sum_by_municipality(
        len(number), coverage(people, region, (*indicator.needs, "population"))
    )
    return [
        *rows,
        Sums("per-1000", number, served, PER_1000, None, served, people.sum_by_municipality(len(number))),
    ]


def single_trees(table: pd.DataFrame, same_tree_m: float) -> NDArray[np.float64]:
    """Return the coordinates of trees, each once.

    A tree within `same_tree_m` metres of one that an earlier source of the
    region lists is taken for the same tree and left out.
    """
    xy = shapely.get_coordinates(table.geometry.to_numpy())
    names = table["source"].to_numpy(dtype=str)
    kept = [xy[:0]]
    for source in dict.fromkeys(names.tolist()):
        new = xy[names == source]
        known = np.concatenate(kept)
        if len(known) and len(new):
            distance, _ = cKDTree(known).query(new, distance_upper_bound=same_tree_m * (1 + 1e-12))
            new = new[~(distance <= same_tree_m)]
        kept.append(new)
    return np.concatenate(kept)


def recreation_area(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Official recreation area per inhabitant."""
    table = region.tables["statistics_recreation"].set_index("ags")["recreation_ha"]
    hectares = table.reindex(region.municipalities.ags).to_numpy(np.float64)
    persons = region.municipalities.inhabitants * 1000
    known = np.isfinite(hectares) & (persons > 0)
    area = np.rint(np.where(known, hectares, 0) * _DM2_PER_HA).astype(np.int64)
    covered = np.where(known, persons, 0)
    return [Sums(indicator.headline.id, area, covered, M2_PER_PERSON, None, covered, persons)]
