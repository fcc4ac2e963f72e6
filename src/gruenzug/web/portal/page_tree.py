"""The editors' pages right below home, read once per request for navigation, footer and language switch."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

TOP = 3  # root, home, page


@dataclass(frozen=True)
class TopPage:
    """One page below the home page of its language."""

    key: UUID
    language: str
    title: str
    slug: str
    in_menu: bool

    @property
    def url(self) -> str:
        return f"/{self.language}/{self.slug}/"


def top_pages(request: HttpRequest) -> list[TopPage]:
    """Return the live pages below all homes, in the editors' order."""
    if not hasattr(request, "top_pages"):
        rows = Page.objects.live().filter(depth=TOP, locale__language_code__in=settings.PUBLISHED_LANGUAGES)
        values = rows.order_by("path").values_list(
            "translation_key", "locale__language_code", "title", "slug", "show_in_menus"
        )
        request.top_pages = [TopPage(*row) for row in values]  # type: ignore[attr-defined]
    return request.top_pages  # type: ignore[attr-defined]


def alternates_of(request: HttpRequest, key: UUID) -> dict[str, str]:
    """Return the addresses of a page below home by language."""
    return {page.language: page.url for page in top_pages(request) if page.key == key}
