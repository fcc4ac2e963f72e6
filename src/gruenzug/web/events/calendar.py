"""Events, sessions and one's own places as entries of calendars.

Every entry keeps its UID for ever. What changes raises SEQUENCE; what is
called off stays, as CANCELLED, so that a calendar which holds it learns so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import calendars
from gruenzug.web.events.models import Day, Event, PlaceState, Precision, Registration, Session
from gruenzug.web.events.selectors.places import lines_of
from gruenzug.web.events.words import where

ZONE = ZoneInfo(settings.TIME_ZONE)


def of_events(name: str, events: Iterable[Event]) -> Calendar:
    """Return a calendar of `events` (with days prefetched); those without a known day are left out."""
    made = calendars.new_calendar(name)
    for event in events:
        for entry in entries_of(event):
            made.add_component(entry)
    return made


def of_session(session: Session) -> Calendar:
    """Return a calendar with one part of a programme."""
    event = session.event
    made = calendars.new_calendar(text_of(session.title))
    entry = _entry(event, f"session-{session.uid}", text_of(session.title), session.sequence)
    _when(
        entry,
        session.day.date,
        session.begins_at or session.day.begins_at,
        session.ends_at or session.day.ends_at,
    )
    place = ", ".join(part for part in (str(session.room or ""), *event.address_lines) if part)
    if place:
        entry.add("location", place)
    entry.add(
        "description", "\n\n".join(filter(None, (text_of(event.title), text_of(session.text), _page(event))))
    )
    if session.is_cancelled:
        entry["status"] = "CANCELLED"
    made.add_component(entry)
    return made


def of_registration(registration: Registration, link: str) -> Calendar:
    """Return a calendar with the days somebody has or waits for, and the way to change that."""
    event = registration.event
    made = calendars.new_calendar(text_of(event.title))
    told = [f"{line.label}: {line.told}" for line in lines_of(registration)]
    for place in registration.attendances.all():
        entry = _day_entry(event, place.day)
        entry.pop("description")
        online = [event.online_url] if place.is_confirmed and place.way == "online" else []
        entry.add("description", "\n".join([*told, *filter(None, online), link]))
        entry["url"] = link
        if place.state == PlaceState.CANCELLED or registration.cancelled_at:
            entry["status"] = "CANCELLED"
        elif place.is_waiting and not event.is_cancelled:
            entry["status"] = "TENTATIVE"
        made.add_component(entry)
    return made


def entries_of(event: Event) -> list[Entry]:
    """Return an entry for each day of an event, or one for all where no single days are known."""
    if event.precision != Precision.DAY:
        return []
    if event.all_days:
        return [_day_entry(event, day) for day in event.all_days]
    entry = _described(event, f"event-{event.uid}", text_of(event.title))
    entry.add("dtstart", event.begins_on)
    entry.add("dtend", event.ends_on + dt.timedelta(days=1))
    return [entry]


def _day_entry(event: Event, day: Day) -> Entry:
    title = text_of(event.title)
    if day.title_de:
        title = f"{title}: {text_of(day.title)}"
    entry = _described(event, f"day-{day.uid}", title)
    _when(entry, day.date, day.begins_at, day.ends_at)
    return entry


def _described(event: Event, key: str, title: str) -> Entry:
    entry = _entry(event, key, title, event.sequence)
    place = ", ".join(event.address_lines) or where(event)
    entry.add("location", place)
    parts = [text_of(event.summary), text_of(event.cancel_reason), _page(event)]
    entry.add("description", "\n\n".join(part for part in parts if part))
    if position := event.position:
        entry.add("geo", (round(position[1], 6), round(position[0], 6)))
    return entry


def _entry(event: Event, key: str, title: str, sequence: int) -> Entry:
    entry = Entry()
    entry.add("uid", calendars.uid(key))
    entry.add("dtstamp", timezone.now().astimezone(dt.UTC).replace(microsecond=0))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("summary", _("Abgesagt: %s") % title if event.is_cancelled else title)
    entry.add("url", _page(event))
    entry.add("categories", [str(event.get_kind_display())])
    return entry


def _when(entry: Entry, date: dt.date, begin: dt.time | None, end: dt.time | None) -> None:
    """Write day and hours in local time, or the whole day where no hours are known."""
    if begin is None:
        entry.add("dtstart", date)
        entry.add("dtend", date + dt.timedelta(days=1))
        return
    start = dt.datetime.combine(date, begin, ZONE)
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", dt.datetime.combine(date, end, ZONE))


def _page(event: Event) -> str:
    return settings.BASE_URL + event.get_absolute_url()
