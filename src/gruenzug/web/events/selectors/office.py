"""What organisers see: who comes, who waits and why, which mails went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.events.models import (
    AccessNeed,
    Attendance,
    Choice,
    Event,
    Message,
    NeedState,
    PlaceState,
    Registration,
)
from gruenzug.web.events.selectors.places import Line, Queues, lines_of, why_waiting
from gruenzug.web.events.services.seats import Pool, Seats
from gruenzug.web.events.words import day_label, way_label

SHOWN = ("all", "confirmed", "waiting", "cancelled", "present")


@dataclass(frozen=True)
class Load:
    """How full a day or a workshop is."""

    label: str
    pool: Pool


@dataclass(frozen=True)
class Person:
    """A registration in a list: where it stands, and why it waits."""

    registration: Registration
    lines: list[Line]
    reasons: list[str]


def loads_of(event: Event) -> list[Load]:
    """Return how full each day and workshop of `event` is."""
    seats = Seats.of(event)
    days = [
        Load(f"{day_label(seats.days[pk])}, {way_label(way)}", pool)
        for (pk, way), pool in seats.by_day.items()
    ]
    return days + [Load(text_of(seats.sessions[pk].title), pool) for pk, pool in seats.by_session.items()]


def registrations_of(event: Event, state: str = "all", words: str = "") -> QuerySet[Registration]:
    """Return the registrations of `event` asked for, in their order."""
    rows = Registration.objects.filter(event=event).select_related("group").with_places()
    if state == "cancelled":
        rows = rows.filter(cancelled_at__isnull=False)
    elif state == "confirmed":
        rows = rows.active().filter(attendances__state=PlaceState.CONFIRMED)
    elif state == "waiting":
        waits = Q(attendances__state=PlaceState.WAITING) | Q(choices__state=PlaceState.WAITING)
        rows = rows.active().filter(waits)
    elif state == "present":
        rows = rows.filter(attendances__checked_in_at__isnull=False)
    for word in words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        rows = rows.filter(named | Q(organisation__icontains=word) | Q(email__icontains=word))
    return rows.distinct().order_by("number")


def counts_of(event: Event) -> dict[str, int]:
    """Return how many registrations there are in each state."""
    rows = Registration.objects.filter(event=event)
    return {state: registrations_of(event, state).order_by().count() for state in SHOWN} | {
        "all": rows.count()
    }


def people_of(event: Event, registrations: Iterable[Registration]) -> list[Person]:
    """Return `registrations` with where each stands, in a fixed number of queries."""
    queues, seats = Queues.of(event), Seats.of(event)
    found = []
    for registration in registrations:
        registration.event = event
        places = [*registration.attendances.all(), *registration.choices.all()]
        reasons = [_why(event, place, seats, queues) for place in places if place.is_waiting]
        found.append(Person(registration, lines_of(registration, queues), reasons))
    return found


def waiting_of(event: Event) -> list[tuple[str, list[tuple[int, Registration, str]]]]:
    """Return each waiting list: what for, and who stands on it with place and reason."""
    queues, seats = Queues.of(event), Seats.of(event)
    lists: dict[str, list[tuple[int, Registration, str]]] = {}
    days = Attendance.objects.filter(day__event=event, state=PlaceState.WAITING)
    for place in days.select_related("day", "registration__group").order_by(
        "day__date", "way", "waiting_number"
    ):
        place.day.event = event
        label = f"{day_label(place.day)}, {way_label(place.way)}"
        row = (queues.position(place) or 0, place.registration, _why(event, place, seats, queues))
        lists.setdefault(label, []).append(row)
    choices = Choice.objects.filter(
        session__event=event, state=PlaceState.WAITING, waiting_number__isnull=False
    )
    rows = choices.select_related("session__day", "registration__group")
    for choice in rows.order_by("session__begins_at", "session", "waiting_number"):
        row = (queues.position(choice) or 0, choice.registration, _why(event, choice, seats, queues))
        lists.setdefault(text_of(choice.session.title), []).append(row)
    return list(lists.items())


def mails_of(event: Event) -> QuerySet[Message]:
    """Return the mails about `event`, the latest first; the address is kept for some weeks only."""
    return event.messages.select_related("mail", "registration", "group")


def delivery_of(mail: OutgoingMail | None) -> str:
    """Return what became of a mail, in words."""
    if mail is None:
        return _("zugestellt; Einzelheiten gelöscht")
    if mail.sent_at:
        return _("vom Mailserver angenommen")
    return _("aufgegeben: %s") % mail.last_error if mail.given_up_at else _("wartet auf den Mailserver")


def needs_of(event: Event) -> QuerySet[AccessNeed]:
    """Return what people need at `event`, the open ones first; ask `rules.may_see_needs` before."""
    rows = AccessNeed.objects.filter(registration__event=event, registration__cancelled_at__isnull=True)
    order = {"open": 0, "arranged": 1, "impossible": 2}
    found = rows.select_related("registration").prefetch_related("registration__attendances__day")
    return sorted(found, key=lambda need: (order[need.state], need.registration.number))


def open_needs(event: Event) -> int:
    """Return how many needs nobody answered yet; a number that anybody at work may know."""
    return AccessNeed.objects.filter(registration__event=event, state=NeedState.OPEN).aggregate(
        count=Count("pk")
    )["count"]


def _why(event: Event, place: Attendance | Choice, seats: Seats, queues: Queues) -> str:
    if isinstance(place, Attendance):
        pool = seats.pool(place.day_id, place.way)
    else:
        pool = seats.by_session.get(place.session_id, Pool(0))
    return why_waiting(event, place, pool, queues.position(place))
