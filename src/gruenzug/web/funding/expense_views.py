"""Back-office pages of a list of vouchers: download a sheet, upload it, see what is wrong, book the rest."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core import audit
from gruenzug.web.core.models import SheetUpload
from gruenzug.web.core.sheet_views import SHOWN_ROWS, XLSX, UploadForm
from gruenzug.web.core.sheets import FileError, PlanChanged, carry_out, plan, read_rows, write_csv, write_xlsx
from gruenzug.web.core.sheets.files import FileRow
from gruenzug.web.funding.admin_views import seen_grant
from gruenzug.web.funding.expense_sheet import expense_sheet
from gruenzug.web.funding.models import Grant
from gruenzug.web.funding.money import ZERO, euro


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the empty list and take the filled one."""
    grant = _grant(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_rows(expense_sheet(grant), file.name, file.read())
        except FileError as error:
            form.add_error("file", str(error))
        else:
            kept = SheetUpload.objects.create(
                sheet=_name(grant),
                user=request.user,
                file_name=file.name[:200],
                rows=[asdict(row) for row in rows],
            )
            return redirect("funding_expenses_preview", grant.pk, kept.pk)
    files = [
        {"url": reverse("funding_expenses_file", args=[pk, extension]), "format": extension.upper()}
        for extension in ("xlsx", "csv")
    ]
    context = {"form": form, "files": files, "appends": True, "columns": expense_sheet(grant).columns}
    return render(request, "core/admin/sheet.html", {**_head(grant), **context})


@require_safe
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Send the empty list, with what its columns mean."""
    grant = _grant(request, pk)
    write, kind = {"xlsx": (write_xlsx, XLSX), "csv": (write_csv, "text/csv; charset=utf-8")}.get(
        extension, (None, "")
    )
    if write is None:
        raise Http404
    response = HttpResponse(write(expense_sheet(grant), []), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="belegliste-{grant.slug}.{extension}"'
    return response


@require_safe
def preview(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponse:
    """Show line by line what would be booked, and what is wrong."""
    grant = _grant(request, pk)
    kept = _kept(request, grant, upload_pk)
    planned = plan(expense_sheet(grant), _rows(kept), request.user)
    telling = [row for row in planned.rows if row.outcome != "unchanged"]
    context = {
        "upload": kept,
        "plan": planned,
        "rows": telling[:SHOWN_ROWS],
        "hidden": max(len(telling) - SHOWN_ROWS, 0),
        "apply_url": reverse("funding_expenses_apply", args=[pk, upload_pk]),
        "upload_url": reverse("funding_expenses", args=[pk]),
    }
    return render(request, "core/admin/sheet_preview.html", {**_head(grant), **context})


@require_POST
def apply(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponse:
    """Book what was shown; lines with errors stay out."""
    grant = _grant(request, pk)
    kept = _kept(request, grant, upload_pk)
    counted: list[Decimal] = []
    try:
        done = carry_out(
            expense_sheet(grant, counted), _rows(kept), request.user, shown=request.POST.get("shown", "")
        )
    except PlanChanged:
        messages.warning(
            request,
            _("Inzwischen hat jemand etwas geändert. Bitte sehen Sie die Vorschau noch einmal durch."),
        )
        return redirect("funding_expenses_preview", pk, upload_pk)
    for number, sentence in done.failures:
        told = {"number": number, "sentence": sentence}
        messages.error(request, _("Zeile %(number)s wurde nicht übernommen: %(sentence)s") % told)
    if counted:
        total = euro(sum(counted, ZERO))
        facts = {"count": len(counted), "file": kept.file_name, "amount": total}
        audit.record("funding.expenses_imported", subject=grant, by=request.user, **facts)
        told = ngettext(
            "Eine Ausgabe über %(total)s ist gebucht.",
            "%(count)s Ausgaben über zusammen %(total)s sind gebucht.",
            len(counted),
        )
        messages.success(request, told % {"count": len(counted), "total": total})
    kept.delete()
    return redirect("funding_grant:inspect", grant.pk)


def _grant(request: HttpRequest, pk: int) -> Grant:
    grant = seen_grant(request, pk)
    if grant.state != Grant.State.IN_FORCE or not request.user.has_perm("funding.add_expense", grant):
        raise PermissionDenied
    return grant


def _name(grant: Grant) -> str:
    return f"expenses-{grant.pk}"


def _kept(request: HttpRequest, grant: Grant, pk: int) -> SheetUpload:
    return get_object_or_404(SheetUpload, pk=pk, sheet=_name(grant), user=request.user)


def _rows(kept: SheetUpload) -> list[FileRow]:
    return [FileRow(**row) for row in kept.rows]


def _head(grant: Grant) -> dict[str, Any]:
    return {"page_title": _("Belegliste"), "page_subtitle": grant.title, "header_icon": "table"}
