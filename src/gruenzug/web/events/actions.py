"""The sentences of this room's actions in the audit log; registrations are numbers there, never names."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("events.event_created", _("Veranstaltung angelegt"), _("hat „%(subject)s“ angelegt"))
register("events.event_changed", _("Veranstaltung geändert"), _("hat „%(subject)s“ geändert"))
register("events.event_deleted", _("Veranstaltung gelöscht"), _("hat „%(subject)s“ gelöscht"))
register("events.event_published", _("Veranstaltung veröffentlicht"), _("hat „%(subject)s“ veröffentlicht"))
register(
    "events.event_cancelled",
    _("Veranstaltung abgesagt"),
    _("hat „%(subject)s“ abgesagt (%(reason)s) und %(mails)s Menschen benachrichtigt"),
)
register(
    "events.change_announced",
    _("Änderung mitgeteilt"),
    _("hat %(mails)s Menschen mitgeteilt, was sich bei „%(subject)s“ ändert"),
)
register(
    "events.documentation_announced",
    _("Dokumentation mitgeteilt"),
    _("hat %(mails)s Menschen auf die Dokumentation von „%(subject)s“ hingewiesen"),
)
register(
    "events.desk_renewed",
    _("Link zum Einlass erneuert"),
    _("hat den Link zum Einlass von „%(subject)s“ erneuert"),
)
register("events.session_created", _("Programmpunkt angelegt"), _("hat „%(subject)s“ angelegt"))
register("events.session_changed", _("Programmpunkt geändert"), _("hat „%(subject)s“ geändert"))
register("events.session_deleted", _("Programmpunkt gelöscht"), _("hat „%(subject)s“ gelöscht"))
register("events.registered", _("Angemeldet"), _("hat die %(subject)s angenommen: %(outcome)s"))
register(
    "events.group_registered", _("Gruppe angemeldet"), _("hat %(count)s Personen angemeldet (%(subject)s)")
)
register("events.registration_changed", _("Anmeldung geändert"), _("hat die %(subject)s geändert"))
register("events.registration_cancelled", _("Anmeldung abgesagt"), _("hat die %(subject)s abgesagt"))
register("events.note_deleted", _("Nachricht gelöscht"), _("hat die Nachricht zur %(subject)s gelöscht"))
register(
    "events.promoted",
    _("Nachgerückt"),
    _("hat die %(subject)s nachrücken lassen: %(place)s (%(reason)s)"),
)
register(
    "events.registration_deleted",
    _("Anmeldung gelöscht"),
    _("hat die Daten zur %(subject)s gelöscht"),
)
register(
    "events.registrations_deleted",
    _("Anmeldungen nach Frist gelöscht"),
    _("hat %(count)s Anmeldungen zu „%(subject)s“ nach Ablauf der Frist gelöscht"),
)
register(
    "events.checked_in", _("Einlass"), _("hat %(count)s Meldungen vom Einlass von „%(subject)s“ übernommen")
)
register(
    "events.needs_seen",
    _("Unterstützungsbedarfe eingesehen"),
    _("hat die Unterstützungsbedarfe zu „%(subject)s“ eingesehen"),
)
register(
    "events.need_answered",
    _("Unterstützungsbedarf beantwortet"),
    _("hat einen Unterstützungsbedarf zu „%(subject)s“ beantwortet"),
)
register(
    "events.list_exported",
    _("Teilnahmeliste ausgegeben"),
    _("hat die Liste der Teilnehmenden von „%(subject)s“ als %(format)s ausgegeben"),
)
register("events.reminded", _("Erinnert"), _("hat %(mails)s Menschen an „%(subject)s“ erinnert"))
