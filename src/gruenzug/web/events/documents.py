"""What is printed of an event: badges, the list at the door, who took part."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import pdf
from gruenzug.web.core.formats import day as in_words
from gruenzug.web.events.models import Attendance, Event, PlaceState, Registration, Way
from gruenzug.web.events.words import choice_label, day_label, lessons, listed, where


def badges(event: Event) -> bytes:
    """Return name badges for everybody with a place on site."""
    return pdf.render("events/print/badges.typ", badge_facts(event))


def badge_facts(event: Event) -> dict[str, Any]:
    """Return what stands on the badges."""
    rows = Registration.objects.active().filter(
        event=event, attendances__state=PlaceState.CONFIRMED, attendances__way=Way.ONSITE
    )
    people = sorted(rows.distinct().with_places(), key=in_the_list)
    return {"title": text_of(event.title), "rows": [_badge(row) for row in people]}


def attendance_list(event: Event) -> bytes:
    """Return the list to sign, a day by day, of everybody with a place on site."""
    return pdf.render("events/print/attendance.typ", attendance_facts(event))


def attendance_facts(event: Event) -> dict[str, Any]:
    """Return what stands on the list."""
    return {
        "title": text_of(event.title),
        "kicker": _("Teilnahmeliste"),
        "head": [_("Nr."), _("Name"), _("Einrichtung"), _("Unterschrift")],
        "days": [_day(day) for day in event.all_days],
        "words": {
            "present": _("am Einlass erfasst"),
            "delete": _("Diese Liste enthält personenbezogene Daten. Bitte nach der Abrechnung vernichten."),
        },
        "author": settings.PROGRAMME,
    }


def has_certificate(registration: Registration) -> bool:
    """Whether somebody gets a certificate: the event gives one, and the person was there."""
    came = any(place.checked_in_at for place in registration.attendances.all())
    return registration.event.has_certificate and came and not registration.cancelled_at


def certificate(registration: Registration) -> bytes:
    """Return the certificate of somebody who was there."""
    return pdf.render("events/print/certificate.typ", certificate_facts(registration))


def certificate_facts(registration: Registration) -> dict[str, Any]:
    """Return what a certificate says."""
    event = registration.event
    days = [place.day for place in registration.attendances.all() if place.checked_in_at]
    rows = [
        {"term": _("Tage"), "value": "; ".join(day_label(day) for day in days)},
        {"term": _("Ort"), "value": where(event)},
    ]
    if event.organiser:
        rows.append({"term": _("Veranstalterin"), "value": event.organiser.name})
    if event.certificate_hours and len(days) == len(event.all_days):
        rows.append({"term": _("Umfang"), "value": lessons(event)})
    if registration.member_number:
        rows.append({"term": _("Mitgliedsnummer"), "value": registration.member_number})
    note = text_of(event.certificate_note) if event.certificate_note_de else ""
    made = _("Ausgestellt am %s, ohne Unterschrift gültig.") % in_words(timezone.localdate())
    return {
        "title": _("Teilnahmebescheinigung"),
        "kicker": settings.PROGRAMME,
        "name": registration.name,
        "body": registration.organisation,
        "event": text_of(event.title),
        "definitions": rows,
        "notes": [part for part in (note, made) if part],
        "words": {"heading": _("Teilnahmebescheinigung"), "took_part": _("hat teilgenommen an:")},
        "author": settings.PROGRAMME,
    }


def in_the_list(registration: Registration) -> tuple[str, str, int]:
    """Return the place of a person in a list by names, umlauts beside their vowels (DIN 5007)."""
    return slugify(registration.last_name), slugify(registration.first_name), registration.number


def _badge(registration: Registration) -> dict[str, str]:
    chosen = [choice_label(row) for row in registration.choices.all() if row.is_confirmed]
    return {
        "name": registration.name,
        "body": registration.organisation,
        "note": listed(chosen),
    }


def _day(day: Any) -> dict[str, Any]:
    rows = Attendance.objects.filter(day=day, way=Way.ONSITE, state=PlaceState.CONFIRMED)
    rows = sorted(rows.select_related("registration"), key=lambda row: in_the_list(row.registration))
    people = [
        {
            "number": str(row.registration.number),
            "name": f"{row.registration.last_name}, {row.registration.first_name}".strip(", "),
            "body": row.registration.organisation,
            "present": row.checked_in_at is not None,
        }
        for row in rows
    ]
    return {"title": day_label(day), "note": _("%s Personen mit Platz vor Ort") % len(people), "rows": people}
