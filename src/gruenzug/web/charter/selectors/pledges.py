"""Promises with their reports, what is due, and the numbers beside a body's own words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import MUNICIPALITY, Figure, Release
from gruenzug.web.charter.models import Pledge, Report, ReportingRound
from gruenzug.web.directory.models import Kind
from gruenzug.web.places.models import Municipality

OVERDUE = "overdue"


@dataclass(frozen=True)
class Asked:
    """What a request wants to see of the promises."""

    q: str = ""
    state: str = ""
    theme: str = ""
    goal: str = ""
    body: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the filters of a list's address."""
        names = ("q", "state", "theme", "goal", "body")
        return cls(**{name: request.GET.get(name, "").strip()[:80] for name in names})

    def rows(self) -> QuerySet[Pledge]:
        """Return the public promises that match, the next due first."""
        found = Pledge.objects.public().select_related("body")
        if self.state == OVERDUE:
            found = found.overdue(timezone.localdate())
        elif self.state in Pledge.State.values:
            found = found.filter(state=self.state)
        if self.theme:
            found = found.filter(goals__leitthema__key=self.theme)
        if self.goal:
            found = found.filter(goals__code=self.goal)
        if self.body:
            found = found.filter(body__slug=self.body)
        if self.q:
            found = found.filter(Q(title__icontains=self.q) | Q(body__name__icontains=self.q))
        return found.distinct().order_by("due_on", "pk")


@dataclass(frozen=True)
class PledgePage:
    """A promise, what its body says, and what the analysis says."""

    pledge: Pledge
    reports: list[Report]
    figures: list[dict[str, Any]]
    target: dict[str, Any] | None
    release: Release | None

    @property
    def current(self) -> Figure | None:
        """The figure of the release that pages show."""
        rows = [row["figure"] for row in self.figures if self.release and row["release"] == self.release.pk]
        return rows[0] if rows else None

    @property
    def points(self) -> list[dict[str, Any]]:
        """Values by year for the drawing, the base value first."""
        by_year = {row["year"]: row["figure"].value for row in self.figures}
        if self.pledge.base_year is not None:
            by_year.setdefault(self.pledge.base_year, self.pledge.base_value)
        return [{"year": year, "value": value} for year, value in sorted(by_year.items())]


def with_reports(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Return `pledges` with their public reports at hand, the newest first."""
    reports = Report.objects.filter(is_public=True).select_related("round").order_by("-round__opens_on")
    return pledges.prefetch_related(Prefetch("reports", queryset=reports))


def with_newest_report(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Return `pledges` with what their newest public report says, in the same query."""
    reports = Report.objects.filter(pledge=OuterRef("pk"), is_public=True).order_by("-round__opens_on", "-pk")
    return pledges.annotate(
        report_progress=Subquery(reports.values("progress")[:1]),
        report_percent=Subquery(reports.values("percent")[:1]),
        reported_on=Subquery(reports.values("reported_on")[:1]),
    )


def newest(pledge: Pledge) -> Report | None:
    """Return the newest public report of a pledge that came from `with_reports`."""
    return next(iter(pledge.reports.all()), None)


def state_counts() -> dict[str, int]:
    """Return how many public promises are in each state, and how many are overdue."""
    today = timezone.localdate()
    rows = list(Pledge.objects.public().values_list("state", "due_on"))
    found = Counter(state for state, _due in rows)
    found[OVERDUE] = sum(state == Pledge.State.RUNNING and due < today for state, due in rows)
    return found


def pledge_page(request: HttpRequest, pk: int) -> PledgePage | None:
    """Return a public promise with all that is said of it."""
    rows = Pledge.objects.public().select_related("body", "body__municipality", "commitment__version")
    pledge = with_reports(rows).prefetch_related("goals__leitthema").filter(pk=pk).first()
    if pledge is None:
        return None
    release = release_of(request)
    target = None
    if pledge.target_year is not None:
        target = {"year": pledge.target_year, "value": pledge.target_value}
    return PledgePage(pledge, list(pledge.reports.all()), _figures(pledge, release), target, release)


def pledges_of(municipality: Municipality) -> QuerySet[Pledge]:
    """Return the public promises of `municipality` itself, the next due first."""
    own = Pledge.objects.public().filter(body__municipality=municipality, body__kind=Kind.MUNICIPALITY)
    return own.order_by("due_on", "pk")


def open_reports(in_round: ReportingRound) -> QuerySet[Pledge]:
    """Return the running promises on which nobody reported in `in_round`."""
    told = Report.objects.filter(round=in_round, is_public=True).values("pledge_id")
    return Pledge.objects.running().exclude(pk__in=told).select_related("body")


def open_rounds(today: dt.date) -> QuerySet[ReportingRound]:
    """Return the rounds that take reports on `today`."""
    return ReportingRound.objects.filter(opens_on__lte=today, is_closed=False)


def _figures(pledge: Pledge, release: Release | None) -> list[dict[str, Any]]:
    """Return the figures of the body's municipality for the promise's indicator, by release."""
    part = pledge.definition_part
    if part is None or pledge.body.municipality_id is None or pledge.body.kind != Kind.MUNICIPALITY:
        return []
    rows = Figure.objects.of(pledge.indicator, part.id).at(MUNICIPALITY)
    rows = rows.filter(municipality_id=pledge.body.municipality_id, value__isnull=False)
    if release is not None:
        rows = rows.filter(release__region=release.region, release__is_model=release.is_model)
    rows = rows.select_related("release").defer("release__manifest").order_by("release__created_at")
    return [{"year": row.release.created_at.year, "figure": row, "release": row.release_id} for row in rows]
