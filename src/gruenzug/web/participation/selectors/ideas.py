"""Ideas as lists ask for them: filters, how many each further choice would leave, where they are."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from gruenzug.web.core import search
from gruenzug.web.core.likeness import Likeness
from gruenzug.web.participation.models import Idea, Visibility

KIND = "participation.idea"
ORDERS = {
    "": ("-published_at", "-pk"),
    "support": ("-support_count", "-published_at", "-pk"),
    "talk": ("-comment_count", "-published_at", "-pk"),
}
FACETS = {
    "category": "category",
    "stage": "stage",
    "municipality": "municipality__slug",
    "theme": "themes__key",
}
ALIKE, HALF_ALIKE, NEAR_M, DEGREE_M = 0.5, 0.25, 300, 111_320
SIMILAR = 5


@dataclass(frozen=True)
class Asked:
    """What a request wants to see of the ideas."""

    q: str = ""
    category: str = ""
    stage: str = ""
    municipality: str = ""
    theme: str = ""
    sort: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the filters of a list's address."""
        return cls(**{part.name: request.GET.get(part.name, "").strip()[:80] for part in fields(cls)})

    @property
    def is_filtered(self) -> bool:
        """Whether not all is asked for."""
        return replace(self, sort="") != Asked()

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address that asks the same."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Found:
    """The ideas asked for, and the counts beside every choice."""

    asked: Asked

    @cached_property
    def rows(self) -> QuerySet[Idea]:
        """The ideas in their order."""
        return self._without("").order_by(*ORDERS.get(self.asked.sort, ORDERS[""]))

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many ideas each value of each filter would leave."""
        return {name: self._count(name, column) for name, column in FACETS.items()}

    def _count(self, name: str, column: str) -> dict[str, int]:
        rows = self._without(name).exclude(**{column: None}).order_by()
        return dict(rows.values_list(column).annotate(number=Count("pk", distinct=True)))

    def _without(self, name: str) -> QuerySet[Idea]:
        """Return what is found if the filter `name` is left out."""
        chosen = {
            column: value
            for facet, column in FACETS.items()
            if facet != name and (value := getattr(self.asked, facet))
        }
        rows = Idea.objects.public().filter(**chosen)
        return rows if self._keys is None else rows.filter(pk__in=self._keys)

    @cached_property
    def _keys(self) -> list[int] | None:
        if not self.asked.q:
            return None
        found = search.keys_matching(KIND, self.asked.q, get_language() or "de")
        return None if found is None else [int(key) for key in found]


def for_list(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    """Return `rows` with what a line of the list shows."""
    return rows.select_related("municipality", "body", "photo").defer(
        "geometry", "municipality__geometry", "answer"
    )


def similar(*, title: str, text: str, municipality: Any, point: tuple[float, float] | None) -> list[Idea]:
    """Return public ideas that may be the same: alike by title, or near and somewhat alike."""
    rows = Idea.objects.public().select_related("municipality")
    if municipality is not None:
        rows = rows.filter(Q(municipality=municipality) | Q(municipality=None))
    near = {row.pk: row for row in rows.defer("geometry", "municipality__geometry")}
    names = Likeness({pk: f"{row.title} {row.text[:200]}" for pk, row in near.items()})
    titles = Likeness({pk: row.title for pk, row in near.items()})
    scores = titles.like(title, HALF_ALIKE)
    for pk, value in names.like(f"{title} {text[:200]}", HALF_ALIKE).items():
        scores[pk] = max(scores.get(pk, 0), value)
    kept = {
        pk: value
        for pk, value in scores.items()
        if value >= ALIKE or (point and _distance_m(point, near[pk]) <= NEAR_M)
    }
    return [near[pk] for pk in sorted(kept, key=lambda pk: -kept[pk])[:SIMILAR]]


def comments_of(idea: Idea) -> list[Any]:
    """Return the public comments on `idea` with their replies in `shown_replies`, in one query."""
    rows = list(
        idea.comments.filter(Q(visibility=Visibility.PUBLIC) | Q(visibility=Visibility.HIDDEN))
        .select_related("body")
        .order_by("created_at", "pk")
    )
    by_parent: dict[int | None, list[Any]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)
    for row in rows:
        row.shown_replies = by_parent.get(row.pk, [])
    return by_parent.get(None, [])


def _distance_m(point: tuple[float, float], idea: Idea) -> float:
    if idea.point_x is None or idea.point_y is None:
        return math.inf
    east = (point[0] - idea.point_x) * math.cos(math.radians(point[1]))
    return math.hypot(east, point[1] - idea.point_y) * DEGREE_M
