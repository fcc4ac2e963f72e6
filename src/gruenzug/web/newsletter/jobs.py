"""What falls due by itself: planned issues begin, copies are sent."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from gruenzug.web.core import tick
from gruenzug.web.newsletter.post import mailboxes
from gruenzug.web.newsletter.post.worker import Worker
from gruenzug.web.newsletter.services.bouncing import take_mail

SECONDS = 240
"""A tick sends no longer than this; the next one goes on. A server that sends much runs `send_newsletter`."""


@tick.job("newsletter.sending", every=dt.timedelta(0))
def send_what_is_due(now: dt.datetime) -> str:
    """Begin planned issues and send what waits."""
    counts = Worker().run(seconds=SECONDS)
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)


@tick.job("newsletter.bounces", every=dt.timedelta(minutes=15))
def read_what_came_back(now: dt.datetime) -> str:
    """Read the mailbox of bounces, if there is one."""
    if not settings.NEWSLETTER_BOUNCE_URL:
        return ""
    understood, left = mailboxes.read(settings.NEWSLETTER_BOUNCE_URL, take_mail)
    return f"{understood} reports, {left} other mails" if understood or left else ""
