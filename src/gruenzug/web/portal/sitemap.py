"""All public pages: what the search knows, and the lists that lead there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from gruenzug.web.core.models import SearchEntry
from gruenzug.web.portal.models import HomePage, NewsIndexPage

LISTS = (
    "atlas:map",
    "atlas:methods",
    "atlas:sources",
    "dossiers:list",
    "charter:index",
    "projects:list",
    "funding:finder",
    "directory:list",
    "events:list",
    "newsletter:index",
    "data:index",
    "trust:report",
    "trust:write",
    "trust:own-data-ask",
)
"""Pages that are no row of any table."""

SIMPLE = "de-simple"
WRITTEN_SIMPLY = ("portal.page", "portal.news", "dossiers.municipality")


@dataclass
class Entry:
    """One page, with its address in each language."""

    urls: dict[str, str] = field(default_factory=dict)
    day: str = ""


def entries() -> list[Entry]:
    """Return all pages in the published languages."""
    languages = [code for code in settings.PUBLISHED_LANGUAGES if code != SIMPLE]
    found = [Entry({code: f"/{code}/" for code in _homes()})]
    for name in LISTS:
        urls = {code: url for code in languages if (url := _address(name, code))}
        if urls:
            found.append(Entry(urls))
    found += _indexes()
    rows: dict[tuple[str, str], Entry] = defaultdict(Entry)
    known = SearchEntry.objects.filter(language__in=settings.PUBLISHED_LANGUAGES).exclude(url="")
    for kind, key, language, url, day in known.order_by("kind", "key").values_list(
        "kind", "key", "language", "url", "date"
    ):
        if "#" in url or not url.startswith(f"/{language}/"):
            continue
        if language == SIMPLE and kind not in WRITTEN_SIMPLY:
            continue  # the page would say that it is in hard language
        entry = rows[kind, key]
        entry.urls[language] = url
        entry.day = day.isoformat() if day else entry.day
    return found + _once(list(rows.values()))


def _homes() -> list[str]:
    codes = HomePage.objects.live().values_list("locale__language_code", flat=True)
    return [code for code in settings.PUBLISHED_LANGUAGES if code in set(codes)]


def _indexes() -> list[Entry]:
    pages = NewsIndexPage.objects.live().select_related("locale")
    urls = {page.locale.language_code: page.get_url() for page in pages}
    return [Entry(urls)] if urls else []


def _address(name: str, language: str) -> str:
    with override(language):
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""


def _once(rows: list[Entry]) -> list[Entry]:
    """Return `rows` without pages that are there already under another key."""
    seen: set[str] = set()
    kept = []
    for entry in rows:
        if not seen & set(entry.urls.values()):
            kept.append(entry)
            seen |= set(entry.urls.values())
    return kept
