"""What this room tells of what happened."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.events.cards import visible
from gruenzug.web.events.models import Event, Registration


def _registrations(user: Any) -> QuerySet[Registration]:
    return Registration.objects.filter(event__in=visible(user).values("pk"))


register(
    Happening(
        "events.registrations",
        _("Anmeldungen"),
        Registration,
        ("events.registered", "events.registration_cancelled"),
        rows=_registrations,
        address=lambda entry, user: reverse("events_registration", args=[entry.object_id]),
        icon="user",
        order=15,
    )
)
register(
    Happening(
        "events.events",
        _("Veranstaltungen"),
        Event,
        ("events.event_published", "events.event_cancelled"),
        icon="calendar",
        order=16,
    )
)
