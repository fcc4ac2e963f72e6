"""Personal data this room keeps, and until when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.participation.selectors.mine import about_address
from gruenzug.web.participation.services.deleting import QUIET_DAYS, delete_old, forget_address
from gruenzug.web.participation.services.photos import delete_unused

BASIS = _("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW")

register(
    Processing(
        id="participation.participants",
        title=_("Beteiligung"),
        purpose=_("Beiträge zuordnen, Missbrauch verhindern und mitteilen, was aus einem Beitrag wurde"),
        basis=BASIS,
        data=_("E-Mail-Adresse, selbst gewählter Name, Beiträge, Unterstützungen, Einsprüche"),
        recipients=_("Öffentlich werden Beitrag und gewählter Name, nie die Adresse"),
        retention_days=QUIET_DAYS,
        retention=_(
            "Unbestätigtes nach 14 Tagen, alles andere zwei Jahre nach der letzten Beteiligung "
            "oder sofort auf Wunsch; veröffentlichte Beiträge bleiben ohne Namen stehen"
        ),
        model="participation.Participant",
        delete=delete_old,
        find=about_address,
        forget=forget_address,
    )
)
register(
    Processing(
        id="participation.photos",
        title=_("Fotos zu Ideen"),
        purpose=_("Eine Idee am Ort zeigen"),
        basis=BASIS,
        data=_("das Bild ohne seine Begleitdaten, die Bildbeschreibung"),
        recipients=_("öffentlich mit der Idee"),
        retention_days=1,
        retention=_("einen Tag, wenn keine Idee daraus wird, sonst mit der Idee"),
        model="participation.Photo",
        delete=delete_unused,
    )
)
register(
    Processing(
        id="participation.surveys",
        title=_("Umfragen"),
        purpose=_("Meinungen sammeln und auswerten"),
        basis=BASIS,
        data=_("die Antworten; die Person nur, wenn sie über ihren persönlichen Link kam"),
        recipients=_("öffentlich nur als Zahlen; freie Texte die auswertende Stelle"),
        retention_days=None,
        retention=_("Antworten bleiben als Beleg der Auswertung, ohne Person"),
        model="participation.Response",
    )
)
