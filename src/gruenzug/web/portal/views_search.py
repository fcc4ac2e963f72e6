"""The search over everything."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.core.search import Results, find, indexers

PER_PAGE = 20
LONGEST = 80


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words of the address find, of one kind if it names one."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in indexers() else ""
    hits = Hits(text, kind)
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "text": text,
        "page": page,
        "results": hits.first,
        "kinds": _kinds(hits.first, text, kind),
        "breadcrumbs": [{"title": _("Start"), "url": f"/{get_language() or 'de'}/"}, {"title": _("Suche")}],
    }
    return render(request, "portal/search.html", context)


class Hits:
    """What was found, read page by page."""

    def __init__(self, text: str, kind: str) -> None:
        self.text, self.kind = text, kind

    @cached_property
    def first(self) -> Results:
        """The first page, with all counts."""
        return self._read(0)

    def __len__(self) -> int:
        return self.first.count

    def __getitem__(self, part: slice) -> list[Any]:
        return (self.first if not part.start else self._read(part.start)).hits

    def _read(self, begin: int) -> Results:
        return find(self.text, get_language() or "de", self.kind, first=begin, size=PER_PAGE)


def _kinds(results: Results, text: str, kind: str) -> list[dict[str, Any]]:
    """Return the kinds found as tabs, all together first."""
    if len(results.by_kind) < 2 and not kind:
        return []
    total = sum(count for _indexer, count in results.by_kind)
    tabs = [{"title": f"{_('Alles')} ({total})", "url": f"?{urlencode({'q': text})}", "current": not kind}]
    return tabs + [
        {
            "title": f"{indexer.title} ({count})",
            "url": f"?{urlencode({'q': text, 'kind': indexer.kind})}",
            "current": kind == indexer.kind,
        }
        for indexer, count in results.by_kind
    ]
