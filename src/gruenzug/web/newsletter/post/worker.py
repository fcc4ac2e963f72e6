"""The worker that sends: it may be killed at any time, run twice, or run on two machines at once."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gruenzug.web.newsletter.digests import without_addresses
from gruenzug.web.newsletter.models import Delivery, Rendered
from gruenzug.web.newsletter.post import dialogue, leases
from gruenzug.web.newsletter.post.messages import envelope_sender, message_of
from gruenzug.web.newsletter.services import bouncing, sending

BATCH = 50
MINUTE = dt.timedelta(minutes=1)
SAME_REJECTION = 5
"""So many copies in a row rejected for their content: then it is the issue and not the reader."""
NAP_S, LONGEST_NAP_S = 1.0, 60.0


@dataclass
class Worker:
    """One run of sending."""

    channel: dialogue.Channel = field(default_factory=dialogue.open_channel)
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    counts: Counter[str] = field(default_factory=Counter)
    rejected_in_a_row: int = 0
    rendered: dict[tuple[int, str], Rendered] = field(default_factory=dict)

    def run(self, *, seconds: float | None = None, stay: bool = False, nap: Callable = time.sleep) -> Counter:
        """Send what is due until there is no more, time is over, or for good if it is to `stay`."""
        _write_through()
        end = None if seconds is None else time.monotonic() + seconds
        pause = NAP_S
        try:
            while end is None or time.monotonic() < end:
                self._tidy()
                reachable, worked = self._batch(end)
                if worked and reachable:
                    pause = NAP_S
                    continue
                if not (stay or self._throttled()):
                    break
                nap(pause if not reachable else NAP_S)
                pause = min(pause * 2, LONGEST_NAP_S) if not reachable else NAP_S
        finally:
            leases.release(self.token)
            self.channel.close()
            sending.finish_done()
        return self.counts

    def _tidy(self) -> None:
        now = timezone.now()
        sending.begin_due(now)
        self.counts["unclear"] += leases.reclaim(now)
        sending.finish_done()

    def _batch(self, end: float | None) -> tuple[bool, bool]:
        """Send one batch; return whether the server is reachable and whether there was anything to do."""
        batch = leases.claim(self.token, timezone.now(), min(BATCH, _allowance()))
        for delivery in batch:
            if end is not None and time.monotonic() >= end:
                break
            try:
                self._one(delivery)
            except dialogue.Unreachable as error:
                leases.back_to_waiting(delivery)
                leases.release(self.token)
                self.counts["unreachable"] += 1
                sending.note_trouble(str(error))
                return False, True
            except dialogue.Misconfigured as error:
                leases.back_to_waiting(delivery)
                leases.release(self.token)
                sending.pause(issue=delivery.issue, reason=str(error), by=None)
                return True, True
        leases.release(self.token)
        return True, bool(batch)

    def _one(self, delivery: Delivery) -> None:
        message = message_of(delivery, self._rendered(delivery))
        if not leases.put_on_wire(delivery, timezone.now()):
            return
        answer = self.channel.send(message, envelope_sender(), delivery.subscriber.email)
        with transaction.atomic():  # whoever is killed in between leaves no address that refused
            leases.settle(delivery, answer, timezone.now())
            if answer.end is dialogue.End.REFUSED:
                delivery.told = without_addresses(answer.told)
                bouncing.note_refusal(delivery=delivery)
        self.counts[answer.end.value] += 1
        if answer.end is dialogue.End.SENT and self.counts["sent"] == 1:
            sending.note_trouble("")  # whatever it was, it is over
        self._watch(delivery, answer)

    def _watch(self, delivery: Delivery, answer: dialogue.Answer) -> None:
        """Stop an issue whose content servers reject one after the other, before all copies are lost."""
        if answer.end is dialogue.End.REJECTED:
            self.rejected_in_a_row += 1
        elif answer.end is dialogue.End.SENT:
            self.rejected_in_a_row = 0
        if self.rejected_in_a_row >= SAME_REJECTION:
            sending.pause(issue=delivery.issue, reason=answer.told, by=None)
            self.rejected_in_a_row = 0

    def _rendered(self, delivery: Delivery) -> Rendered:
        """Return the finished issue a copy is made of; it never changes, so it is read once."""
        key = (delivery.issue_id, delivery.language)
        if key not in self.rendered:
            rows = Rendered.objects.filter(issue_id=delivery.issue_id)
            self.rendered = {(row.issue_id, row.language): row for row in rows}
        return self.rendered[key]

    def _throttled(self) -> bool:
        return _allowance() == 0 and leases.due(timezone.now()).exists()


def _allowance() -> int:
    """Return how many more copies may leave now, over all workers."""
    most = settings.NEWSLETTER_PER_MINUTE
    return BATCH if most <= 0 else max(most - leases.sent_since(timezone.now() - MINUTE), 0)


def _write_through() -> None:
    """Let SQLite reach the disk with every step of the ledger, so that a power cut loses none."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
