"""Indicators in the search of the site: each leads to its method page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.web.core.search import Document, Indexer, register


def rows() -> list[Indicator]:
    """Return all indicators of the contract."""
    return list(indicators().values())


def describe(indicator: Indicator) -> Document:
    """Return an indicator as the search knows it."""
    language = get_language() or "de"
    texts = [indicator.question, *(part.title for part in indicator.parts)]
    return Document(
        title=indicator.title.in_language(language),
        text=" – ".join(text.in_language(language) for text in texts),
        url=reverse("atlas:method", args=[indicator.id]),
        key=indicator.id,
    )


register(
    Indexer(
        kind="atlas.indicator", title=_("Methoden und Kennzahlen"), rows=rows, describe=describe, order=60
    )
)
