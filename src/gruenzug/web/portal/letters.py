"""News for the next issue of the newsletter."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core import formats
from gruenzug.web.newsletter.items import Item, Source, register
from gruenzug.web.portal.models import NewsPage

MOST = 40


def news(since: dt.date, until: dt.date) -> list[Item]:
    """Return what was news, in the language of the text where it is written in it."""
    language = "en" if get_language() == "en" else "de"
    rows = NewsPage.objects.live().filter(day__gte=since, day__lte=until, locale__language_code=language)
    return [
        Item(
            key=str(row.translation_key),
            title=row.title,
            url=row.get_url() or "",
            meta=formats.day(row.day),
            text=row.lead,
        )
        for row in rows.latest_first()[:MOST]
    ]


register(Source("news", _("Aktuelles"), 10, news))
