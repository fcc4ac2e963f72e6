"""One's own data: asked for by address, seen and deleted by personal link.

Opening a page never changes anything; only a button does.
"""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gruenzug.web.core import limits
from gruenzug.web.core.addresses import in_language
from gruenzug.web.core.errors import NotHere
from gruenzug.web.trust.forms import AddressForm, CorrectionForm
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services import own_data, tickets

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@WAYS
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Send the personal link to an address; what we answer is the same whether we know it or not."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own_data.send_link(
                email=form.cleaned_data["email"],
                language=get_language() or "de",
                network=limits.network_of(request),
            )
        except own_data.TooMany:
            form.add_error(None, _too_many())
        else:
            context = {"breadcrumbs": _trail(_("Nachricht gesendet")), "hours": own_data.LINK_HOURS}
            return render(request, "trust/own_data_sent.html", context)
    context = {"form": form, "breadcrumbs": _trail(_("Meine Daten"))}
    return render(request, "trust/own_data_ask.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is kept about the person the link went to; hand it out, correct it, delete it."""
    email = own_data.email_of(token)
    if email is None:
        raise NotHere(
            _("Dieser Link gilt nicht mehr."),
            reverse("trust:own-data-ask"),
            _("Hier können Sie einen neuen anfordern."),
        )
    form = CorrectionForm(request.POST if "correct" in request.POST else None)
    if request.method == "POST" and (done := _do(request, email, token, form)):
        return done
    if request.GET.get("format") == "json":
        return _file(email)
    holdings = own_data.holdings_of(email)
    context = {
        "email": email,
        "holdings": holdings,
        "some_can_go": any(holding.can_go for holding in holdings),
        "form": form,
        "breadcrumbs": _trail(_("Meine Daten")),
    }
    response = render(request, "trust/own_data.html", context, status=422 if form.errors else 200)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret; forms need their origin
    return response


def _do(request: HttpRequest, email: str, token: str, form: CorrectionForm) -> HttpResponse | None:
    """Carry out what a button asks for; None if there is something to mend in the form first."""
    if "forget" in request.POST:
        count = own_data.forget(email=email, only=request.POST["forget"])
        told = ngettext("%(count)s Angabe ist gelöscht.", "%(count)s Angaben sind gelöscht.", count)
        messages.success(request, told % {"count": count})
        return redirect("trust:own-data", token)
    if "correct" in request.POST and form.is_valid():
        try:
            ticket = tickets.receive_ticket(
                kind=Ticket.Kind.DATA,
                text=form.cleaned_data["text"],
                email=email,
                language=get_language() or "de",
                network=limits.network_of(request),
            )
        except tickets.TooMany:
            form.add_error(None, _too_many())
            return None
        told = _("Ihr Wunsch ist angekommen, Kennzeichen %(reference)s. Sie hören von uns.")
        messages.success(request, told % {"reference": ticket.reference})
        return redirect("trust:own-data", token)
    return None


def _file(email: str) -> HttpResponse:
    text = json.dumps(own_data.as_export(email), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    response["Referrer-Policy"] = "same-origin"
    return response


def _too_many() -> str:
    return _("Heute haben wir schon mehrere Nachrichten verschickt. Bitte versuchen Sie es morgen wieder.")


def _trail(here: str) -> list[dict[str, str]]:
    language = get_language() or "de"
    return [
        {"title": _("Start"), "url": f"/{language}/"},
        {"title": _("Datenschutz"), "url": f"/{language}/{in_language('datenschutz', language)}/"},
        {"title": here},
    ]
