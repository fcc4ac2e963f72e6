"""The goals: all of them by Leitthema, and one page each: the graph of the programme around it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.forms import GoalFilter
from gruenzug.web.charter.selectors.goals import goal_page, outline_of
from gruenzug.web.charter.views.common import breadcrumbs, files_of
from gruenzug.web.core.errors import NotHere


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """List Leitthemen, Oberziele and Handlungsziele, narrowed if asked."""
    asked = {name: request.GET.get(name, "")[:40] for name in ("theme", "kind", "named")}
    outline = outline_of(asked["theme"], asked["kind"], bool(asked["named"]))
    context = {
        "outline": outline,
        "form": GoalFilter(outline, asked),
        "downloads": files_of("goals", _("Handlungsziele"), asked, ("csv", "xlsx", "json")),
        "breadcrumbs": breadcrumbs((_("Ziele"), "")),
    }
    return render(request, "charter/goals.html", context)


@require_safe
def goal(request: HttpRequest, code: str) -> HttpResponse:
    """Show one Handlungsziel with all that serves it."""
    found = goal_page(request, code)
    if found is None:
        raise NotHere(
            _("Dieses Handlungsziel gibt es nicht."),
            reverse("charter:goals"),
            _("Hier finden Sie alle Handlungsziele."),
        )
    context = {
        "page": found,
        "goal": found.goal,
        "breadcrumbs": breadcrumbs((_("Ziele"), reverse("charter:goals")), (text_of(found.goal.title), "")),
    }
    return render(request, "charter/goal.html", context)
