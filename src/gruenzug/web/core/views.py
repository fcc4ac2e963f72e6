"""Views that need nothing but the base page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gruenzug.web.core.styleguide import sample_context


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component of the design system at work."""
    return render(request, "core/styleguide.html", sample_context())
