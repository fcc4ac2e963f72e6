"""Programmes as the finder shows them and as the matching reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from gruenzug.contract.text import Text
from gruenzug.web.atlas.selectors import fold
from gruenzug.web.funding import matching
from gruenzug.web.funding.matching import Area, Outcome, Plan, Said, Source, Terms, Window
from gruenzug.web.funding.models import CallWindow, EligibleArea, Programme, Statement

CURRENT, CLOSED = "current", "closed"


@dataclass(frozen=True)
class Found:
    """One programme with its terms."""

    programme: Programme
    terms: Terms
    statements: list[Statement]

    def status(self, today: dt.date) -> str:
        """Return what a reader wants to know first: open, upcoming, passed, unclear or closed."""
        state = self.programme.state
        if state == Programme.State.CLOSED or (self.terms.valid_until and self.terms.valid_until < today):
            return "closed"
        if state == Programme.State.ANNOUNCED:
            return "announced"
        if any(window.is_open(today) for window in self.terms.windows):
            return "open"
        if any(window.opens_on and window.opens_on > today for window in self.terms.windows):
            return "announced"
        return "passed" if self.terms.windows else "unclear"

    @property
    def next_deadline(self) -> dt.date | None:
        """The next day on which a window closes."""
        days = [window.closes_on for window in matching.when.open_deadlines(self.terms, timezone.localdate())]
        return min(days, default=None)

    @property
    def checked_on(self) -> dt.date | None:
        """The oldest day on which somebody looked at a source."""
        return min((row.checked_on for row in self.statements if row.checked_on), default=None)

    @property
    def contradictions(self) -> int:
        """How many things the sources disagree on."""
        keys = {row.key for row in self.terms.statements}
        return sum(
            len({row.number for row in rows if row.number is not None}) > 1
            for key in keys
            for rows in self.terms.slots(key)
        )


@dataclass(frozen=True)
class Asked:
    """What the list of programmes is filtered by."""

    q: str = ""
    state: str = ""
    applicant: str = ""
    measure: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Return what a request asks for."""
        return cls(**{name: request.GET.get(name, "").strip()[:80] for name in cls.__dataclass_fields__})

    def fits(self, found: Found, *, leaving_out: str = "") -> bool:
        """Return whether a programme is asked for, by all filters but one."""
        checks = {
            "q": lambda: not self.q or fold(self.q) in fold(_words(found.programme)),
            "state": lambda: (found.programme.state == Programme.State.CLOSED) == (self.state == CLOSED),
            "applicant": lambda: not self.applicant or _names(found, "applicants", self.applicant),
            "measure": lambda: not self.measure or _names(found, "measures", self.measure),
        }
        return all(check() for name, check in checks.items() if name != leaving_out)


def public_programmes(rows: QuerySet[Programme] | None = None) -> list[Found]:
    """Return the programmes of the finder with all that is said of them, in five queries."""
    rows = Programme.objects.public() if rows is None else rows
    programmes = list(rows.select_related("giver").prefetch_related("offices"))
    said: dict[int, list[Statement]] = {programme.pk: [] for programme in programmes}
    for row in Statement.objects.filter(programme__in=said).select_related("area").order_by("order", "pk"):
        said[row.programme_id].append(row)
    windows: dict[int, list[CallWindow]] = {programme.pk: [] for programme in programmes}
    for window in CallWindow.objects.filter(programme__in=said):
        windows[window.programme_id].append(window)
    language = get_language() or "de"
    return [
        Found(row, terms_of_programme(row, said[row.pk], windows[row.pk], language), said[row.pk])
        for row in programmes
    ]


def terms_of_programme(
    programme: Programme, statements: Iterable[Statement], windows: Iterable[CallWindow], language: str
) -> Terms:
    """Return a programme as the matching reads it."""
    return Terms(
        slug=programme.slug,
        title=_told(programme.title, language),
        state=programme.state,
        valid_from=programme.valid_from,
        valid_until=programme.valid_until,
        windows=tuple(
            Window(
                _told(row.title, language),
                row.opens_on,
                None if row.is_rolling else row.closes_on,
                row.is_rolling,
                _source(row),
            )
            for row in windows
        ),
        statements=tuple(_said(row, language) for row in statements),
    )


def facets(found: list[Found], asked: Asked) -> dict[str, dict[str, int]]:
    """Return for each filter how many programmes each choice would leave."""
    states = [row for row in found if asked.fits(row, leaving_out="state")]
    closed = sum(row.programme.state == Programme.State.CLOSED for row in states)
    return {
        "state": {"": len(states) - closed, CLOSED: closed},
        "applicant": _counts(
            [row for row in found if asked.fits(row, leaving_out="applicant")], "applicants"
        ),
        "measure": _counts([row for row in found if asked.fits(row, leaving_out="measure")], "measures"),
    }


def match(plan: Plan, today: dt.date | None = None) -> list[Outcome]:
    """Hold `plan` against every programme that is no history; what fits comes first."""
    today = today or timezone.localdate()
    found = public_programmes(Programme.objects.public().current())
    return matching.ranked([matching.evaluate(row.terms, plan, today) for row in found])


def _said(row: Statement, language: str) -> Said:
    return Said(
        key=row.key,
        number=row.number,
        number_to=row.number_to,
        applicants=frozenset(row.applicants),
        measures=frozenset(row.measures),
        costs=frozenset(row.costs),
        circumstance=row.circumstance,
        bound=row.bound,
        area=_area(row.area) if row.area else None,
        words=_told(row.words, language),
        source=_source(row),
    )


def _area(row: EligibleArea) -> Area:
    return Area(row.title, frozenset(row.ags), row.shape if row.geometry else None)


def _source(row: Statement | CallWindow) -> Source:
    return Source(row.source_title, row.source_url, row.checked_on)


def _told(text: Mapping[str, str], language: str) -> str:
    return Text.from_mapping(text).in_language(language) if any(text.values()) else ""


def _words(programme: Programme) -> str:
    giver = programme.giver.name if programme.giver else ""
    return " ".join(
        [
            programme.title_de,
            programme.title_en,
            programme.short_name,
            programme.frame,
            programme.summary_de,
            giver,
        ]
    )


def _names(found: Found, column: str, kind: str) -> bool:
    return any(kind in getattr(row, column) for row in found.terms.said(column))


def _counts(found: list[Found], column: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in found:
        for kind in {kind for said in row.terms.said(column) for kind in getattr(said, column)}:
            counts[kind] = counts.get(kind, 0) + 1
    return counts
