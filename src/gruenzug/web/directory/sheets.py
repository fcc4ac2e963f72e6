"""Bodies as a spreadsheet that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core.sheets import Column, Sheet, boolean_column, choice_column, text_column
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Kind, Organisation, Topic
from gruenzug.web.directory.services.organisations import change_organisation, create_organisation

TEAM = "directory.add_organisation"  # columns the team alone may change
_PENDING = "_topics_to_set"


def _rows(user: Any) -> QuerySet[Organisation]:
    rows = Organisation.objects.prefetch_related("topics").order_by("kind", "name")
    if user.has_perm("directory.import_organisation"):
        return rows
    return rows.filter(pk__in=edited_bodies(user))


def _topics(body: Organisation) -> list[Topic]:
    if hasattr(body, _PENDING):
        return getattr(body, _PENDING)
    return sorted(body.topics.all(), key=lambda topic: topic.order) if body.pk else []


def _parse_topics(text: str) -> list[Topic]:
    known = {topic.title_de.casefold(): topic for topic in Topic.objects.all()}
    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name.casefold() not in known]:
        told = {"names": ", ".join(unknown), "offered": ", ".join(topic.title_de for topic in known.values())}
        raise ValueError(_("Diese Themen kennen wir nicht: %(names)s; möglich sind: %(offered)s.") % told)
    return sorted({known[name.casefold()] for name in names}, key=lambda topic: topic.order)


def _save(body: Organisation, changes: Mapping[str, tuple[Any, Any]] | None, by: Any) -> None:
    topics = getattr(body, _PENDING, None)
    if changes is None:
        body.slug = ""
        create_organisation(organisation=body, by=by)
    else:
        change_organisation(organisation=body, changes=changes, by=by)
    if topics is not None:
        body.topics.set(topics)


def _make() -> Organisation:
    """Return a body for a new line; its address on the site is made from its name when that is known."""
    return Organisation(slug="neu")


TOPICS = Column(
    name="topics",
    title="Themen",
    meaning=gettext_lazy("durch Komma getrennt"),
    get=_topics,
    put=lambda body, topics: setattr(body, _PENDING, topics),
    parse=_parse_topics,
    show=lambda topics: ", ".join(topic.title_de for topic in topics),
)

ORGANISATIONS = Sheet(
    name="organisations",
    title=gettext_lazy("Körperschaften"),
    rows=_rows,
    save=_save,
    make=_make,
    add_permission=TEAM,
    columns=(
        choice_column("kind", "Art", gettext_lazy("was die Körperschaft ist"), Kind.choices, permission=TEAM),
        text_column("name", "Name", gettext_lazy("vollständiger Name"), required=True, permission=TEAM),
        text_column("short_name", "Kurzname", gettext_lazy("wie in Listen und auf Karten"), permission=TEAM),
        text_column(
            "official_key",
            "Amtlicher Schlüssel",
            gettext_lazy("8 Ziffern für Gemeinden, 5 für Kreise"),
            permission=TEAM,
        ),
        TOPICS,
        text_column("website", "Website", gettext_lazy("vollständige Adresse mit https://")),
        text_column("mailbox", "Funktionspostfach", gettext_lazy("kein Postfach mit dem Namen einer Person")),
        text_column("phone", "Telefon", gettext_lazy("Zentrale")),
        text_column("street", "Straße und Hausnummer", gettext_lazy("Sitz")),
        text_column("postal_code", "Postleitzahl", gettext_lazy("fünf Ziffern")),
        text_column("city", "Ort", gettext_lazy("Sitz")),
        boolean_column(
            "is_public", "Öffentlich", gettext_lazy("ja: steht im öffentlichen Verzeichnis"), permission=TEAM
        ),
    ),
)
