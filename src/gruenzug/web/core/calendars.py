"""Calendars as others read them (RFC 5545): built alike in every room, sent alike."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar


def new_calendar(name: str) -> Calendar:
    """Return an empty calendar called `name`, to be subscribed to or opened."""
    made = Calendar()
    made.add("prodid", "-//Grünzug//Grünzug//DE")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    return made


def uid(key: object) -> str:
    """Return a name for an entry that is the same for ever and nobody else's."""
    return f"{key}@{urlsplit(settings.BASE_URL).hostname or 'gruenzug'}"


def as_response(made: Calendar, filename: str, *, is_open: bool = True) -> HttpResponse:
    """Return `made` with the time zones it uses; `is_open` lets other websites read it too."""
    made.add_missing_timezones()
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    if is_open:
        response["Access-Control-Allow-Origin"] = "*"
    return response
