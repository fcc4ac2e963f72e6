"""Calendars: all events of a selection to subscribe to, one event, one part of its programme."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import calendars
from gruenzug.web.events import calendar
from gruenzug.web.events.models import Event, Session, State
from gruenzug.web.events.selectors.listing import Asked, with_line
from gruenzug.web.events.views.common import unknown

MOST = 500


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Send the events of a selection as a calendar to subscribe to."""
    rows = with_line(Asked.of(request).rows())[:MOST]
    return calendars.as_response(calendar.of_events(_("Veranstaltungen"), rows), "veranstaltungen.ics")


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Send one event, a day by day."""
    found = with_line(Event.objects.public().filter(slug=slug)).first()
    if found is None:
        raise unknown()
    return calendars.as_response(calendar.of_events(text_of(found.title), [found]), f"{slug}.ics")


@require_safe
def session(request: HttpRequest, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Send one part of a programme."""
    rows = Session.objects.exclude(event__state=State.DRAFT).select_related(
        "event__municipality", "event__organiser", "day", "room"
    )
    found = rows.filter(event__slug=slug, uid=uid).first()
    if found is None:
        raise unknown()
    return calendars.as_response(calendar.of_session(found), f"{slug}-{uid}.ics")
