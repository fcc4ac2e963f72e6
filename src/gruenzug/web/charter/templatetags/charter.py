"""Small helpers of this room's templates."""

from __future__ import annotations

from typing import Any

from django import template

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Commitment, Handlungsziel, Pledge, Report
from gruenzug.web.charter.selectors import register as selectors

register = template.Library()

BADGES = {
    Commitment.State.DECIDED: "confirmed",
    Commitment.State.IN_CONSULTATION: "partial",
    Commitment.State.DRAFT: "none",
    Pledge.State.KEPT: "confirmed",
    Pledge.State.RUNNING: "partial",
}


@register.filter
def status_line(row: Commitment) -> str:
    """Write where an entry of the register stands, with the day if one is known."""
    return selectors.status_line(row)


@register.filter
def badge_kind(state: str) -> str:
    """Return the look of a badge for a state; what went wrong has a plain one."""
    return BADGES.get(state, "plain")


@register.filter
def progress_label(progress: str) -> str:
    """Return the words for how it goes, in a body's own view."""
    return str(Report.Progress(progress).label)


@register.filter
def paragraphs(text: Any) -> list[str]:
    """Return the paragraphs of a text, in the active language if it has several."""
    told = text_of(text) if isinstance(text, dict) else str(text or "")
    return [part.strip() for part in told.split("\n\n") if part.strip()]


@register.filter
def linked(outline: Any, goal: Handlungsziel) -> list[tuple[Any, int]]:
    """Return what other rooms have for a goal: titles and numbers."""
    return outline.linked.get(goal.pk, [])
