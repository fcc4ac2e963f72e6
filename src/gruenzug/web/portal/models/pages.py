"""The pages editors write: home, content, and the pages the law asks for."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from gruenzug.web.portal.blocks import BodyBlock
from gruenzug.web.portal.page_tree import TOP, alternates_of

SIMPLE = "de-simple"
KINDS = ("campaignpage", "contentpage", "newsindexpage", "newspage", "servicepage")


class SitePage(Page):
    """What all our pages have: a lead, a body, and their own translations as language switch."""

    lead = models.TextField(_("Einleitung"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Inhalt"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        request.alternates = self._alternates(request)  # type: ignore[attr-defined]  the switch is made of it
        request.simple = self.is_simple  # type: ignore[attr-defined]  else the page says it is not
        context = super().get_context(request, *args, **kwargs)
        return {**context, "social_image": self.preview_url(request)}

    @property
    def is_simple(self) -> bool:
        """Whether this page is written in Leichte Sprache."""
        return (self.url_path or "").startswith(f"/{SIMPLE}/")

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and those above it in one query; aliases as Wagtail does."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        lengths = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:length] for length in lengths]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def more_words(self) -> list[str]:
        """Return what the search should know besides title, lead and body."""
        return []

    def preview_url(self, request: HttpRequest) -> str:
        """Return the address of the picture other sites show of this page."""
        return request.build_absolute_uri(reverse("preview", args=[self.pk])) if self.pk else ""

    def _alternates(self, request: HttpRequest) -> dict[str, str]:
        if self.depth == TOP:
            return alternates_of(request, self.translation_key)
        translations = self.get_translations(inclusive=True).live().select_related("locale")
        return {page.locale.language_code: page.get_url(request) for page in translations}


class HomePage(SitePage):
    """The first page of a language; the numbers on it come from the current release."""

    subpage_types = [
        "portal.ContentPage",
        "portal.NewsIndexPage",
        "portal.CampaignPage",
        "portal.ServicePage",
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 3
    template = "portal/home.html"

    class Meta:
        verbose_name = _("Startseite")
        verbose_name_plural = _("Startseiten")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Show little and in short sentences where the language asks for it."""
        return "portal/content.html" if self.is_simple else self.template

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page at any depth in one query; Wagtail takes two for each level."""
        if not path_components:
            return super().route(request, path_components)
        path = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.filter(url_path=path).live().select_related(*KINDS).first()
        if page is None:
            raise Http404
        kinds = (getattr(page, kind, None) for kind in KINDS)
        return next((found for found in kinds if found), page).specific.route(request, [])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from gruenzug.web.portal.selectors import home_facts  # noqa: PLC0415  selectors import models

        request.simple = self.is_simple  # type: ignore[attr-defined]
        context = Page.get_context(self, request, *args, **kwargs)  # homes are known without asking
        if self.is_simple:
            return {**context, "social_image": self.preview_url(request)}
        return {**context, **home_facts(request), "social_image": self.preview_url(request)}


class ContentPage(SitePage):
    """Background, explained and sourced."""

    subpage_types = ["portal.ContentPage"]
    template = "portal/content.html"

    class Meta:
        verbose_name = _("Inhaltsseite")
        verbose_name_plural = _("Inhaltsseiten")


class ServicePage(SitePage):
    """A page every public site owes its visitors; the software writes what it knows of itself."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Kontakt")
        IMPRINT = "imprint", _("Impressum")
        PRIVACY = "privacy", _("Datenschutz")
        ACCESSIBILITY = "accessibility", _("Barrierefreiheit")

    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices)

    content_panels = [*SitePage.content_panels, FieldPanel("kind")]
    subpage_types: list[str] = []
    template = "portal/service.html"

    class Meta:
        verbose_name = _("Serviceseite")
        verbose_name_plural = _("Serviceseiten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from gruenzug.web.portal.service_facts import service_facts  # noqa: PLC0415  reads settings late

        context = super().get_context(request, *args, **kwargs)
        return {**context, **service_facts(self.kind), "generated": self.generated}

    @property
    def generated(self) -> str:
        """The template of what the software writes itself."""
        if self.is_simple and self.kind in (self.Kind.CONTACT, self.Kind.ACCESSIBILITY):
            return f"portal/service/{self.kind}_simple.html"
        return f"portal/service/{self.kind}.html"
