"""The tree of goals, the list of them, and all that one goal's page shows of this room."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import REGION, Figure, Release
from gruenzug.web.charter import plug
from gruenzug.web.charter.models import (
    Facet,
    Handlungsziel,
    Instrument,
    Leitthema,
    Lever,
    Oberziel,
    Pledge,
)
from gruenzug.web.charter.selectors.pledges import with_newest_report
from gruenzug.web.core.choices import Status
from gruenzug.web.directory.models import Organisation

UNASSIGNED = "ohne"
JOINED = {
    "facet": ("facets", tuple(field.attname for field in Facet._meta.concrete_fields)),
    "lever": ("levers", tuple(field.attname for field in Lever._meta.concrete_fields)),
    "body": ("levers__body", ("id", "name", "short_name")),
    "instrument": ("levers__instrument", ("id", "key", "title_de", "title_en", "title_simple", "level")),
}
"""What is read beside a goal: by which way, and which columns; a goal has a handful of each."""

_OF_THEME = 4
"""Indicators of a theme that stand in for a goal's own: a page says what moves, the atlas has them all."""


@dataclass(frozen=True)
class Theme:
    """A Leitthema with what belongs to it; None stands for "not assigned yet"."""

    leitthema: Leitthema | None
    oberziele: list[Oberziel]
    goals: list[Handlungsziel]

    @property
    def key(self) -> str:
        return self.leitthema.key if self.leitthema else UNASSIGNED


@dataclass(frozen=True)
class Outline:
    """All Leitthemen with their goals, as far as these match what was asked."""

    themes: list[Theme]
    count: int
    all: int
    placeholders: int
    by_theme: dict[str, int]
    by_kind: dict[str, int]

    @cached_property
    def linked(self) -> dict[int, list[tuple[plug.Words, int]]]:
        """What the rooms above have for each goal; read by the lists that show it."""
        return plug.counts([goal.pk for theme in self.themes for goal in theme.goals])


@dataclass(frozen=True)
class Curve:
    """One indicator over the releases, with the way to its target where one was set."""

    indicator: Indicator
    part: Part
    figure: Figure | None
    points: list[dict[str, Any]]
    target: dict[str, Any] | None

    @property
    def is_drawn(self) -> bool:
        """Whether there is more than one value to draw a line through."""
        return len(self.points) + bool(self.target) > 1 and bool(self.points)


@dataclass(frozen=True)
class GoalPage:
    """A Handlungsziel and everything that serves it."""

    goal: Handlungsziel
    facets: list[Facet]
    levers: list[Lever]
    curves: list[Curve]
    indicators_of_theme: bool
    pledges: list[Pledge]
    has_more_pledges: bool
    sections: list[plug.Filled]
    release: Release | None


def outline_of(theme: str = "", kind: str = "", named: bool = False) -> Outline:
    """Return the goals in force by Leitthema, narrowed by theme, kind, or to those with a title."""
    themes = list(Leitthema.objects.prefetch_related("oberziele"))
    goals = list(Handlungsziel.objects.current().select_related("leitthema"))
    wanted = [
        goal
        for goal in goals
        if (not theme or _theme_of(goal) == theme)
        and (not kind or goal.kind == kind)
        and not (named and goal.is_placeholder)
    ]
    rows = [
        Theme(
            leitthema,
            [row for row in leitthema.oberziele.all() if row.is_current],
            [goal for goal in wanted if goal.leitthema_id == leitthema.pk],
        )
        for leitthema in themes
        if not theme or leitthema.key == theme
    ]
    loose = [goal for goal in wanted if goal.leitthema_id is None]
    return Outline(
        themes=[*rows, *([Theme(None, [], loose)] if loose else [])],
        count=len(wanted),
        all=len(goals),
        placeholders=sum(goal.is_placeholder for goal in goals),
        by_theme=Counter(_theme_of(goal) for goal in goals),
        by_kind=Counter(goal.kind for goal in goals if goal.kind),
    )


