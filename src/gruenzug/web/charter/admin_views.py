"""Steps of the back office: each reads a form, calls one service, and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gruenzug.web.charter.forms_admin import (
    AdoptForm,
    DecisionForm,
    DraftForm,
    MoveForm,
    PledgeMoveForm,
    ReportForm,
    SendForm,
    SignForm,
    next_states,
)
from gruenzug.web.charter.models import (
    Commitment,
    CommitmentRequest,
    CouncilPaper,
    CouncilSystem,
    Pledge,
    Report,
    ReportingRound,
    Version,
)
from gruenzug.web.charter.services import commitments, council_papers, pledges, requests, versions


@require_POST
@permission_required("charter.draft_version", raise_exception=True)
def version_draft(request: HttpRequest) -> HttpResponse:
    """Begin the next version of a document."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form, redirect("charter_version:index"))
    version = versions.draft_version(**form.cleaned_data, by=request.user)
    messages.success(request, _("„%s“ ist angelegt; der Text ist der der Fassung davor.") % version)
    return redirect("charter_version:inspect", version.pk)


@require_POST
def version_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft to the public."""
    version = _of(request, Version, pk, "charter.decide_version")
    return _step(
        request,
        lambda: versions.open_for_consultation(version=version, by=request.user),
        _("Der Entwurf ist öffentlich."),
        redirect("charter_version:inspect", pk),
    )


@require_POST
def version_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version into force."""
    version = _of(request, Version, pk, "charter.decide_version")
    back, form = redirect("charter_version:inspect", pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form, back)
    return _step(
        request,
        lambda: versions.put_into_force(version=version, by=request.user, **form.cleaned_data),
        _("Die Fassung gilt; Leitthemen und Ziele tragen ihren Wortlaut."),
        back,
    )


@require_POST
def request_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a request to the chosen bodies."""
    asked = _of(request, CommitmentRequest, pk, "charter.send_commitmentrequest")
    back, form = redirect("charter_commitmentrequest:inspect", pk), SendForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form, back)
    try:
        chosen = list(form.chosen())
        opened = requests.send_request(request=asked, bodies=chosen, by=request.user)
    except ValidationError as error:
        return _tell(request, error, back)
    told = ngettext(
        "An eine Körperschaft versandt.", "An %(count)s Körperschaften versandt.", len(opened)
    ) % {"count": len(opened)}
    without = [row.body.label for row in opened if not row.body.mailbox]
    if without:
        told += " " + _("Ohne Postfach, bitte auf anderem Weg: %s.") % ", ".join(without)
    if left := len(chosen) - len(opened):
        told += " " + ngettext(
            "%(count)s Körperschaft war schon angeschrieben oder hat schon entschieden.",
            "%(count)s Körperschaften waren schon angeschrieben oder haben schon entschieden.",
            left,
        ) % {"count": left}
    messages.success(request, told)
    return back


@require_POST
def request_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a request."""
    asked = _of(request, CommitmentRequest, pk, "charter.send_commitmentrequest")
    requests.close_request(request=asked, by=request.user)
    messages.success(request, _("Abgeschlossen; es wird nicht mehr erinnert."))
    return redirect("charter_commitmentrequest:inspect", pk)


@require_POST
def commitment_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a commitment to its next state."""
    row = _of(request, Commitment, pk, "charter.move_commitment")
    back = redirect("charter_commitment:inspect", pk)
    form = MoveForm(row, next_states(row, commitments.TRANSITIONS), request.POST)
    if not form.is_valid():
        return _refuse(request, form, back)
    return _step(
        request,
        lambda: commitments.move_commitment(commitment=row, by=request.user, **form.cleaned_data),
        _("Der neue Stand steht im öffentlichen Register."),
        back,
    )


@require_POST
def commitment_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a signature."""
    row = _of(request, Commitment, pk, "charter.move_commitment")
    back, form = redirect("charter_commitment:inspect", pk), SignForm(row, request.POST)
    if not form.is_valid():
        return _refuse(request, form, back)
    return _step(
        request,
        lambda: commitments.sign(commitment=row, by=request.user, **form.cleaned_data),
        _("Die Unterzeichnung ist eingetragen."),
        back,
    )


