"""Ideas: all of them with filters and map, and one with its comments and its answer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.map_config import base_config
from gruenzug.web.core.errors import NotHere
from gruenzug.web.participation import effects, sessions
from gruenzug.web.participation.forms import CommentForm, FilterForm, SupportForm
from gruenzug.web.participation.models import Idea, Reaction, Visibility
from gruenzug.web.participation.selectors import consultations
from gruenzug.web.participation.selectors.ideas import Asked, Found, comments_of, for_list
from gruenzug.web.participation.selectors.maps import idea_map, map_points
from gruenzug.web.participation.selectors.statistics import statistics
from gruenzug.web.participation.views.common import trail, who

PER_PAGE = 24
NEWEST = 6


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show where one can have a say."""
    newest = for_list(Idea.objects.public().order_by("-published_at", "-pk"))[:NEWEST]
    context = {
        "consultations": consultations.overview(),
        "newest": newest,
        "count": Idea.objects.public().count(),
        "breadcrumbs": trail(),
    }
    return render(request, "participation/index.html", context)


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """Show the rules, and how often what was hidden why."""
    files = [
        {
            "title": _("Moderation in Zahlen"),
            "format": label,
            "url": reverse("data:export", args=["moderation", kind]),
        }
        for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
    ]
    context = {
        "statistics": statistics(),
        "downloads": files,
        "breadcrumbs": trail((_("Regeln und Moderation"), "")),
    }
    return render(request, "participation/moderation.html", context)


@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """List the public ideas as asked for, with a map and counts beside every choice."""
    asked = Asked.of(request)
    found = Found(asked)
    page = Paginator(for_list(found.rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "form": FilterForm(found),
        "map": idea_map(found),
        "map_config": _map_config(request, asked),
        "downloads": _files(asked),
        "breadcrumbs": trail((_("Ideen"), "")),
    }
    return render(request, "participation/ideas.html", context)


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """Say where the ideas asked for are, for the interactive map."""
    response = JsonResponse({"points": map_points(Found(Asked.of(request)))})
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one idea: what, where, who is for it, what is said, and what became of it."""
    return idea_page(request, public_idea(pk))


def public_idea(pk: int) -> Idea:
    """Return the public idea, or say that there is none here."""
    rows = Idea.objects.select_related("municipality", "body", "photo", "project")
    found = rows.filter(pk=pk).first()
    if found and found.is_public:
        return found
    told = _("Diese Idee kennen wir nicht.")
    if found and found.visibility == Visibility.HIDDEN:
        told = _("Diese Idee wurde ausgeblendet: %(reason)s.") % {"reason": found.get_hidden_reason_display()}
    if found and found.visibility == Visibility.WITHDRAWN:
        told = _("Diese Idee wurde zurückgezogen.")
    raise NotHere(told, reverse("participation:ideas"), _("Hier stehen alle Ideen."))


def idea_page(
    request: HttpRequest, shown: Idea, *, form: CommentForm | None = None, reply_to: int | None = None
) -> HttpResponse:
    """Show `shown` with a form to comment; with errors if it was filled in wrongly."""
    participant = sessions.current(request)
    asked_reply = request.GET.get("antwort", "")
    reply_to = reply_to or (int(asked_reply) if asked_reply.isdecimal() else None)
    comments = comments_of(shown)
    mine = Reaction.objects.filter(idea=shown, participant=participant) if participant else None
    context = {
        "idea": shown,
        "themes": shown.themes.all(),
        "comments": comments,
        "effect": effects.effect_of(shown),
        "form": form or CommentForm(request, initial={"parent": reply_to}),
        "reply": next((row for row in comments if row.pk == reply_to), None),
        "support_form": SupportForm(request, auto_id="unterstuetzen-%s"),
        "supports": bool(mine and mine.exists()),
        "map_config": _map_of_one(request, shown),
        "breadcrumbs": trail((_("Ideen"), reverse("participation:ideas")), (shown.title, "")),
        **who(request),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "participation/idea.html", context, status=status)


def _map_config(request: HttpRequest, asked: Asked) -> dict[str, Any] | None:
    """Return what the interactive map needs; None without a release, for then there are no tiles."""
    release = release_of(request)
    if release is None:
        return None
    query = urlencode(asked.query)
    address = reverse("participation:points") + (f"?{query}" if query else "")
    return {**base_config(release), "title": _("Ideen auf der Karte"), "points": address}


def _map_of_one(request: HttpRequest, shown: Idea) -> dict[str, Any] | None:
    release = release_of(request)
    if release is None or not shown.geometry:
        return None
    longitude, latitude = shown.position or (0, 0)
    return {
        **base_config(release),
        "title": shown.title,
        "shape": shown.geometry,
        "look": {"lon": longitude, "lat": latitude, "box": shown.box},
        "points": "",
    }


def _files(asked: Asked) -> list[dict[str, str]]:
    query = urlencode({name: value for name, value in asked.query.items() if name != "sort"})
    tail = f"?{query}" if query else ""
    labels = (("csv", "CSV"), ("xlsx", "XLSX"), ("geojson", "GeoJSON"), ("json", "JSON"), ("atom", "Atom"))
    return [
        {
            "title": _("Ideen dieser Auswahl"),
            "format": label,
            "url": reverse("data:export", args=["ideas", kind]) + tail,
        }
        for kind, label in labels
    ]
