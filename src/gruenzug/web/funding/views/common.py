"""What the pages of this room share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Crumb = dict[str, str]
FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom", "geojson": "GeoJSON"}


def breadcrumbs(*trail: tuple[str, str]) -> list[Crumb]:
    """Return the way from home over the finder to this page; `trail` holds titles and addresses."""
    home = {"title": _("Start"), "url": f"/{get_language() or 'de'}/"}
    finder = {"title": _("Förderung"), "url": reverse("funding:finder")}
    return [home, finder, *({"title": title, "url": url} for title, url in trail)]


def files_of(name: str, title: str, query: dict[str, str], formats: tuple[str, ...]) -> list[Crumb]:
    """Return the list `name` as files, with the filters of the page."""
    kept = {key: value for key, value in query.items() if value}
    tail = f"?{urlencode(kept)}" if kept else ""
    return [
        {"title": title, "format": FORMATS[kind], "url": reverse("data:export", args=[name, kind]) + tail}
        for kind in formats
    ]
