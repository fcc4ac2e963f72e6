"""Personal data this room keeps, and until when."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.privacy import Processing, register
from gruenzug.web.newsletter.digests import digest
from gruenzug.web.newsletter.models import GIVEN, Bounce, Delivery, Evidence, SignUp, Subscriber
from gruenzug.web.newsletter.services import own_data
from gruenzug.web.newsletter.services.signing_up import delete_unconfirmed

CONSENT = _("Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)")
PROOF_DAYS = 3 * 365
LEDGER_DAYS = 365


def _delete_old_evidence(now: dt.datetime) -> int:
    """Delete the history of addresses that have had no consent for three years."""
    alive = {digest(email) for email in Subscriber.objects.values_list("email", flat=True).iterator()}
    old = Evidence.objects.values("digest").annotate(last=Max("happened_at"))
    ended = old.filter(last__lt=now - dt.timedelta(days=PROOF_DAYS)).values_list("digest", flat=True)
    gone = [each for each in ended if each not in alive and not _still_consents(each)]
    return Evidence.objects.filter(digest__in=gone).delete()[0]


def _forget_deliveries(now: dt.datetime) -> int:
    """Let the ledger of sending forget who got an issue, and drop what came back for it."""
    old = Delivery.objects.filter(
        subscriber__isnull=False, finished_at__lt=now - dt.timedelta(days=LEDGER_DAYS)
    )
    Bounce.objects.filter(received_at__lt=now - dt.timedelta(days=LEDGER_DAYS)).delete()
    return old.update(subscriber=None)


def _still_consents(key: str) -> bool:
    """Whether the last word of an address was a yes (kept under a former secret key, say)."""
    last = Evidence.objects.filter(digest=key).order_by("-happened_at", "-pk").first()
    return last is not None and last.kind in GIVEN


register(
    Processing(
        id="newsletter.signups",
        title=_("Anmeldung zum Newsletter"),
        purpose=_("Bestätigung, dass die Anmeldung von der Inhaberin oder dem Inhaber der Adresse kommt"),
        basis=CONSENT,
        data=_("E-Mail-Adresse, Sprache, Wünsche, Zeitpunkt und Formular; keine IP-Adresse"),
        recipients=_("keine"),
        retention_days=SignUp.DAYS,
        retention=_("drei Tage nach der Anmeldung, wenn sie nicht bestätigt wird"),
        model="newsletter.SignUp",
        delete=delete_unconfirmed,
        find=own_data.find_signup,
        forget=own_data.forget_signup,
    )
)
register(
    Processing(
        id="newsletter.subscribers",
        title=_("Versand des Newsletters"),
        purpose=_("Regelmäßig über das Programm informieren, wer darum gebeten hat"),
        basis=CONSENT,
        data=_("E-Mail-Adresse, Sprache, Themen und Kommunen; nicht, was geöffnet oder angeklickt wird"),
        recipients=_("keine; der Versand läuft über unseren Mailserver"),
        retention_days=None,
        retention=_("bis zur Abmeldung; dann wird die Adresse sofort gelöscht"),
        model="newsletter.Subscriber",
        find=own_data.find_subscriber,
        forget=own_data.forget_subscriber,
    )
)
register(
    Processing(
        id="newsletter.evidence",
        title=_("Nachweis der Einwilligung"),
        purpose=_("Nachweis nach Art. 7 Abs. 1 DSGVO, dass jemand eingewilligt und widerrufen hat"),
        basis=_("Art. 6 Abs. 1 Buchst. c in Verbindung mit Art. 7 Abs. 1 DSGVO"),
        data=_("Prüfsumme der Adresse, Wortlaut, Formular, Zeitpunkte von Anfrage, Bestätigung und Widerruf"),
        recipients=_("keine"),
        retention_days=PROOF_DAYS,
        retention=_("drei Jahre nach dem Widerruf, die Frist, in der Ansprüche verjähren"),
        model="newsletter.Evidence",
        delete=_delete_old_evidence,
        find=own_data.find_evidence,
        kept=_("Den Nachweis verlangt Art. 7 Abs. 1 DSGVO; die Adresse selbst steht nicht darin."),
    )
)
register(
    Processing(
        id="newsletter.suppression",
        title=_("Sperrliste des Newsletters"),
        purpose=_("Niemandem schreiben, der das nicht oder nicht mehr möchte"),
        basis=_("Art. 6 Abs. 1 Buchst. c in Verbindung mit Art. 21 Abs. 3 DSGVO"),
        data=_("Prüfsumme der Adresse, Grund, Zeitpunkt"),
        recipients=_("keine"),
        retention_days=None,
        retention=_("bis zu einer neuen, bestätigten Anmeldung"),
        model="newsletter.Suppression",
    )
)
register(
    Processing(
        id="newsletter.deliveries",
        title=_("Zustellung des Newsletters"),
        purpose=_(
            "Niemanden beim Versand vergessen oder doppelt anschreiben, unerreichbare Adressen erkennen"
        ),
        basis=CONSENT,
        data=_("welche Ausgabe wann angenommen wurde oder warum nicht, mit der Antwort des Mailservers"),
        recipients=_("keine"),
        retention_days=LEDGER_DAYS,
        retention=_("ein Jahr nach dem Versand, bei Abmeldung sofort; danach bleiben nur Anzahlen"),
        model="newsletter.Delivery",
        delete=_forget_deliveries,
    )
)
