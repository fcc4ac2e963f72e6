"""The page of a participant: what waits for confirmation, what was written, data to take along or delete.

Opening a personal link shows one button; only pressing it enters, so a mail
scanner that follows links changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gruenzug.web.core import limits
from gruenzug.web.core.errors import NotHere
from gruenzug.web.participation import own_page, sessions
from gruenzug.web.participation.forms import LinkForm
from gruenzug.web.participation.models import Participant
from gruenzug.web.participation.selectors.mine import everything_about, written_by
from gruenzug.web.participation.services import deleting, moderating, participants, writing
from gruenzug.web.participation.views.common import private, sent_page, too_many, trail

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@WAYS
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show what waits behind a personal link; the button confirms it and enters."""
    participant = participants.participant_of(token)
    if participant is None:
        raise NotHere(
            _("Dieser Link gilt nicht mehr."),
            reverse("participation:link"),
            _("Hier können Sie einen neuen anfordern."),
        )
    if request.method == "POST":
        return _enter(request, participant)
    context = {
        "participant": participant,
        "pending": writing.pending_of(participant),
        "supports": participant.reactions.filter(is_confirmed=False).select_related("idea"),
        "breadcrumbs": trail((_("Bestätigen"), "")),
    }
    return private(render(request, "participation/enter.html", context))


@WAYS
@never_cache
def new_link(request: HttpRequest) -> HttpResponse:
    """Send a new link to an address; what we answer is the same whether we know it or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            participants.send_link_to(email=form.cleaned_data["email"], network=limits.network_of(request))
        except participants.TooMany:
            form.add_error(None, too_many())
        else:
            return sent_page(request)
    context = {"form": form, "breadcrumbs": trail((_("Persönlicher Link"), ""))}
    return render(request, "participation/link.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Show everything about the participant of this browser; withdraw, object, leave, delete."""
    participant = sessions.current(request)
    if participant is None:
        return redirect("participation:link")
    if request.method == "POST":
        return _act(request, participant)
    context = {
        "participant": participant,
        "items": written_by(participant),
        "supports": participant.reactions.filter(is_confirmed=True).select_related("idea", "contribution"),
        "elsewhere": own_page.filled(participant.email) if sessions.owns_mailbox(request) else [],
        "breadcrumbs": trail((_("Meine Beiträge"), "")),
    }
    return private(render(request, "participation/mine.html", context))


@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Send everything this room knows of the participant as JSON."""
    participant = sessions.current(request)
    if participant is None:
        return redirect("participation:link")
    response = JsonResponse(
        everything_about(participant), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="meine-beteiligung.json"'
    return private(response)


def _enter(request: HttpRequest, participant: Participant) -> HttpResponse:
    if "refuse" in request.POST:
        deleting.refuse(participant=participant)
        messages.success(request, _("Alles, was nicht bestätigt war, ist gelöscht."))
        return redirect("participation:index")
    sent = writing.confirm(participant=participant, keys=request.POST.getlist("item"))
    sessions.enter(request, participant)
    if len(sent) == 1 and sent[0].is_public:
        messages.success(request, _("Danke, Ihr Beitrag ist veröffentlicht."))
        return redirect(sent[0].get_absolute_url())
    if sent:
        told = _("Danke, das ist angekommen. Wir sehen Ihren Beitrag an, bevor er erscheint.")
        messages.success(request, told)
    return redirect("participation:mine")


def _act(request: HttpRequest, participant: Participant) -> HttpResponse:
    posted: Any = request.POST
    if "leave" in posted:
        sessions.leave(request)
        messages.success(request, _("Sie sind abgemeldet."))
        return redirect("participation:index")
    if "forget" in posted:
        sessions.leave(request)
        deleting.forget(participant=participant)
        messages.success(request, _("Ihre Angaben sind gelöscht. Veröffentlichtes steht nun ohne Namen da."))
        return redirect("participation:index")
    item = next((row for row in written_by(participant) if str(row.key) == posted.get("item", "")), None)
    if item is None:
        raise NotHere(
            _("Diesen Beitrag kennen wir nicht."), reverse("participation:mine"), _("Meine Beiträge")
        )
    try:
        if "withdraw" in posted:
            deleting.withdraw(item=item, by=participant)
            messages.success(request, _("Der Beitrag ist zurückgezogen."))
        elif "object" in posted:
            moderating.object_to(item=item, text=posted.get("text", "")[:2000], by=participant)
            messages.success(request, _("Danke, wir sehen uns Ihren Einspruch an und antworten Ihnen."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("participation:mine")
