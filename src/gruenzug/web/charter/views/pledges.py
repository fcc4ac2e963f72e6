"""Self-commitments: all of them, and one with its reports beside the numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.charter import plug
from gruenzug.web.charter.forms import PledgeFilter
from gruenzug.web.charter.models import Leitthema
from gruenzug.web.charter.selectors.pledges import Asked, pledge_page, state_counts, with_newest_report
from gruenzug.web.charter.views.common import breadcrumbs, files_of, page_of
from gruenzug.web.core.errors import NotHere


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """List what bodies promised, what is overdue, and what was kept."""
    asked = Asked.of(request)
    page = page_of(request, with_newest_report(asked.rows()))
    counted = state_counts()
    context = {
        "page": page,
        "counts": counted,
        "form": PledgeFilter(counted, list(Leitthema.objects.all()), asked),
        "is_filtered": asked != Asked(),
        "downloads": files_of(
            "pledges", _("Selbstverpflichtungen"), vars(asked), ("csv", "xlsx", "json", "atom")
        ),
        "breadcrumbs": breadcrumbs((_("Selbstverpflichtungen"), "")),
    }
    return render(request, "charter/pledges.html", context)


@require_safe
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one promise: the body's own words beside the indicator's numbers."""
    found = pledge_page(request, pk)
    if found is None:
        raise NotHere(
            _("Diese Selbstverpflichtung gibt es nicht, oder sie ist noch nicht veröffentlicht."),
            reverse("charter:pledges"),
            _("Hier finden Sie alle."),
        )
    trail = ((_("Selbstverpflichtungen"), reverse("charter:pledges")), (found.pledge.title, ""))
    context = {
        "page": found,
        "pledge": found.pledge,
        "sections": plug.filled_for_pledge(request, found.pledge),
        "breadcrumbs": breadcrumbs(*trail),
    }
    return render(request, "charter/pledge.html", context)
