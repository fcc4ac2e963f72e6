"""The texts: where they stand, one version to read, print or take along, two versions compared."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.charter.documents.version_pdf import version_pdf
from gruenzug.web.charter.forms import CompareForm
from gruenzug.web.charter.models import CommitmentRequest, Document, Version
from gruenzug.web.charter.selectors.compare import compare, counts
from gruenzug.web.charter.selectors.goals import outline_of
from gruenzug.web.charter.selectors.history import moments_of
from gruenzug.web.charter.selectors.register import Asked, drawn_map, register_of
from gruenzug.web.charter.selectors.texts import (
    decision_of,
    note_of,
    sections_of,
    version_at,
    versions_by_document,
)
from gruenzug.web.charter.views.common import breadcrumbs
from gruenzug.web.core import pdf
from gruenzug.web.core.errors import NotHere

RECENT = 6


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what the Charta is, who committed to it, what it aims at, and what happened last."""
    register = register_of(Asked())
    versions = versions_by_document()
    context = {
        "versions": versions,
        "outline": outline_of(),
        "register": register,
        "drawn": drawn_map(request, register.entries),
        "moments": moments_of(register.entries, chain.from_iterable(versions.values()), RECENT)[:RECENT],
        "requests": CommitmentRequest.objects.filter(is_public=True).select_related("version"),
        "breadcrumbs": [*breadcrumbs()[:-1], {"title": _("Charta"), "url": ""}],
    }
    return render(request, "charter/index.html", context)


@require_safe
def version(request: HttpRequest, number: int, document: str = Document.CHARTER) -> HttpResponse:
    """Show one version with its sections, each under an address that stays."""
    return render(request, "charter/version.html", _context(_found(document, number)))


@require_safe
def printed(request: HttpRequest, number: int, document: str = Document.CHARTER) -> HttpResponse:
    """Show the same for paper."""
    context = _context(_found(document, number))
    return render(request, "charter/version.html", {**context, "printed": True})


@require_safe
def as_pdf(request: HttpRequest, number: int, document: str = Document.CHARTER) -> HttpResponse:
    """Send the version as tagged PDF."""
    found = _found(document, number)
    return pdf.as_response(version_pdf(found, sections_of(found)), f"{document}-{number}.pdf")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what changed from one version to another, word by word."""
    versions = versions_by_document()
    form = CompareForm(versions, request.GET)
    before, after = form.pair()
    changes = compare(sections_of(before), sections_of(after)) if before and after else []
    context = {
        "form": form,
        "before": before,
        "after": after,
        "changes": changes,
        "counts": counts(changes),
        "breadcrumbs": breadcrumbs((_("Fassungen vergleichen"), "")),
    }
    return render(request, "charter/compare.html", context)


def _found(document: str, number: int) -> Version:
    found = version_at(document, number)
    if found is None:
        raise NotHere(
            _("Diese Fassung gibt es nicht."),
            reverse("charter:index"),
            _("Hier finden Sie alle Fassungen."),
        )
    return found


def _context(version: Version) -> dict[str, Any]:
    sections = sections_of(version)
    siblings = [row for row in versions_by_document()[version.document] if row.pk != version.pk]
    prefix = "charter:" if version.document == Document.CHARTER else "charter:strategy-"
    return {
        "version": version,
        "sections": sections,
        "decision": decision_of(version),
        "note": note_of(version),
        "siblings": siblings,
        "print_url": reverse(f"{prefix}version-print", args=[version.number]),
        "page_url": version.get_absolute_url(),
        "downloads": [
            {
                "title": version.title,
                "format": "PDF",
                "url": reverse(f"{prefix}version-pdf", args=[version.number]),
            }
        ],
        "breadcrumbs": breadcrumbs((version.title, "")),
    }
