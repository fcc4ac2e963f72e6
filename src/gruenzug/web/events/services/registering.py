"""Registering, changing and calling off: by the person, for a group, or by staff."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gruenzug.web.core import audit
from gruenzug.web.events.models import (
    AccessNeed,
    Attendance,
    Day,
    Event,
    Group,
    Letter,
    Origin,
    PlaceState,
    Registration,
    Session,
    SignUp,
    State,
)
from gruenzug.web.events.services import letters
from gruenzug.web.events.services.placing import give_back, label, note, promote, take_days, take_sessions
from gruenzug.web.events.services.rearranging import rearrange
from gruenzug.web.events.services.seats import Seats, lock
from gruenzug.web.events.words import moment, said

PERSON = ("first_name", "last_name", "organisation", "email", "wants_certificate", "member_number", "note")


class AlreadyRegistered(Exception):  # noqa: N818  a state of things, answered by mail
    """The same person is registered with the same address."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(str(registration))
        self.registration = registration


@dataclass(frozen=True)
class Wish:
    """What somebody wants: days with the way of taking part, workshops, and what they need for it.

    `needs` is None where nobody was asked: what is known of needs then stays as it is.
    """

    days: Mapping[Day, str]
    sessions: Sequence[Session] = ()
    needs: Sequence[str] | None = None
    needs_text: str = ""

    @property
    def has_need(self) -> bool:
        """Whether anything is needed."""
        return bool(self.needs or self.needs_text)


@dataclass(frozen=True)
class Member:
    """One person of a group."""

    person: Mapping[str, Any]
    wish: Wish = field(default_factory=lambda: Wish({}))


def refusal(event: Event, now: dt.datetime | None = None) -> str:
    """Return why one cannot register now, in a sentence; "" if one can (places or not)."""
    now = now or timezone.now()
    if event.state == State.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    if event.state != State.PUBLISHED or event.sign_up != SignUp.HERE or not event.all_days:
        return _("Für diese Veranstaltung braucht man sich hier nicht anzumelden.")
    if event.opens_at and now < event.opens_at:
        return _("Die Anmeldung beginnt am %s.") % moment(event.opens_at)
    if event.closes_at and now >= event.closes_at:
        return _("Die Anmeldung ist seit %s geschlossen.") % moment(event.closes_at)
    last = event.all_days[-1] if event.days_bookable else event.all_days[0]
    return _("Die Anmeldung ist geschlossen.") if now >= last.closes_at else ""


@transaction.atomic
def register(
    *,
    event: Event,
    person: Mapping[str, Any],
    wish: Wish,
    ticket: uuid.UUID | None = None,
    language: str = "de",
    by: Any = None,
) -> Registration:
    """Register one person; the answer to the same form sent twice is the same registration.

    Raises ValidationError with a sentence if that is not possible, and
    AlreadyRegistered if the same person is registered with the same address.
    Staff (`by`) may register before the opening and after the close.
    """
    event = lock(event)
    if ticket and (known := Registration.objects.filter(ticket=ticket).first()):
        return known
    if by is None:
        _refuse_if_closed(event)
    if twin := _twin(event, person):
        raise AlreadyRegistered(twin)
    origin = Origin.DESK if by else Origin.FORM
    facts = {"ticket": ticket, "language": language, "origin": origin, **person}
    registration = _create(event, facts)
    _place(Seats.of(event), registration, wish, by)
    letters.confirm(registration)
    return registration


@transaction.atomic
def register_group(
    *,
    event: Event,
    contact: Mapping[str, Any],
    members: Sequence[Member],
    ticket: uuid.UUID | None = None,
    language: str = "de",
) -> Group:
    """Register several people of a body in their order; who finds no place waits."""
    event = lock(event)
    if ticket and (known := Group.objects.filter(ticket=ticket).first()):
        return known
    _refuse_if_closed(event)
    if not 0 < len(members) <= event.group_size:
        told = _("Eine Gruppe hat hier höchstens %(most)s Personen.")
        raise ValidationError(told % {"most": event.group_size}, "group_size")
    group = Group.objects.create(event=event, ticket=ticket, language=language, **contact)
    seats = Seats.of(event)
    for member in members:
        facts = {"organisation": group.organisation, **member.person}
        facts |= {"group": group, "origin": Origin.GROUP, "language": language}
        registration = _create(event, facts)
        _place(seats, registration, member.wish, None)
        if registration.email:
            letters.confirm(registration)
    audit.record("events.group_registered", subject=group, by=None, count=len(members))
    letters.write_group(group, Letter.GROUP, "registered")
    return group


