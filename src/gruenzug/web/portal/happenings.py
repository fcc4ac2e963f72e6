"""What this room tells of what happened."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.portal.models import NewsPage


def _live(user: Any) -> QuerySet[NewsPage]:
    return NewsPage.objects.live()


def _address(entry: Any, user: Any) -> str:
    """Return the public address of a page, without a query."""
    _home, *path = entry.page.url_path.strip("/").split("/")
    return f"/{entry.page.locale.language_code}/{'/'.join(path)}/"


register(
    Happening(
        "portal.news",
        _("Aktuelles"),
        NewsPage,
        ("wagtail.publish", "wagtail.publish.scheduled"),
        rows=_live,
        address=_address,
        icon="doc-full-inverse",
        order=1,
    )
)
