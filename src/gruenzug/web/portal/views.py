"""Pages that belong to no room: health, robots, and what to say when something is not there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gruenzug import __version__
from gruenzug.web.atlas.models import Release
from gruenzug.web.core.errors import NotHere


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether the site can serve pages, for those who watch it."""
    facts = {"status": "ok", "version": __version__, "database": connection.vendor, "release": None}
    try:
        current = Release.objects.filter(is_current=True).values_list("name", flat=True).first()
    except DatabaseError as error:
        return JsonResponse({**facts, "status": "database", "error": type(error).__name__}, status=503)
    facts["release"] = current
    if current and not (settings.RELEASES / current).is_dir():
        return JsonResponse({**facts, "status": "release files missing"}, status=503)
    return JsonResponse(facts)


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead from where Wagtail signs in to where everybody does."""
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let robots read all but the editors' pages."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in one sentence what is missing, and where to go."""
    missing = exception if isinstance(exception, NotHere) else None
    ways = {"list_url": reverse("dossiers:list"), "atlas_url": reverse("atlas:map")}
    return render(request, "portal/404.html", {"missing": missing, **ways}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; touches neither database nor session, for they may be the fault."""
    return HttpResponse(render_to_string("portal/500.html"), status=500)
