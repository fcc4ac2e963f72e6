"""Ideas in the search of the site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.participation.models import Idea


def rows() -> QuerySet[Idea]:
    """Return the public ideas."""
    return Idea.objects.public().select_related("municipality")


def describe(idea: Idea) -> Document:
    """Return an idea as the search knows it."""
    town = idea.municipality.name if idea.municipality else ""
    told = [idea.text, str(idea.get_category_display()), idea.place, town]
    return Document(
        title=idea.title,
        text=" – ".join(part for part in told if part),
        url=idea.get_absolute_url(),
        date=(idea.published_at or idea.created_at).date(),
        box=idea.box if idea.geometry else None,
    )


register(
    Indexer(kind="participation.idea", title=_("Ideen"), rows=rows, describe=describe, model=Idea, order=40)
)
