"""Back-office pages of money beyond lists and forms: actions, journal, deadlines, files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core import geopackage, pdf
from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.core.sheet_views import XLSX
from gruenzug.web.funding.documents import layers
from gruenzug.web.funding.documents.proof import as_pdf
from gruenzug.web.funding.documents.workbook import workbook
from gruenzug.web.funding.grant_actions import ACTIONS
from gruenzug.web.funding.members import visible_applications, visible_grants
from gruenzug.web.funding.models import Application, Duty, Earmark, Grant, Proof
from gruenzug.web.funding.selectors.deadlines import (
    Deadline,
    Kind,
    deadlines_of,
    deadlines_of_applications,
    this_week,
)
from gruenzug.web.funding.selectors.record import entries_of, record_of
from gruenzug.web.funding.services.applications import move_application
from gruenzug.web.funding.services.grants import finish_duty, release_earmark

ENTRIES_PER_PAGE = 40
AHEAD = dt.timedelta(days=365)


def seen_grant(request: HttpRequest, pk: int) -> Grant:
    """Return a grant whose money the account may see; 404 for others, so that nobody learns which exist."""
    rows = Grant.objects.select_related(
        "recipient__municipality", "giver", "office", "parent", "rule_set", "programme"
    )
    grant = get_object_or_404(rows.defer("recipient__municipality__geometry"), pk=pk)
    if not request.user.has_perm("funding.view_grant", grant):
        raise Http404
    return grant


def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show the form of an action, and carry it out."""
    grant, action = seen_grant(request, pk), ACTIONS.get(name)
    if action is None:
        raise Http404
    if not action.is_offered(request.user, grant):
        raise PermissionDenied
    form = action.form(request.POST or None, grant=grant, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, form.carry_out(request.user))
        except ValidationError as error:
            _tell(form, error)
        else:
            return redirect("funding_grant:inspect", grant.pk)
    context = {
        "page_title": str(action.title),
        "page_subtitle": grant.title,
        "header_icon": "funding-money",
        "action": action,
        "grant": grant,
        "form": form,
    }
    return render(request, "funding/admin/action.html", context)


@require_safe
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every entry that touches a grant, newest first."""
    grant = seen_grant(request, pk)
    rows = entries_of(grant, newest_first=True)
    context = {
        "page_title": _("Journal"),
        "page_subtitle": grant.title,
        "header_icon": "list-ol",
        "grant": grant,
        "page": Paginator(rows, ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "may_reverse": request.user.has_perm("funding.reverse_entry", grant),
    }
    return render(request, "funding/admin/journal.html", context)


@require_safe
def file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Send a grant as XLSX, PDF, GeoPackage or GeoJSON."""
    grant = seen_grant(request, pk)
    name = f"{grant.slug}.{extension}"
    if extension == "pdf":
        return pdf.as_response(as_pdf(record_of(grant)), name)
    tree = [
        grant,
        *Grant.objects.filter(root=grant).select_related("recipient__municipality", "recipient__county"),
    ]
    write, kind = {
        "xlsx": (lambda: workbook(record_of(grant)), XLSX),
        "gpkg": (lambda: layers.as_geopackage(tree), geopackage.MEDIA_TYPE),
        "geojson": (lambda: layers.as_geojson(tree), "application/geo+json"),
    }.get(extension, (None, ""))
    if write is None:
        raise Http404
    return _download(write(), kind, name)


@require_safe
def proof_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a proof of use as PDF, with its report."""
    proof = get_object_or_404(Proof, pk=pk)
    grant = seen_grant(request, proof.grant_id)
    return pdf.as_response(as_pdf(record_of(grant), proof), f"{grant.slug}-{proof.kind}.pdf")


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Show what falls due: this week, and within a year; as CSV with ``?format=csv``."""
    if not request.user.has_perm("funding.view_grant"):
        raise PermissionDenied
    today = timezone.localdate()
    rows = due_of(request.user, today + AHEAD)
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        rows = [row for row in rows if row.kind == kind]
    if request.GET.get("format") == "csv":
        content = csv_text(_DUE_COLUMNS, rows)
        return _download(content, "text/csv; charset=utf-8", "fristen.csv")
    now = this_week(rows, today)
    context = {
        "page_title": _("Fristen"),
        "page_subtitle": _("Förderung"),
        "header_icon": "calendar-alt",
        "now": now,
        "later": [row for row in rows if row not in now and row.due_on >= today],
        "today": today,
        "kinds": Kind,
        "kind": kind,
    }
    return render(request, "funding/admin/due.html", context)


def due_of(user: Any, until: dt.date) -> list[Deadline]:
    """Return everything that falls due for `user` up to a day, soonest first."""
    rows = deadlines_of(visible_grants(user), until)
    rows += [
        row
        for row in deadlines_of_applications(visible_applications(user, Application.objects.all()))
        if row.due_on <= until
    ]
    return sorted(rows, key=lambda row: (row.due_on, row.key))


@require_POST
def duty_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a duty of a Bescheid is done."""
    duty = get_object_or_404(Duty.objects.select_related("grant"), pk=pk)
    if not request.user.has_perm("funding.book_grant", duty.grant):
        raise PermissionDenied
    finish_duty(duty=duty, on=timezone.localdate(), by=request.user)
    messages.success(request, _("Erledigt: %s") % duty.title)
    return redirect("funding_grant:inspect", duty.grant_id)


@require_POST
def earmark_released(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that something is no longer bound to its purpose."""
    earmark = get_object_or_404(Earmark.objects.select_related("grant"), pk=pk)
    if not request.user.has_perm("funding.book_grant", earmark.grant):
        raise PermissionDenied
    release_earmark(earmark=earmark, on=timezone.localdate(), by=request.user)
    messages.success(request, _("Aus der Zweckbindung entlassen: %s") % earmark.title)
    return redirect("funding_grant:inspect", earmark.grant_id)


@require_POST
def application_moved(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """Submit, withdraw or reject an application."""
    application = get_object_or_404(Application, pk=pk)
    if not request.user.has_perm("funding.move_application", application):
        raise PermissionDenied
    try:
        move_application(application=application, to=to, on=timezone.localdate(), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        told = {"title": application.title, "state": application.get_state_display()}
        messages.success(request, _("„%(title)s“ ist %(state)s.") % told)
    return redirect("funding_application:inspect", pk)


def _tell(form: Any, error: ValidationError) -> None:
    """Put the sentences of a service where the form shows them."""
    if hasattr(error, "message_dict"):
        for name, told in error.message_dict.items():
            form.add_error(name if name in form.fields else None, told)
    else:
        form.add_error(None, error.messages)


def _download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_DUE_COLUMNS = (
    Column("due_on", gettext_lazy("bis zum"), lambda row: row.due_on.isoformat()),
    Column("kind", gettext_lazy("Was fällig ist"), lambda row: str(row.kind.label)),
    Column("subject", gettext_lazy("Vorhaben"), lambda row: str(row.grant or row.application)),
    Column("text", gettext_lazy("Erläuterung"), lambda row: row.text),
)
