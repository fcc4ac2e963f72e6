"""Steps of the back office: each reads a form, calls one service, and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core import audit
from gruenzug.web.events.forms import StaffForm, initial_of
from gruenzug.web.events.forms_admin import AnnounceForm, CancelEventForm, NeedForm, ReasonForm
from gruenzug.web.events.models import AccessNeed, Event, Registration
from gruenzug.web.events.rules import may_see_needs
from gruenzug.web.events.selectors import office
from gruenzug.web.events.services import deleting, managing, needs, registering, resending
from gruenzug.web.events.services.seats import Seats

PER_PAGE = 100


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event to the public."""
    event = event_for(request, pk, "events.publish_event")
    return _step(
        request,
        lambda: managing.publish_event(event=event, by=request.user),
        _("Die Veranstaltung ist öffentlich."),
        event,
    )


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an event off and tell everybody."""
    event, form = event_for(request, pk, "events.cancel_event"), CancelEventForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: managing.cancel_event(event=event, by=request.user, **form.cleaned_data),
        _("Die Veranstaltung ist abgesagt; alle Angemeldeten bekommen Nachricht."),
        event,
    )


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell everybody what changed."""
    event, form = event_for(request, pk, "events.change_event"), AnnounceForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: managing.announce_change(event=event, by=request.user, **form.cleaned_data),
        _("Die Nachricht geht an alle Angemeldeten."),
        event,
    )


@require_POST
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Point everybody to the documentation."""
    event = event_for(request, pk, "events.change_event")
    return _step(
        request,
        lambda: managing.announce_documentation(event=event, by=request.user),
        _("Der Hinweis auf die Dokumentation geht an alle, die angemeldet waren."),
        event,
    )


@require_POST
def renew_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link to the check-in."""
    event = event_for(request, pk, "events.renew_desk")
    return _step(
        request,
        lambda: managing.renew_desk(event=event, by=request.user),
        _("Der Link zum Einlass ist erneuert; der alte gilt nicht mehr."),
        event,
    )


@require_safe
@never_cache
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """List who is registered, with where each stands and why."""
    event = event_for(request, pk, "events.view_registration")
    asked = request.GET.get("state", "all")
    state = asked if asked in office.SHOWN else "all"
    words = request.GET.get("q", "").strip()[:80]
    page = Paginator(office.registrations_of(event, state, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Teilnehmende"),
        "page_subtitle": event.title_de,
        "header_icon": "group",
        "event": event,
        "page": page,
        "people": office.people_of(event, page.object_list),
        "state": state,
        "words": words,
        "counts": office.counts_of(event),
        "may_add": request.user.has_perm("events.admit_registration", event),
    }
    return render(request, "events/admin/people.html", context)


@never_cache
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Register somebody who called or wrote."""
    event = event_for(request, pk, "events.admit_registration")
    form = StaffForm(request.POST or None, seats=Seats.of(event))
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(event=event, person=form.person(), wish=form.wish(), by=request.user)
        except registering.AlreadyRegistered as known:
            messages.warning(request, _("Diese Person ist schon angemeldet."))
            return redirect("events_registration", known.registration.pk)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Eingetragen."))
            return redirect("events_registration", made.pk)
    title = _("Person eintragen")
    return _form_page(request, event, form, title, status=422 if form.errors else 200)


@require_safe
@never_cache
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one registration: places, what happened and why, mails."""
    found = registration_for(request, pk, "events.view_registration")
    event = found.event
    (person,) = office.people_of(event, [found])
    user = request.user
    mails = found.messages.select_related("mail")
    context = {
        "page_title": _("Anmeldung %s") % found.number,
        "page_subtitle": event.title_de,
        "header_icon": "user",
        "event": event,
        "registration": found,
        "person": person,
        "steps": found.steps.select_related("by"),
        "mails": [(row, office.delivery_of(row.mail)) for row in mails],
        "may_change": user.has_perm("events.change_registration", found) and not found.cancelled_at,
        "may_admit": user.has_perm("events.admit_registration", found)
        and any(place.is_waiting for place in found.attendances.all())
        and not found.cancelled_at,
        "may_delete": user.has_perm("events.delete_registration", found),
        "sees_needs": may_see_needs(user, event) and hasattr(found, "need"),
        "reason_form": ReasonForm(auto_id="grund_%s"),
    }
    return render(request, "events/admin/registration.html", context)


@never_cache
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a registration for somebody."""
    found = registration_for(request, pk, "events.change_registration")
    form = StaffForm(
        request.POST or None, seats=Seats.of(found.event), registration=found, initial=initial_of(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = registering.change_registration(
                registration=found, person=form.person(), wish=form.wish(), by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            for told in kept:
                messages.warning(request, told)
            messages.success(request, _("Gespeichert; die Person bekommt eine Bestätigung."))
            return redirect("events_registration", found.pk)
    return _form_page(request, found.event, form, _("Anmeldung ändern"), status=422 if form.errors else 200)


@require_POST
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a waiting person a place, free or not."""
    found, form = registration_for(request, pk, "events.admit_registration"), ReasonForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: managing.admit(registration=found, by=request.user, **form.cleaned_data),
        _("Zugelassen; die Person bekommt Nachricht."),
        found,
    )


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a registration off for somebody."""
    found, form = registration_for(request, pk, "events.change_registration"), ReasonForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: registering.cancel_registration(
            registration=found, by=request.user, reason=form.cleaned_data["reason"]
        ),
        _("Abgesagt; die Person bekommt Nachricht."),
        found,
    )


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the personal link again, to the address of the registration."""
    found = registration_for(request, pk, "events.change_registration")
    return _step(request, lambda: resending.send_link(found), _("Der Link ist unterwegs."), found)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete what is known of a person."""
    found = registration_for(request, pk, "events.delete_registration")
    event = found.event
    deleting.delete_registration(registration=found, by=request.user)
    messages.success(request, _("Die Daten sind gelöscht."))
    if request.user.has_perm("events.view_registration", event):
        return redirect("events_people", event.pk)
    return redirect("wagtailadmin_home")


@require_safe
@never_cache
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """List which mails about an event went out, and what became of them."""
    event = event_for(request, pk, "events.view_registration")
    page = Paginator(office.mails_of(event), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Nachrichten"),
        "page_subtitle": event.title_de,
        "header_icon": "mail",
        "event": event,
        "page": page,
        "rows": [(row, office.delivery_of(row.mail)) for row in page.object_list],
    }
    return render(request, "events/admin/mails.html", context)


@never_cache
def needs_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and answer what people need: to the accounts named at the event, and to no other."""
    event = get_object_or_404(Event, pk=pk)
    if not may_see_needs(request.user, event):
        raise PermissionDenied
    if request.method == "POST":
        return _answer_need(request, event)
    rows = office.needs_of(event)
    audit.record("events.needs_seen", subject=event, by=request.user)
    context = {
        "page_title": _("Unterstützungsbedarfe"),
        "page_subtitle": event.title_de,
        "header_icon": "lock",
        "event": event,
        "rows": [(need, NeedForm(initial=vars(need), auto_id=f"n{need.pk}_%s")) for need in rows],
    }
    return render(request, "events/admin/needs.html", context)


