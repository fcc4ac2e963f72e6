"""What programs ask the site for: the map of all pages, and pictures of pages."""

from __future__ import annotations

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Page

from gruenzug.web.core import social
from gruenzug.web.core.previews import Card, picture
from gruenzug.web.portal.press_kit import press_kit
from gruenzug.web.portal.previews import card_of
from gruenzug.web.portal.sitemap import entries

HOUR, DAY = 3600, 86_400
SHOWN = "images/"
FACES = "avatar_images/"


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
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture as pages show it; what else was uploaded has doors of its own.

    In production a web server may send the folder of pictures itself; this needs nothing else.
    """
    of_staff = path.startswith(FACES) and getattr(request.user, "works_here", False)
    if normpath(path) != path or not (path.startswith(SHOWN) or of_staff):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "private" if of_staff else f"public, max-age={DAY}"
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
