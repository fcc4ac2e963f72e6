"""Which projects may be one: alike by title, near each other, at the same time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.core import formats
from gruenzug.web.core.likeness import Likeness
from gruenzug.web.projects.models import Distinct, Project, Visibility
from gruenzug.web.projects.words import euros, when

ALIKE = 0.62  # titles this alike are shown wherever they are
HALF_ALIKE = 0.34  # titles this alike are shown where place or time say the same
NEAR_M = 1_000
DEGREE_M = 111_320


@dataclass(frozen=True)
class Pair:
    """Two projects that may be one, and what speaks for it."""

    first: Project
    second: Project
    likeness: float
    distance_m: float | None
    share_town: bool
    years_apart: int | None

    @property
    def score(self) -> float:
        """How likely it is, for the order of lists: title first, then place, then time."""
        near = 0.0
        if self.distance_m is not None:
            near = max(0.0, 1 - self.distance_m / (4 * NEAR_M))
        elif self.share_town:
            near = 0.4
        together = 0.15 if self.years_apart == 0 else 0.0
        return self.likeness + 0.4 * near + together

    @property
    def reasons(self) -> list[str]:
        """What is alike and what is not, in words."""
        told = [
            _("Titel zu %(share)s gleich") % {"share": formats.measure(100 * self.likeness, "percent", 0)}
        ]
        if self.distance_m is not None:
            told.append(_("%(distance)s entfernt") % {"distance": formats.measure(self.distance_m, "m")})
        elif self.share_town:
            told.append(_("gleiche Kommune"))
        else:
            told.append(_("Ort nicht vergleichbar"))
        if self.years_apart == 0:
            told.append(_("gleicher Zeitraum"))
        elif self.years_apart is not None:
            apart = ngettext("%(years)s Jahr auseinander", "%(years)s Jahre auseinander", self.years_apart)
            told.append(apart % {"years": self.years_apart})
        if self.first.body_label and self.first.body_label == self.second.body_label:
            told.append(_("gleiche Trägerin"))
        return told


def like(project: Project, limit: int = 8) -> list[Pair]:
    """Return projects that may be the same as `project`, the likeliest first."""
    rows = {row.pk: row for row in _rows() if row.pk != project.pk}
    apart = _told_apart(project)
    found = Likeness({pk: row.title_de for pk, row in rows.items()}).like(project.title_de, HALF_ALIKE)
    pairs = [_pair(project, rows[pk], value) for pk, value in found.items() if pk not in apart]
    return sorted(filter(_is_telling, pairs), key=lambda pair: -pair.score)[:limit]


def all_pairs(limit: int = 100) -> list[Pair]:
    """Return all pairs of projects that may be one and nobody told apart, the likeliest first."""
    rows = {row.pk: row for row in _rows()}
    apart = {frozenset(pair) for pair in Distinct.objects.values_list("first_id", "second_id")}
    names = Likeness({pk: row.title_de for pk, row in rows.items()})
    pairs = [
        _pair(rows[one], rows[other], value)
        for one, other, value in names.pairs(HALF_ALIKE)
        if frozenset((one, other)) not in apart
    ]
    return sorted(filter(_is_telling, pairs), key=lambda pair: -pair.score)[:limit]


def _rows() -> QuerySet[Project]:
    kept = Project.objects.exclude(visibility=Visibility.ARCHIVED).select_related("body")
    return kept.defer("geometry", "text_de", "text_en", "text_simple").prefetch_related("municipalities")


def _told_apart(project: Project) -> set[int]:
    rows = Distinct.objects.filter(Q(first=project) | Q(second=project))
    return {pk for pair in rows.values_list("first_id", "second_id") for pk in pair}


def _is_telling(pair: Pair) -> bool:
    """Whether it is worth a look: very alike, or half alike and at the same place."""
    close = pair.distance_m is not None and pair.distance_m <= NEAR_M
    return pair.likeness >= ALIKE or close or (pair.share_town and pair.distance_m is None)


def _pair(first: Project, second: Project, likeness: float) -> Pair:
    towns = {town.pk for town in first.municipalities.all()} & {
        town.pk for town in second.municipalities.all()
    }
    return Pair(first, second, likeness, _distance_m(first, second), bool(towns), _years_apart(first, second))


def _distance_m(first: Project, second: Project) -> float | None:
    """Return how far the label points lie apart; None unless both places are known."""
    if not (first.is_located_by_point and second.is_located_by_point):
        return None
    x1, y1, x2, y2 = first.point_x, first.point_y, second.point_x, second.point_y
    squeeze = math.cos(math.radians((y1 + y2) / 2))
    return math.hypot((x1 - x2) * squeeze, y1 - y2) * DEGREE_M


def _years_apart(first: Project, second: Project) -> int | None:
    """Return how many years lie between both; 0 if they overlap, None if one has no dates."""
    spans = [_years(project) for project in (first, second)]
    if None in spans:
        return None
    (begin1, end1), (begin2, end2) = spans  # type: ignore[misc]
    return max(0, begin2 - end1, begin1 - end2)


def _years(project: Project) -> tuple[int, int] | None:
    days: Iterable = (project.begins_on, project.ends_on)
    known = [day.year for day in days if day]
    return (min(known), max(known)) if known else None


def differing_fields(first: Project, second: Project) -> list[dict[str, object]]:
    """Return what both say of themselves, side by side, what differs marked."""
    names = (
        "title_de",
        "summary_de",
        "body_label",
        "place",
        "locating",
        "begins_on",
        "ends_on",
        "total_cost",
    )
    names = (*names, "website", "source_url", "origin")
    rows = []
    for name in names:
        values = [_told(project, name) for project in (first, second)]
        if any(values):
            rows.append({"label": _label(name), "values": values, "differ": values[0] != values[1]})
    return rows


def _told(project: Project, name: str) -> str:
    display = getattr(project, f"get_{name}_display", None)
    value = display() if display else getattr(project, name)
    if isinstance(value, dt.date):
        return when(value, project.dates_precision)
    if isinstance(value, Decimal):
        return euros(value, about=project.cost_is_about)
    return "" if value is None else str(value)


def _label(name: str) -> str:
    return str(Project._meta.get_field(name.replace("body_label", "body")).verbose_name)
