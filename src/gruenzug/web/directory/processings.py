"""Personal data this room keeps, and until when."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.directory.models import Consent, Contact
from gruenzug.web.directory.services.people import KEEP_DAYS, delete_unused_people

PROOF_DAYS = 3 * 365
CONTACT_DAYS = 5 * 365


def _delete_old_proofs(now: dt.datetime) -> int:
    before = now - dt.timedelta(days=PROOF_DAYS)
    return Consent.objects.filter(withdrawn_at__lt=before).delete()[0]


def _delete_old_contacts(now: dt.datetime) -> int:
    before = timezone.localtime(now).date() - dt.timedelta(days=CONTACT_DAYS)
    return Contact.objects.filter(happened_on__lt=before).delete()[0]


register(
    Processing(
        id="directory.people",
        title=_("Ansprechpersonen"),
        purpose=_("Zusammenarbeit mit den Körperschaften des Programms"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("Name, dienstliche E-Mail-Adresse und Telefonnummer, Funktion, Themen"),
        recipients=_("keine"),
        retention_days=KEEP_DAYS,
        retention=_("zwei Jahre nachdem die Angaben zuletzt gebraucht wurden"),
        model="directory.Person",
        delete=delete_unused_people,
    )
)
register(
    Processing(
        id="directory.consents",
        title=_("Veröffentlichung von Ansprechpersonen"),
        purpose=_("Öffentliches Verzeichnis, Nachweis der Einwilligung"),
        basis=_("Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)"),
        data=_("welche Angabe, Wortlaut, Zeitpunkte von Einwilligung, Bestätigung und Widerruf"),
        recipients=_("Öffentlichkeit, soweit eingewilligt"),
        retention_days=PROOF_DAYS,
        retention=_("Nachweis drei Jahre nach dem Widerruf; die Angabe selbst verschwindet sofort"),
        model="directory.Consent",
        delete=_delete_old_proofs,
    )
)
register(
    Processing(
        id="directory.contacts",
        title=_("Kontakte mit Körperschaften"),
        purpose=_("Nachvollziehen, worüber mit wem gesprochen und was zugesagt wurde"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("Körperschaft, Tag, Art und Gegenstand; wer es eingetragen hat"),
        recipients=_("keine"),
        retention_days=CONTACT_DAYS,
        retention=_("fünf Jahre nach dem Kontakt"),
        model="directory.Contact",
        delete=_delete_old_contacts,
    )
)
