"""Personal data this room keeps, and until when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.projects.services.submissions import ANSWERED_DAYS, delete_old_submissions

register(
    Processing(
        id="projects.submissions",
        title=_("Meldung von Projekten"),
        purpose=_("Rückfragen zu gemeldeten Projekten und Antwort an die Einreichenden"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("E-Mail-Adresse und die Angaben zum Projekt"),
        recipients=_("keine; veröffentlicht wird nur das Projekt, nie die Adresse"),
        retention_days=ANSWERED_DAYS,
        retention=_("Entwürfe 30 Tage nach dem letzten Speichern, Meldungen 90 Tage nach unserer Antwort"),
        model="projects.Submission",
        delete=delete_old_submissions,
    )
)
