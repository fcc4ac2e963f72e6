"""What every page shows around its own content: navigation, languages, footer, model banner."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import Release
from gruenzug.web.portal.footer import SIMPLE, footer_of
from gruenzug.web.portal.middleware import ADMIN
from gruenzug.web.portal.page_tree import top_pages

Link = dict[str, Any]


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context `core/base.html` asks for; nothing for the editors' pages."""
    if request.path_info.startswith(ADMIN):
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    pages = _pages(request, language)
    release = _release(request)
    programme = {"title": settings.PROGRAMME, "url": f"/{language}/"}
    return {
        "programme": programme,
        "navigation": _navigation(request, pages),
        "search_url": reverse("search"),
        "letter_band": "newsletter/parts/sign_up.html",
        "languages": _languages(request, language),
        "hard_language": _hard_language(request, language),
        "release": release,
        "model_region": bool(release and release.is_model),
        "other_release": _other_release(request, release),
        "footer": footer_of(language, programme, pages, release),
    }


def _release(request: HttpRequest) -> Release | None:
    try:
        return release_of(request)
    except Http404:  # the page that says so is being shown right now
        return None


def _other_release(request: HttpRequest, release: Release | None) -> Link | None:
    """Return the release shown and the way to the current one, if it is not that."""
    if release is None or release.is_current:
        return None
    return {"name": release.name, "url": request.path}


def _pages(request: HttpRequest, language: str) -> list[Link]:
    """Return the editors' pages right below home, in their order."""
    return [
        {"title": row.title, "url": row.url, "slug": row.slug, "in_menu": row.in_menu}
        for row in top_pages(request)
        if row.language == language
    ]


def _hard_language(request: HttpRequest, language: str) -> bool:
    """Whether somebody asked for Leichte Sprache and this page is not written in it."""
    return language == SIMPLE and not getattr(request, "simple", False)


def _navigation(request: HttpRequest, pages: list[Link]) -> list[Link]:
    if get_language() == SIMPLE:
        towns = {"title": "Städte", "url": reverse("dossiers:list")}
        return _marked(request, [*(dict(page) for page in pages if page["in_menu"]), towns])
    rooms = [
        {"title": _("Atlas"), "url": link(request, "atlas:map")},
        {"title": _("Kommunen"), "url": link(request, "dossiers:list")},
        {"title": _("Charta"), "url": reverse("charter:index")},
        {"title": _("Projekte"), "url": reverse("projects:list")},
        {"title": _("Förderung"), "url": reverse("funding:finder")},
        {"title": _("Beteiligung"), "url": reverse("participation:index")},
        {"title": _("Veranstaltungen"), "url": reverse("events:list")},
    ]
    entries = [*rooms, *(dict(page) for page in pages if page["in_menu"])]
    return _marked(request, entries)


def _marked(request: HttpRequest, entries: list[Link]) -> list[Link]:
    """Return the entries, the one that leads here marked."""
    for entry in entries:
        entry["current"] = request.path.startswith(entry["url"].partition("?")[0])
    return entries


def _languages(request: HttpRequest, active: str) -> list[Link]:
    """Return the same page in every published language, or that language's home."""
    alternates = getattr(request, "alternates", None)
    titles = {"de": "Deutsch", "en": "English", "de-simple": "Leichte Sprache"}
    links = []
    for code in settings.PUBLISHED_LANGUAGES:
        if alternates is None:
            url = request.path if code == active else translate_url(request.path, code)
            same = code == active or url != request.path
        else:
            url, same = alternates.get(code), code in alternates
        query = f"?{request.GET.urlencode()}" if request.GET and same else ""
        target = f"{urlsplit(url).path}{query}" if same and url else f"/{code}/"
        links.append(
            {
                "code": code,
                "title": titles[code],
                "url": request.build_absolute_uri(target),
                "current": code == active,
                "only_home": not (same and url),
            }
        )
    return links
