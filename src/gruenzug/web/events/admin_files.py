"""What organisers take along: badges, the list to sign, the participants as a table. Never a need."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gruenzug.web.core import audit, pdf
from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.events import documents
from gruenzug.web.events.admin_views import event_for
from gruenzug.web.events.models import Event, Registration
from gruenzug.web.events.selectors.office import Person, people_of, registrations_of

COLUMNS = (
    Column("number", "", lambda row: row.registration.number),
    Column("first_name", "", lambda row: row.registration.first_name),
    Column("last_name", "", lambda row: row.registration.last_name),
    Column("organisation", "", lambda row: row.registration.organisation),
    Column("email", "", lambda row: row.registration.contact),
    Column("state", "", lambda row: str(row.registration.state)),
    Column("places", "", lambda row: "; ".join(f"{line.label}: {line.told}" for line in row.lines)),
    Column("reasons", "", lambda row: "; ".join(row.reasons)),
    Column(
        "present", "", lambda row: any(place.checked_in_at for place in row.registration.attendances.all())
    ),
    Column("wants_certificate", "", lambda row: row.registration.wants_certificate),
    Column("member_number", "", lambda row: row.registration.member_number),
    Column("note", "", lambda row: row.registration.note),
    Column("registered_at", "", lambda row: row.registration.registered_at.isoformat(timespec="seconds")),
)


@require_safe
@never_cache
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Send name badges for everybody with a place on site."""
    event = _exported(request, pk, "PDF")
    return pdf.as_response(documents.badges(event), f"{event.slug}-namensschilder.pdf")


@require_safe
@never_cache
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the list to sign."""
    event = _exported(request, pk, "PDF")
    return pdf.as_response(documents.attendance_list(event), f"{event.slug}-teilnahmeliste.pdf")


@require_safe
@never_cache
def people_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the participants as a table."""
    event = _exported(request, pk, "CSV")
    rows: Iterable[Registration] = registrations_of(event)
    people: list[Person] = people_of(event, rows)
    response = HttpResponse(csv_text(COLUMNS, people), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-teilnehmende.csv"'
    return response


def _exported(request: HttpRequest, pk: int, kind: str) -> Event:
    """Return the event if the account may take its list along; the log keeps that it did."""
    event = event_for(request, pk, "events.view_registration")
    audit.record("events.list_exported", subject=event, by=request.user, format=kind)
    return event
