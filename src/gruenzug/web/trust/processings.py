"""Personal data in messages from outside."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core import formats
from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services.tickets import KEEP_DAYS, delete_old_tickets


def _find(email: str) -> list[dict[str, Any]]:
    return [
        {
            _("Kennzeichen"): ticket.reference,
            _("eingegangen am"): formats.day(timezone.localtime(ticket.received_at).date()),
            _("Stand"): ticket.get_state_display(),
            _("Name"): ticket.name or "–",
            _("Nachricht"): ticket.text,
            _("Antwort"): ticket.answer or "–",
        }
        for ticket in Ticket.objects.filter(email__iexact=email)
    ]


def _forget(email: str) -> int:
    return Ticket.objects.filter(email__iexact=email).delete()[0]


register(
    Processing(
        id="trust.tickets",
        title=gettext_lazy("Nachrichten und gemeldete Barrieren"),
        purpose=gettext_lazy("Antwort innerhalb der Fristen und Nachweis, dass geantwortet wurde"),
        basis=gettext_lazy(
            "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW, bei Barrieren mit § 10b BGG NRW"
        ),
        data=gettext_lazy("Nachricht, Zeitpunkt, Antwort; Name und E-Mail-Adresse nur, wenn angegeben"),
        recipients=gettext_lazy("die Stelle, deren Funktionspostfach das Thema beantwortet"),
        retention_days=KEEP_DAYS,
        retention=gettext_lazy("ein Jahr nach der Antwort"),
        model="trust.Ticket",
        delete=delete_old_tickets,
        find=_find,
        forget=_forget,
    )
)
