"""A participant's registrations on the page of all that is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import Group, Registration
from gruenzug.web.events.services.links import link_to
from gruenzug.web.events.words import when
from gruenzug.web.participation import own_page


def registrations_of(email: str) -> list[own_page.Entry]:
    """Return the registrations of an address and the groups it registered, the latest event first."""
    rows = [
        *Registration.objects.filter(email__iexact=email, cancelled_at=None).select_related("event"),
        *Group.objects.filter(email__iexact=email).select_related("event"),
    ]
    return [
        own_page.Entry(text_of(row.event.title), link_to(row), when(row.event))
        for row in sorted(rows, key=lambda row: row.event.begins_on, reverse=True)
    ]


own_page.register(own_page.Section("anmeldungen", _("Meine Anmeldungen"), 10, registrations_of))
