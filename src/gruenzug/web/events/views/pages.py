"""What is to come, what has been, and one event."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.forms import FilterForm
from gruenzug.web.events.models import Event
from gruenzug.web.events.selectors.listing import COMING, PAST, Asked, by_when, with_line
from gruenzug.web.events.selectors.openness import openness_of_all
from gruenzug.web.events.selectors.page import event_page
from gruenzug.web.events.structured import facts_of
from gruenzug.web.events.views.common import breadcrumbs, files_of, unknown

PER_PAGE = 20


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """List the events to come, the next one first."""
    return _list(request, COMING)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List the events that are over, the latest first."""
    return _list(request, PAST)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one event: what, when, where, for whom, its programme, and what is left of it."""
    page = event_page(slug, drafts=request.user.has_perm("events.view_event"))
    if page is None:
        raise unknown()
    trail = [(_("Archiv"), reverse("events:archive"))] if page.event.is_over else []
    context = {
        "page": page,
        "event": page.event,
        "openness": page.openness,
        "structured": facts_of(request, page.event),
        "breadcrumbs": breadcrumbs(*trail, (text_of(page.event.title), "")),
    }
    return render(request, "events/event.html", context)


def _list(request: HttpRequest, when: str) -> HttpResponse:
    asked = Asked.of(request, when)
    counts = by_when(asked)
    paginator = Paginator(with_line(asked.rows()), PER_PAGE)
    paginator.count = counts[when]
    page = paginator.get_page(request.GET.get("page"))
    events = list(page.object_list)
    states = openness_of_all(events)
    context = {
        "when": when,
        "page": page,
        "lines": [(row, states[row.pk]) for row in events],
        "form": FilterForm(asked),
        "is_filtered": bool(asked.query),
        "tabs": _tabs(asked, counts, when),
        "reset_url": reverse("events:archive" if when == PAST else "events:list") if asked.query else "",
        "downloads": files_of({**asked.query, "when": when}, _("Veranstaltungen dieser Auswahl")),
        "total": Event.objects.public().exists() if not counts[when] else True,
        "breadcrumbs": breadcrumbs(*([(_("Archiv"), "")] if when == PAST else [])),
    }
    return render(request, "events/list.html", context)


def _tabs(asked: Asked, counts: dict[str, int], when: str) -> list[dict[str, Any]]:
    query = urlencode({name: value for name, value in asked.query.items() if name != "year"})
    tail = f"?{query}" if query else ""
    labels = ((COMING, _("Kommende"), "events:list"), (PAST, _("Archiv"), "events:archive"))
    return [
        {"title": f"{label} ({counts[key]})", "url": reverse(name) + tail, "current": key == when}
        for key, label, name in labels
    ]
