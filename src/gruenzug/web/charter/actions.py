"""The sentences of this room's actions in the audit log."""

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.audit import register

register(
    "charter.version_opened",
    _("Fassung zur Beteiligung gestellt"),
    _("hat die Fassung „%(subject)s“ zur Beteiligung gestellt"),
)
register(
    "charter.version_in_force",
    _("Fassung in Kraft gesetzt"),
    _("hat die Fassung „%(subject)s“ mit dem Beschluss vom %(decided_on)s in Kraft gesetzt"),
)
for kind, created, changed, deleted in (
    ("version", _("Fassung angelegt"), _("Fassung geändert"), _("Fassung gelöscht")),
    ("goal", _("Ziel angelegt"), _("Ziel geändert"), _("Ziel gelöscht")),
    ("request", _("Bitte um Mitwirkung angelegt"), _("Bitte geändert"), _("Bitte gelöscht")),
    ("commitment", _("Mitwirkung angelegt"), _("Mitwirkung geändert"), _("Mitwirkung gelöscht")),
    ("signing", _("Unterzeichnung angelegt"), _("Unterzeichnung geändert"), _("Unterzeichnung gelöscht")),
    ("pledge", _("Zusage angelegt"), _("Zusage geändert"), _("Zusage gelöscht")),
    ("round", _("Berichtsrunde angelegt"), _("Berichtsrunde geändert"), _("Berichtsrunde gelöscht")),
    ("system", _("Ratssystem angelegt"), _("Ratssystem geändert"), _("Ratssystem gelöscht")),
):
    register(f"charter.{kind}_created", created, _("hat „%(subject)s“ angelegt"))
    register(f"charter.{kind}_changed", changed, _("hat „%(subject)s“ geändert"))
    register(f"charter.{kind}_deleted", deleted, _("hat „%(subject)s“ gelöscht"))
register(
    "charter.request_sent",
    _("Bitte um Mitwirkung versandt"),
    _("hat „%(subject)s“ an %(bodies)s Körperschaften versandt (%(mails)s E-Mails)"),
)
register(
    "charter.request_closed",
    _("Bitte um Mitwirkung abgeschlossen"),
    _("hat „%(subject)s“ abgeschlossen"),
)
register(
    "charter.commitment_moved",
    _("Stand der Mitwirkung geändert"),
    _("hat „%(subject)s“ von „%(before)s“ auf „%(after)s“ gesetzt"),
)
register(
    "charter.stations_imported",
    _("Beratungsfolge übernommen"),
    _("hat für „%(subject)s“ die Beratungsfolge der Vorlage %(paper)s übernommen (%(stations)s Stationen)"),
)
register(
    "charter.paper_dismissed",
    _("Vorlage ausgesondert"),
    _("hat die Vorlage „%(subject)s“ als nicht zugehörig gekennzeichnet"),
)
register(
    "charter.system_checked",
    _("Ratsinformationssystem abgefragt"),
    _("hat das Ratsinformationssystem von „%(subject)s“ abgefragt: %(found)s passende Vorlagen"),
)
register(
    "charter.pledge_moved",
    _("Stand der Selbstverpflichtung geändert"),
    _("hat die Selbstverpflichtung „%(subject)s“ von „%(before)s“ auf „%(after)s“ gesetzt"),
)
register(
    "charter.report_submitted",
    _("Bericht abgegeben"),
    _("hat zu „%(subject)s“ berichtet: %(progress)s"),
)
register(
    "charter.report_retracted",
    _("Bericht zurückgenommen"),
    _("hat den Bericht zu „%(subject)s“ aus der Öffentlichkeit genommen"),
)
register(
    "charter.round_closed",
    _("Berichtsrunde abgeschlossen"),
    _("hat die Berichtsrunde „%(subject)s“ abgeschlossen"),
)
register(
    "charter.reminders_sent",
    _("Erinnerungen versandt"),
    _("hat zu „%(subject)s“ %(mails)s Erinnerungen versandt"),
)
