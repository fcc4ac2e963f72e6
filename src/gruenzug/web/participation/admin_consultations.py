"""Steps of a consultation in the back office: a new draft, answers, their release."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.participation.exchange import reading
from gruenzug.web.participation.exchange.writing import consultation_lines
from gruenzug.web.participation.forms_admin import DraftForm, ImportForm, ReplyForm
from gruenzug.web.participation.models import Consultation, Survey
from gruenzug.web.participation.selectors.surveys import raw
from gruenzug.web.participation.services import replying, texts


@require_POST
def publish_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a pasted text or a version of the Charta the newest draft."""
    found, form = _of(request, pk, "change"), DraftForm(request.POST)

    def act() -> None:
        cleaned = form.cleaned_data
        if version := cleaned["version"]:
            texts.publish_from_charter(consultation=found, version=version, by=request.user)
        else:
            texts.publish_draft(
                consultation=found, source=cleaned["source"], note=cleaned["note"], by=request.user
            )

    return _step(request, found, form, act, _("Die Fassung ist veröffentlicht."))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the ticked contributions with the same words."""
    found, form = _of(request, pk, "answer"), ReplyForm(request.POST)
    chosen = found.contributions.filter(
        pk__in=[key for key in request.POST.getlist("item") if key.isdecimal()]
    )

    def act() -> None:
        replying.answer(consultation=found, contributions=chosen, by=request.user, **form.cleaned_data)

    return _step(request, found, form, act, _("Beantwortet."))


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers to everybody and write to who asked."""
    found = _of(request, pk, "answer")

    def act() -> None:
        count = replying.release_answers(consultation=found, by=request.user)
        messages.info(request, _("%(count)s Menschen haben eine Nachricht erhalten.") % {"count": count})

    return _step(request, found, None, act, _("Die Antworten sind öffentlich."))


@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in contributions from a file of another system."""
    found, form = _of(request, pk, "change"), ImportForm(request.POST, request.FILES)

    def act() -> None:
        lines = reading.read_lines(form.cleaned_data["file"].read(reading.MAX_BYTES + 1))
        origin = form.cleaned_data["origin"]
        count = reading.take_in(consultation=found, lines=lines, origin=origin, by=request.user)
        messages.info(request, _("%(count)s Beiträge waren neu.") % {"count": count})

    return _step(request, found, form, act, _("Die Datei ist übernommen."))


@require_safe
def give_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a consultation in the open format."""
    found = _of(request, pk, "view")
    response = HttpResponse(consultation_lines(found), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.jsonl"'
    return response


@require_safe
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Send every answered sheet of a survey, free texts included, to those who evaluate it."""
    found = get_object_or_404(Survey, pk=pk)
    if not request.user.has_perm("participation.view_survey", found):
        raise PermissionDenied
    lines = raw(found)
    columns = [Column(str(name), "", itemgetter(place)) for place, name in enumerate(lines[0])]
    response = HttpResponse(csv_text(columns, lines[1:]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return response


def _of(request: HttpRequest, pk: int, action: str) -> Consultation:
    found = get_object_or_404(Consultation, pk=pk)
    if not request.user.has_perm(f"participation.{action}_consultation", found):
        raise PermissionDenied
    return found


def _step(
    request: HttpRequest, found: Consultation, form: Any, act: Callable[[], None], told: str
) -> HttpResponse:
    if form is not None and not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(errors)}")
        return redirect("participation_consultation:inspect", found.pk)
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return redirect("participation_consultation:inspect", found.pk)
