"""Personal data of the people who work here."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from gruenzug.web.core.privacy import Processing, register

LOG_DAYS = 10 * 365


def _delete_old_entries(now: dt.datetime) -> int:
    return ModelLogEntry.objects.filter(timestamp__lt=now - dt.timedelta(days=LOG_DAYS)).delete()[0]


register(
    Processing(
        id="core.accounts",
        title=_("Konten"),
        purpose=_("Anmeldung der Menschen, die am Programm arbeiten"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_(
            "Name, dienstliche E-Mail-Adresse, Rollen, Passwort (Prüfsumme), zweiter Faktor, letzter Besuch"
        ),
        recipients=_("keine"),
        retention_days=None,
        retention=_("bis die Administration das Konto löscht"),
        model="core.User",
    )
)
register(
    Processing(
        id="core.log",
        title=_("Protokoll"),
        purpose=_("Nachvollziehen, wer was geändert hat"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("Konto, Zeitpunkt, Vorgang und Gegenstand"),
        recipients=_("Prüfstellen, soweit ein Gesetz es verlangt"),
        retention_days=LOG_DAYS,
        retention=_("zehn Jahre, wie Belege einer Zuwendung"),
        model="wagtailcore.ModelLogEntry",
        delete=_delete_old_entries,
    )
)
