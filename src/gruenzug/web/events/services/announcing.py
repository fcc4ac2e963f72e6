"""Telling everybody who is registered: each once, however often the work is interrupted."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core import tick
from gruenzug.web.events.models import Announcement, Event, Letter
from gruenzug.web.events.services import letters

AT_ONCE = 60
"""So many mails are written while somebody waits for the page; more are left to the next tick."""


def announce(event: Event, letter: Letter, text: str = "") -> int:
    """Let everybody registered be told; return how many mails that makes."""
    announcement = Announcement.objects.create(event=event, letter=letter, text=text)
    people, groups = letters.recipients_of(event, letter)
    count = len(people) + len(groups)
    if count <= AT_ONCE:
        transaction.on_commit(partial(deliver, announcement.pk), robust=True)
    return count


@tick.job("events.announcements", every=dt.timedelta(0))
def deliver_all(now: dt.datetime) -> str:
    """Write the mails that are still to be written."""
    waiting = Announcement.objects.filter(finished_at__isnull=True).order_by("pk")
    written = sum(deliver(pk) for pk in list(waiting.values_list("pk", flat=True)))
    return f"{written} written" if written else ""


def deliver(pk: int) -> int:
    """Write the mails of one announcement that were not written yet; return how many."""
    announcement = Announcement.objects.select_related("event").get(pk=pk)
    letter, occasion, facts = Letter(announcement.letter), announcement.occasion, {"text": announcement.text}
    people, groups = letters.recipients_of(announcement.event, letter)
    written = sum(letters.write(row, letter, occasion, **facts) for row in people)
    written += sum(letters.write_group(group, letter, occasion, **facts) for group in groups)
    Announcement.objects.filter(pk=pk).update(finished_at=timezone.now())
    return written
