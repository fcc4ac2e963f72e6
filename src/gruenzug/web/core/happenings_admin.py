"""What happened since the last visit, on the first page of the back office and as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from laces.components import Component

from gruenzug.web.core import audit, happenings
from gruenzug.web.core.last_look import look_done, looked_before

MORE = 50


class SincePanel(Component):
    """How much happened, by kind; each leads to what it was."""

    template_name = "core/admin/since_panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = parent_context["request"]
        moment = looked_before(request)
        told = happenings.since(request.user, moment, shown=1)
        return {"moment": moment, "told": told, "total": sum(one.count for one in told)}


@require_safe
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def since(request: HttpRequest) -> HttpResponse:
    """Show what others did since the user last looked."""
    moment = looked_before(request)
    told = happenings.since(request.user, moment, shown=MORE)
    context = {
        "page_title": _("Seit Ihrem letzten Besuch"),
        "header_icon": "history",
        "moment": moment,
        "groups": [{"told": one, "rows": _rows(request, one)} for one in told],
    }
    return render(request, "core/admin/since.html", context)


@require_POST
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def seen(request: HttpRequest) -> HttpResponse:
    """Note that the user knows what happened until now."""
    look_done(request)
    messages.success(request, _("Ab jetzt zählt, was von nun an geschieht."))
    return redirect("wagtailadmin_home")


def _rows(request: HttpRequest, told: happenings.Told) -> list[dict[str, Any]]:
    """Return lines; who did it is told to those who may read the log."""
    names = request.user.has_perm("core.view_audit")
    return [
        {
            "text": happenings.label(told.kind, entry),
            "url": happenings.address(told.kind, entry, request.user),
            "at": entry.timestamp,
            "who": audit.actor(entry) if names and entry.user_id else "",
        }
        for entry in told.entries
    ]
