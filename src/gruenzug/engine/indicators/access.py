"""Access in a straight line and on foot: who has green, or a playground, within reach."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.sums import HA_PER_1000, PERCENT_OF_PERSONS, IntArray, Sums
from gruenzug.engine.kernels.segments import bin_segments, nearest
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.network import walking_distance
from gruenzug.engine.layers.people import People, within_extent
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.units import Units

_PLAYGROUND_BIN_M = 250.0


def one_distance(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of people within `distance_m` of a unit of `min_area_ha`, for one size or several."""
    sizes = np.atleast_1d(indicator.parameters["min_area_ha"])
    units = region.units(indicator.elements, indicator.public_only)
    reached = [_reached(region.people, units, size, indicator.parameters["distance_m"]) for size in sizes]
    return _shares(indicator, region, region.people, [part.id for part in indicator.parts], reached)


def on_foot(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of people within `distance_m` on foot, in a straight line, and in a straight line only."""
    if not len(region.tables["paths"]):
        return []  # where no way is mapped, nothing is known of walking
    setting = indicator.parameters
    units = region.units(indicator.elements, indicator.public_only).at_least(setting["min_area_ha"])
    straight = _reached(region.people, units, 0, setting["distance_m"])
    walked = walking_distance(region.people, units, region.network, setting["distance_m"])
    foot = walked <= setting["distance_m"]
    reached = [foot, straight, straight & ~foot]
    return _shares(indicator, region, region.people, [part.id for part in indicator.parts], reached)


def tiers(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """ANGSt: share of people per tier, with all and with none, and the reserves per head."""
    units = region.units(indicator.elements, indicator.public_only)
    reached = [_reached(region.people, units, size, metres) for size, metres in indicator.parameters["tiers"]]
    reached += [np.logical_and.reduce(reached), ~np.logical_or.reduce(reached)]
    shares = _shares(indicator, region, region.people, [part.id for part in indicator.parts[:-1]], reached)
    return [*shares, _reserves(indicator, region, shares[0])]


def playgrounds(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of children under 10 within each distance of a public playground."""
    limits = indicator.parameters["distances_m"]
    areas, spots = region.playgrounds
    dots = bin_segments(*boundary_segments(spots), size=_PLAYGROUND_BIN_M)
    to_area, _ = nearest(region.children.xy, areas.bins, max(limits))
    to_spot, _ = nearest(region.children.xy, dots, max(limits), areal=False)
    distance = np.minimum(to_area, to_spot)
    reached = [distance <= limit for limit in limits]
    return _shares(indicator, region, region.children, [part.id for part in indicator.parts], reached)


def coverage(people: People, region: RegionLayers, needs: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which points lie where every needed source speaks."""
    masks = [within_extent(people.xy, extent) for extent in region.extents_of(needs)]
    everywhere: NDArray[np.bool_] = np.ones(len(people.xy), np.bool_)
    for mask in masks:
        everywhere &= mask
    return everywhere


def _reached(people: People, units: Units, hectares: float, metres: float) -> NDArray[np.bool_]:
    distance, _ = nearest(people.xy, units.at_least(hectares).bins, metres)
    within: NDArray[np.bool_] = distance <= metres
    return within


def _shares(
    indicator: Indicator,
    region: RegionLayers,
    people: People,
    parts: list[str],
    reached: list[NDArray[np.bool_]],
) -> list[Sums]:
    count = len(region.municipalities)
    covered = coverage(people, region, indicator.needs)
    base = people.sum_by_municipality(count)
    served = people.sum_by_municipality(count, covered)
    rows = []
    for part, mask in zip(parts, reached, strict=True):
        persons = people.sum_by_municipality(count, mask & covered)
        rows.append(Sums(part, persons, served, PERCENT_OF_PERSONS, persons, served, base))
    return rows


def _reserves(indicator: Indicator, region: RegionLayers, share: Sums) -> Sums:
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    area: IntArray = region.units(("nature_reserve",), public_only=False).area_within(places)
    return Sums("reserve", area, share.denominator, HA_PER_1000, None, share.covered, share.base)
