"""The pages of editors in the search of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.portal.models import CampaignPage, ContentPage, NewsPage, ServicePage, SitePage

KINDS = (ContentPage, ServicePage, CampaignPage)


def rows() -> Iterable[SitePage]:
    """Return the live pages of all languages."""
    return Page.objects.type(*KINDS).live().public().select_related("locale").specific()


def describe(page: SitePage) -> Document | None:
    """Return a page in its own language; the other languages have pages of their own."""
    if page.locale.language_code != (get_language() or "de"):
        return None
    words = [*page.body.stream_block.get_searchable_content(page.body), *page.more_words()]
    return Document(
        title=page.title,
        text=" – ".join(part for part in (page.lead, *map(str, words)) if part),
        url=page.get_url() or "",
        date=_day(page),
    )


def _day(page: SitePage) -> dt.date | None:
    if isinstance(page, NewsPage):
        return page.day
    return page.last_published_at.date() if page.last_published_at else None


register(
    Indexer(
        kind="portal.page",
        title=_("Seiten"),
        rows=rows,
        describe=describe,
        model=ContentPage,
        parts={ServicePage: lambda row: row.pk, CampaignPage: lambda row: row.pk},
        order=70,
    )
)
register(
    Indexer(
        kind="portal.news",
        title=_("Nachrichten"),
        rows=lambda: NewsPage.objects.live().public().select_related("locale"),
        describe=describe,
        model=NewsPage,
        order=60,
    )
)
