"""Burden and need: the Berlin method, single grades beside their sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.access import coverage
from gruenzug.engine.indicators.known_people import KnownPeople
from gruenzug.engine.indicators.sums import IntArray, Sums
from gruenzug.engine.indicators.supply import MM2_PER_M2, near_supply
from gruenzug.engine.layers.burdens import HIGH, UNKNOWN, grade_at
from gruenzug.engine.layers.people import People
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.sources.kinds import BURDENS

GREEN = "green"
SOCIAL = "social"
_SEVERAL, _MOST = 2, 4

Grades = dict[str, IntArray]


def burdened(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of people by the number of high burdens on them, and per burden."""
    people, grades = graded(indicator, region)
    told = _told([part.id for part in indicator.parts], grades)
    return _sums(indicator, region, people, told)


def graded(indicator: Indicator, region: RegionLayers) -> tuple[People, Grades]:
    """Return the census cells the method looks at, and the grade of each burden a source tells."""
    return region.once(("burdens", indicator.id), lambda: _graded(indicator, region))


def high_burdens(grades: Grades) -> tuple[IntArray, NDArray[np.bool_]] | None:
    """Return how many environmental burdens are high and where all are known; None without a source."""
    environment = [GREEN, *(factor for factor in BURDENS if factor != SOCIAL)]
    if not all(factor in grades for factor in environment):
        return None
    number: IntArray = np.sum([grades[factor] == HIGH for factor in environment], axis=0)
    known = np.logical_and.reduce([grades[factor] != UNKNOWN for factor in environment])
    return number, known


def _graded(indicator: Indicator, region: RegionLayers) -> tuple[People, Grades]:
    """Grade each burden; where its source does not speak, it is unknown."""
    people, supply = near_supply(indicator, region)
    grades: Grades = {GREEN: _of_supply(supply, indicator)}
    for factor in BURDENS:
        if region.has(f"burden_{factor}"):
            grade = grade_at(people.xy, region.tables[f"burden_{factor}"])
            grade[~coverage(people, region, (f"burden_{factor}",))] = UNKNOWN
            grades[factor] = grade
    return people, grades


def _of_supply(supply: IntArray, indicator: Indicator) -> IntArray:
    """Return 1, 2 or 3 where there is enough green close by, little, or very little."""
    enough, little = indicator.parameters["class_limits_m2_per_person"]
    limits = np.rint(np.array([little, enough]) * MM2_PER_M2).astype(np.int64)
    grades: IntArray = HIGH - np.searchsorted(limits, supply, side="right")
    return grades


def _told(parts: list[str], grades: Grades) -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return for each part that can be told who counts and of whom it is known."""
    found = {factor: (grade == HIGH, grade != UNKNOWN) for factor, grade in grades.items()}
    if (high := high_burdens(grades)) is not None:
        number, known = high
        found |= {f"high-{count}": (number == count, known) for count in range(_MOST + 1)}
        found["several"] = number >= _SEVERAL, known
        if SOCIAL in grades:
            burdened, judged = found[SOCIAL]
            found["several-social"] = (number >= _SEVERAL) & burdened, known & judged
    return {part: found[part] for part in parts if part in found}


def _sums(
    indicator: Indicator,
    region: RegionLayers,
    people: People,
    told: dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]],
) -> list[Sums]:
    rows = []
    for part, (counted, known) in told.items():
        here = known & coverage(people, region, (*indicator.needs, *indicator.part(part).needs))
        rows.append(KnownPeople(people, here, len(region.municipalities)).share(part, counted))
    return rows
