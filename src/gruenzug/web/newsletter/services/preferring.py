"""What a subscriber sets by personal link."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from gruenzug.web.newsletter.models import Happening, MailingList, Subscriber, Topic
from gruenzug.web.newsletter.services.leaving import leave
from gruenzug.web.newsletter.services.signing_up import current_wording, subscribe
from gruenzug.web.places.models import Municipality

SOURCE = "Persönlicher Link"


@transaction.atomic
def prefer(
    *,
    subscriber: Subscriber,
    lists: Collection[MailingList],
    topics: Collection[Topic],
    municipalities: Collection[Municipality],
    language: str,
) -> None:
    """Set what `subscriber` gets; with no list left, that is a farewell."""
    subscriber.language = language
    subscriber.save(update_fields=["language"])
    subscriber.topics.set(topics)
    subscriber.municipalities.set(municipalities)
    proof = {"wording": current_wording(), "language": language, "source": SOURCE}
    for each in lists:
        subscribe(subscriber=subscriber, to=each, kind=Happening.ADDED, proof=proof)
    gone = [each for each in subscriber.lists.all() if each not in lists]
    if gone:
        leave(subscriber=subscriber, lists=gone, source=SOURCE)
