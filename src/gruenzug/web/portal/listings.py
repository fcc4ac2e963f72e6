"""Lists of the editors' pages that can leave the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.portal.models import NewsPage

MOST = 200


def rows(request: HttpRequest) -> Iterable[NewsPage]:
    """Return the news of the active language, about one topic if asked."""
    found = NewsPage.objects.live().public().filter(locale__language_code=get_language() or "de")
    asked = found.latest_first().about(request.GET.get("topic", ""))
    return asked.select_related("locale").prefetch_related("topics")[:MOST]


def _entry(request: HttpRequest, row: NewsPage) -> Entry:
    moment = dt.datetime.combine(row.day, dt.time(9), timezone.get_current_timezone())
    return Entry(row.title, row.get_url(request) or "", row.last_published_at or moment, row.lead)


NEWS = register(
    Listing(
        name="news",
        title=_("Grüne Infrastruktur aktuell"),
        description=_("Nachrichten des Programms, auch nach Thema"),
        rows=rows,
        entry=_entry,
        filters={"topic": _("Kennung eines Themas")},
        columns=(
            Column("day", _("Datum"), lambda row: row.day),
            Column("title", _("Titel"), lambda row: row.title),
            Column("summary", _("Einleitung"), lambda row: row.lead),
            Column("topics", _("Themen"), lambda row: " ".join(topic.key for topic in row.topics.all())),
            Column("url", _("Adresse"), lambda row: row.get_full_url() or ""),
        ),
    )
)
