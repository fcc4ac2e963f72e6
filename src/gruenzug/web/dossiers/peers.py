"""Which town a town may fairly be compared with: one of its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gruenzug.contract.text import Text
from gruenzug.web.atlas.models import PlaceRecord


@dataclass(frozen=True)
class SizeClass:
    """A class of size, from its lower limit on (inhabitants)."""

    at_least: int
    title: Text


SIZES = (
    SizeClass(
        250_000, Text("Großstadt ab 250.000 Einwohnern", "city of 250,000 and more", "sehr große Stadt")
    ),
    SizeClass(100_000, Text("Großstadt ab 100.000 Einwohnern", "city of 100,000 and more", "große Stadt")),
    SizeClass(
        50_000,
        Text("größere Mittelstadt ab 50.000 Einwohnern", "larger town of 50,000 and more", "mittlere Stadt"),
    ),
    SizeClass(
        20_000,
        Text(
            "kleinere Mittelstadt ab 20.000 Einwohnern", "smaller town of 20,000 and more", "kleinere Stadt"
        ),
    ),
    SizeClass(0, Text("Kleinstadt unter 20.000 Einwohnern", "small town below 20,000", "kleine Stadt")),
)


def size_class(population: int | None) -> SizeClass | None:
    """Return the class of size; None if the population is unknown."""
    if population is None:
        return None
    return next(size for size in SIZES if population >= size.at_least)


def peer_of(place: PlaceRecord, others: Iterable[PlaceRecord]) -> PlaceRecord | None:
    """Return the town of the same size class nearest in population; None if there is none.

    Equally near towns: the one whose key comes first, so that the choice is stable.
    """
    mine = size_class(place.population)
    if mine is None:
        return None
    alike = [other for other in others if other.key != place.key and size_class(other.population) == mine]
    population = place.population or 0
    return min(alike, key=lambda other: (abs((other.population or 0) - population), other.key), default=None)
