"""Campaigns: one claim, one number or map, a time, and how to take part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from gruenzug.web.core.formats import day
from gruenzug.web.newsletter.models import Topic
from gruenzug.web.portal.campaign_blocks import MarkBlock, StepsBlock
from gruenzug.web.portal.models.news import NewsPage
from gruenzug.web.portal.models.pages import SitePage
from gruenzug.web.portal.page_tree import top_pages

NEWS = 3


class CampaignQuerySet(PageQuerySet):
    """The questions lists ask of campaigns."""

    def running(self) -> CampaignQuerySet:
        """Keep those that are on today."""
        today = timezone.localdate()
        begun = Q(begins_on__isnull=True) | Q(begins_on__lte=today)
        goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        return self.live().filter(begun & goes_on).order_by("-begins_on", "-pk")


class CampaignPage(SitePage):
    """One campaign."""

    claim = models.CharField(
        _("Aussage"), max_length=140, help_text=_("Ein Satz, der hängen bleibt; steht groß am Anfang")
    )
    figure = StreamField(
        MarkBlock(),
        blank=True,
        max_num=1,
        verbose_name=_("Große Zahl oder Karte"),
        help_text=_("Aus dem aktuellen Datenstand; auch das Bild, das andere Seiten zeigen"),
    )
    begins_on = models.DateField(_("erster Tag"), null=True, blank=True, db_index=True)
    ends_on = models.DateField(_("letzter Tag"), null=True, blank=True)
    steps = StreamField(StepsBlock(), blank=True, verbose_name=_("So machen Sie mit"))
    topics = ParentalManyToManyField(
        Topic,
        verbose_name=_("Themen"),
        related_name="+",
        blank=True,
        help_text=_("Nachrichten zu diesen Themen stehen am Ende der Seite"),
    )

    objects = PageManager.from_queryset(CampaignQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("claim"),
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on")]),
        FieldPanel("figure"),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("topics"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("claim"),
        index.SearchField("steps"),
        index.FilterField("begins_on"),
        index.FilterField("ends_on"),
    ]
    parent_page_types = ["portal.HomePage", "portal.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "portal/campaign.html"

    class Meta:
        verbose_name = _("Kampagne")
        verbose_name_plural = _("Kampagnen")
        constraints = [
            models.CheckConstraint(
                name="campaign_begins_before_it_ends",
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                violation_error_message=_("Der letzte Tag darf nicht vor dem ersten liegen."),
            )
        ]

    @property
    def period(self) -> str:
        """When it is, in words; nothing if nobody said."""
        if self.begins_on and self.ends_on:
            facts = {"first": day(self.begins_on), "last": day(self.ends_on)}
            return str(_("%(first)s bis %(last)s") % facts)
        if self.begins_on:
            return str(_("ab %(first)s") % {"first": day(self.begins_on)})
        return str(_("bis %(last)s") % {"last": day(self.ends_on)}) if self.ends_on else ""

    @property
    def kicker(self) -> str:
        """What stands above the title and below it in lists."""
        return " · ".join(filter(None, (str(_("Kampagne")), self.period)))

    def state_on(self, today: dt.date) -> str:
        """Return whether it is still to come, or over; nothing while it runs."""
        if self.begins_on and today < self.begins_on:
            return str(_("beginnt bald"))
        return str(_("abgeschlossen")) if self.ends_on and today > self.ends_on else ""

    def more_words(self) -> list[str]:
        return [self.claim, *map(str, self.steps.stream_block.get_searchable_content(self.steps))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        topics = list(self.topics.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "topics": topics,
            "news": self._news(topics),
            "state": self.state_on(timezone.localdate()),
            "asks_for_address": any(step.block_type == "newsletter" for step in self.steps),
            "breadcrumbs": self._breadcrumbs(request),
        }

    def _news(self, topics: list[Topic]) -> list[NewsPage]:
        """Return the latest news of this language about one of the topics."""
        if not topics:
            return []
        rows = NewsPage.objects.live().filter(locale=self.locale_id, topics__in=topics).distinct()
        return list(rows.latest_first()[:NEWS])

    def _breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        above = (self.url_path or "").strip("/").split("/")[1:-1]
        language = get_language() or settings.LANGUAGE_CODE
        crumbs = [{"title": str(_("Start")), "url": f"/{language}/"}]
        titles = {page.url: page.title for page in top_pages(request)}
        if above:
            url = f"/{language}/{above[0]}/"
            crumbs.append({"title": titles.get(url, str(_("Aktuelles"))), "url": url})
        return [*crumbs, {"title": self.title, "url": ""}]
