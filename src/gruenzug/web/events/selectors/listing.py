"""What the lists of events show: what is to come, what has been, narrowed as asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Leitthema
from gruenzug.web.core.search import keys_matching
from gruenzug.web.events.models import Event, Kind, Mode
from gruenzug.web.places.models import Municipality

FIELDS = ("q", "kind", "mode", "theme", "year", "goal", "body", "town")
YEAR = re.compile(r"(19|20|21)\d\d")
COMING, PAST, ALL = "coming", "past", ""


@dataclass(frozen=True)
class Asked:
    """What a request wants to see of the events; `when` is "coming", "past", or "" for all."""

    when: str = ALL
    q: str = ""
    kind: str = ""
    mode: str = ""
    theme: str = ""
    year: str = ""
    goal: str = ""
    body: str = ""
    town: str = ""
    found: frozenset[int] | None = field(default=None, compare=False, repr=False)
    """What the search finds for `q`, asked once for all counts of a page."""

    @classmethod
    def of(cls, request: HttpRequest, when: str | None = None) -> Asked:
        """Read the filters of a list's address."""
        read = {name: request.GET.get(name, "").strip()[:80] for name in FIELDS}
        when = request.GET.get("when", "")[:8] if when is None else when
        keys = keys_matching("events.event", read["q"], get_language() or "de") if read["q"] else None
        return cls(when=when, found=None if keys is None else frozenset(map(int, keys)), **read)

    @property
    def query(self) -> dict[str, str]:
        """What was asked, as parameters of an address."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name)}

    def rows(self) -> QuerySet[Event]:
        """Return the public events that match; what is to come forwards in time, the rest backwards."""
        found = Event.objects.public()
        today = timezone.localdate()
        if self.when == COMING:
            found = found.upcoming(today)
        elif self.when == PAST:
            found = found.past(today)
        if self.found is not None:
            found = found.filter(pk__in=self.found)
        for name, narrow in _FILTERS.items():
            if value := getattr(self, name):
                found = narrow(found, value)
        return found.distinct()


def with_line(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Return `rows` with what a line of the list needs."""
    return (
        rows.select_related("organiser", "municipality")
        .defer("municipality__geometry")
        .prefetch_related("days")
    )


def by_when(asked: Asked) -> dict[str, int]:
    """Return how many events are to come and how many are over, if the other filters stay."""
    other = asked.when == PAST
    here = asked.rows().order_by().values("pk")
    there = replace(asked, when=COMING if other else PAST, year="").rows().order_by().values("pk")
    found = Event.objects.aggregate(
        here=Count("pk", filter=Q(pk__in=here)), there=Count("pk", filter=Q(pk__in=there))
    )
    return {asked.when: found["here"], COMING if other else PAST: found["there"]}


def kind_counts(asked: Asked) -> list[tuple[str, str, int]]:
    """Return the kinds that occur, each with how many there are if the other filters stay."""
    found = _counted(replace(asked, kind=""), "kind")
    return [(kind.value, str(kind.label), found[kind]) for kind in Kind if kind in found]


def mode_counts(asked: Asked) -> list[tuple[str, str, int]]:
    """Return the ways of taking part, each with how many there are if the other filters stay."""
    found = _counted(replace(asked, mode=""), "mode")
    both = found.get(Mode.BOTH, 0)
    counts = {mode: found.get(mode, 0) + (both if mode != Mode.BOTH else 0) for mode in Mode}
    return [(mode.value, str(mode.label), count) for mode, count in counts.items() if count]


def theme_counts(asked: Asked) -> list[tuple[str, str, int]]:
    """Return the Leitthemen, each with how many there are if the other filters stay."""
    rows = replace(asked, theme="").rows().order_by().values("pk")
    counted = Leitthema.objects.annotate(count=Count("events", filter=Q(events__in=rows), distinct=True))
    return [(row.key, text_of(row.short_name), row.count) for row in counted if row.count]


def year_counts(asked: Asked) -> list[tuple[str, str, int]]:
    """Return the years, the latest first, each with how many there are if the other filters stay."""
    found = _counted(replace(asked, year=""), "begins_on__year")
    return [(str(year), str(year), found[year]) for year in sorted(found, reverse=True)]


def events_of(municipality: Municipality) -> QuerySet[Event]:
    """Return the public events in or of a municipality, for its page."""
    mine = Q(municipality=municipality) | Q(organiser__municipality=municipality)
    return with_line(Event.objects.public().filter(mine)).order_by("-begins_on", "pk")


def _counted(asked: Asked, name: str) -> dict[object, int]:
    rows = Event.objects.filter(pk__in=asked.rows().order_by().values("pk"))
    return dict(rows.order_by().values_list(name).annotate(count=Count("pk")))


def _in_year(rows: QuerySet[Event], year: str) -> QuerySet[Event]:
    return rows.filter(begins_on__year=int(year)) if YEAR.fullmatch(year) else rows.none()


_FILTERS: dict[str, Callable[[QuerySet[Event], str], QuerySet[Event]]] = {
    "kind": lambda rows, value: rows.filter(kind=value),
    "mode": lambda rows, value: rows.filter(mode__in=[value, Mode.BOTH] if value != Mode.BOTH else [value]),
    "theme": lambda rows, value: rows.filter(themes__key=value),
    "year": _in_year,
    "goal": lambda rows, value: rows.filter(goals__code=value),
    "body": lambda rows, value: rows.filter(Q(organiser__slug=value) | Q(partners__slug=value)),
    "town": lambda rows, value: rows.filter(
        Q(municipality__slug=value) | Q(organiser__municipality__slug=value)
    ),
}
