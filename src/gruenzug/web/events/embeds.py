"""Events that editors put into pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.core.embeds import Embed, register
from gruenzug.web.events.models import Event
from gruenzug.web.events.words import when


def event_choices() -> list[tuple[str, str]]:
    """Return the public events, the latest first."""
    rows = Event.objects.public().order_by("-begins_on")
    return [(str(row.pk), f"{row.title_de} ({row.begins_on:%d.%m.%Y})") for row in rows]


def event(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return a public event as a card."""
    row = Event.objects.public().filter(pk=int(key)).first() if key.isdecimal() else None
    if row is None:
        return None
    return {
        "title": text_of(row.title),
        "url": row.get_absolute_url(),
        "text": text_of(in_languages(row.summary_de, row.summary_en, row.summary_simple)),
        "meta": " · ".join(part for part in (when(row), row.venue, row.city) if part),
    }


register(Embed("events.event", _("Veranstaltung"), event_choices, event, "core/embeds/card.html", 50))