@transaction.atomic
def change_registration(
    *, registration: Registration, person: Mapping[str, Any], wish: Wish, by: Any = None
) -> list[str]:
    """Bring `registration` to what is wanted now; return what could not be had, in sentences.

    Nobody loses a sure place by asking for another one: where the new place
    is not free, the old one stays, and the answer says so.
    """
    event = lock(registration.event)
    registration = _current(registration, event)
    if by is None and (told := change_refusal(registration)):
        raise ValidationError(told, "closed")
    if person.get("note", registration.note) != registration.note:
        registration.note_read_at = None
    for name in PERSON:
        if name in person:
            setattr(registration, name, person[name])
    registration.changed_at = timezone.now()
    registration.save()
    kept = rearrange(event, registration, wish.days, wish.sessions)
    _write_need(registration, wish)
    note(registration, said(gettext_lazy("Anmeldung geändert")), by=by)
    audit.record("events.registration_changed", subject=registration, by=by)
    moved = promote(
        event, reason=said(gettext_lazy("Anmeldung %(number)s wurde geändert"), number=registration.number)
    )
    letters.tell_promoted(row for row in moved if row.pk != registration.pk)
    letters.write(registration, Letter.CHANGED, timezone.now().isoformat())
    return kept


@transaction.atomic
def cancel_registration(*, registration: Registration, by: Any = None, reason: str = "") -> None:
    """Call off `registration`; whoever waits longest gets its places. Done twice it does nothing."""
    event = lock(registration.event)
    registration = _current(registration, event)
    if registration.cancelled_at:
        return
    if by is None and (told := cancel_refusal(registration)):
        raise ValidationError(told, "closed")
    registration.cancelled_at = timezone.now()
    registration.save(update_fields=["cancelled_at"])
    give_back([*registration.attendances.all(), *registration.choices.all()])
    AccessNeed.objects.filter(registration=registration).delete()
    whose = said(gettext_lazy("von der Veranstalterin") if by else gettext_lazy("über den persönlichen Link"))
    note(registration, said(gettext_lazy("Abgemeldet")), reason or whose, by)
    audit.record("events.registration_cancelled", subject=registration, by=by)
    letters.write(registration, Letter.CANCELLED, "cancelled", reason=reason)
    moved = promote(
        event, reason=said(gettext_lazy("Anmeldung %(number)s wurde abgesagt"), number=registration.number)
    )
    letters.tell_promoted(moved)


def change_refusal(registration: Registration, now: dt.datetime | None = None) -> str:
    """Return why a registration cannot be changed any more; "" if it can."""
    now = now or timezone.now()
    event = registration.event
    if registration.cancelled_at:
        return _("Diese Anmeldung ist abgesagt.")
    if event.state == State.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    first = event.all_days[0]
    return _("Die Veranstaltung hat begonnen.") if now >= first.opens_at else ""


def cancel_refusal(registration: Registration, now: dt.datetime | None = None) -> str:
    """Return why a registration cannot be called off any more; "" if it can."""
    now = now or timezone.now()
    if registration.event.state == State.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    return _("Die Veranstaltung ist vorbei.") if now >= registration.event.all_days[-1].closes_at else ""


def _refuse_if_closed(event: Event) -> None:
    if told := refusal(event):
        raise ValidationError(told, "closed")


def _twin(event: Event, person: Mapping[str, Any]) -> Registration | None:
    """Return who registered under the same name and address, if they did not call it off."""
    if not person.get("email"):
        return None
    same = Q(email__iexact=person["email"], last_name__iexact=person["last_name"])
    same &= Q(first_name__iexact=person.get("first_name", ""))
    return Registration.objects.active().filter(same, event=event).first()


def _create(event: Event, facts: Mapping[str, Any]) -> Registration:
    last = Registration.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    return Registration.objects.create(event=event, number=last + 1, **facts)


def _place(seats: Seats, registration: Registration, wish: Wish, by: Any) -> None:
    if not wish.days:
        raise ValidationError(_("Wählen Sie mindestens einen Tag."), "no_day")
    days = take_days(seats, registration, wish.days)
    take_sessions(seats, registration, wish.sessions)
    _write_need(registration, wish)
    waits = any(place.is_waiting for place in days)
    reason = said(gettext_lazy("Alle Plätze sind vergeben")) if waits else ""
    outcome = _outcome(seats.event, days)
    note(registration, said(gettext_lazy("Angemeldet: %(outcome)s"), outcome=outcome), reason, by)
    audit.record("events.registered", subject=registration, by=by, outcome=outcome)


@override("de")
def _outcome(event: Event, days: Sequence[Attendance]) -> str:
    """Return what became of a wish, day by day where that differs, for what staff reads."""
    states = {place.state for place in days}
    if len(states) == 1:
        return str(PlaceState(states.pop()).label)
    return "; ".join(f"{label(event, place)}: {PlaceState(place.state).label}" for place in days)


def _write_need(registration: Registration, wish: Wish) -> None:
    """Keep what is needed as it is told now; what was arranged stays arranged if nothing changed."""
    if wish.needs is None:
        return
    if not wish.has_need:
        AccessNeed.objects.filter(registration=registration).delete()
        return
    told = {"kinds": sorted(wish.needs), "text": wish.needs_text}
    need = AccessNeed.objects.filter(registration=registration).first()
    if need is None:
        AccessNeed.objects.create(registration=registration, **told)
    elif (sorted(need.kinds), need.text) != (told["kinds"], told["text"]):
        need.delete()
        AccessNeed.objects.create(registration=registration, **told)


def _current(registration: Registration, event: Event) -> Registration:
    """Return the registration as it is now that the event is locked."""
    found = Registration.objects.with_places().select_related("group").get(pk=registration.pk)
    found.event = event
    return found
