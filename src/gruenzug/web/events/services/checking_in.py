"""Who came through the door, as phones tell it: late, twice, in any order."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import audit
from gruenzug.web.events.models import Attendance, CheckIn, Event, PlaceState
from gruenzug.web.events.services.placing import confirm, label, note
from gruenzug.web.events.services.seats import Seats, lock

MOST_AT_ONCE = 5000
FAST_CLOCK = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Seen:
    """One look at the door: it counts once by its `id`, however often it is told."""

    id: uuid.UUID
    place: int
    is_present: bool
    happened_at: dt.datetime


@override("de")
@transaction.atomic
def check_in(*, event: Event, seen: Iterable[Seen], by: Any = None) -> None:
    """Take over what was seen; for each place the latest look holds. Who waited and is let in has a place."""
    event = lock(event)
    looks = list(seen)[:MOST_AT_ONCE]
    rows = Attendance.objects.filter(day__event=event, pk__in={look.place for look in looks})
    places = {place.pk: place for place in rows.exclude(state=PlaceState.CANCELLED).select_related("day")}
    known = set(CheckIn.objects.filter(pk__in=[look.id for look in looks]).values_list("pk", flat=True))
    new = {look.id: look for look in looks if look.place in places and look.id not in known}
    latest = timezone.now() + FAST_CLOCK
    CheckIn.objects.bulk_create(
        CheckIn(
            id=look.id,
            attendance_id=look.place,
            is_present=look.is_present,
            happened_at=min(look.happened_at, latest),
        )
        for look in new.values()
    )
    touched = [places[pk] for pk in sorted({look.place for look in new.values()})]
    _settle(event, touched, by)
    if new:
        audit.record("events.checked_in", subject=event, by=by, count=len(new))


def _settle(event: Event, places: list[Attendance], by: Any) -> None:
    """Bring each place to the latest look at it."""
    last: dict[int, CheckIn] = {}
    for look in CheckIn.objects.filter(attendance__in=places).order_by("happened_at", "received_at", "pk"):
        last[look.attendance_id] = look
    seats = Seats.of(event) if any(place.is_waiting for place in places) else None
    for place in places:
        look = last[place.pk]
        place.checked_in_at = look.happened_at if look.is_present else None
        place.save(update_fields=["checked_in_at"])
        if seats and place.is_waiting and look.is_present:
            confirm(place, seats.pool(place.day_id, place.way))
            note(place.registration, _("Zugelassen: %s") % label(event, place), _("am Einlass"), by)
