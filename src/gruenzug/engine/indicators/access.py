"""Access in a straight line and on foot: who has green, or a playground, within reach."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.known_people import KnownPeople
from gruenzug.engine.indicators.sums import HA_PER_1000, IntArray, Sums
from gruenzug.engine.kernels.segment_bins import bin_segments
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.people import People, within_extent
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.units import Units

_PLAYGROUND_BIN_M = 250.0

Reached = Mapping[str, NDArray[np.bool_]]
"""Id of a part → who is counted."""


def one_distance(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of people within `distance_m` of a unit of `min_area_ha`, for one size or several."""
    setting = indicator.parameters
    reached: dict[str, NDArray[np.bool_]] = {}
    units = region.units(indicator.elements, indicator.public_only)
    bases = [part.id for part in indicator.parts if not part.needs]
    for base, hectares in zip(bases, np.atleast_1d(setting["min_area_ha"]).tolist(), strict=True):
        reached |= _both_ways(base, region, units.at_least(hectares), setting["distance_m"])
    return _shares(indicator, region, region.people, reached)


def on_foot(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of people within `distance_m` on foot, in a straight line, and in a straight line only."""
    setting = indicator.parameters
    units = region.units(indicator.elements, indicator.public_only).at_least(setting["min_area_ha"])
    reached = _both_ways("", region, units, setting["distance_m"])
    if "foot" not in reached:
        return []  # where no way is mapped, nothing is known of walking
    named = {"walk": reached["foot"], "straight": reached[""], "detour": reached["detour"]}
    return _shares(indicator, region, region.people, named)


def tiers(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """ANGSt: share of people per tier, with all and with none, and the reserves per head."""
    units = region.units(indicator.elements, indicator.public_only)
    bases = [part.id for part in indicator.parts][: len(indicator.parameters["tiers"])]
    reached: dict[str, NDArray[np.bool_]] = {}
    for base, (hectares, metres) in zip(bases, indicator.parameters["tiers"], strict=True):
        reached |= _both_ways(base, region, units.at_least(hectares), metres)
    reached["all"] = np.logical_and.reduce([reached[base] for base in bases])
    reached["none"] = ~np.logical_or.reduce([reached[base] for base in bases])
    if _foot(bases[0]) in reached:
        reached[_foot("all")] = np.logical_and.reduce([reached[_foot(base)] for base in bases])
        reached[_detour("all")] = reached["all"] & ~reached[_foot("all")]
    shares = _shares(indicator, region, region.people, reached)
    return [*shares, _reserves(indicator, region, shares[0])]


def playgrounds(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of children under 10 within each distance of a public playground."""
    straight, walked = playground_distances(region, max(indicator.parameters["distances_m"]))
    bases = [part.id for part in indicator.parts if not part.needs]
    reached: dict[str, NDArray[np.bool_]] = {}
    for base, limit in zip(bases, indicator.parameters["distances_m"], strict=True):
        reached |= _named(base, straight <= limit, None if walked is None else walked <= limit)
    return _shares(indicator, region, region.children, reached)


def playground_distances(
    region: RegionLayers, most: float
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Return metres from children to the nearest playground, straight and, where ways are mapped, on foot."""
    areas, spots = region.playgrounds
    dots = bin_segments(*boundary_segments(spots), size=_PLAYGROUND_BIN_M)
    to_area, _ = nearest(region.children.xy, areas.bins, most)
    to_spot, _ = nearest(region.children.xy, dots, most, areal=False)
    straight = np.minimum(to_area, to_spot)
    if not has_paths(region):
        return straight, None
    paths = region.tables["paths"].geometry.to_numpy()
    return straight, region.walking_children.to_places(areas, spots, paths, to_area, most)


def coverage(people: People, region: RegionLayers, needs: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which points lie where every needed source speaks."""
    masks = [within_extent(people.xy, extent) for extent in region.extents_of(needs)]
    everywhere: NDArray[np.bool_] = np.ones(len(people.xy), np.bool_)
    for mask in masks:
        everywhere &= mask
    return everywhere


def _both_ways(base: str, region: RegionLayers, units: Units, metres: float) -> Reached:
    """Return who reaches `units` straight and, where ways are mapped, on foot and only straight."""
    distance, _ = nearest(region.people.xy, units.bins, metres)
    foot = region.walkers.to_units(units, distance, metres) <= metres if has_paths(region) else None
    return _named(base, distance <= metres, foot)


def _named(base: str, straight: NDArray[np.bool_], foot: NDArray[np.bool_] | None) -> Reached:
    if foot is None:
        return {base: straight}
    return {base: straight, _foot(base): foot, _detour(base): straight & ~foot}


def _foot(base: str) -> str:
    return f"{base}-foot".lstrip("-")


def _detour(base: str) -> str:
    return f"{base}-detour".lstrip("-")


def has_paths(region: RegionLayers) -> bool:
    """Return whether any way is mapped on which people walk."""
    return region.has("paths") and len(region.tables["paths"]) > 0


def _shares(indicator: Indicator, region: RegionLayers, people: People, reached: Reached) -> list[Sums]:
    """Return a row for each part in `reached`, of the people whom all sources of the part speak of."""
    rows: list[Sums] = []
    known_by: dict[tuple[str, ...], KnownPeople] = {}
    for part in indicator.parts:
        if part.id not in reached:
            continue
        needs = (*indicator.needs, *part.needs)
        if needs not in known_by:
            known_by[needs] = KnownPeople(people, coverage(people, region, needs), len(region.municipalities))
        rows.append(known_by[needs].share(part.id, reached[part.id]))
    return rows


def _reserves(indicator: Indicator, region: RegionLayers, share: Sums) -> Sums:
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    area: IntArray = region.units(("nature_reserve",), public_only=False).area_within(places)
    return Sums(
        "reserve",
        numerator=area,
        denominator=share.denominator,
        factor=HA_PER_1000,
        covered=share.covered,
        base=share.base,
    )
