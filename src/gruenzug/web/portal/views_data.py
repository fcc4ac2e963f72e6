"""Open data: which lists there are, as which files, and the interface for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.api.urls import api
from gruenzug.web.atlas.current import release_of
from gruenzug.web.core.errors import NotHere
from gruenzug.web.core.exports import as_response, listings

FORMATS = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "atom": "Atom",
    "ics": "iCal",
    "parquet": "Parquet",
    "pmtiles": "PMTiles",
    "tif": "GeoTIFF",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every list with its columns and files, and the files of the release."""
    described = [_described(request, name) for name in listings()]
    context = {
        "listings": described,
        "files": _release_files(request),
        "structured": _catalogue(request, described),
    }
    return render(request, "portal/data.html", context)


@require_safe
def export(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """Send a list as a file."""
    listing = listings().get(name)
    if listing is None or extension not in listing.formats:
        raise NotHere(
            _("Diese Datei gibt es nicht."), reverse("data:index"), _("Hier stehen alle offenen Daten.")
        )
    return as_response(request, listing, extension)


@require_safe
def interface(request: HttpRequest) -> HttpResponse:
    """Describe the interface from its own OpenAPI document."""
    schema = api.get_openapi_schema()
    context = {"operations": list(_operations(schema)), "base_url": settings.BASE_URL}
    return render(request, "portal/interface.html", context)


def _described(request: HttpRequest, name: str) -> dict[str, Any]:
    listing = listings()[name]
    files = [
        {
            "title": listing.title,
            "format": FORMATS[extension],
            "url": reverse("data:export", args=[name, extension]),
        }
        for extension in listing.formats
    ]
    return {"listing": listing, "files": files}


def _catalogue(request: HttpRequest, described: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the lists as a catalogue of data sets in the words of schema.org."""
    page = request.build_absolute_uri(request.path)
    return {
        "@type": "DataCatalog",
        "name": _("Offene Daten"),
        "url": page,
        "dataset": [
            {
                "@type": "Dataset",
                "name": str(entry["listing"].title),
                "description": str(entry["listing"].description),
                "url": f"{page}#liste-{entry['listing'].name}",
                "isAccessibleForFree": True,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": file["format"],
                        "contentUrl": request.build_absolute_uri(file["url"]),
                    }
                    for file in entry["files"]
                ],
            }
            for entry in described
        ],
    }


def _release_files(request: HttpRequest) -> list[dict[str, object]]:
    release = release_of(request)
    if release is None:
        return []
    return [
        {
            "title": row["path"],
            "format": FORMATS.get(row["path"].rpartition(".")[2], row["path"].rpartition(".")[2]),
            "bytes": row["bytes"],
            "url": release.file_url(row["path"]),
        }
        for row in release.manifest["files"]
    ]


def _operations(schema: dict[str, object]) -> list[dict[str, object]]:
    paths: dict[str, dict[str, dict[str, object]]] = schema["paths"]  # type: ignore[assignment]
    return [
        {"path": path, "method": method.upper(), "operation": operation}
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
