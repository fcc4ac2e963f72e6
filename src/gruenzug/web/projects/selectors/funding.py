"""Which programmes may pay for a project: what is known of it, as a plan that the finder can read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode

from gruenzug.web.directory.models import Kind
from gruenzug.web.funding.matching import Outcome, Plan
from gruenzug.web.funding.models import ApplicantKind, Circumstance
from gruenzug.web.funding.selectors.finder import match
from gruenzug.web.projects.models import Precision, Project, State

APPLICANTS = {
    Kind.MUNICIPALITY: ApplicantKind.MUNICIPALITY,
    Kind.COUNTY: ApplicantKind.COUNTY,
    Kind.REGIONAL_ASSOCIATION: ApplicantKind.REGIONAL_ASSOCIATION,
    Kind.WATER_BOARD: ApplicantKind.WATER_BOARD,
    Kind.ASSOCIATION: ApplicantKind.CLUB,
    Kind.INITIATIVE: ApplicantKind.CLUB,
    Kind.COMPANY: ApplicantKind.COMPANY,
}
"""Kinds of bodies that say which kind of applicant one is; others are left open."""
BEGUN = {State.IDEA: False, State.PLANNED: False, State.UNDERWAY: True, State.DONE: True, State.PAUSED: True}
SEEKING = frozenset({State.IDEA, State.PLANNED})
"""States in which the public page offers to look for money."""


def outcomes_of(project: Project) -> list[Outcome]:
    """Return every programme held against `project`, what fits first."""
    return match(plan_of(project))


def plan_of(project: Project) -> Plan:
    """Return what is known of `project` as a plan; what is not known stays open."""
    towns = list(project.municipalities.all())
    begun = BEGUN.get(State(project.state))
    return Plan(
        applicant=APPLICANTS.get(Kind(project.body.kind), "") if project.body else "",
        measures=frozenset(project.measures),
        total_cost=project.total_cost,
        area_m2=_area(project),
        ags=towns[0].ags if len(towns) == 1 else "",
        point=(project.point_x, project.point_y) if project.is_located else None,
        begins_on=project.begins_on if project.dates_precision == Precision.DAY else None,
        months=_months(project),
        circumstances={} if begun is None else {Circumstance.NOT_BEGUN: not begun},
    )


def check_address(project: Project) -> str:
    """Return the page "does it fit?" with everything filled in that is known of `project`."""
    plan = plan_of(project)
    known: list[tuple[str, Any]] = [("measures", kind) for kind in sorted(plan.measures)]
    known += [
        ("applicant", plan.applicant),
        ("ags", plan.ags),
        ("total_cost", _written(plan.total_cost)),
        ("area_m2", _written(plan.area_m2)),
        ("begins_on", plan.begins_on.isoformat() if plan.begins_on else ""),
        ("months", plan.months or ""),
    ]
    answers = {True: "ja", False: "nein"}
    known += [(f"is_{name}", answers[holds]) for name, holds in plan.circumstances.items()]
    return f"{reverse('funding:check')}?{urlencode([pair for pair in known if pair[1]])}"


def _area(project: Project) -> Decimal | None:
    size = project.size_m2
    return Decimal(size).quantize(Decimal("0.1")) if size else None


def _months(project: Project) -> int | None:
    begins, ends = project.begins_on, project.ends_on
    if begins is None or ends is None or project.dates_precision == Precision.YEAR:
        return None
    return max(12 * (ends.year - begins.year) + ends.month - begins.month + 1, 1)


def _written(amount: Decimal | None) -> str:
    """Return a number as the form of the active language reads it."""
    return "" if amount is None else number_format(amount.normalize().__format__("f"), force_grouping=False)
