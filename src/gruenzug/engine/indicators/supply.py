"""Supply: how much green there is per person, close to home and in the municipality."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.access import coverage
from gruenzug.engine.indicators.known_people import KnownPeople
from gruenzug.engine.indicators.sums import M2_PER_PERSON, IntArray, Sums
from gruenzug.engine.kernels.segment_bins import SegmentBins
from gruenzug.engine.kernels.segments import crosses, pairs_within
from gruenzug.engine.layers.people import NOWHERE, People
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.units import Units

MM2_PER_M2 = 1_000_000
_MM2_PER_DM2 = 10_000


def berlin_near(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Berlin method: green within reach, shared among all who reach it, added up per place."""
    setting = indicator.parameters
    people, supply = near_supply(indicator, region)
    limits = [round(limit * MM2_PER_M2) for limit in setting["class_limits_m2_per_person"]]
    grade = len(limits) - np.searchsorted(limits[::-1], supply, side="right")
    known = KnownPeople(people, coverage(people, region, indicator.needs), len(region.municipalities))
    *classes, total = indicator.parts
    rows = [known.share(part.id, grade == number) for number, part in enumerate(classes)]
    return [*rows, known.per_person(total.id, _added(known, supply), 1 / MM2_PER_M2)]


def near_supply(indicator: Indicator, region: RegionLayers) -> tuple[People, IntArray]:
    """Return the people the Berlin method looks at and their green in square millimetres, computed once."""
    setting = indicator.parameters
    names = ("min_density_per_ha", "min_area_ha", "distance_m", "big_water_ha")
    key = "near supply", indicator.elements, *(setting[name] for name in names)

    def computed() -> tuple[People, IntArray]:
        units = region.units(indicator.elements, indicator.public_only, cut=True)
        people = _dense(region.people, setting["min_density_per_ha"])
        barriers = region.barriers(setting["big_water_ha"])
        return people, supply_mm2(
            people, units.at_least(setting["min_area_ha"]), setting["distance_m"], barriers
        )

    return region.once(key, computed)


def supply_mm2(people: People, units: Units, metres: float, barriers: SegmentBins) -> IntArray:
    """Return what each point receives from all units in reach.

    Parameters
    ----------
    people : People
        Points that share the green.
    units : Units
        Green spaces.
    metres : float
        Radius of a catchment.
    barriers : SegmentBins
        Lines the straight way to a unit's nearest place must not cross.

    Returns
    -------
    ndarray of int64, shape (N,)
        Square millimetres per person: for each unit in reach its area over
        the persons in its catchment, rounded down, summed. Whole numbers, so
        the order of work does not show.
    """
    point, unit, way = pairs_within(people.xy, units.bins, metres)
    free = ~crosses(way, barriers)
    point, unit = point[free], unit[free]
    demand = np.zeros(len(units.polygons), np.int64)
    np.add.at(demand, unit, people.persons_milli[point])
    ratio = np.zeros(len(units.polygons), np.int64)
    asked = demand > 0
    ratio[asked] = _ratio(units.area_dm2[asked], demand[asked])
    supply = np.zeros(len(people.xy), np.int64)
    np.add.at(supply, point, ratio[unit])
    return supply


def galk(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """GALK guide values: area per inhabitant of the municipality, by kind and size."""
    setting = indicator.parameters
    parks = region.units(indicator.elements, indicator.public_only)
    areas = {
        "residential": _visited(
            parks, region, setting["residential_min_area_ha"], setting["residential_distance_m"]
        ),
        "district": _visited(parks, region, setting["district_min_area_ha"], setting["district_distance_m"]),
        "city": parks,
        "cemetery": region.units(("cemetery",), public_only=False),
        "sports": region.units(("pitch",), public_only=False),
        "allotments": region.units(("allotments",), public_only=False),
    }
    return _per_person(indicator, region, areas)


def _dense(people: People, least_per_ha: float) -> People:
    keep = people.density_per_ha >= least_per_ha
    return People(people.xy[keep], people.persons_milli[keep], people.cell_m[keep], people.municipality[keep])


def _ratio(area_dm2: IntArray, persons_milli: IntArray) -> IntArray:
    """Square millimetres per person, rounded down; 64 bits hold it up to 9,000 km²."""
    whole, rest = np.divmod(area_dm2 * _MM2_PER_DM2, persons_milli)
    return whole * 1000 + rest * 1000 // persons_milli


def _added(known: KnownPeople, supply: IntArray) -> IntArray:
    """Return the green of all known people per municipality, in square millimetres times thousandths."""
    people, chosen = known.people, known.known & (known.people.municipality != NOWHERE)
    sums = np.zeros(known.count, np.int64)
    np.add.at(sums, people.municipality[chosen], people.persons_milli[chosen] * supply[chosen])
    return sums


def _visited(parks: Units, region: RegionLayers, hectares: float, metres: float) -> Units:
    """Return the parks of that size which somebody lives near."""
    large = parks.at_least(hectares)
    _, unit, _ = pairs_within(region.people.xy, large.bins, metres)
    near = np.zeros(len(large.polygons), np.bool_)
    near[unit] = True
    return large.chosen(near)


def _per_person(indicator: Indicator, region: RegionLayers, areas: dict[str, Units]) -> list[Sums]:
    covered = coverage(region.people, region, indicator.needs)
    known = KnownPeople(region.people, covered, len(region.municipalities))
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    shapely.prepare(places)
    return [known.per_person(part, units.area_within(places), M2_PER_PERSON) for part, units in areas.items()]
