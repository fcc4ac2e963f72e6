"""What the pages of this room share."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.errors import NotHere
from gruenzug.web.events.models import Event

Crumb = dict[str, str]
LABELS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GeoJSON", "atom": "Atom"}


def breadcrumbs(*trail: tuple[str, str]) -> list[Crumb]:
    """Return the way from home over the events to this page; `trail` holds titles and addresses."""
    home = {"title": _("Start"), "url": f"/{get_language() or 'de'}/"}
    events = {"title": _("Veranstaltungen"), "url": reverse("events:list")}
    return [home, events, *({"title": title, "url": url} for title, url in trail)]


def trail_of(event: Event, *trail: tuple[str, str]) -> list[Crumb]:
    """Return the way over the page of an event."""
    return breadcrumbs((text_of(event.title), event.get_absolute_url()), *trail)


def files_of(query: dict[str, str], title: str) -> list[Crumb]:
    """Return the list of events as files and as calendar, with the filters of the page."""
    tail = f"?{urlencode(query)}" if query else ""
    files = [
        {"title": title, "format": label, "url": reverse("data:export", args=["events", kind]) + tail}
        for kind, label in LABELS.items()
    ]
    feed = {"title": _("Kalender zum Abonnieren"), "format": "iCal", "url": reverse("events:feed") + tail}
    return [feed, *files]


def public_event(slug: str) -> Event:
    """Return a public event; NotHere says what to do instead."""
    rows = Event.objects.public().select_related("organiser", "municipality").defer("municipality__geometry")
    if (event := rows.filter(slug=slug).first()) is None:
        raise unknown()
    return event


def unknown() -> NotHere:
    """Return what to say where there is no such event."""
    return NotHere(
        _("Diese Veranstaltung kennen wir nicht."),
        reverse("events:list"),
        _("Hier stehen alle Veranstaltungen."),
    )


def as_secret(response: HttpResponse) -> HttpResponse:
    """Keep the address of a page from others: it is the key to somebody's data."""
    response["Referrer-Policy"] = (
        "same-origin"  # "no-referrer" would make browsers hide where a form comes from
    )
    response["X-Robots-Tag"] = "noindex"
    return response
