"""What the first page shows of all rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.contract.indicators import Indicator
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.map_config import map_config
from gruenzug.web.atlas.models import REGION, Figure, Release, text_of
from gruenzug.web.atlas.selectors import View, choice, view_of
from gruenzug.web.atlas.words import reasons_for_orientation
from gruenzug.web.portal.programme import marks, next_events

HEADLINES = ("acc-who", "sup-berlin-near", "green-share")
MAP = "acc-who"


@dataclass(frozen=True)
class Headline:
    """One large number of the region."""

    indicator: Indicator
    figure: Figure
    url: str
    note: str
    source: dict[str, str]


def home_facts(request: HttpRequest) -> dict[str, Any]:
    """Return key figures, map, steps and the programme's state; the first two need a release."""
    release = release_of(request)
    if release is None:
        return {"steps": steps(), "view": None, "marks": marks(0), "next_events": next_events()}
    figures = _figures(release)
    view = view_of(request, release, MAP, "", figures)
    return {
        "steps": steps(),
        "view": view,
        "drawn": view.drawn,
        "map_config": map_config(request, view),
        "headlines": _headlines(request, figures),
        "region": _region(view),
        "count": len(view.rows),
        "marks": marks(len(view.rows)),
        "next_events": next_events(),
    }


def steps() -> list[dict[str, Any]]:
    """Return the five steps of the loop; each leads into its room."""
    return [
        {
            "key": "know",
            "title": _("Wissen"),
            "text": _("Wie grün ist jede Kommune, und wer hat etwas davon? Gerechnet aus offenen Geodaten."),
            "url": reverse("atlas:map"),
        },
        {
            "key": "agree",
            "title": _("Vereinbaren"),
            "text": _("Die Charta: was die Region sich vorgenommen hat und wie Räte sich dazu bekennen."),
            "url": reverse("charter:index"),
        },
        {
            "key": "act",
            "title": _("Handeln"),
            "text": _("Projekte vor Ort und das Geld, das sie möglich macht."),
            "url": reverse("projects:list"),
        },
        {
            "key": "involve",
            "title": _("Beteiligen"),
            "text": _("Ideen für Orte, Entwürfe zum Mitreden, und eine Antwort auf jeden Beitrag."),
            "url": reverse("participation:index"),
        },
        {
            "key": "tell",
            "title": _("Berichten"),
            "text": _("Eine Seite für jede Kommune, mit Zahlen, Karte und Quellen."),
            "url": reverse("dossiers:list"),
        },
    ]


def _figures(release: Release) -> list[Figure]:
    """Return the figures of the map and those of the region, in one query."""
    indicator, part = choice(MAP, "")
    shown = Q(indicator=indicator.id, part=part.id)
    return list(release.figures.filter(shown | Q(level=REGION, indicator__in=HEADLINES)))


def _headlines(request: HttpRequest, figures: list[Figure]) -> list[Headline]:
    wanted = [choice(key, "") for key in HEADLINES]
    region = {(figure.indicator, figure.part): figure for figure in figures if figure.level == REGION}
    found = []
    for indicator, part in wanted:
        figure = region.get((indicator.id, part.id)) or Figure(
            indicator=indicator.id, part=part.id, status="not_covered"
        )
        source = {"title": _("Methode und Quellen"), "url": link(request, "atlas:method", indicator.id)}
        question = text_of(indicator.question)
        if len(indicator.parts) > 1:
            question = f"{text_of(part.title)} – {question}"
        note = " ".join([question, *reasons_for_orientation(figure)])
        url = link(request, "atlas:map", indicator=indicator.id)
        found.append(Headline(indicator, figure, url, note, source))
    return found


def _region(view: View) -> dict[str, Any]:
    """Return people and area of the region, summed over its municipalities where official."""
    people = [row.place.population for row in view.rows]
    hectares = [row.place.area_ha for row in view.rows]
    return {
        "population": sum(people) if people and None not in people else None,  # type: ignore[arg-type]
        "area_m2": sum(hectares) * 10_000 if hectares and None not in hectares else None,  # type: ignore[arg-type]
    }
