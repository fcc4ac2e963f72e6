"""Back-office pages of one issue: preview, collecting, and what moves it on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.newsletter import items
from gruenzug.web.newsletter.forms_admin import CollectForm, ScheduleForm, TestForm
from gruenzug.web.newsletter.letters.rendering import impersonal
from gruenzug.web.newsletter.letters.rendering import render as render_letter
from gruenzug.web.newsletter.models import Issue, Language
from gruenzug.web.newsletter.services import sending, writing

NIGHT = "@media (prefers-color-scheme: dark)"
LOOKS = ("html", "dark", "text")
FIRST_LOOK_BACK = dt.timedelta(days=30)


@require_safe
@permission_required("newsletter.view_issue", raise_exception=True)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue as readers will see it: by day, by night, as text, in each language."""
    issue = get_object_or_404(Issue, pk=pk)
    language, look = _asked(request)
    letter = render_letter(issue, language)
    context = {
        "page_title": _("Vorschau"),
        "page_subtitle": str(issue),
        "header_icon": "view",
        "issue": issue,
        "letter": letter,
        "text": impersonal(letter.text),
        "language": language,
        "look": look,
        "languages": [(each.value, each.label, issue.text(each).is_fallback) for each in Language],
        "looks": list(zip(LOOKS, (_("Bei Tag"), _("Bei Nacht"), _("Nur Text")), strict=True)),
        "size": len(letter.html.encode()) // 1000,
    }
    return render(request, "newsletter/admin/preview.html", context)


@require_safe
@xframe_options_sameorigin
@permission_required("newsletter.view_issue", raise_exception=True)
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the HTML of an issue for the frame of the preview."""
    language, look = _asked(request)
    html = impersonal(render_letter(get_object_or_404(Issue, pk=pk), language).html)
    if look == "dark":
        html = html.replace(NIGHT, "@media all")
    return HttpResponse(html)


@permission_required("newsletter.view_issue", raise_exception=True)
def collect(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer what is new on the site, and take over what is ticked."""
    issue = get_object_or_404(Issue, pk=pk)
    if not request.user.has_perm("newsletter.change_issue", issue):
        raise PermissionDenied
    since, today = _last_issue(issue), timezone.localdate()
    form = CollectForm(request.POST or request.GET or None, since=since)
    valid = form.is_bound and form.is_valid()
    if valid:
        since = form.cleaned_data["since"]
    if request.method == "POST" and valid:
        found = {each: items.collected(since, today, each) for each in form.cleaned_data["languages"]}
        count = writing.collect(
            issue=issue, found=found, chosen=request.POST.getlist("item"), by=request.user
        )
        messages.success(
            request, _("%(count)s Meldungen stehen jetzt am Ende der Ausgabe.") % {"count": count}
        )
        return redirect("newsletter_issue:edit", pk)
    context = {
        "page_title": _("Meldungen sammeln"),
        "page_subtitle": str(issue),
        "header_icon": "download",
        "issue": issue,
        "form": form,
        "groups": items.collected(since, today, "de"),
    }
    return render(request, "newsletter/admin/collect.html", context)


@require_POST
@permission_required("newsletter.send_issue", raise_exception=True)
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Move an issue on: test, plan, send, stop, go on."""
    issue = get_object_or_404(Issue, pk=pk)
    try:
        messages.success(request, _ACTIONS[action](request, issue))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    return redirect("newsletter_issue:inspect", pk)


def _test(request: HttpRequest, issue: Issue) -> str:
    asked = _valid(TestForm(request.POST))
    writing.send_test(issue=issue, to=asked["to"], language=asked["language"], by=request.user)
    return _("Der Test ist unterwegs an %(to)s.") % asked


def _schedule(request: HttpRequest, issue: Issue) -> str:
    writing.schedule(issue=issue, at=_valid(ScheduleForm(request.POST))["at"], by=request.user)
    return _("Der Versand ist geplant.")


def _now(request: HttpRequest, issue: Issue) -> str:
    writing.schedule(issue=issue, at=timezone.now(), by=request.user)
    return _("Der Versand beginnt mit dem nächsten Lauf, in der Regel innerhalb weniger Minuten.")


def _unschedule(request: HttpRequest, issue: Issue) -> str:
    writing.unschedule(issue=issue, by=request.user)
    return _("Die Ausgabe ist wieder ein Entwurf.")


def _pause(request: HttpRequest, issue: Issue) -> str:
    sending.pause(issue=issue, reason=_("von Hand"), by=request.user)
    return _("Der Versand ist angehalten.")


def _resume(request: HttpRequest, issue: Issue) -> str:
    sending.resume(issue=issue, by=request.user)
    return _("Der Versand geht weiter.")


def _repeat(request: HttpRequest, issue: Issue) -> str:
    count = sending.repeat_unclear(issue=issue, by=request.user)
    return _("%(count)s unklare Zustellungen werden noch einmal versucht.") % {"count": count}


_ACTIONS = {
    "test": _test,
    "planen": _schedule,
    "senden": _now,
    "nicht-planen": _unschedule,
    "anhalten": _pause,
    "fortsetzen": _resume,
    "unklare": _repeat,
}


def _valid(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError(
            [f"{form.fields[name].label}: {' '.join(told)}" for name, told in form.errors.items()]
        )
    return form.cleaned_data


def _asked(request: HttpRequest) -> tuple[str, str]:
    language, look = request.GET.get("language", "de"), request.GET.get("look", "html")
    return (
        language if language in Language.values else Language.DE,
        look if look in LOOKS else LOOKS[0],
    )


def _last_issue(issue: Issue) -> dt.date:
    """Return the day the last issue of this newsletter left, or a month ago."""
    last = Issue.objects.public().filter(list=issue.list).exclude(pk=issue.pk).first()
    return timezone.localtime(last.begun_at).date() if last else timezone.localdate() - FIRST_LOOK_BACK
