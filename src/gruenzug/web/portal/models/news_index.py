"""The list of news."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.portal.models.campaign import CampaignPage
from gruenzug.web.portal.models.news import NewsPage
from gruenzug.web.portal.models.pages import SitePage

PER_PAGE = 12


class NewsIndexPage(SitePage):
    """All news of a language, the latest first, by topic if asked."""

    subpage_types = ["portal.NewsPage", "portal.CampaignPage"]
    parent_page_types = ["portal.HomePage"]
    max_count_per_parent = 1
    template = "portal/news_index.html"

    class Meta:
        verbose_name = _("Nachrichtenliste")
        verbose_name_plural = _("Nachrichtenlisten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        asked = request.GET.get("topic", "")
        topics = list(Topic.objects.all())
        topic = next((row for row in topics if row.key == asked), None)
        rows = NewsPage.objects.child_of(self).live().latest_first().about(topic.key if topic else "")
        page = Paginator(rows.prefetch_related("topics").select_related("image"), PER_PAGE)
        return {
            **context,
            "topic": topic,
            "tabs": [
                {"title": _("alle Themen"), "url": "?", "current": topic is None},
                *(
                    {"title": text_of(row.title), "url": f"?topic={row.key}", "current": row == topic}
                    for row in topics
                ),
            ],
            "page_of_news": page.get_page(request.GET.get("page")),
            "campaigns": [] if asked else CampaignPage.objects.running().filter(locale=self.locale_id),
        }
