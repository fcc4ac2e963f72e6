"""The directory as files; bodies and functional contacts, never persons."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.directory.models import Organisation
from gruenzug.web.directory.selectors import filtered, with_public_contacts


def rows(request: HttpRequest) -> Iterable[Organisation]:
    """Return the public bodies the query asks for."""
    asked = {name: request.GET.get(name, "") for name in ("q", "kind", "topic", "county")}
    return with_public_contacts(filtered(asked)).order_by("name")


def _point(body: Organisation) -> str:
    if body.position is None:
        return ""
    return json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in body.position]})


def _entry(request: HttpRequest, body: Organisation) -> Entry:
    return Entry(body.name, body.get_absolute_url(), body.updated_at, str(body.get_kind_display()))


ORGANISATIONS = register(
    Listing(
        name="organisations",
        title=_("Netzwerk"),
        description=_("Körperschaften des Programms und ihre Ansprechstellen, ohne Personen"),
        rows=rows,
        geometry=_point,
        entry=_entry,
        filters={
            "q": _("Name, Kurzname oder Ort; oder Beginn des amtlichen Schlüssels"),
            "kind": _("Art der Körperschaft"),
            "topic": _("Kennung eines Themas"),
            "county": _("nur Körperschaften in diesem Kreis (fünfstelliger Schlüssel)"),
        },
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda body: body.slug),
            Column("kind", _("Art der Körperschaft"), lambda body: body.kind),
            Column("name", _("Name"), lambda body: body.name),
            Column("short_name", _("Kurzname"), lambda body: body.short_name),
            Column("official_key", _("Gemeinde- oder Kreisschlüssel"), lambda body: body.official_key),
            Column("topics", _("Themen"), lambda body: " ".join(topic.key for topic in body.topics.all())),
            Column("website", _("Website"), lambda body: body.website),
            Column("mailbox", _("Funktionspostfach"), lambda body: body.mailbox),
            Column("phone", _("Telefon"), lambda body: body.phone),
            Column("street", _("Straße und Hausnummer"), lambda body: body.street),
            Column("postal_code", _("Postleitzahl"), lambda body: body.postal_code),
            Column("city", _("Ort"), lambda body: body.city),
            Column(
                "contacts",
                _("Ansprechstellen"),
                lambda body: "; ".join(contact.office for contact in body.public_contacts),
            ),
            Column("status", _("confirmed, partial oder placeholder"), lambda body: body.status),
            Column("source", _("Adresse der Quelle"), lambda body: body.source_url),
        ),
    )
)
