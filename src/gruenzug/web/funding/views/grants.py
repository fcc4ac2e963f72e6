"""Grants as the public may see them, and the sum beside the published one."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.core.errors import NotHere
from gruenzug.web.funding.forms import GrantFilter
from gruenzug.web.funding.models import Earmark, Grant
from gruenzug.web.funding.selectors import public
from gruenzug.web.funding.views.common import breadcrumbs, files_of

PER_PAGE = 15


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """List what was granted to whom and for what."""
    asked = public.Asked.of(request)
    page = Paginator(public.lines(asked), PER_PAGE).get_page(request.GET.get("page"))
    days = asked.rows(leaving_out="year").values_list("decided_on", flat=True)
    by_year = Counter(day.year for day in days)
    context = {
        "page": page,
        "rows": public.with_amounts(page.object_list),
        "form": GrantFilter(asked, dict(sorted(by_year.items(), reverse=True))),
        "is_filtered": asked != public.Asked(),
        "compared": public.compared() if asked == public.Asked() else [],
        "downloads": files_of(
            "grants", _("Zuwendungen"), vars(asked), ("csv", "xlsx", "json", "geojson", "atom")
        ),
        "breadcrumbs": breadcrumbs((_("Zuwendungen"), "")),
    }
    return render(request, "funding/grants.html", context)


@require_safe
def grant(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one grant as far as its Bescheid makes it public."""
    rows = Grant.objects.public().select_related("recipient", "giver", "office", "programme", "parent")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise NotHere(
            _("Diese Zuwendung ist nicht öffentlich, oder es gibt sie nicht."),
            reverse("funding:grants"),
            _("Hier stehen alle öffentlichen."),
        )
    (told,) = public.with_amounts([found])
    passed = public.passed_on(found)
    context = {
        "grant": found,
        "amount": told.amount,
        "passed": passed,
        "passed_total": sum(row.amount for row in passed if row.amount is not None),
        "parent": found.parent if found.parent and found.parent.is_public else None,
        "earmarks": Earmark.objects.filter(grant=found),
        "goals": found.goals.all(),
        "breadcrumbs": breadcrumbs((_("Zuwendungen"), reverse("funding:grants")), (found.title, "")),
    }
    return render(request, "funding/grant.html", context)
