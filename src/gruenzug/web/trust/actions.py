"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

KINDS = {"barrier": _("Barriere"), "assessment": _("Prüfung"), "contactbox": _("Kontaktfeld")}
for kind, word in KINDS.items():
    register(f"trust.{kind}_created", word, _("hat „%(subject)s“ angelegt"))
    register(f"trust.{kind}_changed", word, _("hat „%(subject)s“ geändert"))
    register(f"trust.{kind}_deleted", word, _("hat „%(subject)s“ gelöscht"))
register("trust.ticket_created", _("Anliegen eingegangen"), _("hat „%(subject)s“ angelegt"))
register("trust.ticket_changed", _("Anliegen geändert"), _("hat „%(subject)s“ geändert: %(fields)s"))
register("trust.ticket_deleted", _("Anliegen gelöscht"), _("hat „%(subject)s“ gelöscht"))
register("trust.ticket_received", _("Anliegen eingegangen"), _("hat „%(subject)s“ angenommen"))
register(
    "trust.ticket_interim", _("Zwischennachricht"), _("hat zu „%(subject)s“ eine Zwischennachricht gegeben")
)
register("trust.ticket_answered", _("Anliegen beantwortet"), _("hat „%(subject)s“ beantwortet"))
register(
    "trust.ticket_closed",
    _("Anliegen geschlossen"),
    _("hat „%(subject)s“ ohne Antwort geschlossen: %(reason)s"),
)
register(
    "trust.ticket_became_barrier",
    _("Barriere aufgenommen"),
    _("hat „%(subject)s“ aus einer Meldung aufgenommen"),
)
