"""From what somebody typed to what everybody reads: confirm the address, look at it first where needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core.audit import record
from gruenzug.web.participation.cleaning import has_links
from gruenzug.web.participation.models import (
    Contribution,
    Held,
    Idea,
    Participant,
    Reaction,
    Visibility,
)
from gruenzug.web.participation.services.counting import count_again

KINDS: tuple[type[Any], ...] = (Idea, Contribution)
"""Tables of what participants write."""


def admit(item: Any) -> None:
    """Show `item`, whose author is known by now, or let it wait for a moderator."""
    now = timezone.now()
    item.held_for = [str(reason) for reason in _reasons_to_wait(item)]
    item.confirmed_at = item.confirmed_at or now
    item.visibility = Visibility.HELD if item.held_for else Visibility.PUBLIC
    if item.visibility == Visibility.PUBLIC:
        item.published_at = item.published_at or now
    item.save()
    Participant.objects.filter(pk=item.author_id).update(seen_at=now)
    record("participation.sent", subject=item, by=None, state=item.get_visibility_display())
    count_again(item)


def pending_of(participant: Participant) -> list[Any]:
    """Return what waits for `participant` to confirm it, the oldest first."""
    rows = [
        row
        for kind in KINDS
        for row in kind.objects.filter(author=participant, visibility=Visibility.UNCONFIRMED)
    ]
    return sorted(rows, key=lambda row: row.created_at)


@transaction.atomic
def confirm(*, participant: Participant, keys: Iterable[str]) -> list[Any]:
    """Send off the waiting items whose keys are given, delete the others; the address is known now."""
    wanted = set(keys)
    if not participant.is_confirmed:
        participant.confirmed_at = timezone.now()
        participant.save(update_fields=["confirmed_at"])
    sent = []
    for item in pending_of(participant):
        if str(item.key) in wanted:
            admit(item)
            sent.append(item)
        else:
            item.delete()
    for reaction in Reaction.objects.filter(participant=participant, is_confirmed=False):
        reaction.is_confirmed = True
        reaction.save(update_fields=["is_confirmed"])
        count_again(reaction.idea or reaction.contribution)
    return sent


def is_known(participant: Participant) -> bool:
    """Whether something of `participant` is public already."""
    return any(
        kind.objects.filter(author=participant, visibility=Visibility.PUBLIC).exists() for kind in KINDS
    )


def _reasons_to_wait(item: Any) -> Iterator[Held]:
    """Yield why a moderator should look first; whoever works here or speaks for a body is trusted."""
    author = item.author
    if author is not None and author.user_id is not None:
        return
    if author is None or not is_known(author):
        yield Held.FIRST
    if has_links(" ".join((getattr(item, "title", ""), item.text))):
        yield Held.LINKS
    if not item.is_checked:
        yield Held.UNCHECKED
    if getattr(item, "photo_id", None):
        yield Held.PICTURE
