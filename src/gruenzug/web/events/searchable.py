"""Events in the search of the site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.events.models import Event, Session
from gruenzug.web.events.words import where


def rows() -> QuerySet[Event]:
    """Return the public events."""
    return Event.objects.public().select_related("organiser").prefetch_related("sessions", "themes")


def describe(event: Event) -> Document:
    """Return an event as the search knows it."""
    parts = (
        text_of(event.summary),
        text_of(event.text),
        where(event),
        event.organiser.label if event.organiser else "",
        ", ".join(text_of(session.title) for session in event.sessions.all()),
        ", ".join(text_of(theme.short_name) for theme in event.themes.all()),
        text_of(event.report),
    )
    return Document(
        title=text_of(event.title),
        text=" – ".join(part for part in parts if part),
        url=event.get_absolute_url(),
        date=event.begins_on,
    )


register(
    Indexer(
        kind="events.event",
        title=_("Veranstaltungen"),
        rows=rows,
        describe=describe,
        model=Event,
        parts={Session: lambda row: row.event_id},
        order=35,
    )
)
