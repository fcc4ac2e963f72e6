"""An event in the words of schema.org, so that calendars of search engines show it as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import make_aware

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import Day, Event, Mode, Precision, State

SCHEMA = "https://schema.org/"
MODES = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.BOTH: "MixedEventAttendanceMode",
}


def facts_of(request: HttpRequest, event: Event) -> dict[str, Any]:
    """Return what is known of `event`; nothing where its day is not known, for that is what they list."""
    if event.precision != Precision.DAY:
        return {}
    days = list(event.all_days)
    state = "EventCancelled" if event.state == State.CANCELLED else "EventScheduled"
    return {
        "@type": "Event",
        "name": text_of(event.title),
        "description": text_of(event.summary),
        "url": request.build_absolute_uri(event.get_absolute_url()),
        "startDate": _begin(event, days[0] if days else None),
        "endDate": _end(event, days[-1] if days else None),
        "eventStatus": f"{SCHEMA}{state}",
        "eventAttendanceMode": f"{SCHEMA}{MODES[Mode(event.mode)]}",
        "location": _places(request, event),
        "organizer": {"@type": "Organization", "name": event.organiser.name} if event.organiser else None,
        "isAccessibleForFree": None if event.fee is None else not event.fee,
    }


def _begin(event: Event, day: Day | None) -> str:
    if day is None or day.begins_at is None:
        return event.begins_on.isoformat()
    return make_aware(dt.datetime.combine(day.date, day.begins_at)).isoformat()


def _end(event: Event, day: Day | None) -> str:
    if day is None or day.ends_at is None:
        return event.ends_on.isoformat()
    return make_aware(dt.datetime.combine(day.date, day.ends_at)).isoformat()


def _places(request: HttpRequest, event: Event) -> list[dict[str, Any]]:
    """Return the house, the address of what takes place online, or both."""
    places: list[dict[str, Any]] = []
    if event.mode != Mode.ONLINE and (event.venue or event.city):
        address = {
            "@type": "PostalAddress",
            "streetAddress": event.street,
            "postalCode": event.postal_code,
            "addressLocality": event.city,
            "addressCountry": "DE",
        }
        told = {key: value for key, value in address.items() if value}
        places.append({"@type": "Place", "name": event.venue or event.city, "address": told})
    if event.mode != Mode.ONSITE:
        url = request.build_absolute_uri(event.get_absolute_url())
        places.append({"@type": "VirtualLocation", "url": url})
    return places
