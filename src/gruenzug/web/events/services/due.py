"""Work that falls due by itself: reminders, each once, and who can move up.

A stage of the reminder is due a number of days before a person's first day
and stays due until that day begins; a row of `Message` says that it was sent.
So it does not matter when, how often or how late this runs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import audit, tick
from gruenzug.web.events.models import (
    Attendance,
    Event,
    Letter,
    Message,
    PlaceState,
    Registration,
    State,
)
from gruenzug.web.events.services import letters
from gruenzug.web.events.services.placing import promote
from gruenzug.web.events.services.seats import lock

STAGES_DAYS = (7, 1)


@tick.job("events.reminders", every=dt.timedelta(minutes=10))
def remind(now: dt.datetime) -> str:
    """Remind those whose first day is near."""
    today = timezone.localtime(now).date()
    near = today + dt.timedelta(days=max(STAGES_DAYS))
    events = Event.objects.filter(state=State.PUBLISHED, days__date__range=(today, near)).distinct()
    sent = sum(_remind_of(event, now) for event in events)
    return f"{sent} reminders" if sent else ""


@tick.job("events.waiting_lists", every=dt.timedelta(minutes=10))
def move_up(now: dt.datetime) -> str:
    """Let people move up wherever a place is free and nobody noticed."""
    waiting = Attendance.objects.filter(state=PlaceState.WAITING, day__event__state=State.PUBLISHED)
    moved = sum(_move_up(pk, now) for pk in waiting.values_list("day__event", flat=True).distinct())
    return f"{moved} moved up" if moved else ""


def stage_of(first: dt.datetime, since: dt.datetime, now: dt.datetime) -> int | None:
    """Return the latest stage that has come at `now` for someone with a place `since`; None if none has.

    Whoever got the place after a stage fell due is not reminded by that stage.
    """
    due = {days: first - dt.timedelta(days=days) for days in STAGES_DAYS}
    reached = [days for days, moment in due.items() if since < moment <= now < first]
    return min(reached, default=None)


def _remind_of(event: Event, now: dt.datetime) -> int:
    sent = 0
    groups: dict[int, set[str]] = defaultdict(set)
    done = set(
        Message.objects.filter(event=event, letter=Letter.REMINDER).values_list("registration", "occasion")
    )
    for registration in _sure(event):
        places = [place for place in registration.attendances.all() if place.is_confirmed]
        first = min(places, key=lambda place: place.day.opens_at)
        stage = stage_of(first.day.opens_at, first.confirmed_at, now)
        if stage is None:
            continue
        occasion = f"{first.day.opens_at.isoformat()} -{stage}"
        if not registration.email and registration.group_id:
            groups[registration.group_id].add(occasion)
        elif (registration.pk, occasion) not in done:
            sent += letters.write(registration, Letter.REMINDER, occasion)
    sent += _remind_groups(event, groups)
    if sent:
        with override("de"):
            audit.record("events.reminded", subject=event, by=None, mails=sent)
    return sent


def _remind_groups(event: Event, due: dict[int, set[str]]) -> int:
    done = set(Message.objects.filter(event=event, letter=Letter.REMINDER).values_list("group", "occasion"))
    found = {group.pk: group for group in event.groups.filter(pk__in=due)}
    wanted = [(pk, occasion) for pk, occasions in due.items() for occasion in sorted(occasions)]
    return sum(
        letters.write_group(found[pk], Letter.REMINDER, occasion)
        for pk, occasion in wanted
        if (pk, occasion) not in done
    )


def _sure(event: Event) -> list[Registration]:
    rows = Registration.objects.active().filter(event=event, attendances__state=PlaceState.CONFIRMED)
    return list(rows.distinct().with_places().select_related("event", "group").iterator(chunk_size=500))


@transaction.atomic
def _move_up(pk: int, now: dt.datetime) -> int:
    event = lock(Event(pk=pk))
    with override("de"):
        moved = promote(event, reason=_("Ein Platz war frei"), now=now)
    letters.tell_promoted(moved)
    return len(moved)
