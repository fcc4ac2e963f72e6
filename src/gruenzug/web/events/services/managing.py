"""What organisers do with an event: publish it, change it, call it off, tell people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.core.viewsets import Changes
from gruenzug.web.events.models import (
    Attendance,
    Event,
    Letter,
    PlaceState,
    Registration,
    Session,
    SignUp,
    State,
    new_key,
)
from gruenzug.web.events.services import letters
from gruenzug.web.events.services.announcing import announce
from gruenzug.web.events.services.placing import confirm, label, note, promote
from gruenzug.web.events.services.seats import Seats, lock

UNTYPED = [field.name for field in Event._meta.fields if not field.editable]
"""What services alone change."""


@transaction.atomic
def create_event(*, event: Event, by: Any) -> Event:
    """Save a new event, a draft."""
    settle_dates(event)
    event.save()
    audit.record("events.event_created", subject=event, by=by)
    return event


@transaction.atomic
def change_event(*, event: Event, changes: Changes, by: Any) -> Event:
    """Save a changed event: a new version for calendars, and new places for who waits."""
    locked = lock(event)
    for name in UNTYPED:  # the form was filled in before the lock
        setattr(event, name, getattr(locked, name))
    settle_dates(event)
    event.sequence += 1
    event.save()
    current = Event.objects.get(pk=event.pk)
    _complete_days(current)
    if changes:
        audit.record("events.event_changed", subject=event, by=by, changes=changes)
    letters.tell_promoted(promote(current, reason=_("Die Veranstaltung hat mehr Plätze"), by=by))
    return event


@transaction.atomic
def save_session(*, session: Session, by: Any, changes: Changes | None = None) -> Session:
    """Save a part of the programme; `changes` is None for a new one."""
    event = lock(session.event)
    if changes is None:
        session.save()
        audit.record("events.session_created", subject=session, by=by)
        return session
    session.sequence += 1
    session.save()
    audit.record("events.session_changed", subject=session, by=by, changes=changes)
    letters.tell_promoted(promote(event, reason=_("„%s“ hat mehr Plätze") % session.title_de, by=by))
    return session


@transaction.atomic
def publish_event(*, event: Event, by: Any) -> None:
    """Show `event` to the public. Raises ValidationError naming what is missing."""
    event = lock(event)
    if event.state != State.DRAFT:
        raise ValidationError(_("„%s“ ist schon öffentlich.") % event, "state")
    if missing := missing_for_publication(event):
        message = _("„%(event)s“ ist noch nicht vollständig. Bitte ergänzen Sie: %(gaps)s.")
        gaps = get_text_list(missing, _("und"))
        raise ValidationError(message, "incomplete", {"event": event, "gaps": gaps})
    event.state, event.published_at = State.PUBLISHED, timezone.now()
    event.desk_key = event.desk_key or new_key()
    event.save()
    audit.record("events.event_published", subject=event, by=by)


def missing_for_publication(event: Event) -> list[str]:
    """Return what an event needs before the public sees it."""
    gaps = []
    if not event.summary_de:
        gaps.append(_("worum es geht"))
    if event.sign_up != SignUp.HERE:
        return gaps
    if not event.all_days:
        gaps.append(_("mindestens einen Tag"))
    if not event.organiser_id:
        gaps.append(_("die Veranstalterin"))
    if not event.mailbox:
        gaps.append(_("ein Postfach für Rückfragen"))
    return gaps


@transaction.atomic
def cancel_event(*, event: Event, reason_de: str, reason_en: str = "", by: Any) -> int:
    """Call `event` off and tell everybody; calendars learn it too. Return how many mails were written."""
    event = lock(event)
    if event.state != State.PUBLISHED:
        raise ValidationError(_("Nur eine öffentliche Veranstaltung lässt sich absagen."), "state")
    event.state = State.CANCELLED
    event.cancel_reason_de, event.cancel_reason_en = reason_de, reason_en
    event.sequence += 1
    event.save()
    Session.objects.filter(event=event).update(sequence=F("sequence") + 1)
    mails = announce(event, Letter.EVENT_CANCELLED)
    audit.record("events.event_cancelled", subject=event, by=by, reason=reason_de, mails=mails)
    return mails


@transaction.atomic
def announce_change(*, event: Event, text: str, by: Any) -> int:
    """Tell everybody who is registered what changed; return how many mails were written."""
    if event.state != State.PUBLISHED:
        raise ValidationError(_("Die Veranstaltung ist nicht öffentlich."), "state")
    mails = announce(event, Letter.EVENT_CHANGED, text)
    audit.record("events.change_announced", subject=event, by=by, mails=mails)
    return mails


@transaction.atomic
def announce_documentation(*, event: Event, by: Any) -> int:
    """Point everybody who took part to what is left of the event, once."""
    if not event.is_over or not (event.report_de or event.materials.exists()):
        raise ValidationError(_("Es gibt noch keine Dokumentation."), "documentation")
    if event.announcements.filter(letter=Letter.DOCUMENTED).exists():
        raise ValidationError(_("Auf die Dokumentation wurde schon hingewiesen."), "documentation")
    mails = announce(event, Letter.DOCUMENTED)
    audit.record("events.documentation_announced", subject=event, by=by, mails=mails)
    return mails


@transaction.atomic
def renew_desk(*, event: Event, by: Any) -> None:
    """Make a new link to the check-in; the old one ends at once."""
    event = lock(event)
    event.desk_key = new_key()
    event.save(update_fields=["desk_key"])
    audit.record("events.desk_renewed", subject=event, by=by)


@transaction.atomic
def admit(*, registration: Registration, reason: str, by: Any) -> None:
    """Give a waiting registration its places, free or not: the organiser's decision, with its reason."""
    event = lock(registration.event)
    seats = Seats.of(event)
    rows = Attendance.objects.filter(registration=registration, state=PlaceState.WAITING)
    waiting = list(rows.select_related("day"))
    if not waiting or registration.cancelled_at:
        raise ValidationError(_("Diese Anmeldung wartet auf keinen Platz."), "state")
    for place in waiting:
        confirm(place, seats.pool(place.day_id, place.way))
    told = ", ".join(label(event, place) for place in waiting)
    note(registration, _("Zugelassen: %s") % told, reason, by)
    audit.record("events.promoted", subject=registration, by=by, place=told, reason=reason)
    others = promote(event, reason=_("Anmeldung %s wurde zugelassen") % registration.number)
    letters.tell_promoted([registration, *(row for row in others if row.pk != registration.pk)])


def settle_dates(event: Event) -> None:
    """Let the days say when an event begins and ends; without days what was typed holds."""
    days = sorted(day.date for day in event.days.all())
    if days:
        event.begins_on, event.ends_on = days[0], days[-1]
    elif event.begins_on and not event.ends_on:
        event.ends_on = event.begins_on


def _complete_days(event: Event) -> None:
    """Give those who are registered for all days the days that were added."""
    if event.days_bookable or not event.all_days:
        return
    seats = Seats.of(event)
    for registration in Registration.objects.active().filter(event=event).prefetch_related("attendances"):
        places = {place.day_id: place for place in registration.attendances.all()}
        if not places:
            continue
        model = next(iter(places.values()))
        for day in event.all_days:
            if day.pk not in places:
                pool = seats.pool(day, model.way)
                number = pool.queue() if model.is_waiting else None
                Attendance.objects.create(
                    registration=registration,
                    day=day,
                    way=model.way,
                    state=model.state,
                    waiting_number=number,
                    confirmed_at=model.confirmed_at,
                )
