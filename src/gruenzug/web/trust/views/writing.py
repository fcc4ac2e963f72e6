"""Reporting a barrier and writing to a mailbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gruenzug.web.core import formats, limits
from gruenzug.web.core.addresses import in_language
from gruenzug.web.trust.forms import BarrierForm, ContactForm
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services import tickets

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@WAYS
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Take the report of a barrier."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("page", "")[:500]})
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("text", "page", "name", "email", "other_way")}
        if ticket := _received(request, form, Ticket.Kind.BARRIER, told):
            return _thanks(request, ticket, _trail("barrierefreiheit", _("Barrierefreiheit"), _("Danke")))
    context = {
        "form": form,
        "breadcrumbs": _trail("barrierefreiheit", _("Barrierefreiheit"), _("Barriere melden")),
    }
    return render(request, "trust/report.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """Take a message to one of the mailboxes."""
    initial = {"box": request.GET.get("box", ""), "page": request.GET.get("page", "")[:500]}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("box", "text", "name", "email", "page")}
        if ticket := _received(request, form, Ticket.Kind.CONTACT, told):
            return _thanks(request, ticket, _trail("kontakt", _("Kontakt"), _("Danke")))
    context = {"form": form, "breadcrumbs": _trail("kontakt", _("Kontakt"), _("Nachricht schreiben"))}
    return render(request, "trust/write.html", context, status=422 if form.errors else 200)


def _received(
    request: HttpRequest, form: BarrierForm | ContactForm, kind: str, told: dict[str, object]
) -> Ticket | None:
    """Keep the message; None, with a sentence in the form, if there were too many today."""
    network = limits.network_of(request)
    try:
        return tickets.receive_ticket(kind=kind, language=get_language() or "de", network=network, **told)  # type: ignore[arg-type]
    except tickets.TooMany:
        form.add_error(
            None, _("Heute kamen von hier schon viele Nachrichten. Bitte versuchen Sie es morgen wieder.")
        )
        return None


def _thanks(request: HttpRequest, ticket: Ticket, trail: list[dict[str, str]]) -> HttpResponse:
    context = {
        "ticket": ticket,
        "due": formats.day(ticket.due_on),
        "latest": formats.day(ticket.latest_on),
        "ombuds_url": tickets.OMBUDS_URL,
        "is_barrier": ticket.kind == Ticket.Kind.BARRIER,
        "breadcrumbs": trail,
    }
    return render(request, "trust/thanks.html", context)


def _trail(word: str, title: str, here: str) -> list[dict[str, str]]:
    language = get_language() or "de"
    return [
        {"title": _("Start"), "url": f"/{language}/"},
        {"title": title, "url": f"/{language}/{in_language(word, language)}/"},
        {"title": here},
    ]
