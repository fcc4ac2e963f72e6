"""Methods: what each indicator asks, how it is computed and where the definition comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.contract.elements import categories, elements
from gruenzug.contract.indicators import Indicator, indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.leitthemen import LEITTHEMEN
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import MUNICIPALITY, NOT_COVERED, REGION, Release, text_of
from gruenzug.web.atlas.parameters import described
from gruenzug.web.atlas.selectors import grouped_indicators
from gruenzug.web.core.errors import NotHere


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """List all indicators by Leitthema."""
    release = release_of(request)
    stated = release.computed if release else {}
    context = {
        "groups": grouped_indicators(),
        "stated": {key: row["status"] for key, row in stated.items()},
        "breadcrumbs": [_home(request), {"title": _("Methoden")}],
    }
    return render(request, "atlas/methods.html", context)


@require_safe
def method(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show one indicator, generated from its own definition and the release's figures."""
    definition = indicators().get(indicator)
    if definition is None:
        ways = reverse("atlas:methods"), _("Hier stehen alle Indikatoren.")
        raise NotHere(_("Diesen Indikator kennen wir nicht."), *ways)
    release = release_of(request)
    language = get_language() or "de"
    context = {
        "indicator": definition,
        "leitthema": LEITTHEMEN.get(definition.leitthema),
        "limits": definition.limits.get(language, definition.limits["de"]),
        "parameters": described(definition),
        "elements": _elements(definition),
        "summary": _summary(release, definition) if release else [],
        "stated": release.computed.get(definition.id) if release else None,
        "sources": release.sources_of(definition.id) if release else [],
        "others": _neighbours(definition),
        "breadcrumbs": [
            _home(request),
            {"title": _("Methoden"), "url": link(request, "atlas:methods")},
            {"title": text_of(definition.title)},
        ],
    }
    return render(request, "atlas/method.html", context)


def _home(request: HttpRequest) -> dict[str, str]:
    return {"title": _("Start"), "url": link(request, "wagtail_serve", "")}


def _elements(definition: Indicator) -> list[tuple[str, list[str]]]:
    """Return the catalogue elements that count, by category."""
    counted = [elements()[key] for key in definition.elements]
    groups = []
    for category in categories().values():
        titles = [text_of(element.title) for element in counted if element.category == category.id]
        if titles:
            groups.append((text_of(category.title), titles))
    return groups


def _summary(release: Release, definition: Indicator) -> list[dict[str, Any]]:
    """Return per part: the region's figure, lowest and highest municipality, how many are covered."""
    figures = release.figures.filter(indicator=definition.id, level__in=[MUNICIPALITY, REGION])
    rows = list(figures.values("part", "level", "place", "value", "status"))
    names = dict(release.places.filter(level=MUNICIPALITY).values_list("key", "name"))
    return [
        _part_summary(part, [row for row in rows if row["part"] == part.id], names)
        for part in definition.parts
    ]


def _part_summary(part: Any, rows: list[dict[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    towns = sorted(
        (row for row in rows if row["level"] == MUNICIPALITY and row["value"] is not None),
        key=lambda row: (row["value"], row["place"]),
    )
    region = next((row for row in rows if row["level"] == REGION), None)
    ends = [{"name": names[row["place"]], "value": row["value"]} for row in (towns[:1] + towns[-1:])]
    return {
        "part": part,
        "region": region["value"] if region else None,
        "status": region["status"] if region else NOT_COVERED,
        "lowest": ends[0] if ends else None,
        "highest": ends[-1] if ends else None,
        "covered": sum(row["level"] == MUNICIPALITY and row["status"] != NOT_COVERED for row in rows),
        "all": len(names),
    }


def _neighbours(definition: Indicator) -> dict[str, Indicator | None]:
    """Return the indicators before and after, in the order of the contract."""
    keys = list(indicators())
    place = keys.index(definition.id)
    return {
        "previous": indicators()[keys[place - 1]] if place else None,
        "next": indicators()[keys[place + 1]] if place + 1 < len(keys) else None,
    }
