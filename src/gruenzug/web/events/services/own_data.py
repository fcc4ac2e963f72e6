"""What we keep about an e-mail address, for the person it belongs to: to read, and to delete."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import AccessNeed, Group, Registration
from gruenzug.web.events.selectors.places import lines_of
from gruenzug.web.events.services.deleting import delete_registration
from gruenzug.web.events.words import listed, moment

Rows = list[dict[str, Any]]


def find_registrations(email: str) -> Rows:
    """Return the registrations of an address, and the groups it registered."""
    rows = Registration.objects.filter(email__iexact=email).with_places().select_related("event", "group")
    return [_told(row) for row in rows] + [
        {
            _("Veranstaltung"): text_of(group.event.title),
            _("Gruppe"): group.organisation,
            _("Name"): group.name,
            _("angemeldet am"): moment(group.registered_at),
        }
        for group in Group.objects.filter(email__iexact=email).select_related("event")
    ]


@transaction.atomic
def forget_registrations(email: str) -> int:
    """Delete the registrations of an address; groups it registered stay, without the person who did."""
    rows = Registration.objects.filter(email__iexact=email).select_related("event", "group")
    found = list(rows)
    for row in found:
        delete_registration(registration=row)
    groups = Group.objects.filter(email__iexact=email)
    return len(found) + groups.update(email="", name="–")


def find_needs(email: str) -> Rows:
    """Return what somebody with this address told us to need."""
    rows = AccessNeed.objects.filter(registration__email__iexact=email).select_related("registration__event")
    return [
        {
            _("Veranstaltung"): text_of(row.registration.event.title),
            _("Bedarf"): "; ".join(part for part in (*row.labels, row.text) if part),
            _("Stand"): str(row.get_state_display()),
            _("Antwort"): row.answer or "–",
        }
        for row in rows
    ]


def forget_needs(email: str) -> int:
    """Delete what somebody with this address told us to need."""
    return AccessNeed.objects.filter(registration__email__iexact=email).delete()[0]


def _told(row: Registration) -> dict[str, Any]:
    return {
        _("Veranstaltung"): text_of(row.event.title),
        _("Name"): row.name,
        _("Einrichtung"): row.organisation or "–",
        _("angemeldet am"): moment(row.registered_at),
        _("abgemeldet am"): moment(row.cancelled_at) if row.cancelled_at else "–",
        _("Plätze"): listed(f"{line.label}: {line.told}" for line in lines_of(row)) or "–",
        _("Nachricht"): row.note or "–",
        _("Mitgliedsnummer"): row.member_number or "–",
    }
