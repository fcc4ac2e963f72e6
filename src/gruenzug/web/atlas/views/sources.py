"""Sources: what a release was made of, and which releases there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import Release, text_of

TABLES = {
    "municipalities": Text("Grenzen der Kommunen", "municipal boundaries", "Grenzen"),
    "green": Text("Grünflächen", "green spaces", "Grün-Flächen"),
    "playgrounds": Text("Spielplätze", "playgrounds", "Spielplätze"),
    "trees": Text("Einzelbäume", "single trees", "Bäume"),
    "tree_rows": Text("Baumreihen", "tree rows", "Baum-Reihen"),
    "buildings": Text("Gebäude", "buildings", "Häuser"),
    "paths": Text("Wege", "paths", "Wege"),
    "roads": Text("Straßen", "roads", "Straßen"),
    "barriers": Text("Barrieren", "barriers", "Hindernisse"),
    "population": Text("Bevölkerung im Gitter", "gridded population", "Menschen"),
    "children": Text("Kinder im Gitter", "gridded children", "Kinder"),
    "dwellings": Text("Wohnungen im Gitter", "gridded dwellings", "Wohnungen"),
    "landcover": Text("Landbedeckung", "land cover", "Flächen"),
    "imperviousness": Text("Versiegelungsgrad", "degree of sealing", "Boden unter Asphalt"),
    "soil_groups": Text("Bodengruppen", "soil groups", "Boden"),
    "evapotranspiration": Text("Verdunstung", "evapotranspiration", "Wasser, das verdunstet"),
    "disconnection": Text(
        "vom Mischkanal abgekoppelte Flächen",
        "areas disconnected from the combined sewer",
        "Flächen ohne Kanal",
    ),
    "car_parks": Text("Parkplätze", "car parks", "Parkplätze"),
    "statistics_population": Text("amtliche Einwohnerzahlen", "official population", "Einwohner-Zahlen"),
    "statistics_area": Text("amtliche Flächenstatistik", "official land-use statistics", "Flächen-Zahlen"),
    "statistics_recreation": Text(
        "amtliche Erholungsflächen", "official recreation areas", "Flächen zum Erholen"
    ),
    "burden_noise": Text("Lärmbelastung", "noise", "Lärm"),
    "burden_air": Text("Luftbelastung", "air pollution", "schlechte Luft"),
    "burden_heat": Text("Wärmebelastung", "thermal load", "Hitze"),
    "burden_social": Text("soziale Benachteiligung", "social disadvantage", "wenig Geld im Viertel"),
    "hazard_flood": Text("Überflutung durch Hochwasser", "flooding by rivers", "Hoch-Wasser"),
    "hazard_heavy_rain": Text("Überflutung durch Starkregen", "flooding by heavy rain", "Stark-Regen"),
}
"""What the engine's tables hold, in words."""


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show licence, vintage, attribution and checksums of all that went into the release."""
    release = release_of(request)
    context = {
        "shown": release,
        "releases": Release.objects.defer("manifest"),
        "sources": [_described(release, key) for key in release.sources] if release else [],
        "files": _files(release) if release else [],
        "breadcrumbs": [
            {"title": _("Start"), "url": link(request, "wagtail_serve", "")},
            {"title": _("Quellen")},
        ],
    }
    return render(request, "atlas/sources.html", context)


def _described(release: Release, key: str) -> dict[str, Any]:
    """Return one source with the titles of the indicators it serves."""
    serves = [row["id"] for row in release.manifest["indicators"] if key in row["sources"]]
    served = [indicators()[indicator] for indicator in serves if indicator in indicators()]
    source = release.sources[key]
    return {
        **source,
        "tables": [text_of(TABLES[name]) if name in TABLES else name for name in source["tables"]],
        "serves": served,
    }


def _files(release: Release) -> list[dict[str, Any]]:
    entries = {row["path"]: row for kind in ("layers", "tiles") for row in release.manifest[kind]}
    return [
        {**row, **_words(entries.get(row["path"], {}), row["path"]), "url": release.file_url(row["path"])}
        for row in release.manifest["files"]
    ]


def _words(entry: dict[str, Any], path: str) -> dict[str, str]:
    """Return title and note of a file, its path if it has no title."""
    return {
        "title": text_of(entry["title"]) if "title" in entry else path,
        "note": text_of(entry["note"]) if "note" in entry else "",
    }
