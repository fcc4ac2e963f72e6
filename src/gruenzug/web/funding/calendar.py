"""Deadlines of programmes as iCal (RFC 5545), to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from gruenzug.web.funding.models import CallWindow

WARN_DAYS = 28


def calendar(request: HttpRequest, name: str, windows: Iterable[CallWindow]) -> bytes:
    """Return the last days of `windows` as whole-day events with an alarm four weeks before."""
    made = Calendar()
    made.add("prodid", "-//Grünzug//Förderfinder//DE")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for window in windows:
        if window.closes_on:
            made.add_component(_event(request, window))
    return made.to_ical()


def as_response(content: bytes, filename: str) -> HttpResponse:
    """Return a calendar as a file that calendars may subscribe to."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _event(request: HttpRequest, window: CallWindow) -> Event:
    programme = window.programme
    event = Event()
    host = urlsplit(settings.BASE_URL).hostname or "gruenzug"
    event.add("uid", f"foerderfrist-{window.pk}@{host}")
    event.add("dtstamp", window.updated_at.astimezone(dt.UTC))
    event.add("dtstart", window.closes_on)
    event.add("dtend", window.closes_on + dt.timedelta(days=1))
    event.add("summary", f"{programme.short_name}: {window.title_de}")
    event.add("description", _("Frist des Förderprogramms; ohne Gewähr. Quelle: %s") % window.source_url)
    event.add("url", request.build_absolute_uri(programme.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", dt.timedelta(days=-WARN_DAYS))
    event.add_component(alarm)
    return event
