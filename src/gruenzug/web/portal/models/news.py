"""News: what happened, by topic, with a picture whose rights are settled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from gruenzug.web.newsletter.models import Topic
from gruenzug.web.places.models import Municipality
from gruenzug.web.portal.models.pages import SitePage
from gruenzug.web.portal.page_tree import top_pages


class NewsQuerySet(PageQuerySet):
    """The questions lists ask of news."""

    def latest_first(self) -> NewsQuerySet:
        """Order by day, the latest first."""
        return self.order_by("-day", "-pk")

    def about(self, topic: str) -> NewsQuerySet:
        """Keep those with a topic; all, if none is named."""
        return self.filter(topics__key=topic) if topic else self


class NewsPage(SitePage):
    """One piece of news."""

    day = models.DateField(_("Datum"), default=timezone.localdate, db_index=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("Themen"), related_name="+", blank=True)
    municipalities = ParentalManyToManyField(
        Municipality, verbose_name=_("Kommunen"), related_name="+", blank=True
    )
    image = models.ForeignKey(
        "core.SiteImage",
        models.SET_NULL,
        verbose_name=_("Bild"),
        related_name="+",
        null=True,
        blank=True,
    )
    image_alt = models.CharField(
        _("Bildbeschreibung"),
        max_length=250,
        blank=True,
        help_text=_("Was zu sehen ist, für Menschen, die das Bild nicht sehen"),
    )
    image_credit = models.CharField(
        _("Urheber und Lizenz"),
        max_length=200,
        blank=True,
        help_text=_("Bleibt das Feld leer, gilt, was beim Bild hinterlegt ist."),
    )

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *SitePage.content_panels[:-2],
        FieldPanel("day"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldRowPanel([FieldPanel("image_alt"), FieldPanel("image_credit")])],
            heading=_("Bild"),
        ),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("topics"), FieldPanel("municipalities")]),
    ]
    search_fields = [*SitePage.search_fields, index.FilterField("day")]
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "portal/news.html"

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")

    def clean(self) -> None:
        super().clean()
        if self.image_id is None:
            return
        given = {"image_alt": self.image_alt, "image_credit": self.image_credit or self.image.credit}
        message = _("Ein Bild braucht eine Beschreibung sowie Urheber und Lizenz.")
        if missing := {name: message for name, value in given.items() if not value}:
            raise ValidationError(missing)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        index_url = (self.get_url(request) or "").rstrip("/").rpartition("/")[0] + "/"
        titles = {page.url: page.title for page in top_pages(request)}
        return {
            **super().get_context(request, *args, **kwargs),
            "topics": list(self.topics.all()),
            "towns": list(self.municipalities.only("name", "slug")),
            "index_url": index_url,
            "facts": self.facts(request),
            "breadcrumbs": [
                {"title": _("Start"), "url": f"/{self.locale.language_code}/"},
                {"title": titles.get(index_url, _("Aktuelles")), "url": index_url},
                {"title": self.title},
            ],
        }

    def facts(self, request: HttpRequest) -> dict[str, Any]:
        """Return what search engines are told (schema.org)."""
        publisher = settings.ENVIRONMENT.operator_name or settings.PROGRAMME
        return {
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.lead,
            "datePublished": self.day.isoformat(),
            "dateModified": self.last_published_at.isoformat() if self.last_published_at else "",
            "inLanguage": self.locale.language_code,
            "image": self.preview_url(request),
            "mainEntityOfPage": self.get_full_url(request),
            "publisher": {"@type": "Organization", "name": publisher},
        }
