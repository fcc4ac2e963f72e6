"""What is written about grants and the things they paid for; amounts change by bookings only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.directory.services.organisations import UMLAUTS
from gruenzug.web.funding.models import Application, Duty, Earmark, Grant


@transaction.atomic
def create_grant(*, grant: Grant, by: Any) -> Grant:
    """Enter a Bescheid; the application it answers is granted with that."""
    if not grant.slug:
        grant.slug = free_slug(grant.title)
    grant.full_clean()
    grant.save()
    if grant.application_id:
        application = Application.objects.select_for_update().get(pk=grant.application_id)
        if application.state not in (Application.State.SUBMITTED, Application.State.GRANTED):
            raise ValidationError(_("Der Antrag ist nicht gestellt."), "state")
        application.state, application.decided_on = Application.State.GRANTED, grant.decided_on
        application.save(update_fields=["state", "decided_on", "updated_at"])
    audit.record("funding.grant_created", subject=grant, by=by)
    return grant


@transaction.atomic
def change_grant(*, grant: Grant, changes: Mapping[str, tuple[Any, Any]], by: Any) -> Grant:
    """Save what is written about a grant; amounts change by bookings only."""
    grant.full_clean()
    grant.save()
    if changes:
        audit.record("funding.grant_changed", subject=grant, by=by, changes=dict(changes))
    return grant


@transaction.atomic
def delete_grant(*, grant: Grant, by: Any) -> None:
    """Delete a grant on which nothing was ever booked."""
    if grant.entries.exists() or grant.passed_on.exists():
        raise ValidationError(_("Auf der Zuwendung ist gebucht; sie lässt sich nicht löschen."), "booked")
    audit.record("funding.grant_deleted", subject=grant, by=by)
    grant.delete()


@transaction.atomic
def release_earmark(*, earmark: Earmark, on: dt.date, by: Any) -> None:
    """Note that something was released from its purpose before its time."""
    earmark.released_on = on
    earmark.save(update_fields=["released_on"])
    audit.record("funding.earmark_released", subject=earmark.grant, by=by, what=earmark.title)


@transaction.atomic
def finish_duty(*, duty: Duty, on: dt.date, by: Any) -> None:
    """Note that a duty of the Bescheid is done."""
    duty.done_on = on
    duty.save(update_fields=["done_on"])
    audit.record("funding.duty_done", subject=duty.grant, by=by, what=duty.title)


def free_slug(title: str) -> str:
    """Return an address made of `title` that no grant has."""
    stem = slugify(title.translate(UMLAUTS))[:110] or "zuwendung"
    taken = set(Grant.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
