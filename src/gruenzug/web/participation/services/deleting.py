"""What ends: what nobody confirmed, what was withdrawn, and everything about a person who asks for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.participation.models import Contribution, Idea, Participant, Reaction, Visibility
from gruenzug.web.participation.services.counting import count_again
from gruenzug.web.participation.services.photos import delete_photo
from gruenzug.web.participation.services.writing import KINDS

UNCONFIRMED_DAYS = 14
QUIET_DAYS = 2 * 365


@transaction.atomic
def withdraw(*, item: Any, by: Participant) -> None:
    """Take an item back at its author's wish; what was answered stays as a record, without its text."""
    if item.author_id != by.pk:
        raise ValidationError(_("Nur wer den Beitrag geschrieben hat, kann ihn zurückziehen."))
    record("participation.withdrawn", subject=item, by=None)
    item.visibility = Visibility.WITHDRAWN
    item.text = ""
    if isinstance(item, Contribution):
        item.proposal = ""
    if isinstance(item, Idea):
        item.title = _("zurückgezogen")
        photo, item.photo = item.photo, None
    item.save()
    if isinstance(item, Idea) and photo:
        delete_photo(photo)
    count_again(item)


@transaction.atomic
def forget(*, participant: Participant) -> None:
    """Delete a person: public contributions stay without the name, everything else goes."""
    for reaction in list(participant.reactions.select_related("idea", "contribution")):
        target = reaction.idea or reaction.contribution
        reaction.delete()
        count_again(target)
    for kind in KINDS:
        mine = kind.objects.filter(author=participant)
        for item in mine.exclude(visibility=Visibility.PUBLIC):
            _drop(item)
        mine.update(author=None, author_name="", wants_answer=False, objection="")
    record("participation.participant_deleted", subject=participant, by=None)
    participant.delete()


def forget_address(email: str) -> int:
    """Delete the person behind an e-mail address at that person's wish."""
    participant = Participant.objects.filter(email=email.strip().lower()).first()
    if participant is None:
        return 0
    forget(participant=participant)
    return 1


def delete_old(now: dt.datetime) -> int:
    """Delete what nobody confirmed in time, and people who were not here for two years."""
    count = 0
    before = now - dt.timedelta(days=UNCONFIRMED_DAYS)
    for kind in KINDS:
        rows = kind.objects.filter(visibility=Visibility.UNCONFIRMED, created_at__lt=before)
        count += rows.delete()[0]
    count += Reaction.objects.filter(is_confirmed=False, created_at__lt=before).delete()[0]
    never = Q(confirmed_at=None, created_at__lt=before)
    quiet = Q(user=None, seen_at__lt=now - dt.timedelta(days=QUIET_DAYS))
    for participant in Participant.objects.filter(never | quiet):
        forget(participant=participant)
        count += 1
    return count


def _drop(item: Any) -> None:
    """Delete an item; one that others replied to stays as an empty place."""
    photo = getattr(item, "photo", None)
    if isinstance(item, Contribution) and item.replies.exists():
        item.visibility, item.text, item.proposal = Visibility.WITHDRAWN, "", ""
        item.save()
    else:
        item.delete()
    if photo:
        delete_photo(photo)


@transaction.atomic
def refuse(*, participant: Participant) -> None:
    """Delete what somebody wrote under an address that is not theirs."""
    for kind in KINDS:
        kind.objects.filter(author=participant, visibility=Visibility.UNCONFIRMED).delete()
    participant.reactions.filter(is_confirmed=False).delete()
    if not participant.is_confirmed:
        participant.delete()
