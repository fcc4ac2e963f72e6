"""Actions on a ticket in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gruenzug.web.trust.forms import AnswerForm, CloseForm, InterimForm, RegisterForm
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services import tickets

ACTIONS: dict[str, tuple[Any, Any, str, Any]] = {
    # name: form, service, permission, sentence
    "answer": (AnswerForm, tickets.answer_ticket, "trust.answer_ticket", _("Die Antwort ist gegeben.")),
    "interim": (
        InterimForm,
        tickets.give_interim_notice,
        "trust.answer_ticket",
        _("Die Zwischennachricht ist gegeben."),
    ),
    "close": (CloseForm, tickets.close_ticket, "trust.answer_ticket", _("Das Anliegen ist geschlossen.")),
    "register": (
        RegisterForm,
        tickets.take_into_register,
        "trust.add_barrier",
        _("Die Barriere steht jetzt in der Erklärung."),
    ),
}


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one step with a ticket."""
    ticket = get_object_or_404(Ticket, pk=pk)
    if name not in ACTIONS:
        raise Http404
    form_class, service, permission, told = ACTIONS[name]
    needed = ("trust.view_ticket", permission)
    if not all(request.user.has_perm(name, ticket) for name in needed):
        raise PermissionDenied
    form = form_class(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(text for errors in form.errors.values() for text in errors))
        return redirect("trust_ticket:inspect", pk)
    try:
        service(ticket=ticket, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return redirect("trust_ticket:inspect", pk)
