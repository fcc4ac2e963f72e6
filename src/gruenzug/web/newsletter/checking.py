"""What keeps an issue from being sent, and what an editor may want to mend first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gruenzug.web.newsletter.letters.rendering import LEAVE, PREFERENCES, Letter, render
from gruenzug.web.newsletter.models import Issue, Language

CLIPPED_AT = 102_000
"""Bytes of HTML beyond which a large provider cuts a mail off, and with it the link to unsubscribe."""
LONG_SUBJECT = 70
HREF = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Finding:
    """One thing found; an obstacle keeps the issue from being sent."""

    is_obstacle: bool
    sentence: str


def obstacles(issue: Issue) -> list[Finding]:
    """Return what keeps `issue` from being sent."""
    return [each for each in findings(issue) if each.is_obstacle]


def findings(issue: Issue) -> list[Finding]:
    """Return all there is to say of `issue`, obstacles first."""
    found = [*_imprint(), *_languages(issue)]
    checked: set[str] = set()
    for language in issue.languages:
        label = str(Language(language).label)
        letter = render(issue, language)
        found += _content(issue, language, label)
        found += _size(letter, label)
        links = {unescape(link) for link in HREF.findall(letter.html)} - checked
        links = {
            link for link in links if f"/{issue.slug}/" not in link
        }  # its own page comes with the sending
        found += _links(links, label)
        checked |= links
    return sorted(found, key=lambda each: not each.is_obstacle)


def _imprint() -> list[Finding]:
    environment = settings.ENVIRONMENT
    names = ("operator_name", "operator_address", "operator_mail")
    if missing := [f"GRUENZUG_{name.upper()}" for name in names if not getattr(environment, name)]:
        told = _("Das Impressum ist unvollständig, es fehlt: %(names)s. Die Administration trägt es ein.")
        return [Finding(True, told % {"names": ", ".join(missing)})]
    return []


def _languages(issue: Issue) -> list[Finding]:
    missing = [str(each.label) for each in Language if each.value not in issue.languages]
    if missing and Language.DE.value in issue.languages:
        told = _("Nicht geschrieben in: %(languages)s. Wer so liest, bekommt Deutsch mit einem Hinweis.")
        return [Finding(False, told % {"languages": ", ".join(missing)})]
    return []


def _content(issue: Issue, language: str, label: str) -> list[Finding]:
    text, found = issue.text(language), []
    if not text.body:
        found.append(Finding(True, _("%(language)s: Die Ausgabe ist leer.") % {"language": label}))
    if not text.preheader:
        found.append(Finding(False, _("%(language)s: Der Vorschautext fehlt.") % {"language": label}))
    if len(text.subject) > LONG_SUBJECT:
        told = {"language": label, "count": len(text.subject)}
        found.append(
            Finding(
                False, _("%(language)s: Der Betreff hat %(count)s Zeichen; Handys zeigen etwa 40.") % told
            )
        )
    for block in text.body:
        if block.block_type == "picture" and not _has_alt(block.value["image"]):
            told = {"language": label, "title": block.value["image"].title}
            found.append(
                Finding(True, _("%(language)s: Dem Bild „%(title)s“ fehlt der Alternativtext.") % told)
            )
    return found


def _has_alt(image: object) -> bool:
    return bool(getattr(image, "decorative", False) or getattr(image, "contextual_alt_text", ""))


def _size(letter: Letter, label: str) -> list[Finding]:
    size = len(letter.html.encode())
    if size <= CLIPPED_AT:
        return []
    told = {"language": label, "size": size // 1000, "most": CLIPPED_AT // 1000}
    sentence = _(
        "%(language)s: Die Ausgabe hat %(size)s kB; ab %(most)s kB schneiden manche Postfächer sie ab."
    )
    return [Finding(True, sentence % told)]


def _links(links: set[str], label: str) -> list[Finding]:
    """Ask our own pages whether they are there; other sites are not asked, they would learn of it."""
    found = []
    for link in sorted(links - {LEAVE, PREFERENCES}):
        if not link.startswith(("http://", "https://", "mailto:")):
            told = {"language": label, "link": link}
            found.append(Finding(True, _("%(language)s: „%(link)s“ ist keine vollständige Adresse.") % told))
        elif link.startswith(f"{settings.BASE_URL}/") and (status := _status(link)) != 200:
            told = {"language": label, "link": link, "status": status}
            found.append(
                Finding(
                    True, _("%(language)s: %(link)s antwortet mit %(status)s statt mit einer Seite.") % told
                )
            )
    return found


def _status(link: str) -> int:
    parts = urlsplit(link)
    secure = parts.scheme == "https"
    client = Client(raise_request_exception=False, SERVER_NAME=parts.hostname or "localhost")
    query = f"?{parts.query}" if parts.query else ""
    with override(get_language()):  # the page asked for sets its own, and we go on in ours
        return client.get(f"{parts.path}{query}", secure=secure, follow=True).status_code
