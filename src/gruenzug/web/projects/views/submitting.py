"""Handing a project in without an account: form, personal link, confirmation, state of things.

Opening a page never changes anything; only a button does.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gruenzug.web.core import limits
from gruenzug.web.core.errors import NotHere
from gruenzug.web.projects.forms import ContentForm, LinkForm, SubmissionForm
from gruenzug.web.projects.models import Submission
from gruenzug.web.projects.services import submissions

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@WAYS
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Take what somebody says of a project and send the link that confirms the address."""
    is_draft = "later" in request.POST
    initial = {"field_of_action": request.GET.get("field", "")}
    form = SubmissionForm(request.POST or None, is_draft=is_draft, initial=initial)
    if is_draft:
        form.fields["email"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            submissions.begin_submission(
                email=form.cleaned_data["email"],
                content=form.content,
                language=get_language() or "de",
                network=limits.network_of(request),
            )
        except submissions.TooMany:
            form.add_error(None, _too_many())
        else:
            return render(
                request, "projects/submit_sent.html", {"breadcrumbs": _trail(_("Nachricht gesendet"))}
            )
    context = {"form": form, "breadcrumbs": _trail(_("Projekt melden"))}
    return render(request, "projects/submit.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def new_link(request: HttpRequest) -> HttpResponse:
    """Send new links to an address; what we answer is the same whether we know it or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submissions.send_links(email=form.cleaned_data["email"], network=limits.network_of(request))
        except submissions.TooMany:
            form.add_error(None, _too_many())
        else:
            return render(
                request, "projects/submit_sent.html", {"breadcrumbs": _trail(_("Nachricht gesendet"))}
            )
    context = {"form": form, "breadcrumbs": _trail(_("Neuer Link"))}
    return render(request, "projects/submit_link.html", context, status=422 if form.errors else 200)


@WAYS
@never_cache
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Show a submission to whoever has its link: go on writing, hand it in, see the answer, take it back."""
    submission = submissions.submission_of(token)
    if submission is None:
        raise NotHere(
            _("Dieser Link gilt nicht mehr."),
            reverse("projects:submit-link"),
            _("Hier können Sie einen neuen anfordern."),
        )
    if request.method == "POST" and "withdraw" in request.POST:
        return _withdraw(request, submission, token)
    if submission.state != Submission.State.DRAFT:
        return _render(request, "projects/submission.html", submission, token=token)
    return _write(request, submission, token)


def _write(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Keep the draft or hand it in, by which button was pressed."""
    is_draft = "later" in request.POST
    initial = submission.content
    form = ContentForm(request.POST or None, initial=initial, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        try:
            if is_draft:
                submissions.save_draft(submission=submission, content=form.content)
                messages.success(request, _("Gespeichert. Mit Ihrem Link können Sie später weiterschreiben."))
            else:
                submissions.submit(submission=submission, content=form.content)
                messages.success(request, _("Danke. Ihr Projekt ist eingereicht; wir sehen es uns an."))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("projects:submission", token)
    status = 422 if form.errors else 200
    return _render(request, "projects/submission_draft.html", submission, form=form, status=status)


def _withdraw(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    try:
        submissions.withdraw_submission(submission=submission)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("projects:submission", token)
    messages.success(request, _("Ihre Meldung und alle Angaben dazu sind gelöscht."))
    return redirect("projects:list")


def _render(
    request: HttpRequest, template: str, submission: Submission, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"submission": submission, "breadcrumbs": _trail(_("Ihre Meldung")), **more}
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret; forms need their own origin
    return response


def _too_many() -> str:
    return _("Heute haben wir schon mehrere Nachrichten verschickt. Bitte versuchen Sie es morgen wieder.")


def _trail(title: str) -> list[dict[str, str]]:
    return [
        {"title": _("Start"), "url": f"/{get_language() or 'de'}/"},
        {"title": _("Projekte"), "url": reverse("projects:list")},
        {"title": title},
    ]