@require_POST
def pledge_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a promise, or close it."""
    pledge = _of(request, Pledge, pk, "charter.move_pledge")
    back = redirect("charter_pledge:inspect", pk)
    form = PledgeMoveForm(next_states(pledge, pledges.TRANSITIONS), request.POST)
    if not form.is_valid():
        return _refuse(request, form, back)
    return _step(
        request,
        lambda: pledges.move_pledge(pledge=pledge, by=request.user, **form.cleaned_data),
        _("Der neue Stand ist öffentlich."),
        back,
    )


def report(request: HttpRequest, pk: int, round_pk: int) -> HttpResponse:
    """Let a body report on a promise in a round."""
    pledge = _of(request, Pledge, pk, "charter.submit_report")
    reporting_round = get_object_or_404(ReportingRound, pk=round_pk)
    known = Report.objects.filter(pledge=pledge, round=reporting_round).first()
    form = ReportForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            pledges.submit_report(
                pledge=pledge, in_round=reporting_round, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Der Bericht ist öffentlich. Sie können ihn bis zum Ende der Runde ändern.")
            )
            return redirect("charter_pledge:inspect", pledge.pk)
    context = {
        "page_title": _("Bericht"),
        "page_subtitle": str(pledge),
        "header_icon": "form",
        "pledge": pledge,
        "round": reporting_round,
        "form": form,
    }
    return render(request, "charter/admin/report.html", context)


@require_POST
def report_retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report out of the public."""
    found = _of(request, Report, pk, "charter.retract_report")
    pledges.retract_report(report=found, by=request.user)
    messages.success(request, _("Der Bericht ist nicht mehr öffentlich."))
    return redirect("charter_pledge:inspect", found.pledge_id)


@require_POST
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a reporting round."""
    row = _of(request, ReportingRound, pk, "charter.close_reportinground")
    pledges.close_round(reporting_round=row, by=request.user)
    messages.success(request, _("Die Runde nimmt keine Berichte mehr an."))
    return redirect("charter_reportinground:inspect", pk)


@require_POST
def system_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Look into a council information system now."""
    system = _of(request, CouncilSystem, pk, "charter.change_councilsystem")
    found = council_papers.check_system(system=system, by=request.user)
    if found is None:
        system.refresh_from_db()
        messages.error(request, system.problem)
    else:
        told = ngettext("Eine passende Vorlage.", "%(count)s passende Vorlagen.", found) % {"count": found}
        messages.success(request, told)
    return redirect("charter_councilsystem:inspect", pk)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a found paper to a commitment, or set it aside."""
    found = _of(request, CouncilPaper, pk, "charter.change_councilpaper")
    form = AdoptForm(found, request.POST or None)
    if request.method == "POST":
        if "dismiss" in request.POST:
            council_papers.dismiss_paper(paper=found, by=request.user)
            messages.success(request, _("Die Vorlage wird nicht mehr vorgeschlagen."))
            return redirect("wagtailadmin_home")
        if form.is_valid() and (target := _adopt(request, found, form)):
            return redirect("charter_commitment:inspect", target.pk)
    context = {
        "page_title": _("Vorlage"),
        "page_subtitle": str(found),
        "header_icon": "doc-full",
        "paper": found,
        "form": form,
    }
    return render(request, "charter/admin/paper.html", context)


def _adopt(request: HttpRequest, found: CouncilPaper, form: AdoptForm) -> Commitment | None:
    """Link the paper; None, with a message, if the server could not be asked."""
    target = form.cleaned_data["commitment"] or commitments.open_commitment(
        body=found.system.body, version=form.cleaned_data["version"], by=request.user
    )
    try:
        count = council_papers.adopt_paper(paper=found, commitment=target, by=request.user)
    except ValidationError as error:
        _tell(request, error, None)
        return None
    told = ngettext("Eine Station übernommen.", "%(count)s Stationen übernommen.", count) % {"count": count}
    messages.success(request, told)
    return target


def _of(request: HttpRequest, model: type[Model], pk: int, permission: str) -> Any:
    """Return the row if the account may do this with it."""
    found = get_object_or_404(model, pk=pk)
    if not request.user.has_perm(permission, found):
        raise PermissionDenied
    return found


def _step(request: HttpRequest, action: Callable[[], Any], done: str, back: HttpResponse) -> HttpResponse:
    try:
        action()
    except ValidationError as error:
        return _tell(request, error, back)
    messages.success(request, done)
    return back


def _tell(request: HttpRequest, error: ValidationError, back: Any) -> Any:
    messages.error(request, " ".join(error.messages))
    return back


def _refuse(request: HttpRequest, form: forms.Form, back: HttpResponse) -> HttpResponse:
    """Say what is wrong with a form that has no page of its own."""
    told = [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    ]
    messages.error(request, " ".join(told))
    return back
