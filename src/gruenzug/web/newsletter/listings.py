"""The archive as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.newsletter.models import Issue, Text


def latest() -> QuerySet[Issue]:
    """Return the issues of the archive, the latest first."""
    return Issue.objects.public().select_related("list")


def rows(request: HttpRequest) -> Iterable[Issue]:
    """Return all issues of the archive."""
    return latest()


def _text(issue: Issue) -> Text:
    return issue.text(get_language() or "de")


def _entry(request: HttpRequest, issue: Issue) -> Entry:
    text = _text(issue)
    return Entry(text.subject, issue.get_absolute_url(), issue.begun_at, text.preheader)


ISSUES = register(
    Listing(
        name="newsletter-issues",
        title=_("Newsletter"),
        description=_("Ausgaben des Newsletters, die neueste zuerst"),
        rows=rows,
        entry=_entry,
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda issue: issue.slug),
            Column("list", _("Kennung des Newsletters"), lambda issue: issue.list.slug),
            Column("sent_on", _("Tag des Versands"), lambda issue: issue.begun_at.date()),
            Column("subject", _("Betreff"), lambda issue: _text(issue).subject),
            Column("preheader", _("Vorschautext"), lambda issue: _text(issue).preheader),
            Column("languages", _("Sprachen"), lambda issue: " ".join(issue.languages)),
        ),
    )
)
