"""Whether mail from here has a chance: sender, server, SPF, DKIM, DMARC, one-click unsubscribing.

Works without a network as well: what could not be looked up says so.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from gruenzug.web.newsletter.models import Delivery, Issue, Language, MailingList, Rendered, Subscriber
from gruenzug.web.newsletter.post.messages import ONE_CLICK, domain, envelope_sender, message_of

LOOKUPS = re.compile(r"(?:^|\s)[+?~-]?(?:include:|a\b|mx\b|ptr\b|exists:|redirect=)")
MOST_LOOKUPS = 10
TIMEOUT_S = 4.0


class Verdict(StrEnum):
    """How a check ended."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """One check, with what to do."""

    name: str
    verdict: Verdict
    sentence: str


class NoAnswer(Exception):  # noqa: N818
    """No name server could be asked."""


Look = Callable[[str, str], list[str]]


def look_up(name: str, kind: str) -> list[str]:
    """Return the records of `kind` at `name`, none if there are none; NoAnswer without a name server."""
    try:
        resolver = dns.resolver.Resolver()
        answer = resolver.resolve(name, kind, lifetime=TIMEOUT_S, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(str(error)) from error
    if kind == "TXT":
        return ["".join(part.decode("utf-8", "replace") for part in row.strings) for row in answer]
    return [row.to_text() for row in answer]


def run(look: Look = look_up) -> list[Result]:
    """Return what all checks found."""
    return [*_sender(), *_links(), *_headers(), *_server(), *_records(look)]


def _sender() -> Iterator[Result]:
    name = _("Absender")
    if "." not in domain():
        told = _("%(address)s ist keine Adresse im Netz; setzen Sie GRUENZUG_MAIL_FROM.")
        yield Result(name, Verdict.BAD, told % {"address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]})
    else:
        yield Result(name, Verdict.GOOD, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _links() -> Iterator[Result]:
    name = _("Adresse der Website")
    if settings.BASE_URL.startswith("https://"):
        yield Result(name, Verdict.GOOD, settings.BASE_URL)
    else:
        told = _(
            "%(url)s ist nicht https; die Ein-Klick-Abmeldung verlangt das. Setzen Sie GRUENZUG_BASE_URL."
        )
        yield Result(name, Verdict.BAD, told % {"url": settings.BASE_URL})


def _headers() -> Iterator[Result]:
    """Build a copy as it would leave, and look at its headers."""
    made = _sample().message()
    address = (made["List-Unsubscribe"] or "").replace("\n", "").strip()
    good = made["List-Unsubscribe-Post"] == ONE_CLICK and address.startswith("<http")
    told = _("Beide Kopfzeilen stehen in jeder Ausgabe; der DKIM-Schlüssel muss sie mit unterschreiben.")
    bad = _("Die Kopfzeilen der Ein-Klick-Abmeldung fehlen.")
    yield Result("List-Unsubscribe", Verdict.GOOD if good else Verdict.BAD, told if good else bad)


def _sample():
    which = MailingList(slug="test", title_de="Test")
    copy = Delivery(issue=Issue(list=which, slug="test"), subscriber=Subscriber(email="test@example.org"))
    return message_of(copy, Rendered(language=Language.DE, subject="Test", html="<p>Test</p>", text="Test"))


def _server() -> Iterator[Result]:
    name, backend = _("Mailserver"), get_connection()
    if not isinstance(backend, EmailBackend):
        told = _("Es ist keiner eingestellt, Mails werden nur ausgegeben; setzen Sie GRUENZUG_MAIL_URL.")
        yield Result(name, Verdict.BAD, told)
        return
    where = {"server": f"{backend.host}:{backend.port}"}
    try:
        backend.open()
        encrypted = backend.use_ssl or backend.use_tls
        backend.close()
    except (smtplib.SMTPException, OSError) as error:
        told = _("%(server)s ist nicht zu erreichen: %(error)s")
        yield Result(name, Verdict.BAD, told % {**where, "error": error})
        return
    if encrypted or backend.host in ("127.0.0.1", "localhost", "::1"):
        yield Result(name, Verdict.GOOD, _("%(server)s antwortet.") % where)
    else:
        told = _("%(server)s antwortet, aber unverschlüsselt; setzen Sie ?tls=yes in GRUENZUG_MAIL_URL.")
        yield Result(name, Verdict.WARNING, told % where)


def _records(look: Look) -> Iterator[Result]:
    sending, bounces = domain(), envelope_sender().rpartition("@")[2]
    for name, check, where in (
        ("SPF", _spf, bounces),
        ("DKIM", _dkim, sending),
        ("DMARC", _dmarc, sending),
        ("MX", _mx, bounces),
    ):
        try:
            verdict, sentence = check(where, look)
        except NoAnswer:
            verdict = Verdict.UNKNOWN
            sentence = _("Von hier ist kein Nameserver zu erreichen; prüfen Sie das auf dem Server selbst.")
        yield Result(name, verdict, sentence)


def _spf(where: str, look: Look) -> tuple[Verdict, str]:
    rows = [row for row in look(where, "TXT") if row.lower().startswith("v=spf1")]
    told = {"domain": where, "record": rows[0] if rows else ""}
    if not rows:
        return Verdict.BAD, _(
            "%(domain)s hat keinen SPF-Eintrag; er nennt die Server, die senden dürfen."
        ) % told
    if len(rows) > 1:
        return Verdict.BAD, _("%(domain)s hat mehrere SPF-Einträge; dann gilt keiner.") % told
    if len(LOOKUPS.findall(rows[0])) > MOST_LOOKUPS:
        return Verdict.BAD, _("Der SPF-Eintrag braucht mehr als zehn Nachfragen; dann gilt er nicht.")
    if rows[0].split()[-1] in ("+all", "?all", "all"):
        return Verdict.WARNING, _("Der SPF-Eintrag erlaubt jedem das Senden: %(record)s") % told
    return Verdict.GOOD, rows[0]


def _dkim(where: str, look: Look) -> tuple[Verdict, str]:
    selector = settings.NEWSLETTER_DKIM_SELECTOR
    if not selector:
        told = _(
            "Welchen Schlüssel der Mailserver benutzt, ist nicht bekannt; setzen Sie GRUENZUG_DKIM_SELECTOR."
        )
        return Verdict.WARNING, told
    name = f"{selector}._domainkey.{where}"
    rows = look(name, "TXT")
    if any(re.search(r"\bp=[A-Za-z0-9+/]", row) for row in rows):
        return Verdict.GOOD, name
    told = _("Unter %(name)s steht kein Schlüssel; Empfänger können die Unterschrift nicht prüfen.")
    return Verdict.BAD, told % {"name": name}


def _dmarc(where: str, look: Look) -> tuple[Verdict, str]:
    parents = [where, ".".join(where.split(".")[-2:])]
    for each in dict.fromkeys(parents):
        rows = [row for row in look(f"_dmarc.{each}", "TXT") if row.lower().startswith("v=dmarc1")]
        if not rows:
            continue
        if re.search(r"\bp=none\b", rows[0]):
            told = _("Der Eintrag beobachtet nur (p=none); p=quarantine schützt den Namen: %(record)s")
            return Verdict.WARNING, told % {"record": rows[0]}
        return Verdict.GOOD, rows[0]
    told = _("%(domain)s hat keinen DMARC-Eintrag; große Anbieter verlangen ihn von Newslettern.")
    return Verdict.BAD, told % {"domain": where}


def _mx(where: str, look: Look) -> tuple[Verdict, str]:
    if rows := look(where, "MX"):
        return Verdict.GOOD, ", ".join(sorted(rows))
    told = _("%(domain)s nimmt keine Post an; Rückläufer gehen verloren.")
    return Verdict.BAD, told % {"domain": where}
