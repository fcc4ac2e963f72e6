"""Sending an issue: its beginning, its end, and what happens in between by hand or by itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.newsletter.letters.rendering import render
from gruenzug.web.newsletter.models import OPEN, Delivery, Issue, Rendered
from gruenzug.web.newsletter.selectors import audience

State, Why = Delivery.State, Delivery.Why
CHUNK = 1000


def begin_due(now: dt.datetime) -> int:
    """Begin the issues whose time has come; return how many."""
    due = Issue.objects.filter(state=Issue.State.SCHEDULED, scheduled_for__lte=now)
    return sum(begin(issue=issue) for issue in due)


@transaction.atomic
def begin(*, issue: Issue) -> bool:
    """Freeze `issue` as it is now, with a copy in the ledger for everybody who gets it; once only."""
    planned = Issue.objects.filter(pk=issue.pk, state=Issue.State.SCHEDULED)
    if not planned.update(state=Issue.State.SENDING, begun_at=timezone.now(), paused_because=""):
        return False
    issue.refresh_from_db()
    readers = list(audience(issue).order_by("pk").values_list("pk", "language"))
    for language in sorted({language for _pk, language in readers}):
        letter = render(issue, language)
        facts = {"subject": letter.subject, "html": letter.html, "text": letter.text}
        Rendered.objects.update_or_create(issue=issue, language=language, defaults=facts)
    copies = (Delivery(issue=issue, subscriber_id=pk, language=language) for pk, language in readers)
    Delivery.objects.bulk_create(copies, batch_size=CHUNK)
    record("newsletter.issue_begun", subject=issue, by=None, count=len(readers))
    return True


def finish_done() -> int:
    """Close the issues that have no open copy; return how many."""
    running = Issue.objects.filter(state=Issue.State.SENDING)
    return sum(_finish(issue) for issue in running.exclude(deliveries__state__in=OPEN))


@transaction.atomic
def pause(*, issue: Issue, reason: str, by: Any) -> None:
    """Stop sending `issue`; what was begun ends, what waits stays."""
    running = Issue.objects.filter(pk=issue.pk, state=Issue.State.SENDING)
    if not running.update(state=Issue.State.PAUSED, paused_because=reason[:500]):
        if by is None:
            return
        raise ValidationError(_("Die Ausgabe ist nicht im Versand."))
    record("newsletter.issue_paused", subject=issue, by=by, reason=reason[:200])


@transaction.atomic
def resume(*, issue: Issue, by: Any) -> None:
    """Go on with `issue`; what was put off is tried at once."""
    paused = Issue.objects.filter(pk=issue.pk, state=Issue.State.PAUSED)
    if not paused.update(state=Issue.State.SENDING, paused_because=""):
        raise ValidationError(_("Die Ausgabe ist nicht angehalten."))
    issue.deliveries.filter(state=State.WAITING).update(next_try_at=timezone.now())
    record("newsletter.issue_resumed", subject=issue, by=by)


@transaction.atomic
def repeat_unclear(*, issue: Issue, by: Any) -> int:
    """Send the copies again of which nobody knows whether they arrived; a person decides that."""
    unclear = issue.deliveries.filter(state=State.FAILED, why=Why.UNCLEAR, subscriber__isnull=False)
    waiting = {"state": State.WAITING, "why": "", "finished_at": None, "next_try_at": timezone.now()}
    count = unclear.update(**waiting)
    if count:
        Issue.objects.filter(pk=issue.pk).update(state=Issue.State.SENDING, finished_at=None)
        record("newsletter.issue_repeated", subject=issue, by=by, count=count)
    return count


def note_trouble(reason: str) -> None:
    """Let the pages of running issues say why nothing moves."""
    Issue.objects.filter(state=Issue.State.SENDING).update(paused_because=reason[:500])


@transaction.atomic
def _finish(issue: Issue) -> bool:
    running = Issue.objects.filter(pk=issue.pk, state=Issue.State.SENDING)
    done = {"state": Issue.State.SENT, "finished_at": timezone.now(), "paused_because": ""}
    if not running.update(**done):
        return False
    rows = issue.deliveries.values_list("state").annotate(count=Count("pk"))
    counts = Counter({State(state).label: count for state, count in rows})
    told = ", ".join(f"{count} {label}" for label, count in sorted(counts.items()))
    record("newsletter.issue_sent", subject=issue, by=None, counts=told or "0")
    return True
