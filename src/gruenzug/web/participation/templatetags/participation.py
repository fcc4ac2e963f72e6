"""Small helpers of this room's templates."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gruenzug.web.core.templatetags.gruenzug import day
from gruenzug.web.participation.models import Contribution, Decision, Idea, Stage

register = template.Library()
LINK = re.compile(r"@|://|\w\.\w")
"""What every address has; looking for one in earnest takes longer than all the rest of a row."""

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
    return _("Antwort") if item.parent_id else str(item.get_kind_display())


@register.filter
def contribution_kind(kind: str) -> str:
    """Write what kind of contribution it is."""
    return str(Contribution.Kind(kind).label)


@register.filter
def decision_label(decision: str) -> str:
    """Write what became of a contribution."""
    return str(Decision(decision).label)


def _lines(text: str) -> str:
    if not LINK.search(text):
        return conditional_escape(text).replace("\n", "<br>")
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


@register.filter
def marked(pieces: Any) -> SafeString:
    """Write a changed wording with what is new and what goes, also for those who hear it."""
    return SafeString("".join(_piece(piece) for piece in pieces))


def _piece(piece: Any) -> str:
    text = conditional_escape(piece.text)
    if piece.op == "added":
        return f'<ins><span class="visually-hidden">{_("neu:")} </span>{text}</ins>'
    if piece.op == "removed":
        return f'<del><span class="visually-hidden">{_("gestrichen:")} </span>{text}</del>'
    return str(text)


@register.simple_tag
def said(row: Any, words: dict[str, str], released: Any) -> SafeString:
    """Write a contribution as lists show it; in one go, for a page holds dozens of them."""
    number, parts = row.pk, [f'<div class="prose voice__text">{plain(row.text)}</div>']
    if pieces := getattr(row, "pieces", None):
        parts.append(f'<blockquote class="voice__proposal"><p>{marked(pieces)}</p></blockquote>')
    if released and row.answer:
        heading = f'<p class="callout__title">{conditional_escape(decision_label(row.answer.decision))}</p>'
        parts.append(f'<div class="callout callout--good">{heading}{plain(row.answer.text)}</div>')
    votes = f"{words['support']} {row.support_count} · {words['doubt']} {row.doubt_count}"
    link = f'<a href="{conditional_escape(row.url)}">{words["paragraph"]} {row.paragraph_key}</a>'
    facts = f"{contribution_kind(row.kind)} {words['number']} {number} · {day(row.created_at)} · {link}"
    by = f'<p class="voice__by" id="von-{number}">{signed(row)} <span class="soft">{facts}</span></p>'
    foot = f'<p class="voice__foot">{votes}</p>'
    head = f'<article class="voice" id="beitrag-{number}" aria-labelledby="von-{number}">'
    return SafeString(f"{head}{by}{''.join(parts)}{foot}</article>")