def _answer_need(request: HttpRequest, event: Event) -> HttpResponse:
    rows = AccessNeed.objects.filter(registration__event=event)
    need, form = get_object_or_404(rows, pk=request.POST.get("need")), NeedForm(request.POST)
    if not form.is_valid():
        _tell_errors(request, form)
    else:
        needs.answer_need(need=need, by=request.user, **form.cleaned_data)
        messages.success(request, _("Gespeichert; die Person bekommt Nachricht, sobald der Stand feststeht."))
    return redirect("events_needs", event.pk)


def event_for(request: HttpRequest, pk: int, permission: str) -> Event:
    """Return the event if the account may do that with it."""
    event = get_object_or_404(Event.objects.select_related("organiser"), pk=pk)
    if not request.user.has_perm(permission, event):
        raise PermissionDenied
    return event


def registration_for(request: HttpRequest, pk: int, permission: str) -> Registration:
    """Return the registration if the account may do that with it."""
    rows = Registration.objects.with_places().select_related("event__organiser", "group")
    found = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(permission, found):
        raise PermissionDenied
    return found


def _form_page(
    request: HttpRequest, event: Event, form: BaseForm, title: str, *, status: int
) -> HttpResponse:
    context = {
        "page_title": title,
        "page_subtitle": event.title_de,
        "header_icon": "user",
        "event": event,
        "form": form,
    }
    return render(request, "events/admin/form.html", context, status=status)


def _with_form(
    request: HttpRequest, form: BaseForm, act: Callable[[], Any], told: str, about: Event | Registration
) -> HttpResponse:
    if not form.is_valid():
        _tell_errors(request, form)
        return _back(about)
    return _step(request, act, told, about)


def _step(
    request: HttpRequest, act: Callable[[], Any], told: str, about: Event | Registration
) -> HttpResponse:
    try:
        count = act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        mails_told = ngettext("%(count)s Nachricht.", "%(count)s Nachrichten.", count or 0)
        is_count = isinstance(count, int) and not isinstance(count, bool)
        messages.success(request, f"{told} {mails_told % {'count': count}}" if is_count else told)
    return _back(about)


def _back(about: Event | Registration) -> HttpResponse:
    if isinstance(about, Registration):
        return redirect("events_registration", about.pk)
    return redirect("events_event:inspect", about.pk)


def _tell_errors(request: HttpRequest, form: BaseForm) -> None:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(errors)}")
