"""How projects are told: days no more exact than they are known, costs, places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import formats as django_formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gruenzug.contract.elements import categories, elements
from gruenzug.web.core import formats
from gruenzug.web.projects.models import (
    Locating,
    MeasureKind,
    Precision,
    Project,
    State,
)

BADGES = {
    State.DONE: "confirmed",
    State.UNDERWAY: "underway",
    State.PLANNED: "planned",
    State.IDEA: "none",
    State.PAUSED: "partial",
    State.REJECTED: "none",
    State.UNKNOWN: "none",
}


def when(day: dt.date | None, precision: str = Precision.DAY) -> str:
    """Return a date as exactly as it is known: ``1. März 2024``, ``März 2024`` or ``2024``."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.MONTH:
        return django_formats.date_format(day, "F Y")
    return formats.day(day)


def span(begins_on: dt.date | None, ends_on: dt.date | None, precision: str = Precision.DAY) -> str:
    """Return from when to when, as far as it is known."""
    first, last = when(begins_on, precision), when(ends_on, precision)
    if first and last:
        return first if first == last else f"{first} – {last}"
    if first:
        return _("ab %(day)s") % {"day": first}
    return _("bis %(day)s") % {"day": last} if last else ""


def duration(project: Project) -> str:
    """Return when `project` begins and ends."""
    return span(project.begins_on, project.ends_on, project.dates_precision)


def euros(amount: Decimal | None, *, about: bool = False) -> str:
    """Return an amount: cents only where there are some."""
    if amount is None:
        return ""
    digits = 0 if amount == amount.to_integral_value() else 2
    written = formats.measure(float(amount), "euro", digits)
    return _("rund %(amount)s") % {"amount": written} if about else written


def public_cost(project: Project) -> str:
    """Return what `project` costs, if the public may know."""
    return euros(project.total_cost, about=project.cost_is_about) if project.shows_cost else ""


def measure_labels(project: Project) -> list[str]:
    """Return what is done, in words."""
    return [str(MeasureKind(key).label) for key in project.measures if key in MeasureKind.values]


def element_labels(project: Project) -> list[str]:
    """Return the elements of the catalogue in the active language."""
    language = get_language() or "de"
    return [elements()[key].title.in_language(language) for key in project.elements if key in elements()]


def category_label(key: str) -> str:
    """Return the name of a category of the catalogue."""
    return categories()[key].title.in_language(get_language() or "de")


def place_line(project: Project) -> str:
    """Return where `project` is in a few words."""
    return place_words(project, [town.name for town in project.municipalities.all()])


def place_words(project: Project, towns: Iterable[str]) -> str:
    """Return the same where the names of its towns are known already."""
    if project.locating == Locating.REGION:
        return _("Ganze Region")
    return " · ".join(part for part in (project.place, ", ".join(towns)) if part)


def badge_of(state: str) -> str:
    """Return the look of the badge for a state."""
    return BADGES.get(State(state), "")
