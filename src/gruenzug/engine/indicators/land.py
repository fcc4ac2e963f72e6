"""What the ground does: sealed ground, heavy rain held back, heat, and what could be unsealed."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.engine.indicators.access import coverage
from gruenzug.engine.indicators.burden import GREEN, graded
from gruenzug.engine.indicators.known_people import KnownPeople
from gruenzug.engine.indicators.sums import (
    HA_OF_SHARES,
    M2_OF_SHARES_PER_PERSON,
    M2_PER_DM2,
    PERCENT_OF_AREA,
    PERCENT_OF_SHARES,
    IntArray,
    Sums,
)
from gruenzug.engine.kernels.segment_bins import bin_segments
from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.burdens import HIGH, UNKNOWN, grade_at
from gruenzug.engine.layers.desealing import Candidates, Setting, Surroundings, candidates
from gruenzug.engine.layers.merge import DM2, DM2_PER_HA
from gruenzug.engine.layers.people import NOWHERE, locate
from gruenzug.engine.layers.region import CUTTING_ROADS, RegionLayers
from gruenzug.engine.layers.shares import NOT_KNOWN, WHOLE

HEAT = "burden_heat"

_ROAD_BIN_M, _NEED_BIN_M = 50.0, 250.0


def sealing(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Mean sealed share of the area, sealed ground per person, disconnected ground, ground to unseal."""
    told = [part.id for part in indicator.parts if _told(indicator, part.id, region)]
    within = region.municipalities.covered_by(region.extents_of(indicator.needs))
    sealed = region.grid("imperviousness").within(within)
    base = region.grid("imperviousness").within(region.municipalities.polygons).all
    rows = [Sums.of_area("", amount=sealed.part, known=sealed.known, base=base, factor=PERCENT_OF_SHARES)]
    if "per-person" in told:
        rows.append(_per_person(indicator, region))
    if "disconnected" in told:
        rows.append(_disconnected(region))
    if "candidates" in told:
        rows.append(_unsealable(indicator, region, base))
    return rows


