"""Giving and taking places; every function here expects the caller to hold the event's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import audit
from gruenzug.web.events.models import (
    Attendance,
    Choice,
    Day,
    Event,
    PlaceState,
    Registration,
    Session,
    State,
    Step,
)
from gruenzug.web.events.services.seats import Pool, Seats
from gruenzug.web.events.words import choice_label, listed, place_label

Bundle = list[Attendance]


def take_days(seats: Seats, registration: Registration, wanted: Mapping[Day, str]) -> Bundle:
    """Give `registration` the days it wants, or put it on their waiting lists.

    Days that cannot be booked singly are given all at once or not at all.
    Raises ValidationError if a day is full and there is no waiting list.
    """
    taken: Bundle = []
    for part in _parts(seats.event, wanted):
        is_open = seats.is_open((day.pk, way) for day, way in part)
        if not is_open and not seats.event.has_waiting_list:
            raise ValidationError(_("Leider ist gerade der letzte Platz vergeben worden."), "full")
        for day, way in part:
            place = Attendance(registration=registration, day=day, way=way)
            _fill(place, seats.pool(day, way), is_open)
            place.save(force_insert=True)
            taken.append(place)
    return taken


def take_sessions(seats: Seats, registration: Registration, wanted: Iterable[Session]) -> list[Choice]:
    """Note the workshops `registration` chose; a place in one needs a place on its day."""
    sure = _sure_days(registration)
    taken = []
    for session in wanted:
        choice = Choice(registration=registration, session=session, state=PlaceState.WAITING)
        pool = seats.by_session[session.pk]
        if session.day_id in sure:
            if not pool.is_open and not seats.event.has_waiting_list:
                told = _("„%s“ ist gerade voll geworden. Bitte wählen Sie etwas anderes.")
                raise ValidationError(told % text_of(session.title), "full")
            _fill(choice, pool, pool.is_open)
        choice.save(force_insert=True)
        taken.append(choice)
    return taken


def give_back(places: Iterable[Attendance | Choice]) -> None:
    """Call off places; what was waited for is not waited for any more."""
    for place in places:
        place.state, place.confirmed_at = PlaceState.CANCELLED, None
        place.save(update_fields=["state", "confirmed_at"])


@override("de")
def promote(
    event: Event, *, reason: str, by: Any = None, now: dt.datetime | None = None
) -> list[Registration]:
    """Let whoever waits longest move up as far as places are free; return who did, with the reason noted."""
    now = now or timezone.now()
    if not moves_up(event):
        return []
    seats = Seats.of(event)
    moved: dict[Registration, list[str]] = {}
    for bundle in waiting_bundles(event):
        in_time = all(now < last_moment(event, place.day) for place in bundle)
        if in_time and all(seats.pool(place.day_id, place.way).has_room for place in bundle):
            for place in bundle:
                confirm(place, seats.pool(place.day_id, place.way))
                moved.setdefault(place.registration, []).append(label(event, place))
    for choice in settle_choices(event, seats, now):
        moved.setdefault(choice.registration, []).append(choice_label(choice))
    for registration, places in moved.items():
        note(registration, _("Nachgerückt: %s") % listed(places), reason, by)
        audit.record("events.promoted", subject=registration, by=by, place=listed(places), reason=reason)
    return list(moved)


def moves_up(event: Event) -> bool:
    """Whether people on the waiting list move up by themselves at all."""
    return event.has_waiting_list and event.state == State.PUBLISHED


def last_moment(event: Event, day: Day) -> dt.datetime:
    """Return until when people move up for `day` by themselves."""
    first = day if event.days_bookable else event.all_days[0]
    return first.opens_at - dt.timedelta(hours=event.promote_until_hours)


def waiting_bundles(event: Event) -> list[Bundle]:
    """Return who waits, longest first; days that go together are one entry."""
    rows = Attendance.objects.filter(day__event=event, state=PlaceState.WAITING)
    rows = rows.select_related("day", "registration__event", "registration__group")
    ordered = list(rows.order_by("waiting_number", "pk"))
    if event.days_bookable:
        return [[place] for place in ordered]
    together = sorted(ordered, key=lambda place: place.registration_id)
    bundles = [list(places) for _key, places in groupby(together, key=lambda place: place.registration_id)]
    return sorted(bundles, key=lambda bundle: min(place.waiting_number for place in bundle))


def settle_choices(event: Event, seats: Seats, now: dt.datetime) -> list[Choice]:
    """Give waiting workshop places to those who are sure of the day; number those who still wait."""
    rows = Choice.objects.filter(session__in=seats.sessions, state=PlaceState.WAITING)
    sure = {
        (row.registration_id, row.day_id)
        for row in Attendance.objects.filter(day__event=event, state=PlaceState.CONFIRMED)
    }
    moved = []
    rows = rows.select_related("session__day", "registration__event", "registration__group")
    for choice in rows.order_by(F("waiting_number").asc(nulls_last=True), "pk"):
        if (choice.registration_id, choice.session.day_id) not in sure:
            continue
        pool = seats.by_session[choice.session_id]
        if pool.has_room and now < last_moment(event, choice.session.day):
            confirm(choice, pool)
            moved.append(choice)
        elif choice.waiting_number is None:
            choice.waiting_number = pool.queue()
            choice.save(update_fields=["waiting_number"])
    return moved


def confirm(place: Attendance | Choice, pool: Pool) -> None:
    """Make a waiting place sure."""
    pool.give()
    place.state, place.confirmed_at = PlaceState.CONFIRMED, timezone.now()
    place.save(update_fields=["state", "confirmed_at"])


def note(registration: Registration, text: str, reason: str = "", by: Any = None) -> Step:
    """Write a step into the history of a registration."""
    who = by if getattr(by, "is_authenticated", False) else None
    return Step.objects.create(registration=registration, text=text[:300], reason=reason[:300], by=who)


def label(event: Event, place: Attendance) -> str:
    """Return what a place is for, the day only where there are several."""
    return place_label(place, several=len(event.all_days) > 1)


def _parts(event: Event, wanted: Mapping[Day, str]) -> list[list[tuple[Day, str]]]:
    rows = sorted(wanted.items(), key=lambda pair: pair[0].date)
    return [[row] for row in rows] if event.days_bookable else [rows]


def _fill(place: Attendance | Choice, pool: Pool, is_open: bool) -> None:
    if is_open:
        pool.give()
        place.state, place.confirmed_at = PlaceState.CONFIRMED, timezone.now()
    else:
        place.state, place.waiting_number = PlaceState.WAITING, pool.queue()


def _sure_days(registration: Registration) -> set[int]:
    rows = Attendance.objects.filter(registration=registration, state=PlaceState.CONFIRMED)
    return set(rows.values_list("day_id", flat=True))
