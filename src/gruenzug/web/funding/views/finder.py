"""The finder: programmes, one programme, and which of them fit a plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.core.errors import NotHere
from gruenzug.web.funding import calendar
from gruenzug.web.funding.forms import FinderFilter, PlanForm
from gruenzug.web.funding.matching import Outcome, Verdict
from gruenzug.web.funding.models import CallWindow, Programme
from gruenzug.web.funding.selectors.facts import brief, groups_of
from gruenzug.web.funding.selectors.finder import Asked, Found, facets, match, public_programmes
from gruenzug.web.funding.selectors.public import Asked as GrantsAsked
from gruenzug.web.funding.selectors.public import public_grants, with_amounts
from gruenzug.web.funding.views.common import breadcrumbs, files_of

SHOWN_GRANTS = 6


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """List the programmes, current ones first asked for."""
    asked = Asked.of(request)
    found = public_programmes()
    context = {
        "rows": [_card(row) for row in found if asked.fits(row)],
        "form": FinderFilter(asked, facets(found, asked)),
        "is_filtered": asked != Asked(),
        "downloads": [
            *files_of(
                "funding-programmes", _("Förderprogramme"), vars(asked), ("csv", "xlsx", "json", "atom")
            ),
            {"title": _("Fristen zum Abonnieren"), "format": "iCal", "url": reverse("funding:calendar")},
        ],
        "breadcrumbs": breadcrumbs(),
    }
    return render(request, "funding/finder.html", context)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme: everything that is said of it, and by whom."""
    rows = public_programmes(Programme.objects.public().filter(slug=slug))
    if not rows:
        raise NotHere(
            _("Dieses Förderprogramm kennen wir nicht."), reverse("funding:finder"), _("Hier stehen alle.")
        )
    (found,) = rows
    granted = public_grants(GrantsAsked(programme=slug))[:SHOWN_GRANTS]
    context = {
        "found": found,
        "offer": found.programme,
        "status": found.status(timezone.localdate()),
        "brief": brief(found.terms),
        "groups": groups_of(found),
        "goals": found.programme.goals.all(),
        "grants": with_amounts(granted),
        "breadcrumbs": breadcrumbs((found.programme.short_name, "")),
    }
    return render(request, "funding/programme.html", context)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a plan, and say of every programme whether it fits and why; nothing is stored."""
    form = PlanForm(request.GET or None)
    outcomes: list[Outcome] = match(form.plan()) if form.is_asked and form.is_valid() else []
    context: dict[str, Any] = {
        "form": form,
        "outcomes": outcomes,
        "verdicts": Verdict,
        "counts": {verdict.value: sum(row.verdict == verdict for row in outcomes) for verdict in Verdict},
        "breadcrumbs": breadcrumbs((_("Passt zu meinem Vorhaben?"), "")),
    }
    return render(request, "funding/check.html", context)


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Send the deadlines of all current programmes as a calendar."""
    windows = CallWindow.objects.filter(programme__in=Programme.objects.public().current())
    content = calendar.calendar(request, _("Förderfristen"), windows.select_related("programme"))
    return calendar.as_response(content, "foerderfristen.ics")


@require_safe
def programme_deadlines(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the deadlines of one programme as a calendar."""
    found = Programme.objects.public().filter(slug=slug).first()
    if found is None:
        raise NotHere(
            _("Dieses Förderprogramm kennen wir nicht."), reverse("funding:finder"), _("Hier stehen alle.")
        )
    windows = CallWindow.objects.filter(programme=found).select_related("programme")
    return calendar.as_response(calendar.calendar(request, found.short_name, windows), f"{slug}.ics")


def _card(found: Found) -> dict[str, Any]:
    return {
        "found": found,
        "programme": found.programme,
        "status": found.status(timezone.localdate()),
        "brief": brief(found.terms),
    }
