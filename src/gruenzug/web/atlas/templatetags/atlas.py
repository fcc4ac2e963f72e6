"""Links that stay within the release a reader is looking at, and words beside numbers."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from gruenzug.contract.indicators import Indicator
from gruenzug.web.atlas import words
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import Figure

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: RequestContext, view: str, *args: Any, **query: Any) -> str:
    """Return the address of `view` with `query`: ``{% address "atlas:map" indicator=figure.indicator %}``."""
    return link(context["request"], view, *args, **query)


@register.simple_tag
def coverage(share: float | None) -> str:
    """Write how far the sources reach: ``{% coverage figure.coverage %}``."""
    return words.coverage(share)


@register.simple_tag
def people_counted(indicator: Indicator, figure: Figure | None) -> str:
    """Write "12 von 34 Menschen" beside a share of people."""
    return words.people_counted(indicator, figure.persons, figure.denominator) if figure else ""


@register.simple_tag
def reasons_for_orientation(figure: Figure, population: int | None = None) -> list[str]:
    """Return the sentences that say why a value is for orientation."""
    return words.reasons_for_orientation(figure, population)


@register.filter
def counts_children(indicator: Indicator) -> bool:
    """Whether an indicator speaks of children."""
    return words.counts_children(indicator)
