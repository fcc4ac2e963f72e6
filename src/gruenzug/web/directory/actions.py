"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register("directory.organisation_created", _("Körperschaft angelegt"), _("hat „%(subject)s“ angelegt"))
register("directory.organisation_changed", _("Körperschaft geändert"), _("hat „%(subject)s“ geändert"))
register("directory.organisation_deleted", _("Körperschaft gelöscht"), _("hat „%(subject)s“ gelöscht"))
register(
    "directory.organisation_merged",
    _("Körperschaften zusammengeführt"),
    _("hat „%(other)s“ mit „%(subject)s“ zusammengeführt"),
)
register(
    "directory.merge_undone",
    _("Zusammenführung rückgängig"),
    _("hat „%(other)s“ wieder von „%(subject)s“ getrennt"),
)
register("directory.person_created", _("Person angelegt"), _("hat „%(subject)s“ angelegt"))
register("directory.person_changed", _("Person geändert"), _("hat bei „%(subject)s“ geändert: %(fields)s"))
register("directory.person_deleted", _("Person gelöscht"), _("hat „%(subject)s“ gelöscht"))
register("directory.person_kept", _("Person behalten"), _("braucht die Angaben zu „%(subject)s“ weiter"))
register(
    "directory.consent_asked",
    _("Einwilligung erbeten"),
    _("hat „%(subject)s“ gefragt, was veröffentlicht werden darf"),
)
register(
    "directory.consent_given",
    _("Einwilligung erteilt"),
    _("hat die Einwilligung von „%(subject)s“ in %(count)s Angaben eingetragen (Wortlaut %(version)s)"),
)
register(
    "directory.consent_withdrawn",
    _("Einwilligung widerrufen"),
    _("hat die Einwilligung von „%(subject)s“ gestrichen"),
)
register(
    "directory.consent_lapsed",
    _("Einwilligung verfallen"),
    _("hat die Angaben von „%(subject)s“ aus dem Verzeichnis genommen, weil niemand sie bestätigt hat"),
)
register("directory.wording_created", _("Wortlaut angelegt"), _("hat den Wortlaut „%(subject)s“ angelegt"))
register("directory.wording_changed", _("Wortlaut geändert"), _("hat den Wortlaut „%(subject)s“ geändert"))
register("directory.wording_deleted", _("Wortlaut gelöscht"), _("hat den Wortlaut „%(subject)s“ gelöscht"))
register("directory.group_created", _("Verteiler angelegt"), _("hat den Verteiler „%(subject)s“ angelegt"))
register("directory.group_changed", _("Verteiler geändert"), _("hat den Verteiler „%(subject)s“ geändert"))
register("directory.group_deleted", _("Verteiler gelöscht"), _("hat den Verteiler „%(subject)s“ gelöscht"))
register(
    "directory.letter_logged",
    _("Schreiben vermerkt"),
    _("hat das Schreiben „%(about)s“ an %(count)s Körperschaften vermerkt (%(subject)s)"),
)
register("directory.contact_created", _("Kontakt eingetragen"), _("hat „%(subject)s“ eingetragen"))
register("directory.contact_changed", _("Kontakt geändert"), _("hat „%(subject)s“ geändert"))
register("directory.contact_deleted", _("Kontakt gelöscht"), _("hat „%(subject)s“ gelöscht"))
register("directory.promise_created", _("Zusage eingetragen"), _("hat die Zusage „%(subject)s“ eingetragen"))
register("directory.promise_changed", _("Zusage geändert"), _("hat die Zusage „%(subject)s“ geändert"))
register("directory.promise_deleted", _("Zusage gelöscht"), _("hat die Zusage „%(subject)s“ gelöscht"))
register(
    "directory.promise_kept", _("Zusage erledigt"), _("hat die Zusage „%(subject)s“ an %(body)s erledigt")
)
register("directory.membership_created", _("Zugehörigkeit angelegt"), _("hat „%(subject)s“ eingetragen"))
register("directory.membership_changed", _("Zugehörigkeit geändert"), _("hat „%(subject)s“ geändert"))
register("directory.membership_deleted", _("Zugehörigkeit beendet"), _("hat „%(subject)s“ ausgetragen"))
register("directory.topic_created", _("Thema angelegt"), _("hat das Thema „%(subject)s“ angelegt"))
register("directory.topic_changed", _("Thema geändert"), _("hat das Thema „%(subject)s“ geändert"))
register("directory.topic_deleted", _("Thema gelöscht"), _("hat das Thema „%(subject)s“ gelöscht"))