def held_back(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of a heavy rain that the ground holds back."""
    return [_mean_of_area(indicator, region, "curve_numbers", "")]


def heat(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """People in heat, how well the ground cools at home and on all the area, and people near large green."""
    told = [part.id for part in indicator.parts if _told(indicator, part.id, region)]
    rows = []
    if "affected" in told:
        rows.append(_affected(indicator, region))
    if "home" in told:
        rows.append(_at_home(indicator, region))
    if "area" in told:
        rows.append(_mean_of_area(indicator, region, "cooling", "area"))
    if "park" in told:
        rows.append(_near_large_green(indicator, region))
    return rows


def desealing_candidates(region: RegionLayers) -> Candidates:
    """Return the cells that might be unsealed, by the definition of `sealing`."""
    setting = indicators()["sealing"].parameters
    limits = Setting(
        round(setting["least_sealed_percent"] * WHOLE / 100), setting["road_m"], setting["near_m"]
    )
    grid = region.grid("imperviousness")
    return region.once(("desealing",), lambda: candidates(grid, _surroundings(region), limits))


def missing_of_candidates(region: RegionLayers) -> list[str]:
    """Return the tables without which nothing can be said of ground to unseal."""
    chosen = indicators()["sealing"]
    needs = (*chosen.needs, *chosen.part("candidates").needs)
    return [name for name in needs if region.lacks(name)]


def _told(indicator: Indicator, part: str, region: RegionLayers) -> bool:
    return not any(region.lacks(name) for name in indicator.part(part).needs)


def _mean_of_area(indicator: Indicator, region: RegionLayers, grid: str, part: str) -> Sums:
    needs = (*indicator.needs, *indicator.part(part).needs)
    found = region.grid(grid).within(region.municipalities.covered_by(region.extents_of(needs)))
    base = region.grid(grid).within(region.municipalities.polygons).all
    return Sums.of_area(part, amount=found.part, known=found.known, base=base, factor=PERCENT_OF_SHARES)


def _per_person(indicator: Indicator, region: RegionLayers) -> Sums:
    """Sealed ground of the known area, over the people who live on it."""
    people, needs = region.people, (*indicator.needs, "population")
    known = region.grid("imperviousness").at(people.xy) != NOT_KNOWN
    known &= coverage(people, region, needs)
    within = region.municipalities.covered_by(region.extents_of(needs))
    sealed = region.grid("imperviousness").within(within).part
    on_it = KnownPeople(people, known, len(region.municipalities))
    return on_it.per_person("per-person", sealed, M2_OF_SHARES_PER_PERSON)


def _disconnected(region: RegionLayers) -> Sums:
    """Share of sealed ground that is cut off from the combined sewer, of what the table names."""
    table = region.tables["disconnection"].set_index("ags").reindex(region.municipalities.ags)
    known = table.notna().all(axis="columns").to_numpy()
    sealed, apart = (
        np.rint(np.where(known, table[name], 0.0) * DM2_PER_HA).astype(np.int64)
        for name in ("sealed_ha", "disconnected_ha")
    )
    base = region.municipalities.area_dm2
    covered = np.where(known, base, 0)
    return Sums(
        "disconnected",
        numerator=apart,
        denominator=sealed,
        factor=PERCENT_OF_AREA,
        covered=covered,
        base=base,
        denominator_scale=M2_PER_DM2,
    )


def _unsealable(indicator: Indicator, region: RegionLayers, base: IntArray) -> Sums:
    """Sealed square metres of the candidates, in hectares."""
    needs = (*indicator.needs, *indicator.part("candidates").needs)
    within = region.municipalities.covered_by(region.extents_of(needs))
    found = desealing_candidates(region)
    town = locate(found.xy, within)
    sums = np.zeros(len(within), np.int64)
    np.add.at(sums, town[town != NOWHERE], found.share[town != NOWHERE])
    sums *= round(found.frame.cell_area * DM2)
    known = region.grid("imperviousness").within(within).known
    return Sums("candidates", numerator=sums, denominator=None, factor=HA_OF_SHARES, covered=known, base=base)


def _surroundings(region: RegionLayers) -> Surroundings:
    buildings = region.tables["buildings"].geometry.to_numpy()
    roads, barriers = region.tables["roads"], region.tables["barriers"]
    ways = np.concatenate(
        [
            roads.geometry.to_numpy()[roads["kind"].isin(CUTTING_ROADS).to_numpy(bool)],
            barriers.geometry.to_numpy()[(barriers["kind"] == "railway").to_numpy(bool)],
        ]
    )
    people, grades = graded(indicators()["env-justice"], region)
    need = (grades[GREEN] == HIGH) | (grades["heat"] == HIGH)
    places = shapely.points(people.xy[need])
    return Surroundings(
        buildings,
        bin_segments(*boundary_segments(ways), size=_ROAD_BIN_M),
        bin_segments(*boundary_segments(places), size=_NEED_BIN_M),
    )


def _affected(indicator: Indicator, region: RegionLayers) -> Sums:
    """People where the thermal load is graded high."""
    people = region.people
    grade = grade_at(people.xy, region.tables[HEAT])
    known = coverage(people, region, (*indicator.needs, HEAT)) & (grade != UNKNOWN)
    return KnownPeople(people, known, len(region.municipalities)).share("affected", grade == HIGH)


def _at_home(indicator: Indicator, region: RegionLayers) -> Sums:
    """Cooling of the cell each home stands on, by its people."""
    people, count = region.homes, len(region.municipalities)
    found = region.grid("cooling").at(people.xy)
    known = coverage(people, region, (*indicator.needs, *indicator.part("home").needs)) & (found != NOT_KNOWN)
    inside = known & (people.municipality != NOWHERE)
    sums = np.zeros(count, np.int64)
    np.add.at(sums, people.municipality[inside], found[inside] * people.persons_milli[inside])
    return KnownPeople(people, known, count).per_person("home", sums, PERCENT_OF_SHARES)


def _near_large_green(indicator: Indicator, region: RegionLayers) -> Sums:
    """People within the cooling distance of green in one piece."""
    setting, people = indicator.parameters, region.people
    units = region.units(indicator.elements, indicator.public_only).at_least(setting["min_area_ha"])
    distance, _ = nearest(people.xy, units.bins, setting["park_distance_m"])
    known = coverage(people, region, (*indicator.needs, *indicator.part("park").needs))
    near = distance <= setting["park_distance_m"]
    return KnownPeople(people, known, len(region.municipalities)).share("park", near)
