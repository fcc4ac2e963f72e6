"""Figures, charts and maps that editors put into pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import MUNICIPALITY, REGION, text_of
from gruenzug.web.atlas.selectors import choice, view_of
from gruenzug.web.core.embeds import Embed, register


def indicator_choices() -> list[tuple[str, str]]:
    """Return every indicator by its title."""
    return [(key, text_of(row.title)) for key, row in indicators().items()]


def figure(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return one figure of the current release: of a municipality, or of the region."""
    release = release_of(request)
    if release is None or key not in indicators():
        return None
    indicator, part = choice(key, "")
    rows = release.figures.filter(indicator=key, part=part.id)
    found = rows.filter(level=MUNICIPALITY, place=place) if place else rows.filter(level=REGION)
    if (row := found.first()) is None:
        return None
    town = release.places.filter(level=MUNICIPALITY, key=place).only("name").first() if place else None
    return {
        "figure": row,
        "indicator": indicator,
        "label": text_of(indicator.title),
        "note": town.name if town else release.region_title,
        "leitthema": indicator.leitthema,
        "url": link(request, "atlas:map", indicator=key),
        "source": {"title": _("Methode und Quellen"), "url": link(request, "atlas:method", key)},
    }


def overview(request: HttpRequest, key: str, place: str) -> dict[str, Any] | None:
    """Return an indicator over all municipalities, `place` marked."""
    release = release_of(request)
    if release is None or key not in indicators():
        return None
    view = view_of(request, release, key, "")
    return {
        "view": view,
        "rows": [row.as_point for row in view.rows],
        "current": place,
        "url": link(request, "atlas:map", indicator=key),
        "anchor": f"karte-{key}",
    }


register(Embed("atlas.figure", _("Kennzahl"), indicator_choices, figure, "atlas/embeds/figure.html", 10))
register(
    Embed(
        "atlas.chart",
        _("Diagramm aller Kommunen"),
        indicator_choices,
        overview,
        "atlas/embeds/chart.html",
        20,
    )
)
register(Embed("atlas.map", _("Karte"), indicator_choices, overview, "atlas/embeds/map.html", 30))
