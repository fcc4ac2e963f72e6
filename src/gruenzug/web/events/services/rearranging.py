"""What somebody wants instead: nobody loses a sure place by asking for another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import (
    Attendance,
    Choice,
    Day,
    Event,
    PlaceState,
    Registration,
    Session,
)
from gruenzug.web.events.services.placing import give_back, take_days, take_sessions
from gruenzug.web.events.services.seats import Seats
from gruenzug.web.events.words import place_label, way_label


def rearrange(
    event: Event, registration: Registration, days: Mapping[Day, str], sessions: Iterable[Session]
) -> list[str]:
    """Bring the places of `registration` to `days` and `sessions`; return what stayed as it was, and why."""
    if not days:
        raise ValidationError(
            _("Wählen Sie mindestens einen Tag, oder sagen Sie die Teilnahme ab."), "no_day"
        )
    kept = _rearrange_days(event, registration, days)
    return kept + _rearrange_sessions(event, registration, sessions)


def _rearrange_days(event: Event, registration: Registration, wanted: Mapping[Day, str]) -> list[str]:
    present = {
        place.day: place for place in registration.attendances.all() if place.state != PlaceState.CANCELLED
    }
    give_back(place for day, place in present.items() if day not in wanted)
    new = {day: way for day, way in wanted.items() if day not in present}
    other = {day: way for day, way in wanted.items() if day in present and present[day].way != way}
    kept = []
    if other and (told := _refusal(Seats.of(event), event, present, other)):
        kept, other = told, {}
    _forget(registration, [*new, *other])
    if new or other:
        take_days(Seats.of(event), registration, {**new, **other})
    return kept


def _refusal(
    seats: Seats, event: Event, present: Mapping[Day, Attendance], other: Mapping[Day, str]
) -> list[str]:
    """Return why sure places cannot be changed for others; nothing if they can."""
    told = []
    for day, way in other.items():
        if present[day].is_confirmed and not seats.pool(day, way).is_open:
            old = place_label(present[day], several=len(event.all_days) > 1)
            told.append(
                _("%(way)s ist kein Platz frei; Ihr Platz %(old)s bleibt.")
                % {"way": capfirst(way_label(way)), "old": old}
            )
    return told


def _rearrange_sessions(event: Event, registration: Registration, wanted: Iterable[Session]) -> list[str]:
    days = set(
        Attendance.objects.filter(registration=registration)
        .exclude(state=PlaceState.CANCELLED)
        .values_list("day_id", flat=True)
    )
    chosen = {session.pk: session for session in wanted if session.day_id in days}
    present = {
        choice.session_id: choice
        for choice in registration.choices.all()
        if choice.state != PlaceState.CANCELLED
    }
    kept = []
    for pk, session in chosen.items():
        if pk in present:
            continue
        old = next((row for row in present.values() if row.session.block_id == session.block_id), None)
        if old and old.is_confirmed and old.session.day_id in days and not _is_open(event, session):
            names = {"new": text_of(session.title), "old": text_of(old.session.title)}
            kept.append(_("„%(new)s“ ist voll; Ihr Platz in „%(old)s“ bleibt.") % names)
            chosen = {**chosen, old.session_id: old.session}
            chosen.pop(pk)
    give_back(choice for pk, choice in present.items() if pk not in chosen)
    new = [session for pk, session in chosen.items() if pk not in present]
    Choice.objects.filter(registration=registration, session__in=new).delete()
    take_sessions(Seats.of(event), registration, new)
    return kept


def _is_open(event: Event, session: Session) -> bool:
    return Seats.of(event).by_session[session.pk].is_open


def _forget(registration: Registration, days: Iterable[Day]) -> None:
    """Delete rows of places given back, so that new ones can stand in their stead."""
    Attendance.objects.filter(registration=registration, day__in=list(days)).delete()