def goal_page(request: HttpRequest, code: str) -> GoalPage | None:
    """Return the page of the goal with `code` in four queries, and those of the rooms above."""
    found = _goal(code)
    if found is None:
        return None
    goal, facets, levers = found
    release = release_of(request)
    own = [row for row in facets if row.definition]
    pledges = with_newest_report(goal.pledges.public().select_related("body")).order_by("due_on", "pk")
    promised = list(pledges[: plug.SHOWN + 1])
    curves = curves_of(own or _of_theme(goal)[:_OF_THEME], release)
    return GoalPage(
        goal=goal,
        facets=[row for row in facets if row.text_de],
        levers=levers,
        curves=curves,
        indicators_of_theme=bool(curves) and not own,
        pledges=promised[: plug.SHOWN],
        has_more_pledges=len(promised) > plug.SHOWN,
        sections=plug.filled(request, goal),
        release=release,
    )


def curves_of(rows: list[Facet], release: Release | None) -> list[Curve]:
    """Return what the releases say of each indicator for the whole region, in one query."""
    wanted = {(row.definition.id, row.definition_part.id) for row in rows if row.definition}
    figures = Figure.objects.filter(
        level=REGION, indicator__in={key for key, _part in wanted}, value__isnull=False
    ).select_related("release")
    if release is not None:
        figures = figures.filter(release__region=release.region, release__is_model=release.is_model)
    figures = figures.defer("release__manifest").order_by("release__created_at")
    return [_curve(row, [figure for figure in figures if _fits(figure, row)], release) for row in rows]


def _goal(code: str) -> tuple[Handlungsziel, list[Facet], list[Lever]] | None:
    """Return the goal with the codes and numbers of its neighbours, its facets and levers, in one query."""
    current = Handlungsziel.objects.current().order_by()
    before = current.filter(number__lt=OuterRef("number")).order_by("-number")
    after = current.filter(number__gt=OuterRef("number")).order_by("number")
    rows = Handlungsziel.objects.select_related("leitthema", "oberziel").annotate(
        previous_code=Subquery(before.values("code")[:1]),
        previous_number=Subquery(before.values("number")[:1]),
        next_code=Subquery(after.values("code")[:1]),
        next_number=Subquery(after.values("number")[:1]),
        **{f"{way}__{name}": F(f"{path}__{name}") for way, (path, names) in JOINED.items() for name in names},
    )
    found = list(rows.filter(code=code))
    if not found:
        return None
    levers = _joined(found, "lever", Lever)
    bodies, instruments = _joined(found, "body", Organisation), _joined(found, "instrument", Instrument)
    for lever in levers.values():
        lever.body, lever.instrument = bodies.get(lever.body_id), instruments.get(lever.instrument_id)
    facets = _joined(found, "facet", Facet).values()
    return found[0], sorted(facets, key=_order), sorted(levers.values(), key=_order)


def _joined(rows: list[Handlungsziel], way: str, model: Any) -> dict[int, Any]:
    """Return the objects that were read beside the goal, each once, by key."""
    _path, names = JOINED[way]
    told = ({name: getattr(row, f"{way}__{name}") for name in names} for row in rows)
    return {facts["id"]: model(**facts) for facts in told if facts["id"] is not None}


def _order(row: Facet | Lever) -> tuple[int, int]:
    return row.order, row.pk


def _of_theme(goal: Handlungsziel) -> list[Facet]:
    """Return the indicators of the goal's Leitthema, where nobody chose some for the goal itself."""
    if goal.leitthema is None or goal.status == Status.PLACEHOLDER:
        return []
    return [
        Facet(indicator=key, part=row.headline.id)
        for key, row in indicators().items()
        if row.leitthema == goal.leitthema.key
    ]


def _fits(figure: Figure, row: Facet) -> bool:
    part = row.definition_part
    return figure.indicator == row.indicator and part is not None and figure.part == part.id


def _curve(row: Facet, figures: list[Figure], release: Release | None) -> Curve:
    by_year = {figure.release.created_at.year: figure.value for figure in figures}
    if row.base_value is not None and row.base_year is not None:
        by_year.setdefault(row.base_year, row.base_value)
    current = [figure for figure in figures if release and figure.release_id == release.pk]
    definition, part = row.definition, row.definition_part
    assert definition is not None and part is not None  # noqa: S101, PT018  the caller chose those that have one
    return Curve(
        indicator=definition,
        part=part,
        figure=current[0] if current else (figures[-1] if figures else None),
        points=[{"year": year, "value": value} for year, value in sorted(by_year.items())],
        target={"year": row.target_year, "value": row.target_value} if row.target_year else None,
    )


def _theme_of(goal: Handlungsziel) -> str:
    return goal.leitthema.key if goal.leitthema else UNASSIGNED
