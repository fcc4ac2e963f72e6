"""Signing up: a wish, one neutral mail, a confirmation; without it everything is forgotten.

What the page answers is the same whoever the address belongs to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core import limits
from gruenzug.web.newsletter import links
from gruenzug.web.newsletter.digests import digest, digests, plain
from gruenzug.web.newsletter.models import (
    Evidence,
    Happening,
    MailingList,
    Reason,
    SignUp,
    Subscriber,
    Subscription,
    Suppression,
    Topic,
    Wording,
    new_key,
)
from gruenzug.web.newsletter.services import notes
from gruenzug.web.places.models import Municipality

PER_ADDRESS = 2
PER_NETWORK = 30
HOUR = dt.timedelta(hours=1)


class TooMany(Exception):  # noqa: N818  a state of things, said in a sentence
    """From this network there came too many sign-ups."""


class NoWording(Exception):  # noqa: N818
    """There are no words to agree to yet."""


@dataclass(frozen=True)
class Wish:
    """What somebody asks for."""

    email: str
    language: str
    lists: list[MailingList]
    source: str
    topics: list[Topic] = field(default_factory=list)
    municipalities: list[Municipality] = field(default_factory=list)


def current_wording(on: dt.date | None = None) -> Wording:
    """Return the words people agree to today."""
    known = Wording.objects.filter(valid_from__lte=on or timezone.localdate())
    wording = known.order_by("-version").first()
    if wording is None:
        raise NoWording
    return wording


@transaction.atomic
def ask(*, wish: Wish, network: str) -> None:
    """Note a wish and send the mail that confirms it; nothing of this shows who is known here.

    Nobody gets more than two such mails a day, and none at all who objected.
    """
    if not limits.take("newsletter.network", network, most=PER_NETWORK, per=HOUR):
        raise TooMany
    email = plain(wish.email)
    if Suppression.objects.filter(digest__in=digests(email), reason=Reason.OBJECTED).exists():
        return
    if not limits.take("newsletter.address", email, most=PER_ADDRESS):
        return
    subscriber = Subscriber.objects.filter(email__iexact=email).first()
    if subscriber and set(wish.lists) <= set(subscriber.lists.all()):
        _send_known(subscriber)
        return
    _send_confirmation(_note(wish, email))


@transaction.atomic
def confirm(*, key: str) -> Subscriber | None:
    """Make the wish behind `key` true; None if there is none or it is too old. Twice does no harm."""
    rows = SignUp.objects.select_for_update(of=("self",)).select_related("wording", "subscriber")
    found = rows.filter(key=key).first()
    if found is None or is_too_old(found):
        return None
    if found.subscriber:
        return found.subscriber
    subscriber, _new = Subscriber.objects.get_or_create(
        email=found.email, defaults={"language": found.language}
    )
    subscriber.topics.add(*found.topics.all())
    subscriber.municipalities.add(*found.municipalities.all())
    for each in found.lists.all():
        subscribe(subscriber=subscriber, to=each, kind=Happening.CONFIRMED, proof=_proof(found))
    Suppression.objects.filter(digest__in=digests(found.email)).delete()
    found.confirmed_at, found.subscriber, found.mail_text = timezone.now(), subscriber, ""
    found.save(update_fields=["confirmed_at", "subscriber", "mail_text"])
    return subscriber


@transaction.atomic
def object_to_mail(*, key: str) -> bool:
    """Forget the wish behind `key` and never write to its address again; the owner says it was not theirs."""
    found = SignUp.objects.filter(key=key, confirmed_at__isnull=True).first()
    if found is None:
        return False
    defaults = {"reason": Reason.OBJECTED, "since": timezone.now()}
    Suppression.objects.update_or_create(digest=digest(found.email), defaults=defaults)
    notes.forget(found.email)
    found.delete()
    return True


def is_too_old(found: SignUp) -> bool:
    """Whether the link of a wish has stopped working."""
    return found.expires_at < timezone.now()


def subscribe(*, subscriber: Subscriber, to: MailingList, kind: str, proof: dict) -> None:
    """Let `subscriber` have a list, with the evidence for it."""
    _row, is_new = Subscription.objects.get_or_create(subscriber=subscriber, list=to)
    if is_new:
        note(subscriber.email, kind, [to], **proof)


def note(email: str, kind: str, lists: Iterable[MailingList], **facts: object) -> None:
    """Write into the ledger what happened to the consent of an address."""
    for each in lists:
        Evidence.objects.create(
            digest=digest(email), kind=kind, list=each.title_de, list_slug=each.slug, **facts
        )


def delete_unconfirmed(now: dt.datetime) -> int:
    """Delete wishes nobody confirmed in time, and what is left of those confirmed."""
    old = SignUp.objects.filter(requested_at__lt=now - dt.timedelta(days=SignUp.DAYS))
    for email in old.filter(confirmed_at=None).values_list("email", flat=True):
        notes.forget(email)
    return old.delete()[0]


def _note(wish: Wish, email: str) -> SignUp:
    """Keep the wish; a second one for the same address takes the place of the first."""
    facts = {
        "language": wish.language,
        "wording": current_wording(),
        "source": wish.source[:200],
        "key": new_key(),
        "requested_at": timezone.now(),
        "confirmed_at": None,
        "subscriber": None,
    }
    found, _new = SignUp.objects.update_or_create(email=email, defaults=facts)
    found.lists.set(wish.lists)
    found.topics.set(wish.topics)
    found.municipalities.set(wish.municipalities)
    return found


def _send_confirmation(found: SignUp) -> None:
    context = {
        "link": links.confirm(found),
        "object_link": links.object_to(found),
        "lists": list(found.lists.all()),
        "wording": found.wording,
        "days": SignUp.DAYS,
    }
    sent = notes.send(
        to=found.email,
        subject=notes.CONFIRM,
        template="newsletter/mail/confirm",
        context=context,
        language=found.language,
    )
    found.mail_text = sent.text.replace(found.key, "…")
    found.save(update_fields=["mail_text"])


def _send_known(subscriber: Subscriber) -> None:
    notes.send(
        to=subscriber.email,
        subject=notes.KNOWN,
        template="newsletter/mail/known",
        context={"link": links.preferences(subscriber)},
        language=subscriber.language,
    )


def _proof(found: SignUp) -> dict:
    return {
        "requested_at": found.requested_at,
        "wording": found.wording,
        "language": found.language,
        "source": found.source,
        "mail_text": found.mail_text,
    }
