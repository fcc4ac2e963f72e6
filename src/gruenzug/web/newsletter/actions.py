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
