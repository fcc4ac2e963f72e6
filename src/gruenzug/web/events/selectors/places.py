"""Where a registration stands: each day and workshop in words, and why somebody waits."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import (
    Attendance,
    Choice,
    Event,
    PlaceState,
    Registration,
    State,
)
from gruenzug.web.events.services.placing import last_moment
from gruenzug.web.events.services.seats import Pool
from gruenzug.web.events.words import day_label, moment, way_label

Place = Attendance | Choice


@dataclass(frozen=True)
class Line:
    """One day or workshop of a registration; `position` is the place on its waiting list."""

    label: str
    state: PlaceState
    told: str
    position: int | None = None


@dataclass
class Queues:
    """The numbers that wait, by what they wait for."""

    numbers: dict[tuple[object, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, event: Event) -> Queues:
        """Read all waiting lists of `event`, in two queries."""
        queues = cls()
        waiting = {"state": PlaceState.WAITING, "waiting_number__isnull": False}
        days = Attendance.objects.filter(day__event=event, **waiting).order_by("waiting_number")
        for day, way, number in days.values_list("day", "way", "waiting_number"):
            queues.numbers[day, way].append(number)
        sessions = Choice.objects.filter(session__event=event, **waiting).order_by("waiting_number")
        for session, number in sessions.values_list("session", "waiting_number"):
            queues.numbers[session,].append(number)
        return queues

    def position(self, place: Place) -> int | None:
        """Return the place on the waiting list, 1 for whoever is next; None if there is none."""
        if not place.is_waiting or place.waiting_number is None:
            return None
        day = isinstance(place, Attendance)
        key = (place.day_id, place.way) if day else (place.session_id,)
        return bisect_left(self.numbers[key], place.waiting_number) + 1


def lines_of(registration: Registration, queues: Queues | None = None) -> list[Line]:
    """Return the days and workshops of a registration, what was called off left out."""
    event = registration.event
    queues = queues or Queues.of(event)
    several = len(event.all_days) > 1
    days = [place for place in registration.attendances.all() if place.state != PlaceState.CANCELLED]
    choices = [choice for choice in registration.choices.all() if choice.state != PlaceState.CANCELLED]
    return [
        *(_line(day_label(place.day) if several else _("Teilnahme"), place, queues) for place in days),
        *(_line(text_of(choice.session.title), choice, queues) for choice in choices),
    ]


def why_waiting(
    event: Event, place: Place, pool: Pool, position: int | None, now: dt.datetime | None = None
) -> str:
    """Return why `place` is not sure, in words for the organiser."""
    day = place.day if isinstance(place, Attendance) else place.session.day
    if event.state == State.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    if position is None:
        return _("Der Platz an diesem Tag ist noch nicht sicher.")
    if not pool.has_room:
        told = _("%(taken)s von %(places)s Plätzen sind vergeben.")
        return told % {"taken": pool.taken, "places": pool.places}
    if not event.has_waiting_list:
        return _("Die Warteliste ist abgeschaltet; lassen Sie die Person selbst zu.")
    if (now or timezone.now()) >= last_moment(event, day):
        told = _("Ein Platz ist frei, aber seit %s rückt niemand mehr von selbst nach.")
        return told % moment(last_moment(event, day))
    return _ahead(position - 1)


def _ahead(count: int) -> str:
    if not count:
        return _("Ein Platz ist frei; die Person rückt gleich nach.")
    told = ngettext(
        "%(count)s Person ist vorher an der Reihe.", "%(count)s Personen sind vorher an der Reihe.", count
    )
    return told % {"count": count}


def _line(label: str, place: Place, queues: Queues) -> Line:
    state = PlaceState(place.state)
    if state == PlaceState.CONFIRMED:
        told = _("Platz sicher")
        if isinstance(place, Attendance):
            told = _("Platz sicher, %s") % way_label(place.way)
        return Line(label, state, told)
    position = queues.position(place)
    if position is None:
        return Line(label, state, _("vorgemerkt, bis der Platz an diesem Tag sicher ist"))
    return Line(label, state, _("Warteliste, Platz %s") % position, position)
