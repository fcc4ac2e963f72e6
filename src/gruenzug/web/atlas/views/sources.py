"""Sources: what a release was made of, and which releases there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import Release, text_of


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
    return {**release.sources[key], "serves": served}


def _files(release: Release) -> list[dict[str, Any]]:
    titles = {row["path"]: text_of(row["title"]) for kind in ("layers", "tiles") for row in release.manifest[kind]}
    return [
        {**row, "title": titles.get(row["path"], row["path"]), "url": release.file_url(row["path"])}
        for row in release.manifest["files"]
    ]
