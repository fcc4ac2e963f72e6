"""Steps of the back office: the queue, answers to ideas, the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gruenzug.web.participation import queue
from gruenzug.web.participation.forms_admin import AnswerForm, SortForm
from gruenzug.web.participation.models import Idea, ModerationEntry, Reason, Verdict
from gruenzug.web.participation.services import answering, moderating

PER_PAGE = 200
STATES = (queue.WAITING, queue.OBJECTED, queue.HIDDEN, queue.PUBLIC)
HIDE = "hide:"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("participation.moderate", raise_exception=True)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show what waits, up to 200 on a page, and do what was decided line by line."""
    if request.method == "POST":
        return _decide(request)
    state = request.GET.get("state", queue.WAITING)
    state = state if state in STATES else queue.WAITING
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:80]
    found = [item for item in queue.items(state, kind) if _matches(item, words, request.GET.get("why", ""))]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Warteschlange"),
        "header_icon": "tasks",
        "page": page,
        "state": state,
        "asked": {"kind": kind, "q": words, "why": request.GET.get("why", "")},
        "tabs": [
            {"title": str(title), "url": f"?state={key}", "current": key == state}
            for key, title in _states().items()
        ],
        "sources": queue.sources().values(),
        "reasons": Reason.choices,
        "whys": sorted({reason for item in queue.items(state, kind) for reason in item.reasons}),
    }
    return render(request, "participation/admin/queue.html", context)


@require_safe
@permission_required("participation.moderate", raise_exception=True)
def log(request: HttpRequest) -> HttpResponse:
    """Show every act of moderation, the newest first."""
    rows = ModerationEntry.objects.select_related("by")
    verdict = request.GET.get("verdict", "")
    if verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    context = {
        "page_title": _("Protokoll der Moderation"),
        "header_icon": "history",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "verdicts": Verdict.choices,
        "verdict": verdict,
    }
    return render(request, "participation/admin/log.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an idea."""
    idea = _idea(request, pk, "participation.answer_idea")
    form = AnswerForm(idea, request.user, request.POST)
    return _step(
        request,
        idea,
        form,
        lambda: answering.answer_idea(idea=idea, by=request.user, **form.cleaned_data),
        _("Die Antwort ist öffentlich; wer darum gebeten hat, erfährt sie."),
    )


@require_POST
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an idea serves."""
    idea = _idea(request, pk, "participation.change_idea")
    form = SortForm(idea, request.POST)
    return _step(
        request,
        idea,
        form,
        lambda: answering.sort_idea(idea=idea, by=request.user, **form.cleaned_data),
        _("Die Zuordnung ist gespeichert."),
    )


@require_POST
def make_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn an idea into a draft of a project."""
    idea = _idea(request, pk, "participation.change_idea")
    if not request.user.has_perm("projects.add_project"):
        raise PermissionDenied
    try:
        project = answering.make_project(idea=idea, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("participation_idea:inspect", pk)
    messages.success(request, _("Der Projektentwurf ist angelegt."))
    return redirect("projects_project:edit", project.pk)


def _decide(request: HttpRequest) -> HttpResponse:
    outcome = moderating.carry_out(wishes=_wishes(request), by=request.user)
    if outcome.done:
        told = ngettext("%(count)s Eintrag erledigt.", "%(count)s Einträge erledigt.", outcome.done)
        messages.success(request, told % {"count": outcome.done})
    for problem in outcome.problems[:10]:
        messages.error(request, problem)
    query = request.GET.urlencode()
    return redirect(reverse("participation_queue") + (f"?{query}" if query else ""))


def _wishes(request: HttpRequest) -> list[moderating.Wish]:
    """Read what was chosen line by line; the choice for all holds for the ticked lines without their own."""
    bulk, ticked = request.POST.get("bulk", ""), set(request.POST.getlist("item"))
    names = {name.removeprefix("do-") for name in request.POST if name.startswith("do-")} | ticked
    wishes = []
    for name in sorted(names):
        choice = request.POST.get(f"do-{name}", "") or (bulk if name in ticked else "")
        text = request.POST.get(f"text-{name}", "") or (
            request.POST.get("bulk-text", "") if name in ticked else ""
        )
        if choice in (Verdict.UPHELD, Verdict.PUBLISHED):
            wishes.append(moderating.Wish(name, choice, text=text[:2000]))
        elif choice.startswith(HIDE):
            wishes.append(
                moderating.Wish(name, Verdict.HIDDEN, reason=choice.removeprefix(HIDE), text=text[:2000])
            )
    return wishes


def _matches(item: queue.Item, words: str, why: str) -> bool:
    told = f"{item.title} {item.text} {item.author} {item.context}".casefold()
    return (not words or words.casefold() in told) and (not why or why in item.reasons)


def _states() -> dict[str, str]:
    return {
        queue.WAITING: _("Wartend"),
        queue.OBJECTED: _("Einsprüche"),
        queue.HIDDEN: _("Ausgeblendet"),
        queue.PUBLIC: _("Öffentlich"),
    }


def _idea(request: HttpRequest, pk: int, permission: str) -> Idea:
    idea = get_object_or_404(Idea, pk=pk)
    if not request.user.has_perm(permission, idea):
        raise PermissionDenied
    return idea


def _step(request: HttpRequest, idea: Idea, form: Any, act: Callable[[], Any], told: str) -> HttpResponse:
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(errors)}")
        return redirect("participation_idea:inspect", idea.pk)
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return redirect("participation_idea:inspect", idea.pk)
