"""What is not translated yet, or is older than the German page it follows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

HOURS = dt.timedelta(hours=1)  # pages loaded together are published within minutes of each other


@dataclass(frozen=True)
class Gap:
    """A German page and what is wrong with its translation."""

    title: str
    language: str
    state: str
    german_since: dt.datetime | None
    translated: dt.datetime | None
    edit_url: str
    german_url: str


def gaps() -> list[Gap]:
    """Return translations that are older than their German page, then German pages without one."""
    pages: dict[object, dict[str, Page]] = defaultdict(dict)
    for page in Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path"):
        pages[page.translation_key][page.locale.language_code] = page
    found = []
    for versions in pages.values():
        german = versions.get(settings.LANGUAGE_CODE)
        if german is None:
            continue
        others = [code for code in settings.PUBLISHED_LANGUAGES if code != settings.LANGUAGE_CODE]
        found += [gap for code in others if (gap := _gap(german, versions.get(code), code))]
    return sorted(found, key=lambda gap: (gap.state != "old", gap.language, gap.title))


def _gap(german: Page, other: Page | None, language: str) -> Gap | None:
    since = german.last_published_at
    edit = reverse("wagtailadmin_pages:edit", args=[(other or german).pk])
    url = german.get_url() or ""
    if other is None:
        return Gap(german.title, language, "missing", since, None, edit, url)
    translated = other.last_published_at
    if since and translated and translated + HOURS < since:
        return Gap(german.title, language, "old", since, translated, edit, url)
    return None
