"""An issue as a finished mail, and the copy of one reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core.addresses import in_language
from gruenzug.web.newsletter import links
from gruenzug.web.newsletter.letters.parts import Part, parts_of
from gruenzug.web.newsletter.letters.plaintext import as_text
from gruenzug.web.newsletter.letters.setting import set_in_html
from gruenzug.web.newsletter.models import Issue, Language, Subscriber, Text

LEAVE, PREFERENCES = "[[leave]]", "[[preferences]]"
"""Where the addresses of one reader go."""


@dataclass(frozen=True)
class Letter:
    """A mail but for what differs from reader to reader."""

    subject: str
    html: str
    text: str


def render(issue: Issue, language: str) -> Letter:
    """Return `issue` for readers of `language`."""
    written = issue.text(language)
    spoken = links.in_published(language)
    with override(spoken):
        parts = [*_opening(written), *parts_of(written.body)]
        words = {
            "language": "en" if written.language == Language.EN else "de",
            "subject": written.subject,
            "preheader": written.preheader,
            "programme": settings.PROGRAMME,
            "web_label": _("Im Browser ansehen"),
            "web_url": f"{settings.BASE_URL}/{spoken}/"
            + in_language(f"newsletter/archiv/{issue.slug}/", spoken),
            "footer_html": _footer(issue, spoken),
        }
        html = set_in_html(parts, words)
        body = "\n\n".join(filter(None, map(_plain, parts)))
        text = f"{body}\n\n-- \n{as_text(words['footer_html'])}\n"
    return Letter(written.subject, html, text)


def personal(content: str, subscriber: Subscriber, issue: Issue) -> str:
    """Return text or HTML of a letter with the addresses of one reader."""
    leave, preferences = links.leave(subscriber, issue.list), links.preferences(subscriber)
    return content.replace(LEAVE, leave).replace(PREFERENCES, preferences)


def impersonal(content: str) -> str:
    """Return text or HTML of a letter as anybody may see it."""
    with override(settings.LANGUAGE_CODE):
        page = settings.BASE_URL + reverse("newsletter:index")
    return content.replace(LEAVE, page).replace(PREFERENCES, page)


def _opening(written: Text) -> list[Part]:
    parts = [Part("text", format_html("<h1>{}</h1>", written.subject))]
    if written.is_fallback:
        note = _("Diese Ausgabe gibt es nur auf Deutsch.")
        parts.insert(0, Part("text", format_html('<p class="meta">{}</p>', note)))
    return parts


def _plain(part: Part) -> str:
    if part.kind == "button":
        return f"{part.label}:\n{part.url}"
    if part.kind == "picture":
        shown = _("[Bild: %(alt)s]") % {"alt": part.alt} if part.alt else ""
        return "\n".join(filter(None, (shown, as_text(part.html))))
    return as_text(part.html)


def _footer(issue: Issue, language: str) -> str:
    """Return who writes, why, how to change that, and the imprint the law asks for in a mail."""
    environment = settings.ENVIRONMENT
    address = ", ".join(line.strip() for line in environment.operator_address.split("|") if line.strip())
    by = [environment.operator_name, address, environment.operator_represented_by, environment.operator_mail]
    title = issue.list.title_en if language == "en" and issue.list.title_en else issue.list.title_de
    why = _("Sie bekommen „%(title)s“, weil Sie es so bestellt haben.") % {"title": title}
    pages = [(_("Newsletter abmelden"), LEAVE), (_("Einstellungen"), PREFERENCES)]
    for word, label in (("impressum", _("Impressum")), ("datenschutz", _("Datenschutz"))):
        pages.append((label, f"{settings.BASE_URL}/{language}/{in_language(word, language)}/"))
    row = format_html_join(" · ", '<a href="{}">{}</a>', ((url, label) for label, url in pages))
    return format_html("<p>{}</p><p>{}</p><p>{}</p>", why, row, " · ".join(part for part in by if part))
