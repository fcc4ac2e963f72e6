"""What programs ask the site for: the map of all pages, and pictures of pages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from gruenzug.web.core import social
from gruenzug.web.core.previews import Card, picture
from gruenzug.web.portal.press_kit import press_kit
from gruenzug.web.portal.previews import card_of
from gruenzug.web.portal.sitemap import entries

HOUR = 3600


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in every language (sitemaps.org)."""
    context = {"entries": entries(), "base": settings.BASE_URL}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@require_safe
def press(request: HttpRequest) -> HttpResponse:
    """Send the press kit."""
    response = HttpResponse(press_kit(request), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="pressepaket.zip"'
    return response


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the picture other sites show of a page."""
    page = get_object_or_404(Page.objects.live().public(), pk=pk).specific
    return _drawn(card_of(request, page))


@require_safe
def preview_of(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Send the picture other sites show of a page of one of the rooms."""
    card = social.card_of(request, kind, key)
    if card is None:
        raise Http404
    return _drawn(card)


def _drawn(card: Card) -> HttpResponse:
    response = HttpResponse(picture(card), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
