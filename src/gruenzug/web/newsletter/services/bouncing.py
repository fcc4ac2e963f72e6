"""What follows from mail that comes back: an address that is gone is written to no more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gruenzug.web.newsletter.models import Bounce, Delivery, Happening
from gruenzug.web.newsletter.post.reports import GONE, STATUS, Report, read_report
from gruenzug.web.newsletter.services.leaving import leave

FAILURES = 3
WITHIN = dt.timedelta(days=365)
"""So many issues of a year that could not be delivered, for whatever reason, and the address goes."""


def take_mail(content: bytes) -> bool:
    """Read one mail of the bounce mailbox; True if it was a report about a copy of ours."""
    report = read_report(content)
    return report is not None and take(report=report)


@transaction.atomic
def take(*, report: Report) -> bool:
    """Note a report and do what follows; False if the copy is not known."""
    delivery = Delivery.objects.select_related("subscriber", "issue__list").filter(token=report.token).first()
    if delivery is None:
        return False
    if report.is_final:
        _note(delivery, _kind(report), report.status, report.told)
    return True


@transaction.atomic
def note_refusal(*, delivery: Delivery) -> None:
    """Do the same where the server refused the mailbox while we were still talking to it."""
    found = STATUS.search(delivery.told)
    status = found[1] if found else ""
    kind = Bounce.Kind.GONE if status in GONE else Bounce.Kind.FAILED
    _note(delivery, kind, status, delivery.told)


def _kind(report: Report) -> Bounce.Kind:
    if report.is_complaint:
        return Bounce.Kind.COMPLAINT
    return Bounce.Kind.GONE if report.is_gone else Bounce.Kind.FAILED


def _note(delivery: Delivery, kind: Bounce.Kind, status: str, told: str) -> None:
    _row, is_new = Bounce.objects.get_or_create(
        delivery=delivery, kind=kind, defaults={"status": status, "told": told}
    )
    subscriber = delivery.subscriber
    if not is_new or subscriber is None:
        return
    since = timezone.now() - WITHIN
    failed = Bounce.objects.filter(delivery__subscriber=subscriber, received_at__gte=since)
    if kind == Bounce.Kind.COMPLAINT:
        leave(subscriber=subscriber, kind=Happening.COMPLAINED, source="Meldung des Postfachanbieters")
    elif kind == Bounce.Kind.GONE or failed.values("delivery__issue").distinct().count() >= FAILURES:
        leave(subscriber=subscriber, kind=Happening.BOUNCED, source=f"Unzustellbar: {status or told}"[:300])
