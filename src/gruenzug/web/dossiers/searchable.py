"""Municipalities in the search of the site: each leads to its dossier."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.places.models import Municipality


def rows() -> QuerySet[Municipality]:
    """Return the municipalities of the current release, for they alone have a dossier."""
    found = Municipality.objects.filter(records__release__is_current=True)
    return found.select_related("county").defer("geometry", "county__geometry").distinct()


def describe(town: Municipality) -> Document:
    """Return a municipality as the search knows it."""
    told = {"name": town.name, "county": town.county.name if town.county else "", "key": town.ags}
    text = (
        _("Dossier: Zahlen, Vergleich, Karte, Projekte und Zusagen von %(name)s. %(county)s, %(key)s") % told
    )
    return Document(
        title=town.name,
        text=text,
        url=reverse("dossiers:dossier", args=[town.slug]),
        box=None if town.minx is None else town.box,
    )


register(
    Indexer(
        kind="dossiers.municipality",
        title=gettext_lazy("Kommunen"),
        rows=rows,
        describe=describe,
        model=Municipality,
        order=10,
    )
)
