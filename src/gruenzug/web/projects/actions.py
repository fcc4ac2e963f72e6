"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("projects.project_created", _("Projekt angelegt"), _("hat das Projekt „%(subject)s“ angelegt"))
register("projects.project_changed", _("Projekt geändert"), _("hat das Projekt „%(subject)s“ geändert"))
register("projects.project_deleted", _("Projekt gelöscht"), _("hat das Projekt „%(subject)s“ gelöscht"))
register(
    "projects.project_moved",
    _("Stand eines Projekts"),
    _("hat „%(subject)s“ von „%(old)s“ auf „%(new)s“ gesetzt"),
)
register("projects.project_published", _("Projekt veröffentlicht"), _("hat „%(subject)s“ veröffentlicht"))
register(
    "projects.project_archived",
    _("Projekt zurückgezogen"),
    _("hat „%(subject)s“ aus der Öffentlichkeit genommen: %(reason)s"),
)
register("projects.project_noted", _("Mitteilung im Verlauf"), _("hat bei „%(subject)s“ notiert: %(text)s"))
register(
    "projects.projects_merged",
    _("Projekte zusammengeführt"),
    _("hat „%(other)s“ mit „%(subject)s“ zusammengeführt"),
)
register(
    "projects.merge_undone",
    _("Zusammenführung von Projekten rückgängig"),
    _("hat „%(other)s“ wieder von „%(subject)s“ getrennt"),
)
register(
    "projects.told_apart",
    _("Projekte unterschieden"),
    _("hat „%(subject)s“ und „%(other)s“ als zwei Projekte erkannt"),
)
register(
    "projects.projectlist_created", _("Projektliste angelegt"), _("hat die Liste „%(subject)s“ angelegt")
)
register(
    "projects.projectlist_changed", _("Projektliste geändert"), _("hat die Liste „%(subject)s“ geändert")
)
register(
    "projects.projectlist_deleted", _("Projektliste gelöscht"), _("hat die Liste „%(subject)s“ gelöscht")
)
register(
    "projects.listentry_created",
    _("Projekt in Liste aufgenommen"),
    _("hat in eine Liste aufgenommen: %(subject)s"),
)
register(
    "projects.listentry_changed", _("Listeneintrag geändert"), _("hat den Eintrag „%(subject)s“ geändert")
)
register(
    "projects.listentry_deleted",
    _("Projekt aus Liste genommen"),
    _("hat aus einer Liste genommen: %(subject)s"),
)
register(
    "projects.submission_submitted",
    _("Projekt gemeldet"),
    _("hat die Meldung „%(subject)s“ angenommen; die E-Mail-Adresse ist bestätigt"),
)
register(
    "projects.submission_rejected",
    _("Projektmeldung abgelehnt"),
    _("hat die Meldung „%(subject)s“ nicht aufgenommen: %(reason)s"),
)
register(
    "projects.submission_withdrawn",
    _("Projektmeldung zurückgezogen"),
    _("hat vermerkt, dass die Meldung „%(subject)s“ zurückgezogen ist"),
)
register(
    "projects.submission_deleted",
    _("Projektmeldung gelöscht"),
    _("hat die Meldung „%(subject)s“ gelöscht"),
)
