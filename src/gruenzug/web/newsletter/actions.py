"""The sentences of this room's actions in the audit log; they name no address."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("newsletter.list_created", _("Newsletter angelegt"), _("hat den Newsletter „%(subject)s“ angelegt"))
register("newsletter.list_changed", _("Newsletter geändert"), _("hat den Newsletter „%(subject)s“ geändert"))
register("newsletter.list_deleted", _("Newsletter gelöscht"), _("hat den Newsletter „%(subject)s“ gelöscht"))
register("newsletter.topic_created", _("Thema angelegt"), _("hat das Thema „%(subject)s“ angelegt"))
register("newsletter.topic_changed", _("Thema geändert"), _("hat das Thema „%(subject)s“ geändert"))
register("newsletter.topic_deleted", _("Thema gelöscht"), _("hat das Thema „%(subject)s“ gelöscht"))
register("newsletter.wording_created", _("Wortlaut angelegt"), _("hat den Wortlaut „%(subject)s“ angelegt"))
register("newsletter.wording_changed", _("Wortlaut geändert"), _("hat den Wortlaut „%(subject)s“ geändert"))
register("newsletter.wording_deleted", _("Wortlaut gelöscht"), _("hat den Wortlaut „%(subject)s“ gelöscht"))
register(
    "newsletter.left",
    _("Abonnement beendet"),
    _("hat auf Wunsch das Abonnement %(subject)s beendet: %(lists)s"),
)
register(
    "newsletter.imported",
    _("Abonnement übernommen"),
    _("hat das Abonnement %(subject)s mit Nachweis übernommen: %(evidence)s"),
)
register("newsletter.suppressed", _("Adresse gesperrt"), _("hat eine Adresse gesperrt (%(subject)s)"))
register("newsletter.unsuppressed", _("Sperre aufgehoben"), _("hat eine Sperre aufgehoben (%(subject)s)"))
register("newsletter.issue_created", _("Ausgabe angelegt"), _("hat die Ausgabe „%(subject)s“ angelegt"))
register("newsletter.issue_changed", _("Ausgabe geändert"), _("hat die Ausgabe „%(subject)s“ geändert"))
register("newsletter.issue_deleted", _("Ausgabe gelöscht"), _("hat die Ausgabe „%(subject)s“ gelöscht"))
register(
    "newsletter.issue_collected",
    _("Meldungen gesammelt"),
    _("hat %(count)s Meldungen in „%(subject)s“ übernommen"),
)
register("newsletter.issue_tested", _("Testversand"), _("hat „%(subject)s“ zum Test verschickt"))
register(
    "newsletter.issue_scheduled",
    _("Versand geplant"),
    _("hat den Versand von „%(subject)s“ für %(at)s geplant"),
)
register(
    "newsletter.issue_unscheduled",
    _("Planung aufgehoben"),
    _("plant den Versand von „%(subject)s“ nicht mehr"),
)
register(
    "newsletter.issue_begun",
    _("Versand begonnen"),
    _("hat den Versand von „%(subject)s“ an %(count)s Adressen begonnen"),
)
register(
    "newsletter.issue_paused",
    _("Versand angehalten"),
    _("hat den Versand von „%(subject)s“ angehalten: %(reason)s"),
)
register(
    "newsletter.issue_resumed", _("Versand fortgesetzt"), _("hat den Versand von „%(subject)s“ fortgesetzt")
)
register(
    "newsletter.issue_sent", _("Versand beendet"), _("hat den Versand von „%(subject)s“ beendet: %(counts)s")
)
register(
    "newsletter.issue_repeated",
    _("Noch einmal versucht"),
    _("hat %(count)s Zustellungen von „%(subject)s“ noch einmal begonnen"),
)
