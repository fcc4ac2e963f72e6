"""Back-office pages of a sheet: download, upload, preview of what would change, decision.

A room makes one `SheetPages` and puts its ``urls()`` under the back office::

    PAGES = SheetPages(ORGANISATIONS, permission="directory.import_organisation")
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core import privacy
from gruenzug.web.core.models import SheetUpload
from gruenzug.web.core.sheets import (
    FileError,
    PlanChanged,
    Sheet,
    carry_out,
    plan,
    read_rows,
    write_csv,
    write_xlsx,
)
from gruenzug.web.core.sheets.files import FileRow

KEEP_DAYS = 2
SHOWN_ROWS = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("CSV- oder XLSX-Datei"))


class SheetPages:
    """The pages of one sheet, for accounts that have `permission`."""

    def __init__(self, sheet: Sheet, *, permission: str) -> None:
        self.sheet, self.permission = sheet, permission

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the pages, named ``sheet_NAME``, ``sheet_NAME_file`` and so on."""
        name, base = f"sheet_{self.sheet.name}", f"tabellen/{self.sheet.name}"
        return [
            path(f"{base}/", self.upload, name=name),
            path(f"{base}.<slug:extension>", require_safe(self.download), name=f"{name}_file"),
            path(f"{base}/<int:pk>/", require_safe(self.preview), name=f"{name}_preview"),
            path(f"{base}/<int:pk>/uebernehmen/", require_POST(self.apply), name=f"{name}_apply"),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Offer the table and take it back."""
        self._check(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                rows = read_rows(self.sheet, file.name, file.read())
            except FileError as error:
                form.add_error("file", str(error))
            else:
                kept = SheetUpload.objects.create(
                    sheet=self.sheet.name,
                    user=request.user,
                    file_name=file.name[:200],
                    rows=[asdict(row) for row in rows],
                )
                return redirect(f"sheet_{self.sheet.name}_preview", kept.pk)
        context = {"form": form, "files": [self._file(extension) for extension in ("xlsx", "csv")]}
        return render(request, "core/admin/sheet.html", {**self._head(), **context})

    def download(self, request: HttpRequest, extension: str) -> HttpResponse:
        """Send the table as XLSX or CSV."""
        self._check(request)
        write, kind = {"xlsx": (write_xlsx, XLSX), "csv": (write_csv, "text/csv; charset=utf-8")}.get(
            extension, (None, "")
        )
        if write is None:
            raise Http404
        response = HttpResponse(write(self.sheet, self.sheet.rows(request.user)), content_type=kind)
        name = f"{self.sheet.name}-{timezone.localdate().isoformat()}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show row by row what the file would change."""
        self._check(request)
        kept = self._kept(request, pk)
        planned = plan(self.sheet, _rows(kept), request.user)
        telling = [row for row in planned.rows if row.outcome != "unchanged"]
        context = {
            "upload": kept,
            "plan": planned,
            "rows": telling[:SHOWN_ROWS],
            "hidden": max(len(telling) - SHOWN_ROWS, 0),
            "apply_url": reverse(f"sheet_{self.sheet.name}_apply", args=[pk]),
            "upload_url": reverse(f"sheet_{self.sheet.name}"),
        }
        return render(request, "core/admin/sheet_preview.html", {**self._head(), **context})

    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out what was shown, or show again what it would be by now."""
        self._check(request)
        kept = self._kept(request, pk)
        conflicts = {int(number) for number in request.POST.getlist("conflict") if number.isdecimal()}
        shown = request.POST.get("shown", "")
        try:
            done = carry_out(self.sheet, _rows(kept), request.user, shown=shown, conflicts=conflicts)
        except PlanChanged:
            messages.warning(
                request,
                _("Inzwischen hat jemand etwas geändert. Bitte sehen Sie die Vorschau noch einmal durch."),
            )
            return redirect(f"sheet_{self.sheet.name}_preview", pk)
        for number, sentence in done.failures:
            told = {"number": number, "sentence": sentence}
            messages.error(request, _("Zeile %(number)s wurde nicht übernommen: %(sentence)s") % told)
        count = sum(done.written.values())
        told = ngettext("%(count)s Zeile wurde übernommen.", "%(count)s Zeilen wurden übernommen.", count)
        messages.success(request, told % {"count": count})
        kept.delete()
        return redirect(f"sheet_{self.sheet.name}")

    def _check(self, request: HttpRequest) -> None:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied

    def _kept(self, request: HttpRequest, pk: int) -> SheetUpload:
        return get_object_or_404(SheetUpload, pk=pk, sheet=self.sheet.name, user=request.user)

    def _head(self) -> dict[str, Any]:
        return {
            "page_title": str(self.sheet.title),
            "page_subtitle": _("als Tabelle"),
            "header_icon": "table",
        }

    def _file(self, extension: str) -> dict[str, str]:
        url = reverse(f"sheet_{self.sheet.name}_file", args=[extension])
        return {"url": url, "format": extension.upper()}


def _rows(kept: SheetUpload) -> list[FileRow]:
    return [FileRow(**row) for row in kept.rows]


def _delete_old(now: dt.datetime) -> int:
    return SheetUpload.objects.filter(created_at__lt=now - dt.timedelta(days=KEEP_DAYS)).delete()[0]


privacy.register(
    privacy.Processing(
        id="core.sheets",
        title=gettext_lazy("Hochgeladene Tabellen"),
        purpose=gettext_lazy("Vorschau der Änderungen vor der Übernahme"),
        basis=gettext_lazy("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=gettext_lazy("Inhalt der Tabelle, wer sie hochgeladen hat"),
        recipients=gettext_lazy("keine"),
        retention_days=KEEP_DAYS,
        retention=gettext_lazy("zwei Tage nach dem Hochladen"),
        model="core.SheetUpload",
        delete=_delete_old,
    )
)
