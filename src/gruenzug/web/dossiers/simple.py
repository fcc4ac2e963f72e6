"""A municipality in Leichte Sprache: few numbers, each in short sentences that say what it means."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.models import MUNICIPALITY, Figure, PlaceRecord, Release
from gruenzug.web.core.formats import number

KEYS = ("acc-who", "sup-berlin-near", "green-share")


def simple_dossier(request: HttpRequest, release: Release, slug: str) -> dict[str, Any] | None:
    """Return the short form of a municipality; None if the release does not know it."""
    places = release.places.filter(level=MUNICIPALITY, municipality__slug=slug)
    place = places.defer("geometry", "path").first()
    if place is None:
        return None
    rows = release.figures.filter(level=MUNICIPALITY, place=place.key, indicator__in=KEYS)
    values = {(row.indicator, row.part): row for row in rows}
    request.simple = True  # type: ignore[attr-defined]  this page is in Leichte Sprache
    with override("de"):
        hard_url = reverse("dossiers:dossier", args=[slug])
    return {
        "town": {"name": place.name, "people": _people(place), "area": _area(place)},
        "facts": [fact for fact in (_near(values), _enough(values), _green(values)) if fact],
        "hard_url": hard_url,
        "is_model": release.is_model,
    }


def _people(place: PlaceRecord) -> str:
    """Return the people rounded as one would say it."""
    if not place.population:
        return ""
    step = 1000 if place.population >= 10_000 else 100
    return number(round(place.population / step) * step)


def _area(place: PlaceRecord) -> str:
    return f"{number(round(place.area_ha / 100))} Quadrat-Kilometer" if place.area_ha else ""


def _value(values: dict[tuple[str, str], Figure], key: str) -> float | None:
    part = indicators()[key].headline
    row = values.get((key, part.id))
    return row.value if row else None


def _near(values: dict[tuple[str, str], Figure]) -> dict[str, Any] | None:
    share = _value(values, "acc-who")
    if share is None:
        return None
    count = round(share)
    return {
        "title": "Ist Grün in der Nähe?",
        "lines": [
            "Stellen Sie sich 100 Menschen aus diesem Ort vor.",
            f"{count} Menschen davon haben Grün in der Nähe.",
            "In der Nähe heißt: höchstens 300 Meter entfernt.",
            "Für 300 Meter gehen Sie etwa 5 Minuten zu Fuß.",
        ],
    }


def _enough(values: dict[tuple[str, str], Figure]) -> dict[str, Any] | None:
    share = _value(values, "sup-berlin-near")
    if share is None:
        return None
    return {
        "title": "Reicht das Grün für alle?",
        "lines": [
            "Viele Menschen teilen sich einen Park.",
            "Jeder Mensch soll 6 Quadrat-Meter Grün haben.",
            "Das ist so groß wie ein kleines Zimmer.",
            f"{round(share)} von 100 Menschen haben so viel Grün in der Nähe.",
        ],
    }


def _green(values: dict[tuple[str, str], Figure]) -> dict[str, Any] | None:
    share = _value(values, "green-share")
    if share is None:
        return None
    return {
        "title": "Wie grün ist der Ort?",
        "lines": [
            "Stellen Sie sich den Ort als 100 gleich große Felder vor.",
            f"{round(share)} Felder davon sind grün.",
            "Dort sind zum Beispiel Wald, Wiesen und Parks.",
        ],
    }
