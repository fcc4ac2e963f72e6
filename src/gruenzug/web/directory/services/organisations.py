"""What is done with a body: create, change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Organisation

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@transaction.atomic
def create_organisation(*, organisation: Organisation, by: Any) -> Organisation:
    """Save a new body under an address of its own."""
    organisation.slug = organisation.slug or free_slug(organisation.label)
    organisation.save()
    record("directory.organisation_created", subject=organisation, by=by)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, changes: Mapping[str, tuple[Any, Any]], by: Any
) -> Organisation:
    """Save a changed body; `changes` says what differs, by the labels of its fields."""
    organisation.save()
    if changes:
        record("directory.organisation_changed", subject=organisation, by=by, changes=changes)
    return organisation


def free_slug(name: str) -> str:
    """Return an address made of `name` that no body has."""
    stem = slugify(name.translate(UMLAUTS))[:110] or "koerperschaft"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
