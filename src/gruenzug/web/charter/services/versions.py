"""How a version comes about and into force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Handlungsziel, Leitthema, Oberziel, Section, Version
from gruenzug.web.core import audit
from gruenzug.web.core.formats import day
from gruenzug.web.directory.models import Organisation

COPIED = (
    "key",
    "kind",
    "order",
    "title_de",
    "title_en",
    "title_simple",
    "text_de",
    "text_en",
    "text_simple",
    "leitthema",
    "oberziel",
    "handlungsziel",
    "status",
    "source_url",
    "source_note",
)
TEXTS = ("title_de", "title_en", "title_simple", "text_de", "text_en", "text_simple")
SOURCES = ("status", "source_url", "source_note")


@transaction.atomic
def draft_version(*, document: str, title: str, by: Any) -> Version:
    """Begin the next version of `document` with the text of the newest one."""
    rows = Version.objects.select_for_update().filter(document=document).order_by("-number")
    newest = rows.first()
    number = newest.number + 1 if newest else 1
    version = Version.objects.create(document=document, number=number, title=title)
    if newest:
        Section.objects.bulk_create(
            Section(version=version, **{name: getattr(section, name) for name in COPIED})
            for section in newest.sections.order_by("order", "pk")
        )
    audit.record("charter.version_created", subject=version, by=by)
    return version


@transaction.atomic
def open_for_consultation(*, version: Version, by: Any) -> None:
    """Show a draft to the public so that it can be discussed."""
    _lock(version)
    if version.state != Version.State.DRAFT:
        raise ValidationError(_("Nur ein Entwurf kann zur Beteiligung gestellt werden."), "state")
    if not version.sections.exists():
        raise ValidationError(_("„%s“ hat noch keinen Text.") % version, "empty")
    version.state = Version.State.CONSULTATION
    version.save(update_fields=["state", "updated_at"])
    audit.record("charter.version_opened", subject=version, by=by)


@transaction.atomic
def put_into_force(
    *,
    version: Version,
    decided_on: dt.date,
    decided_by: Organisation | None,
    by: Any,
    decided_in: str = "",
    vote: str = "",
    reference: str = "",
    url: str = "",
) -> None:
    """Record the decision: `version` holds now, the one before is superseded, goals take its wording."""
    _lock(version)
    if version.is_decided:
        raise ValidationError(_("„%s“ ist schon beschlossen.") % version, "state")
    if not version.sections.exists():
        raise ValidationError(_("„%s“ hat noch keinen Text.") % version, "empty")
    former = Version.objects.in_force(version.document)
    if former and former.decided_on and decided_on < former.decided_on:
        raise ValidationError(
            _("Der Beschluss (%(new)s) liegt vor dem der geltenden Fassung (%(old)s)."),
            "date",
            {"new": day(decided_on), "old": day(former.decided_on)},
        )
    if former:
        former.state = Version.State.SUPERSEDED
        former.save(update_fields=["state", "updated_at"])
    version.state = Version.State.IN_FORCE
    version.decided_on, version.decided_by, version.decided_in = decided_on, decided_by, decided_in
    version.vote, version.decision_reference, version.decision_url = vote, reference, url
    version.save()
    take_wording(version=version, former=former)
    audit.record("charter.version_in_force", subject=version, by=by, decided_on=day(decided_on))


def _lock(version: Version) -> None:
    """Read the state again under a lock, so that two who press the button do it once."""
    locked = Version.objects.select_for_update().get(pk=version.pk)
    version.state = locked.state


@transaction.atomic
def take_wording(*, version: Version, former: Version | None = None) -> None:
    """Bring themes and goals to the words of `version`; what it dropped of `former` is no longer current."""
    sections = list(version.sections.select_related("leitthema", "oberziel", "handlungsziel"))
    for section in sections:
        for row in (section.handlungsziel, section.oberziel, section.leitthema):
            if row is not None:
                _copy(section, row)
                break
    if former is None:
        return
    for model, name in ((Handlungsziel, "handlungsziel"), (Oberziel, "oberziel")):
        kept = {getattr(section, f"{name}_id") for section in sections}
        before = former.sections.values_list(f"{name}_id", flat=True)
        model.objects.filter(pk__in=[key for key in before if key and key not in kept]).update(
            is_current=False
        )


def _copy(section: Section, row: Handlungsziel | Oberziel | Leitthema) -> None:
    for name in (*TEXTS, *SOURCES):
        setattr(row, name, getattr(section, name))
    if not isinstance(row, Leitthema):
        row.is_current = True
    if isinstance(row, Handlungsziel) and section.leitthema_id:
        row.leitthema_id = section.leitthema_id
    row.save()
