"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Crumb = dict[str, str]
PAGE_SIZE = 20


def breadcrumbs(*trail: tuple[str, str]) -> list[Crumb]:
    """Return the way from home over the Charta to this page; `trail` holds titles and addresses."""
    home = {"title": _("Start"), "url": f"/{get_language() or 'de'}/"}
    charter = {"title": _("Charta"), "url": reverse("charter:index")}
    return [home, charter, *({"title": title, "url": url} for title, url in trail)]


def files_of(name: str, title: str, query: dict[str, str], formats: tuple[str, ...]) -> list[Crumb]:
    """Return the list `name` as files, with the filters of the page."""
    labels = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom", "geojson": "GeoJSON"}
    kept = {key: value for key, value in query.items() if value}
    tail = f"?{urlencode(kept)}" if kept else ""
    return [
        {"title": title, "format": labels[kind], "url": reverse("data:export", args=[name, kind]) + tail}
        for kind in formats
    ]


def page_of(request: HttpRequest, rows: Any, count: int | None = None) -> Page:
    """Return the asked page of `rows`, whose `count` may be known; beyond the end the last one is shown."""
    paginator = Paginator(rows, PAGE_SIZE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
