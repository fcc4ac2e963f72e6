"""What is known of participants goes: needs first, then registrations, and names of speakers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gruenzug.web.core import audit
from gruenzug.web.events.models import AccessNeed, Attendance, Event, Group, Registration, Speaker
from gruenzug.web.events.services.registering import cancel_refusal, cancel_registration

NEEDS_DAYS = 14
KEEP_DAYS = 90
SPEAKERS_DAYS = 3 * 365


@transaction.atomic
def delete_registration(*, registration: Registration, by: Any = None) -> None:
    """Delete what we know of a participant; before the event that calls the registration off."""
    if not registration.cancelled_at and not cancel_refusal(registration):
        cancel_registration(registration=registration, by=by)
    audit.record("events.registration_deleted", subject=registration, by=by)
    group = registration.group
    registration.delete()
    if group and not group.members.exists():
        group.delete()


def delete_old_needs(now: dt.datetime) -> int:
    """Delete what people needed two weeks after the event."""
    before = _day(now) - dt.timedelta(days=NEEDS_DAYS)
    return AccessNeed.objects.filter(registration__event__ends_on__lt=before).delete()[0]


def delete_old_registrations(now: dt.datetime) -> int:
    """Delete registrations three months after the event; only numbers of people stay."""
    before = _day(now) - dt.timedelta(days=KEEP_DAYS)
    due = Event.objects.filter(ends_on__lt=before).filter(
        Q(registrations__isnull=False) | Q(groups__isnull=False)
    )
    return sum(_forget_participants(event) for event in due.distinct())


def delete_old_names(now: dt.datetime) -> int:
    """Delete names of speakers three years after the event; their function stays."""
    before = _day(now) - dt.timedelta(days=SPEAKERS_DAYS)
    return Speaker.objects.filter(session__event__ends_on__lt=before).exclude(name="").update(name="")


@transaction.atomic
def _forget_participants(event: Event) -> int:
    rows = Registration.objects.filter(event=event)
    event.registered = (event.registered or 0) + rows.active().count()
    came = Attendance.objects.filter(registration__event=event, checked_in_at__isnull=False)
    if event.attended is None and came.exists():
        event.attended = came.values("registration").distinct().count()
    event.save(update_fields=["registered", "attended"])
    count = rows.count()
    rows.delete()
    Group.objects.filter(event=event).delete()
    audit.record("events.registrations_deleted", subject=event, by=None, count=count)
    return count


def _day(now: dt.datetime) -> dt.date:
    return timezone.localtime(now).date()
