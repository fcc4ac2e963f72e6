"""Taking over readers of a former list: with day and proof of each consent, or not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.timezone import make_aware

from gruenzug.web.core.audit import record
from gruenzug.web.newsletter.digests import digests, plain
from gruenzug.web.newsletter.models import Happening, MailingList, Subscriber, Suppression
from gruenzug.web.newsletter.services.signing_up import subscribe


def is_suppressed(email: str) -> bool:
    """Whether an address must not be written to."""
    return Suppression.objects.filter(digest__in=digests(email)).exists()


@transaction.atomic
def take_over(
    *, subscriber: Subscriber, to: MailingList, consent_on: dt.date, evidence: str, by: Any
) -> Subscriber:
    """Let an address have `to`, with the proof of the consent it gave elsewhere."""
    subscriber.email = plain(subscriber.email)
    subscriber.save()
    asked = make_aware(dt.datetime.combine(consent_on, dt.time(12)))
    proof = {"requested_at": asked, "source": evidence[:300], "language": subscriber.language, "by": by}
    subscribe(subscriber=subscriber, to=to, kind=Happening.IMPORTED, proof=proof)
    record("newsletter.imported", subject=subscriber, by=by, evidence=evidence)
    return subscriber
