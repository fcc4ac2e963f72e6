"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("participation.sent", _("Beitrag eingegangen"), _("hat „%(subject)s“ angenommen (%(state)s)"))
register("participation.published", _("Beitrag freigegeben"), _("hat „%(subject)s“ freigegeben"))
register(
    "participation.hidden",
    _("Beitrag ausgeblendet"),
    _("hat „%(subject)s“ ausgeblendet: %(reason)s"),
)
register(
    "participation.restored", _("Beitrag wieder gezeigt"), _("hat „%(subject)s“ wieder gezeigt: %(text)s")
)
register(
    "participation.objected",
    _("Einspruch eingelegt"),
    _("hat einen Einspruch gegen das Ausblenden von „%(subject)s“ aufgenommen"),
)
register(
    "participation.upheld",
    _("Einspruch abgelehnt"),
    _("hat den Einspruch zu „%(subject)s“ abgelehnt: %(text)s"),
)
register(
    "participation.withdrawn",
    _("Beitrag zurückgezogen"),
    _("hat „%(subject)s“ auf Wunsch zurückgezogen"),
)
register(
    "participation.idea_answered",
    _("Idee beantwortet"),
    _("hat die Idee „%(subject)s“ beantwortet (%(stage)s)"),
)
register("participation.idea_created", _("Idee angelegt"), _("hat die Idee „%(subject)s“ angelegt"))
register("participation.idea_changed", _("Idee geändert"), _("hat die Idee „%(subject)s“ geändert"))
register("participation.idea_deleted", _("Idee gelöscht"), _("hat die Idee „%(subject)s“ gelöscht"))
register(
    "participation.idea_became_project",
    _("Idee wird Projekt"),
    _("hat aus der Idee „%(subject)s“ den Projektentwurf „%(project)s“ gemacht"),
)
register(
    "participation.participant_deleted",
    _("Beteiligte Person gelöscht"),
    _("hat die Angaben einer beteiligten Person gelöscht"),
)
register("participation.survey_created", _("Umfrage angelegt"), _("hat die Umfrage „%(subject)s“ angelegt"))
register("participation.survey_changed", _("Umfrage geändert"), _("hat die Umfrage „%(subject)s“ geändert"))
register("participation.survey_deleted", _("Umfrage gelöscht"), _("hat die Umfrage „%(subject)s“ gelöscht"))
register(
    "participation.consultation_created",
    _("Konsultation angelegt"),
    _("hat die Konsultation „%(subject)s“ angelegt"),
)
register(
    "participation.consultation_changed",
    _("Konsultation geändert"),
    _("hat die Konsultation „%(subject)s“ geändert"),
)
register(
    "participation.consultation_deleted",
    _("Konsultation gelöscht"),
    _("hat die Konsultation „%(subject)s“ gelöscht"),
)
register(
    "participation.draft_published",
    _("Entwurf veröffentlicht"),
    _("hat in „%(subject)s“ Fassung %(number)s des Entwurfs veröffentlicht"),
)
register(
    "participation.contributions_answered",
    _("Beiträge beantwortet"),
    _("hat in „%(subject)s“ %(count)s Beiträge beantwortet (%(decision)s)"),
)
register(
    "participation.answers_released",
    _("Antworten veröffentlicht"),
    _("hat die Antworten zu „%(subject)s“ veröffentlicht"),
)
register(
    "participation.contributions_imported",
    _("Beiträge übernommen"),
    _("hat in „%(subject)s“ %(count)s Beiträge aus einer Datei übernommen"),
)
