"""The personal pages of those who registered: where they stand, changing, calling off.

The link is the key. Opening it changes nothing, whoever opens it: a program
that looks at mails, or a person; only a button does.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import calendars, pdf
from gruenzug.web.core.errors import NotHere
from gruenzug.web.events import calendar, documents
from gruenzug.web.events.forms import PersonForm, initial_of
from gruenzug.web.events.forms_links import CancelForm
from gruenzug.web.events.models import Registration
from gruenzug.web.events.selectors.places import Queues, lines_of
from gruenzug.web.events.services import deleting, links, registering
from gruenzug.web.events.services.seats import Seats
from gruenzug.web.events.views.common import as_secret, trail_of

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a registration stands."""
    found = _registration(token)
    lines = lines_of(found)
    context = {
        "registration": found,
        "lines": lines,
        "is_waiting": any(line.position for line in lines),
        "has_online": any(place.is_confirmed and place.way == "online" for place in found.attendances.all()),
        "may_change": not registering.change_refusal(found),
        "may_cancel": not found.cancelled_at and not registering.cancel_refusal(found),
        "need": getattr(found, "need", None),
        "has_certificate": documents.has_certificate(found),
    }
    return _page(request, "events/registration.html", found, token, context)


@WAYS
@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Change days, workshops, needs, or who comes."""
    found = _registration(token)
    if told := registering.change_refusal(found):
        messages.warning(request, told)
        return as_secret(redirect("events:registration", token))
    form = PersonForm(
        request.POST or None, seats=Seats.of(found.event), registration=found, initial=initial_of(found)
    )
    if found.group_id:
        form.fields["email"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            kept = registering.change_registration(registration=found, person=form.person(), wish=form.wish())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            for told in kept:
                messages.warning(request, told)
            messages.success(request, _("Gespeichert. Eine Bestätigung ist unterwegs."))
            return as_secret(redirect("events:registration", token))
    context = {"form": form, "registration": found}
    status = 422 if form.errors else 200
    return _page(request, "events/change.html", found, token, context, _("Ändern"), status)


@WAYS
@never_cache
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody does not come, and call the registration off."""
    found = _registration(token)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "registration": found, "lines": lines_of(found)}
        return _page(request, "events/cancel.html", found, token, context, _("Absagen"))
    if form.cleaned_data["forget"]:
        deleting.delete_registration(registration=found)
        messages.success(request, _("Sie sind abgemeldet, und Ihre Angaben sind gelöscht."))
        return as_secret(redirect(found.event))
    try:
        registering.cancel_registration(registration=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sie sind abgemeldet. Danke, dass Sie Bescheid gegeben haben."))
    return as_secret(redirect("events:registration", token))


@require_safe
@never_cache
def registration_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Send one's own days as a calendar."""
    found = _registration(token)
    made = calendar.of_registration(found, links.link_to(found))
    return as_secret(calendars.as_response(made, f"{found.event.slug}.ics", is_open=False))


@require_safe
@never_cache
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Send the certificate of somebody who was there."""
    found = _registration(token)
    if not documents.has_certificate(found):
        raise NotHere(
            _("Eine Bescheinigung gibt es erst, wenn Ihre Teilnahme am Einlass erfasst ist."),
            reverse("events:registration", args=[token]),
            _("Zu Ihrer Anmeldung"),
        )
    return as_secret(pdf.as_response(documents.certificate(found), f"{found.event.slug}-bescheinigung.pdf"))


@require_safe
@never_cache
def group(request: HttpRequest, token: str) -> HttpResponse:
    """Show everybody of a group, each with the way to change and to call off."""
    found = links.group_of(token)
    if found is None:
        raise _unknown()
    queues = Queues.of(found.event)
    members = list(found.members.with_places().order_by("number"))
    for member in members:
        member.event = found.event
    rows = [(member, links.token_of(member), lines_of(member, queues)) for member in members]
    context = {
        "group": found,
        "event": found.event,
        "rows": rows,
        "breadcrumbs": trail_of(found.event, (_("Gruppe"), "")),
    }
    return as_secret(render(request, "events/group.html", context))


def _registration(token: str) -> Registration:
    found = links.registration_of(token)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotHere:
    return NotHere(
        _("Dieser Link gilt nicht, oder die Anmeldung ist gelöscht."),
        reverse("events:list"),
        _("Bei jeder Veranstaltung können Sie sich den Link noch einmal schicken lassen."),
    )


def _page(
    request: HttpRequest,
    template: str,
    found: Registration,
    token: str,
    context: dict,
    step: str = "",
    status: int = 200,
) -> HttpResponse:
    mine = (_("Ihre Anmeldung"), reverse("events:registration", args=[token]) if step else "")
    trail = trail_of(found.event, mine, *([(step, "")] if step else []))
    more = {"event": found.event, "token": token, "title": text_of(found.event.title), "breadcrumbs": trail}
    return as_secret(render(request, template, {**more, **context}, status=status))
