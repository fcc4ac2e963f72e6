"""Pages of the back office that belong to no model: the log, the register of processings, the machinery."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit, pdf, privacy, processing_record, tick
from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.core.models import OutgoingMail, RetentionEntry, TickRun, User

ENTRIES_PER_PAGE = 50
LOG_COLUMNS = (
    Column(
        "at",
        gettext_lazy("Zeitpunkt"),
        lambda entry: localtime(entry.timestamp).isoformat(timespec="seconds"),
    ),
    Column("who", gettext_lazy("Wer"), audit.actor),
    Column("action", gettext_lazy("Vorgang"), lambda entry: entry.action),
    Column("subject", gettext_lazy("Gegenstand"), lambda entry: entry.label),
    Column("sentence", gettext_lazy("Was"), lambda entry: f"{audit.actor(entry)} {audit.sentence(entry)}"),
)


@require_safe
@permission_required("core.view_audit", raise_exception=True)
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first; as CSV with ``?format=csv``."""
    entries = _entries(request)
    if request.GET.get("format") == "csv":
        response = HttpResponse(csv_text(LOG_COLUMNS, entries), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="protokoll.csv"'
        return response
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Protokoll"),
        "header_icon": "history",
        "page": page,
        "rows": [
            {"entry": entry, "actor": audit.actor(entry), "sentence": audit.sentence(entry)} for entry in page
        ],
        "actions": sorted(audit.actions().values(), key=lambda action: str(action.label)),
        "people": User.objects.filter(pk__in=ModelLogEntry.objects.values("user")).order_by("last_name"),
        "asked": request.GET,
    }
    return render(request, "core/admin/log.html", context)


@require_safe
@permission_required("core.view_processing", raise_exception=True)
def processings(request: HttpRequest) -> HttpResponse:
    """Show the register of processings, what is due today, and what was deleted; also as CSV and PDF."""
    if request.GET.get("format") == "csv":
        response = HttpResponse(processing_record.as_csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="verarbeitungen.csv"'
        return response
    if request.GET.get("format") == "pdf":
        return pdf.as_response(processing_record.as_pdf(), "verarbeitungen.pdf")
    declared = privacy.processings()
    due = {row.processing.id: row for row in privacy.delete_due(timezone.now(), dry_run=True)}
    context = {
        "page_title": _("Verzeichnis der Verarbeitungen"),
        "header_icon": "lock",
        "processings": [{"processing": row, "due": due.get(key)} for key, row in declared.items()],
        "log": [
            {
                "done_at": localtime(entry.done_at),
                "rows": entry.rows,
                "error": entry.error,
                "title": declared[entry.processing].title
                if entry.processing in declared
                else entry.processing,
            }
            for entry in RetentionEntry.objects.all()[:ENTRIES_PER_PAGE]
        ],
    }
    return render(request, "core/admin/processings.html", context)


@require_safe
@permission_required("core.view_audit", raise_exception=True)
def machinery(request: HttpRequest) -> HttpResponse:
    """Show when due work was done last, and which mails wait."""
    runs = {run.name: run for run in TickRun.objects.all()}
    context = {
        "page_title": _("Betrieb"),
        "header_icon": "cogs",
        "jobs": [{"job": job, "run": runs.get(job.name)} for job in tick.jobs().values()],
        "mails": OutgoingMail.objects.filter(sent_at__isnull=True).defer("text", "html")[:ENTRIES_PER_PAGE],
        "sent": OutgoingMail.objects.filter(sent_at__isnull=False).count(),
    }
    return render(request, "core/admin/machinery.html", context)


def _entries(request: HttpRequest) -> QuerySet[ModelLogEntry]:
    """Return the entries the query asks for."""
    entries = ModelLogEntry.objects.select_related("user").order_by("-timestamp", "-pk")
    asked: dict[str, Any] = request.GET
    if asked.get("action"):
        entries = entries.filter(action=asked["action"])
    if asked.get("who", "").isdecimal():
        entries = entries.filter(user_id=int(asked["who"]))
    if asked.get("q"):
        entries = entries.filter(label__icontains=asked["q"])
    if begin := _day(asked.get("from")):
        entries = entries.filter(timestamp__gte=begin)
    if end := _day(asked.get("to")):
        entries = entries.filter(timestamp__lt=end + dt.timedelta(days=1))
    return entries


def _day(text: str | None) -> dt.datetime | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return make_aware(dt.datetime.combine(day, dt.time())) if day else None
