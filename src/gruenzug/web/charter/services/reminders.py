"""Mails that remind: of reports, of promises that fall due, of answers to a request.

Each stage is sent once to each body. If nothing ran for a while, the latest
stage that fell due is sent and the earlier ones are skipped; what fell due
more than `STALE` ago is not brought up any more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gruenzug.web.charter.models import Commitment, CommitmentRequest, Pledge, ReportingRound
from gruenzug.web.charter.selectors.pledges import open_reports, open_rounds
from gruenzug.web.core import audit, mail, privacy, tick
from gruenzug.web.directory.models import Membership, Organisation

STALE = dt.timedelta(days=30)
BEFORE_DUE = (60, 7, -1)
BEFORE_ANSWER = (14, -1)
BEFORE_REPORT = (14, 3, -1, -14)


@tick.job("charter.reminders", every=dt.timedelta(hours=6))
def remind(now: dt.datetime) -> str:
    """Send what is due at `now`."""
    today = timezone.localtime(now).date()
    with override("de"):
        sent = _of_rounds(today) + _of_pledges(today) + _of_requests(today)
    return f"{sent} reminders" if sent else ""


def stage(due_on: dt.date, days_before: Iterable[int], today: dt.date) -> str:
    """Return the name of the latest stage that has come by `today`, "" if none has, or all are stale.

    >>> stage(dt.date(2026, 6, 30), (14, 3, -1), dt.date(2026, 6, 28))
    '3'
    """
    reached = [
        days
        for days in days_before
        if due_on - dt.timedelta(days=days) <= today < due_on - dt.timedelta(days=days) + STALE
    ]
    return str(min(reached)) if reached else ""


def _of_rounds(today: dt.date) -> int:
    sent = 0
    for row in open_rounds(today):
        name = stage(row.due_on, BEFORE_REPORT, today) or ("begin" if today < row.opens_on + STALE else "")
        pledges = open_reports(row).filter(published_on__lte=today).order_by("due_on", "pk")
        by_body: dict[Organisation, list[Pledge]] = defaultdict(list)
        for pledge in pledges if name else ():
            by_body[pledge.body].append(pledge)
        count = sum(_tell_round(row, name, body, mine, today) for body, mine in by_body.items())
        if count:
            audit.record("charter.reminders_sent", subject=row, by=None, mails=count)
        sent += count
    return sent


@transaction.atomic
def _tell_round(
    row: ReportingRound, name: str, body: Organisation, pledges: list[Pledge], today: dt.date
) -> int:
    addresses = addresses_of(body, pledges)
    if not addresses or not tick.once(f"charter.round:{row.pk}:{name}:{body.pk}"):
        return 0
    mail.send(
        to=addresses,
        subject=_("%(round)s: Bitte berichten Sie über Ihre Zusagen") % {"round": row.title},
        template="charter/mail/report",
        context={"round": row, "body": body, "pledges": pledges, "is_late": today > row.due_on},
    )
    return len(addresses)


def _of_pledges(today: dt.date) -> int:
    sent = 0
    nearest, farthest = today - STALE, today + dt.timedelta(days=max(BEFORE_DUE))
    for pledge in Pledge.objects.running().filter(due_on__range=(nearest, farthest)).select_related("body"):
        name = stage(pledge.due_on, BEFORE_DUE, today)
        sent += _tell_pledge(pledge, name, today) if name else 0
    return sent


@transaction.atomic
def _tell_pledge(pledge: Pledge, name: str, today: dt.date) -> int:
    addresses = addresses_of(pledge.body, [pledge])
    if not addresses or not tick.once(f"charter.pledge:{pledge.pk}:{pledge.due_on}:{name}"):
        return 0
    mail.send(
        to=addresses,
        subject=_("Zusage fällig: %s") % pledge.title,
        template="charter/mail/pledge_due",
        context={"pledge": pledge, "is_late": today > pledge.due_on},
    )
    audit.record("charter.reminders_sent", subject=pledge, by=None, mails=len(addresses))
    return len(addresses)


def _of_requests(today: dt.date) -> int:
    sent = 0
    waiting = Commitment.objects.filter(
        state=Commitment.State.DRAFT,
        request__state=CommitmentRequest.State.SENT,
        request__answer_by__isnull=False,
    ).select_related("body", "request", "version")
    for commitment in waiting:
        name = stage(commitment.request.answer_by, BEFORE_ANSWER, today)
        sent += _tell_request(commitment, name) if name else 0
    return sent


@transaction.atomic
def _tell_request(commitment: Commitment, name: str) -> int:
    addresses = addresses_of(commitment.body, [])
    key = f"charter.request:{commitment.request_id}:{commitment.pk}:{name}"
    if not addresses or not tick.once(key):
        return 0
    mail.send(
        to=addresses,
        subject=_("Erinnerung: %s") % commitment.request.title,
        template="charter/mail/request_reminder",
        context={"request": commitment.request, "commitment": commitment},
    )
    audit.record("charter.reminders_sent", subject=commitment, by=None, mails=len(addresses))
    return len(addresses)


def addresses_of(body: Organisation, pledges: Iterable[Pledge]) -> list[str]:
    """Return whom to write to: the mailboxes of the promises, else the body's, else its editors'."""
    named = sorted({pledge.mailbox for pledge in pledges if pledge.mailbox})
    if named:
        return named
    if body.mailbox:
        return [body.mailbox]
    today = timezone.localdate()
    editors = Membership.objects.filter(
        organisation=body, scope=Membership.Scope.EDITOR, user__is_active=True
    )
    rows = editors.exclude(ends_on__lt=today).exclude(user__email="").values_list("user__email", flat=True)
    return sorted(set(rows))


privacy.register(
    privacy.Processing(
        id="charter.reminders",
        title=gettext_lazy("Erinnerungen an Zusagen und Berichte"),
        purpose=gettext_lazy("Körperschaften an Berichte, fällige Zusagen und Rückmeldungen erinnern"),
        basis=gettext_lazy("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=gettext_lazy(
            "Funktionspostfächer der Körperschaften; wo es keines gibt, die E-Mail-Adressen der Konten, "
            "die für die Körperschaft arbeiten"
        ),
        recipients=gettext_lazy("die Körperschaft selbst"),
        retention_days=None,
        retention=gettext_lazy("bis das Postfach oder das Konto gelöscht wird"),
        model="charter.Pledge",
    )
)
