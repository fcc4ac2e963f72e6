"""Mails that remind of deadlines: to the recipient's mailbox, each stage once.

If nothing ran for a while, the latest stage that fell due is sent and earlier
ones are skipped; what fell due long ago is not brought up again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gruenzug.web.charter.services.reminders import stage
from gruenzug.web.core import audit, mail, privacy, tick
from gruenzug.web.directory.models import Membership, Organisation
from gruenzug.web.funding.models import Grant
from gruenzug.web.funding.selectors.deadlines import Deadline, Kind, deadlines_of

STAGES: dict[Kind, tuple[int, ...]] = {
    Kind.SPEND: (14, 3, -1),
    Kind.INTERIM: (42, 14, 3, -1, -14),
    Kind.FINAL: (60, 21, 7, -1, -14),
    Kind.PERIOD: (90, 30, 7),
    Kind.DUTY: (30, 7, -1),
    Kind.EARMARK: (90,),
}
"""Days before a deadline on which a reminder goes out; negative: after it."""


@tick.job("funding.reminders", every=dt.timedelta(hours=6))
def remind(now: dt.datetime) -> str:
    """Send what is due at `now`: one mail for each grant, however many deadlines it has."""
    today = timezone.localtime(now).date()
    until = today + dt.timedelta(days=max(max(days) for days in STAGES.values()))
    by_grant: dict[Grant, list[tuple[Deadline, str]]] = defaultdict(list)
    with override("de"):
        for row in deadlines_of(Grant.objects.all(), until):
            name = stage(row.due_on, STAGES.get(row.kind, ()), today)
            if name:
                by_grant[row.grant].append((row, name))
        sent = sum(_tell(grant, rows, today) for grant, rows in by_grant.items())
    return f"{sent} reminders" if sent else ""


@transaction.atomic
def _tell(grant: Grant, rows: list[tuple[Deadline, str]], today: dt.date) -> int:
    addresses = addresses_of(grant)
    if not addresses:
        return 0
    fresh = [row for row, name in rows if tick.once(f"funding.{row.key}:{row.due_on}:{name}")]
    if not fresh:
        return 0
    late = any(row.due_on < today for row in fresh)
    mail.send(
        to=addresses,
        subject=(_("Überfällig: %s") if late else _("Frist naht: %s")) % grant.title,
        template="funding/mail/deadlines",
        context={"grant": grant, "rows": fresh, "today": today},
    )
    audit.record("funding.reminders_sent", subject=grant, by=None, mails=len(addresses))
    return len(addresses)


def addresses_of(grant: Grant) -> list[str]:
    """Return whom to write to: the grant's mailbox, else the body's, else its editors'."""
    if grant.mailbox:
        return [grant.mailbox]
    body: Organisation = grant.recipient
    if body.mailbox:
        return [body.mailbox]
    editors = Membership.objects.filter(
        organisation=body, scope=Membership.Scope.EDITOR, user__is_active=True
    )
    rows = editors.exclude(ends_on__lt=timezone.localdate()).exclude(user__email="")
    return sorted(set(rows.values_list("user__email", flat=True)))


privacy.register(
    privacy.Processing(
        id="funding.reminders",
        title=gettext_lazy("Erinnerungen an Förderfristen"),
        purpose=gettext_lazy("Zuwendungsempfänger an Nachweise, Mittelverwendung und Auflagen erinnern"),
        basis=gettext_lazy("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=gettext_lazy(
            "Funktionspostfächer der Körperschaften; wo es keines gibt, die E-Mail-Adressen der Konten, "
            "die für die Körperschaft arbeiten"
        ),
        recipients=gettext_lazy("die Körperschaft selbst"),
        retention_days=None,
        retention=gettext_lazy("bis das Postfach oder das Konto gelöscht wird"),
        model="funding.Grant",
    )
)
privacy.register(
    privacy.Processing(
        id="funding.ledger",
        title=gettext_lazy("Wer gebucht hat"),
        purpose=gettext_lazy("Nachvollziehbarkeit der Verwendung öffentlicher Mittel"),
        basis=gettext_lazy("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit §§ 23 und 44 LHO NRW"),
        data=gettext_lazy(
            "Name und Kontonummer der buchenden Person, Zeitpunkt; Zahlungsempfänger nur als Stelle"
        ),
        recipients=gettext_lazy("Zuwendungsgeber und Prüfbehörden"),
        retention_days=None,
        retention=gettext_lazy(
            "so lange, wie Belege aufzubewahren sind; ein Buch ohne Lücken lässt sich nicht teilweise löschen"
        ),
        model="funding.Entry",
    )
)
