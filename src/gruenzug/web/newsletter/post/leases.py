"""Who may send which copy: every step is one conditional update, so no two workers take the same.

A copy goes from waiting to leased (a batch at a time, for a while), to on the
wire (just before it is handed over), to its end. A worker that dies leaves
leases that run out: what was only leased waits again, what was on the wire may
or may not have arrived and ends as unclear.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gruenzug.web.newsletter.digests import without_addresses
from gruenzug.web.newsletter.models import Delivery, Issue
from gruenzug.web.newsletter.post.dialogue import Answer, End

State, Why = Delivery.State, Delivery.Why
LEASE = dt.timedelta(minutes=15)
PAUSES = tuple(dt.timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720, 1440))
"""After each attempt that a server put off, how long to wait; greylisting wants some minutes."""
RELEASED = {"worker": "", "lease_until": None}


def due(now: dt.datetime) -> QuerySet[Delivery]:
    """Return the copies that may leave now."""
    return Delivery.objects.filter(
        state=State.WAITING, next_try_at__lte=now, issue__state=Issue.State.SENDING
    )


def claim(worker: str, now: dt.datetime, most: int) -> list[Delivery]:
    """Lease up to `most` copies that are due to `worker`."""
    ready = due(now)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True, of=("self",))
        keys = list(ready.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most])
        Delivery.objects.filter(pk__in=keys, state=State.WAITING).update(
            state=State.LEASED, worker=worker, lease_until=now + LEASE
        )
    mine = Delivery.objects.filter(pk__in=keys, worker=worker, state=State.LEASED)
    return list(mine.select_related("subscriber", "issue__list").order_by("pk"))


def put_on_wire(delivery: Delivery, now: dt.datetime) -> bool:
    """Note that `delivery` is being handed over; False if it is no longer ours, or no longer wanted."""
    mine = Delivery.objects.filter(
        pk=delivery.pk,
        state=State.LEASED,
        worker=delivery.worker,
        subscriber__isnull=False,
        issue__in=Issue.objects.filter(state=Issue.State.SENDING),  # no join: its rows would not be rechecked
    )
    return bool(mine.update(state=State.ON_WIRE, lease_until=now + LEASE, attempts=delivery.attempts + 1))


def settle(delivery: Delivery, answer: Answer, now: dt.datetime) -> None:
    """Write down how the attempt ended."""
    facts = {"code": answer.code, "told": without_addresses(answer.told)}
    if answer.end is End.SENT:
        _end(delivery, State.SENT, Why.NONE, now, facts)
    elif answer.end is not End.LATER:
        _end(delivery, State.FAILED, Why(answer.end.value), now, facts)
    elif delivery.attempts >= len(PAUSES):
        _end(delivery, State.FAILED, Why.GIVEN_UP, now, facts)
    else:
        later = now + PAUSES[delivery.attempts]
        _mine(delivery).update(state=State.WAITING, next_try_at=later, **facts, **RELEASED)


def release(worker: str) -> None:
    """Give back what `worker` leased and did not begin."""
    Delivery.objects.filter(worker=worker, state=State.LEASED).update(state=State.WAITING, **RELEASED)


def back_to_waiting(delivery: Delivery) -> None:
    """Undo `put_on_wire` where no byte was handed over."""
    _mine(delivery).update(state=State.WAITING, attempts=delivery.attempts, **RELEASED)


def reclaim(now: dt.datetime) -> int:
    """Take back the leases of workers that are gone; return how many copies are unclear for that."""
    over = Delivery.objects.filter(lease_until__lt=now)
    over.filter(state=State.LEASED).update(state=State.WAITING, **RELEASED)
    told = "Der Versand wurde unterbrochen, während der Server die Nachricht annahm."
    return over.filter(state=State.ON_WIRE).update(
        state=State.FAILED, why=Why.UNCLEAR, told=told, finished_at=now, **RELEASED
    )


def sent_since(moment: dt.datetime) -> int:
    """Return how many copies were handed over since `moment`, by whichever worker."""
    ended = Q(finished_at__gte=moment, state__in=[State.SENT, State.FAILED])
    return Delivery.objects.filter(ended | Q(state=State.ON_WIRE)).count()


def _mine(delivery: Delivery):
    return Delivery.objects.filter(pk=delivery.pk, state=State.ON_WIRE, worker=delivery.worker)


def _end(delivery: Delivery, state: str, why: str, now: dt.datetime, facts: dict) -> None:
    _mine(delivery).update(state=state, why=why, finished_at=now, **facts, **RELEASED)
