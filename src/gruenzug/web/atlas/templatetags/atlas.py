"""Links that stay within the release a reader is looking at."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from gruenzug.web.atlas.links import link

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: RequestContext, view: str, *args: Any, **query: Any) -> str:
    """Return the address of `view` with `query`: ``{% address "atlas:map" indicator=figure.indicator %}``."""
    return link(context["request"], view, *args, **query)
