"""When, where and how, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from gruenzug.web.events import words
from gruenzug.web.events.models import Event

register = template.Library()

register.filter("when", words.when)
register.filter("span_of", lambda event: words.span(event.begins_on, event.ends_on))
register.filter("where", words.where)
register.filter("hours", words.hours)
register.filter("day_label", words.day_label)
register.filter("moment", words.moment)
register.filter("month_short", lambda day: words.month(day, short=True))


@register.filter
def costs(event: Event) -> str:
    """Write what it costs; "" where nobody said."""
    return words.costs(event)


@register.filter
def lessons(event: Event) -> str:
    """Write how much training it counts as."""
    return words.lessons(event)


@register.filter
def address_of(row: Any) -> str:
    """Write where it is, in one line."""
    return ", ".join(row.address_lines)
