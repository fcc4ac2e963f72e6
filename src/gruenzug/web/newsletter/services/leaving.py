"""Giving a newsletter up, all of them, or everything we know; as easy as signing up."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core.audit import record
from gruenzug.web.newsletter.digests import digest, digests, plain
from gruenzug.web.newsletter.models import (
    Delivery,
    Evidence,
    Happening,
    Issue,
    MailingList,
    Reason,
    SignUp,
    Subscriber,
    Suppression,
)
from gruenzug.web.newsletter.services import notes
from gruenzug.web.newsletter.services.signing_up import note

REASONS = {
    Happening.WITHDRAWN: Reason.WITHDRAWN,
    Happening.ERASED: Reason.WITHDRAWN,
    Happening.OBJECTED: Reason.OBJECTED,
    Happening.COMPLAINED: Reason.COMPLAINED,
    Happening.BOUNCED: Reason.BOUNCED,
}


@transaction.atomic
def leave(
    *,
    subscriber: Subscriber,
    lists: Collection[MailingList] | None = None,
    kind: str = Happening.WITHDRAWN,
    source: str,
    by: Any = None,
) -> None:
    """Take `lists` from `subscriber`, by default all; whoever has none left is forgotten.

    What stays is the evidence, and a digest that keeps imports from bringing the address back.
    """
    have = list(subscriber.lists.all())
    gone = have if lists is None else [each for each in have if each in lists]
    subscriber.subscriptions.filter(list__in=gone).delete()
    _call_back(subscriber, gone)
    note(subscriber.email, kind, gone, source=source, language=subscriber.language, by=by)
    if by is not None:
        titles = ", ".join(each.title_de for each in gone)
        record("newsletter.left", subject=subscriber, by=by, lists=titles)
    if len(gone) == len(have):
        _forget(subscriber, kind)


@transaction.atomic
def erase(*, subscriber: Subscriber, source: str, by: Any = None) -> None:
    """Delete what we know of `subscriber`; the digest of the address stays as long as the law wants proof."""
    leave(subscriber=subscriber, kind=Happening.ERASED, source=source, by=by)


@transaction.atomic
def suppress(*, email: str, kind: str, source: str, by: Any = None) -> None:
    """Never write to an address again, known or not."""
    subscriber = Subscriber.objects.filter(email=plain(email)).first()
    if subscriber is not None:
        leave(subscriber=subscriber, kind=kind, source=source, by=by)
        return
    closed = _close(email, kind)
    SignUp.objects.filter(email=plain(email)).delete()
    Evidence.objects.create(digest=digest(email), kind=kind, source=source, by=by)
    if by is not None:
        record("newsletter.suppressed", subject=closed, by=by)


@transaction.atomic
def unsuppress(*, email: str, by: Any) -> bool:
    """Let an address sign up again; False if nothing kept it from it."""
    rows = list(Suppression.objects.filter(digest__in=digests(email)))
    for row in rows:
        record("newsletter.unsuppressed", subject=row, by=by)
        row.delete()
    return bool(rows)


def _call_back(subscriber: Subscriber, gone: Collection[MailingList]) -> None:
    """Let no copy leave any more that is not on the wire yet."""
    State, Why = Delivery.State, Delivery.Why
    issues = Issue.objects.filter(list__in=gone)  # no join: a row that moved on meanwhile must not match
    waiting = subscriber.deliveries.filter(issue__in=issues, state__in=[State.WAITING, State.LEASED])
    ended = {"worker": "", "lease_until": None, "finished_at": timezone.now()}
    waiting.update(state=State.SKIPPED, why=Why.WITHDRAWN, **ended)


def _forget(subscriber: Subscriber, kind: str) -> None:
    _close(subscriber.email, kind)
    SignUp.objects.filter(email=subscriber.email).delete()
    notes.forget(subscriber.email)
    subscriber.delete()


def _close(email: str, kind: str) -> Suppression:
    defaults = {"reason": REASONS[Happening(kind)], "since": timezone.now()}
    return Suppression.objects.update_or_create(digest=digest(email), defaults=defaults)[0]
