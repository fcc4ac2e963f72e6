"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("funding.entry_created", _("Eintrag angelegt"), _("hat „%(subject)s“ angelegt"))
register("funding.entry_changed", _("Eintrag geändert"), _("hat „%(subject)s“ geändert"))
register("funding.entry_deleted", _("Eintrag gelöscht"), _("hat „%(subject)s“ gelöscht"))
register(
    "funding.application_moved",
    _("Stand des Förderantrags geändert"),
    _("hat den Förderantrag „%(subject)s“ von „%(before)s“ auf „%(after)s“ gesetzt"),
)
register("funding.grant_created", _("Zuwendung angelegt"), _("hat die Zuwendung „%(subject)s“ angelegt"))
register("funding.grant_changed", _("Zuwendung geändert"), _("hat die Zuwendung „%(subject)s“ geändert"))
register("funding.grant_deleted", _("Zuwendung gelöscht"), _("hat die Zuwendung „%(subject)s“ gelöscht"))
register(
    "funding.awarded",
    _("Bewilligung gebucht"),
    _("hat zu „%(subject)s“ die Bewilligung von %(amount)s an %(recipient)s gebucht"),
)
register("funding.amended", _("Änderungsbescheid"), _("hat „%(subject)s“ geändert: %(words)s"))
register(
    "funding.shifted",
    _("Mittel umgeschichtet"),
    _("hat für „%(subject)s“ %(amount)s von %(old)s nach %(new)s umgeschichtet"),
)
register(
    "funding.lapsed",
    _("Mittel verfallen"),
    _("hat für „%(subject)s“ %(amount)s des Haushaltsjahres %(year)s als verfallen gebucht"),
)
register(
    "funding.moved",
    _("Stand der Zuwendung geändert"),
    _("hat „%(subject)s“ von „%(before)s“ auf „%(after)s“ gesetzt"),
)
register(
    "funding.planned",
    _("Finanzierungsplan gebucht"),
    _("hat zu „%(subject)s“ einen Finanzierungsplan über %(amount)s gebucht"),
)
register(
    "funding.drawn",
    _("Mittel abgerufen"),
    _("hat zu „%(subject)s“ den %(number)s. Mittelabruf über %(amount)s gestellt"),
)
register(
    "funding.paid",
    _("Mittel ausgezahlt"),
    _("hat zu „%(subject)s“ die Auszahlung von %(amount)s zum %(number)s. Mittelabruf gebucht"),
)
register(
    "funding.refused",
    _("Mittelabruf abgelehnt"),
    _("hat zu „%(subject)s“ den %(number)s. Mittelabruf abgelehnt: %(reason)s"),
)
register(
    "funding.repaid",
    _("Rückzahlung gebucht"),
    _("hat zu „%(subject)s“ eine Rückzahlung von %(amount)s gebucht"),
)
register(
    "funding.interest_paid", _("Zinsen gebucht"), _("hat zu „%(subject)s“ Zinsen von %(amount)s gebucht")
)
register(
    "funding.spent",
    _("Ausgabe gebucht"),
    _("hat zu „%(subject)s“ eine Ausgabe von %(amount)s gebucht (%(item)s, Beleg %(voucher)s)"),
)
register(
    "funding.reversed",
    _("Buchung storniert"),
    _("hat zu „%(subject)s“ die Buchung %(number)s storniert: %(reason)s"),
)
register("funding.proof_begun", _("Nachweis begonnen"), _("hat zu „%(subject)s“ den %(proof)s begonnen"))
register(
    "funding.proof_submitted", _("Nachweis vorgelegt"), _("hat zu „%(subject)s“ den %(proof)s vorgelegt")
)
register(
    "funding.proof_checked",
    _("Nachweis geprüft"),
    _("hat zu „%(subject)s“ den %(proof)s geprüft: %(result)s"),
)
register(
    "funding.earmark_released",
    _("Aus der Zweckbindung entlassen"),
    _("hat zu „%(subject)s“ die Zweckbindung von „%(what)s“ beendet"),
)
register("funding.duty_done", _("Auflage erledigt"), _("hat zu „%(subject)s“ erledigt: %(what)s"))
register(
    "funding.expenses_imported",
    _("Ausgaben übernommen"),
    _("hat zu „%(subject)s“ %(count)s Ausgaben aus „%(file)s“ übernommen, zusammen %(amount)s"),
)
register(
    "funding.reminders_sent",
    _("Erinnerungen versandt"),
    _("hat zu „%(subject)s“ %(mails)s Erinnerungen versandt"),
)
