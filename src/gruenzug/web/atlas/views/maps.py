"""The atlas: one indicator as map, ranked table and distribution."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.current import require_release
from gruenzug.web.atlas.forms import MOST_TABS, AtlasForm
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.map_config import map_config, painted_places
from gruenzug.web.atlas.models import text_of
from gruenzug.web.atlas.selectors import SORTS, View, view_of


@require_safe
def atlas(request: HttpRequest) -> HttpResponse:
    """Show the indicator the address names, over all municipalities."""
    view = _asked_for(request)
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") not in SORTS:
        sort = "-value" if view.part.direction == "up" else "value"
    county = request.GET.get("county", "") if request.GET.get("county") in view.counties else ""
    rows = view.sorted_rows(sort, county)
    chosen = {"indicator": view.indicator.id, "part": view.part.id}
    context = {
        "view": view,
        "rows": rows,
        "points": [row.as_point for row in view.rows],
        "drawn": view.drawn,
        "map_config": map_config(request, view),
        "form": AtlasForm(view, county, request.GET.get("release", "")),
        "county": view.counties.get(county, ""),
        "selected": request.GET.get("municipality", ""),
        "sort": sort.removeprefix("-"),
        "descending": sort.startswith("-"),
        "parts": _part_tabs(request, view),
        "sources": view.release.sources_of(view.indicator.id),
        "stated": view.release.computed.get(view.indicator.id),
        "downloads": _downloads(request, chosen, county),
        "breadcrumbs": [
            {"title": _("Start"), "url": link(request, "wagtail_serve", "")},
            {"title": _("Atlas")},
        ],
    }
    return render(request, "atlas/atlas.html", context)


@require_safe
def places_json(request: HttpRequest) -> JsonResponse:
    """Say which colour and which words each municipality has, for the interactive map."""
    response = JsonResponse(painted_places(_asked_for(request)))
    response["Cache-Control"] = "public, max-age=300"
    return response


def _asked_for(request: HttpRequest) -> View:
    release = require_release(request)
    return view_of(request, release, request.GET.get("indicator", ""), request.GET.get("part", ""))


def _part_tabs(request: HttpRequest, view: View) -> list[dict[str, Any]]:
    if len(view.indicator.parts) == 1 or len(view.indicator.parts) > MOST_TABS:
        return []
    return [
        {
            "title": text_of(part.title),
            "url": link(request, "atlas:map", indicator=view.indicator.id, part=part.id),
            "current": part.id == view.part.id,
        }
        for part in view.indicator.parts
    ]


def _downloads(request: HttpRequest, chosen: dict[str, str], county: str) -> list[dict[str, str]]:
    query = {**chosen, "county": county, "level": "municipality"}
    table, drawn = _("Tabelle dieser Ansicht"), _("Karte dieser Ansicht")
    formats = [("csv", "CSV", table), ("xlsx", "XLSX", table), ("geojson", "GeoJSON", drawn)]
    return [
        {"title": title, "format": name, "url": link(request, "data:export", "figures", kind, **query)}
        for kind, name, title in formats
    ]
