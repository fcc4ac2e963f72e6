"""Tags of the editors' pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from gruenzug.web.core import embeds, simple_text

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: dict[str, Any], what: str, place: str = "", level: int | None = None) -> SafeString:
    """Show a living thing of another room."""
    return embeds.render(context.get("request"), what, place or "", level)


@register.filter
def simple_parts(text: str) -> list[dict[str, Any]]:
    """Return lines of Leichte Sprache as paragraphs and lists, one sentence to a line."""
    return simple_text.parts(text)


@register.filter
def defined_terms(rows: Any) -> dict[str, Any]:
    """Return a glossary as schema.org knows it."""
    terms = [{"@type": "DefinedTerm", "name": row["title"], "description": row["text"]} for row in rows]
    return {"@type": "DefinedTermSet", "hasDefinedTerm": terms}
