"""The archive in the search of the site."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.newsletter.letters.parts import parts_of
from gruenzug.web.newsletter.letters.plaintext import as_text
from gruenzug.web.newsletter.listings import latest
from gruenzug.web.newsletter.models import Issue


def describe(issue: Issue) -> Document:
    """Return an issue as the search knows it."""
    text = issue.text(get_language() or "de")
    words = " ".join(f"{as_text(part.html)} {part.label}" for part in parts_of(text.body))
    return Document(
        title=text.subject,
        text=f"{text.preheader} {words}",
        url=issue.get_absolute_url(),
        date=issue.begun_at.date() if issue.begun_at else None,
    )


register(
    Indexer(
        kind="newsletter.issue",
        title=_("Newsletter"),
        rows=latest,
        describe=describe,
        model=Issue,
        order=70,
    )
)
