"""Whether one can register now, and what one would get, in a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.events.models import Event, SignUp, State
from gruenzug.web.events.services.registering import refusal
from gruenzug.web.events.services.seats import Pool, Seats, day_counts
from gruenzug.web.events.words import moment

FEW = 10


class Door(models.TextChoices):
    """What a visitor can do."""

    OPEN = "open"
    WAITING = "waiting"
    FULL = "full"
    LATER = "later"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    NONE = "none"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True)
class Openness:
    """The state of the registration: what one can do, and a label for it."""

    door: Door
    label: str = ""

    @property
    def can_register(self) -> bool:
        """Whether the form is there: for a place or for the waiting list."""
        return self.door in (Door.OPEN, Door.WAITING)

    @property
    def badge(self) -> str:
        """The look of the badge."""
        return {Door.OPEN: "confirmed", Door.WAITING: "partial", Door.CANCELLED: "overdue"}.get(
            self.door, "none"
        )


def openness_of(event: Event, seats: Seats) -> Openness:
    """Return what a visitor can do about `event`, whose places are counted in `seats`."""
    if event.state == State.CANCELLED:
        return Openness(Door.CANCELLED, _("abgesagt"))
    if event.is_over:
        return Openness(Door.OVER)
    if event.sign_up == SignUp.NONE or (event.sign_up == SignUp.HERE and not seats.days):
        return Openness(Door.NONE, _("ohne Anmeldung"))
    if event.sign_up == SignUp.ELSEWHERE:
        return Openness(Door.ELSEWHERE, _("Anmeldung an anderer Stelle"))
    return _by_time(event) or _by_places(event, seats)


def openness_of_all(events: Iterable[Event]) -> dict[int, Openness]:
    """Return what a visitor can do about each of `events` (with days prefetched), in one query."""
    rows = list(events)
    counts = defaultdict(list)
    owners = {day.pk: event.pk for event in rows for day in event.all_days}
    for row in day_counts(rows):
        counts[owners.get(row[0])].append(row)
    found = {}
    for event in rows:
        seats = Seats.empty(event, event.all_days)
        seats.count_days(counts[event.pk])
        found[event.pk] = openness_of(event, seats)
    return found


def availability(pool: Pool, *, has_waiting_list: bool) -> str:
    """Return how many places are left; "" where there is no limit."""
    if pool.places is None:
        return ""
    if pool.is_open:
        return ngettext("noch %(count)s Platz", "noch %(count)s Plätze", pool.free or 0) % {
            "count": pool.free
        }
    if not has_waiting_list:
        return _("ausgebucht")
    told = ngettext("ausgebucht, %(count)s wartet", "ausgebucht, %(count)s warten", pool.waiting)
    return told % {"count": pool.waiting} if pool.waiting else _("ausgebucht, Warteliste")


def _by_time(event: Event) -> Openness | None:
    if event.opens_at and timezone.now() < event.opens_at:
        return Openness(Door.LATER, _("Anmeldung ab %s") % moment(event.opens_at))
    return Openness(Door.CLOSED, _("Anmeldung geschlossen")) if refusal(event) else None


def _by_places(event: Event, seats: Seats) -> Openness:
    if seats.has_room:
        free = [pool.free for pool in seats.by_day.values() if pool.free is not None]
        if len(free) == 1 and free[0] <= FEW:
            told = ngettext("noch %(count)s Platz", "noch %(count)s Plätze", free[0])
            return Openness(Door.OPEN, told % {"count": free[0]})
        return Openness(Door.OPEN, _("Anmeldung offen"))
    if event.has_waiting_list:
        return Openness(Door.WAITING, _("ausgebucht, mit Warteliste"))
    return Openness(Door.FULL, _("ausgebucht"))
