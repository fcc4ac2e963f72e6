"""Registering without an account: one person, or several of a body."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gruenzug.web.core import limits
from gruenzug.web.core.errors import NotHere
from gruenzug.web.events.forms import RegistrationForm
from gruenzug.web.events.forms_group import GroupForm, member_formset
from gruenzug.web.events.forms_links import LinkForm
from gruenzug.web.events.models import Event, Registration
from gruenzug.web.events.selectors.openness import Openness, openness_of
from gruenzug.web.events.services import links, registering, resending
from gruenzug.web.events.services.seats import Seats
from gruenzug.web.events.views.common import as_secret, public_event, trail_of

WAYS = require_http_methods(["GET", "HEAD", "POST"])
PER_NETWORK, PER_ADDRESS = 600, 20
"""A town hall stands behind one network; nobody registers twenty times with one address."""


@WAYS
@never_cache
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a registration; the answer is the personal page with the place or the number on the list."""
    event = public_event(slug)
    seats = Seats.of(event)
    openness = openness_of(event, seats)
    if not openness.can_register:
        return _closed(request, event, openness)
    form = RegistrationForm(request.POST or None, seats=seats)
    if request.method == "POST" and form.is_valid() and _allowed(request, form):
        try:
            found = registering.register(
                event=event,
                person=form.person(),
                wish=form.wish(),
                ticket=form.cleaned_data["ticket"],
                language=get_language() or "de",
            )
        except registering.AlreadyRegistered as known:
            resending.send_link(known.registration)
            return render(request, "events/link_sent.html", {"event": event, "breadcrumbs": _trail(event)})
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _welcome(request, found)
    context = {"event": event, "form": form, "openness": openness, "breadcrumbs": _trail(event)}
    return render(request, "events/register.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def register_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the registration of several people of a body."""
    event = public_event(slug)
    seats = Seats.of(event)
    openness = openness_of(event, seats)
    if not openness.can_register or not event.group_size:
        return _closed(request, event, openness)
    form = GroupForm(request.POST or None, seats=seats)
    members = member_formset(event.group_size)(request.POST or None, prefix="person")
    valid = request.method == "POST" and form.is_valid() and members.is_valid()
    if valid and _allowed(request, form):
        wish = form.wish()
        try:
            group = registering.register_group(
                event=event,
                contact=form.contact(),
                members=[row.member(wish) for row in members.filled],
                ticket=form.cleaned_data["ticket"],
                language=get_language() or "de",
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Danke. Die Gruppe ist angemeldet; die Bestätigung ist unterwegs."))
            return redirect("events:group", links.token_of(group))
    wrong = form.errors or (request.method == "POST" and not valid)
    context = {
        "event": event,
        "form": form,
        "members": members,
        "openness": openness,
        "breadcrumbs": trail_of(event, (_("Gruppe anmelden"), "")),
    }
    return render(request, "events/register_group.html", context, status=422 if wrong else 200)


@WAYS
@never_cache
def send_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the personal links of an address again; what we answer is the same whether we know it or not."""
    event = public_event(slug)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _allowed(request, form):
        resending.send_links(event, form.cleaned_data["email"])
        return render(request, "events/link_sent.html", {"event": event, "breadcrumbs": _trail(event)})
    context = {"event": event, "form": form, "breadcrumbs": trail_of(event, (_("Link anfordern"), ""))}
    return render(request, "events/link.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, found: Registration) -> HttpResponse:
    messages.success(request, _("Danke. Ihre Anmeldung ist da; die Bestätigung ist unterwegs."))
    return as_secret(redirect("events:registration", links.token_of(found)))


def _closed(request: HttpRequest, event: Event, openness: Openness) -> HttpResponse:
    if event.is_over:
        raise NotHere(
            _("Diese Veranstaltung ist vorbei."), event.get_absolute_url(), _("Was dabei herauskam")
        )
    context = {
        "event": event,
        "openness": openness,
        "refusal": registering.refusal(event)
        or _("Alle Plätze sind vergeben, und es gibt keine Warteliste."),
        "breadcrumbs": _trail(event),
    }
    return render(request, "events/closed.html", context, status=409 if request.method == "POST" else 200)


def _allowed(request: HttpRequest, form: BaseForm) -> bool:
    """Whether so much was sent from this network and with this address as people send."""
    network, address = limits.network_of(request), form.cleaned_data["email"]
    asked = (("events.network", network, PER_NETWORK), ("events.address", address, PER_ADDRESS))
    if all(limits.take(what, who, most=most) for what, who, most in asked):
        return True
    told = _("Heute haben wir schon viele Nachrichten verschickt. Bitte versuchen Sie es morgen wieder.")
    form.add_error(None, told)
    return False


def _trail(event: Event) -> list[dict[str, str]]:
    return trail_of(event, (_("Anmeldung"), ""))
