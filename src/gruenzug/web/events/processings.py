"""Personal data this room keeps, and until when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.events.services.deleting import (
    KEEP_DAYS,
    NEEDS_DAYS,
    SPEAKERS_DAYS,
    delete_old_names,
    delete_old_needs,
    delete_old_registrations,
)
from gruenzug.web.events.services.own_data import (
    find_needs,
    find_registrations,
    forget_needs,
    forget_registrations,
)

register(
    Processing(
        id="events.needs",
        title=_("Unterstützungsbedarf bei Veranstaltungen"),
        purpose=_("Teilnahme ohne Barrieren: organisieren, was jemand dafür braucht"),
        basis=_("Art. 9 Abs. 2 Buchst. a DSGVO (ausdrückliche Einwilligung)"),
        data=_("was jemand zur Teilnahme braucht, und was daraus wurde"),
        recipients=_("die für die Veranstaltung benannten Personen; sonst niemand, auch keine Liste"),
        retention_days=NEEDS_DAYS,
        retention=_("zwei Wochen nach der Veranstaltung, bei einer Absage sofort"),
        model="events.AccessNeed",
        delete=delete_old_needs,
        find=find_needs,
        forget=forget_needs,
    )
)
register(
    Processing(
        id="events.registrations",
        title=_("Anmeldung zu Veranstaltungen"),
        purpose=_("Vergabe der Plätze, Benachrichtigung, Einlass, Teilnahmebescheinigung"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_(
            "Name, Einrichtung, E-Mail-Adresse, gewählte Tage und Workshops, Nachricht, Zeitpunkte von "
            "Anmeldung, Änderung, Absage und Einlass"
        ),
        recipients=_("keine; am Einlass sehen Helfende Namen und Einrichtung"),
        retention_days=KEEP_DAYS,
        retention=_("drei Monate nach der Veranstaltung; danach bleibt nur die Zahl der Teilnehmenden"),
        model="events.Registration",
        delete=delete_old_registrations,
        find=find_registrations,
        forget=forget_registrations,
    )
)
register(
    Processing(
        id="events.speakers",
        title=_("Vortragende bei Veranstaltungen"),
        purpose=_("Ankündigung des Programms"),
        basis=_("Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)"),
        data=_("Name, Funktion, Einrichtung"),
        recipients=_("Öffentlichkeit"),
        retention_days=SPEAKERS_DAYS,
        retention=_("der Name drei Jahre nach der Veranstaltung; Funktion und Einrichtung bleiben"),
        model="events.Speaker",
        delete=delete_old_names,
    )
)
