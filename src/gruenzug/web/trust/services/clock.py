"""The clock behind every message: a notice when the first period is over, a reminder before the last day.

Nothing depends on when exactly it runs: what is due and not done yet is done.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core import tick
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services.tickets import give_interim_notice, remind_mailbox

REMIND_DAYS = 3


@tick.job("trust.clock", every=dt.timedelta(hours=6))
def watch(now: dt.datetime) -> str:
    """Give interim notices that are due, and remind of answers that fall due."""
    today = timezone.localtime(now).date()
    notices = _interim(today)
    reminders = _remind(today)
    return f"{notices} interim notices, {reminders} reminders" if notices or reminders else ""


def _interim(today: dt.date) -> int:
    """Tell who waits for longer than the first period that the answer comes later."""
    late = Ticket.objects.filter(state=Ticket.State.OPEN, due_on__lte=today)
    for ticket in late:
        give_interim_notice(ticket=ticket)
    return len(late)


def _remind(today: dt.date) -> int:
    """Remind the mailbox shortly before each of the two days, once each."""
    count = 0
    soon = today + dt.timedelta(days=REMIND_DAYS)
    for ticket in Ticket.objects.waiting().filter(due_on__lte=soon).select_related("box"):
        if ticket.state == Ticket.State.INTERIM and ticket.latest_on > soon:
            continue
        with transaction.atomic():
            if tick.once(f"trust.reminder:{ticket.reference}:{ticket.next_due_on}"):
                remind_mailbox(ticket)
                count += 1
    return count
