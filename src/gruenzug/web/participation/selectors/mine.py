"""Everything about one participant."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from gruenzug.web.participation.models import Contribution, Idea, Participant

WITHHELD = {"id", "author", "minx", "miny", "maxx", "maxy", "held_for", "is_checked"}
"""Columns that say nothing about the person."""


def written_by(participant: Participant) -> list[Any]:
    """Return all a participant wrote, the newest first."""
    ideas = Idea.objects.filter(author=participant).select_related("municipality", "body", "photo")
    said = Contribution.objects.filter(author=participant)
    said = said.select_related("idea", "consultation", "body", "answer")
    return sorted([*ideas, *said], key=lambda row: row.created_at, reverse=True)


def everything_about(participant: Participant) -> dict[str, Any]:
    """Return what is kept about a participant, for the participant to take along."""
    return {
        "participant": _row(participant),
        "ideas": [_row(row) for row in Idea.objects.filter(author=participant)],
        "contributions": [_row(row) for row in Contribution.objects.filter(author=participant)],
        "surveys": [_row(row) for row in participant.responses.all()],
        "weightings": [_row(row) for row in participant.allocations.all()],
        "reactions": [_row(row) for row in participant.reactions.all()],
    }


def about_address(email: str) -> list[dict[str, Any]]:
    """Return what is kept about an e-mail address, as rows of words and values for its owner."""
    participant = Participant.objects.filter(email=email.strip().lower()).first()
    if participant is None:
        return []
    person = {
        _("E-Mail-Adresse"): participant.email,
        _("Name, wie er erscheint"): participant.name,
        _("angelegt am"): participant.created_at,
        _("zuletzt beteiligt am"): participant.seen_at,
        _("Unterstützungen"): participant.reactions.count(),
    }
    return [person, *(_told(item) for item in written_by(participant))]


def _told(item: Any) -> dict[str, Any]:
    return {
        _("Beitrag"): item.title if isinstance(item, Idea) else str(item),
        _("Text"): item.text,
        _("Sichtbarkeit"): item.get_visibility_display(),
        _("geschrieben am"): item.created_at,
    }


def _row(row: Model) -> dict[str, Any]:
    """Return a row by the names of its columns; a new column is in the export by itself."""
    return {
        field.name: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in WITHHELD
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float, str, list)) else str(value)
