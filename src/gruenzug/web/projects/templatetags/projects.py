"""Small helpers of this room's templates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gruenzug.web.projects import words
from gruenzug.web.projects.models import (
    HistoryEntry,
    Moment,
    Partner,
    PhaseKind,
    PictureRights,
    Project,
    State,
)
from gruenzug.web.projects.selectors.parts import Part

register = template.Library()
register.filter("duration", words.duration)
register.filter("public_cost", words.public_cost)
register.filter("measure_labels", words.measure_labels)
register.filter("element_labels", words.element_labels)
register.filter("place_line", words.place_line)


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Write how far a project is as a badge."""
    return format_html('<span class="badge badge--{}">{}</span>', words.badge_of(state), State(state).label)


@register.filter
def euros(amount: Decimal | None) -> str:
    """Write an amount, cents only where there are some."""
    return words.euros(amount) or "–"


@register.simple_tag
def when(day: dt.date | None, precision: str = "day") -> str:
    """Write a date as exactly as it is known."""
    return words.when(day, precision)


@register.filter
def phase_title(part: Part) -> str:
    """Write the name of a phase: its own, else that of its kind."""
    return part.text or str(PhaseKind(part.kind).label)


@register.filter
def phase_span(part: Part, project: Project) -> str:
    """Write from when to when a phase lasts."""
    return words.span(part.first, part.last, project.dates_precision)


@register.filter
def role_label(part: Part) -> str:
    """Write what a partner does."""
    return str(Partner.Role(part.kind).label)


@register.filter
def moment_label(moment: str) -> str:
    """Write when a picture was taken."""
    return str(Moment(moment).label)


@register.filter
def rights_label(rights: str) -> str:
    """Write under which terms a picture stands."""
    return str(PictureRights(rights).label)


@register.filter
def history_line(part: Part) -> str:
    """Write what happened, without the explanation."""
    if part.kind == HistoryEntry.Kind.STATE and part.url in State.values:
        return str(State(part.url).label)
    return str(HistoryEntry.Kind(part.kind).label)


@register.filter
def state_label(state: str) -> str:
    """Write how far a project is."""
    return str(State(state).label)


@register.filter
def paragraphs(text: Any) -> list[str]:
    """Return the paragraphs of a text."""
    return [part.strip() for part in str(text or "").split("\n\n") if part.strip()]
