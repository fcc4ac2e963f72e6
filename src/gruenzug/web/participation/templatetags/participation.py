"""Small helpers of this room's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gruenzug.web.participation.models import Contribution, Idea, Stage

register = template.Library()

BADGES = {
    Stage.OPEN: "none",
    Stage.REVIEW: "planned",
    Stage.TAKEN_UP: "underway",
    Stage.PROJECT: "underway",
    Stage.DONE: "confirmed",
    Stage.EXISTS: "confirmed",
    Stage.ELSEWHERE: "partial",
    Stage.DECLINED: "partial",
}


@register.simple_tag
def stage_badge(stage: str) -> SafeString:
    """Write how far an idea is as a badge."""
    return format_html('<span class="badge badge--{}">{}</span>', BADGES[Stage(stage)], Stage(stage).label)


@register.filter
def plain(text: str) -> SafeString:
    """Write what somebody typed: paragraphs, line breaks, links that vouch for nothing."""
    parts = [part for part in str(text or "").split("\n\n") if part.strip()]
    return SafeString("".join(f"<p>{_lines(part)}</p>" for part in parts))


@register.simple_tag
def signed(item: Any) -> SafeString:
    """Write who an item is from; a body is marked as one."""
    if item.body_id and item.body:
        return format_html('<span class="voice__body">{}</span>', item.body.label)
    return format_html("<span>{}</span>", item.signed)


@register.filter
def kind_label(item: Any) -> str:
    """Write what kind of thing an item is."""
    if isinstance(item, Idea):
        return _("Idee")
    return _("Antwort") if isinstance(item, Contribution) and item.parent_id else _("Kommentar")


def _lines(text: str) -> str:
    linked = urlize(conditional_escape(text), nofollow=True)
    return linked.replace('rel="nofollow"', 'rel="nofollow ugc"').replace("\n", "<br>")


@register.simple_tag
def waiting(seconds: int) -> str:
    """Write how long somebody waited, no more exact than it matters."""
    if seconds < 5400:
        return _("%(number)s Minuten") % {"number": max(1, round(seconds / 60))}
    if seconds < 129_600:
        return _("%(number)s Stunden") % {"number": round(seconds / 3600)}
    return _("%(number)s Tage") % {"number": round(seconds / 86_400)}
