"""What is said of a programme, free of the database: what the rules read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Source:
    """Who says so, and when somebody looked."""

    title: str = ""
    url: str = ""
    checked_on: dt.date | None = None


@dataclass(frozen=True)
class Area:
    """Where a programme pays; without keys and outline nobody can tell."""

    title: str
    ags: frozenset[str] = frozenset()
    shape: BaseGeometry | None = None

    def contains(self, ags: str, point: tuple[float, float] | None) -> bool | None:
        """Return whether a place lies in it; None if that cannot be told."""
        if point is not None and self.shape is not None:
            return bool(self.shape.covers(Point(point)))
        if ags and self.ags:
            return ags in self.ags
        return None


@dataclass(frozen=True)
class Said:
    """One statement of one source; the lists say for whom and for what it holds, empty: for all."""

    key: str
    number: Decimal | None = None
    number_to: Decimal | None = None
    applicants: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    costs: frozenset[str] = frozenset()
    circumstance: str = ""
    bound: str = ""
    area: Area | None = None
    words: str = ""
    source: Source = Source()

    @property
    def slot(self) -> tuple[object, ...]:
        """What it is about: two statements with one slot and two numbers contradict each other."""
        return self.key, self.applicants, self.measures, self.costs, self.circumstance, self.bound

    def concerns(self, applicant: str) -> bool | None:
        """Return whether it holds for `applicant`; None if the applicant is not known."""
        if not self.applicants:
            return True
        return applicant in self.applicants if applicant else None


@dataclass(frozen=True)
class Window:
    """A span of time in which applications are taken."""

    title: str
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    is_rolling: bool = False
    source: Source = Source()

    def is_open(self, on: dt.date) -> bool:
        """Return whether applications are taken that day, as far as is known."""
        return (self.opens_on is None or self.opens_on <= on) and (
            self.closes_on is None or on <= self.closes_on
        )


@dataclass(frozen=True)
class Terms:
    """A programme as the rules see it."""

    slug: str
    title: str
    state: str = "open"
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    windows: tuple[Window, ...] = ()
    statements: tuple[Said, ...] = ()

    def said(self, *keys: str) -> list[Said]:
        """Return the statements about `keys`, in their order."""
        return [row for row in self.statements if row.key in keys]

    def slots(self, key: str) -> Iterator[list[Said]]:
        """Yield the statements about `key`, those that speak of the same thing together."""
        found: dict[tuple[object, ...], list[Said]] = {}
        for row in self.said(key):
            found.setdefault(row.slot, []).append(row)
        yield from found.values()


def numbers(rows: list[Said]) -> list[Decimal]:
    """Return the different numbers that `rows` state, smallest first."""
    return sorted({row.number for row in rows if row.number is not None})
