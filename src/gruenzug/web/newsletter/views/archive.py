"""What left the house, for everybody to read: the archive of issues."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.core.errors import NotHere
from gruenzug.web.newsletter.listings import latest
from gruenzug.web.newsletter.models import Issue
from gruenzug.web.newsletter.views.signing_up import trail

PER_PAGE = 24


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List all issues, the latest first."""
    page = Paginator(latest(), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "de"
    context = {
        "page": page,
        "rows": [(issue, issue.text(language)) for issue in page],
        "downloads": [
            {
                "title": _("Ausgaben"),
                "format": label,
                "url": reverse("data:export", args=["newsletter-issues", extension]),
            }
            for extension, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("atom", "Atom"))
        ],
        "breadcrumbs": trail(_("Archiv")),
    }
    return render(request, "newsletter/archive.html", context)


@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one issue as a page of the site."""
    found = Issue.objects.public().select_related("list").filter(slug=slug).first()
    if found is None:
        raise NotHere(_("Diese Ausgabe gibt es nicht."), reverse("newsletter:archive"), _("Zum Archiv"))
    context = {
        "issue": found,
        "text": found.text(get_language() or "de"),
        "breadcrumbs": [
            *trail()[:2],
            {"title": _("Archiv"), "url": reverse("newsletter:archive")},
            {"title": found.text(get_language() or "de").subject, "url": ""},
        ],
    }
    return render(request, "newsletter/issue.html", context)
