"""Pages of the back office around the editors' pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permission_policies.pages import PagePermissionPolicy

from gruenzug.web.portal.translations import gaps


@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    """Show which pages are not translated, or changed in German since."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, ["add", "change", "publish"]):
        raise PermissionDenied
    context = {"page_title": _("Übersetzungen"), "header_icon": "globe", "gaps": gaps()}
    return render(request, "portal/admin/translations.html", context)
