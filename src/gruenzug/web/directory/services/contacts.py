"""What was talked about with a body, letters to groups, promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Contact, ContactGroup, Organisation, Promise
from gruenzug.web.directory.selectors import members_of


@transaction.atomic
def log_contact(
    *,
    organisations: Iterable[Organisation],
    kind: str,
    subject: str,
    happened_on: dt.date,
    by: Any,
    summary: str = "",
    reference: str = "",
) -> int:
    """Note one contact with each of `organisations`; with a `reference`, once per body and reference.

    Rooms above use it: a newsletter issue notes whom it reached.
    """
    rows = list(organisations)
    if reference:
        known = Contact.objects.filter(reference=reference).values_list("organisation_id", flat=True)
        rows = [body for body in rows if body.pk not in set(known)]
    author = by if getattr(by, "is_authenticated", False) else None
    Contact.objects.bulk_create(
        Contact(
            organisation=body,
            kind=kind,
            subject=subject,
            summary=summary,
            happened_on=happened_on,
            reference=reference,
            by=author,
        )
        for body in rows
    )
    return len(rows)


@transaction.atomic
def log_letter(*, group: ContactGroup, subject: str, happened_on: dt.date, by: Any) -> int:
    """Note that a letter went to all members of `group`."""
    kind = Contact.Kind.LETTER
    members = members_of(group)
    count = log_contact(organisations=members, kind=kind, subject=subject, happened_on=happened_on, by=by)
    record("directory.letter_logged", subject=group, by=by, about=subject, count=count)
    return count


@transaction.atomic
def keep_promise(*, promise: Promise, by: Any) -> None:
    """Note that `promise` is done."""
    if promise.done_on is None:
        promise.done_on = timezone.localdate()
        promise.save(update_fields=["done_on"])
        record("directory.promise_kept", subject=promise, by=by, body=promise.organisation.label)
