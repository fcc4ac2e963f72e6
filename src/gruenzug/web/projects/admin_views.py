"""Steps of the back office: each reads a form, calls one service, and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core.geopackage import MEDIA_TYPE
from gruenzug.web.projects.forms_admin import MoveForm, NoteForm, ReasonForm
from gruenzug.web.projects.geodata import projects_as_geopackage
from gruenzug.web.projects.models import Merge, Project, Submission
from gruenzug.web.projects.selectors.duplicates import all_pairs, differing_fields, like
from gruenzug.web.projects.services import merging, projects, submissions

SHOWN = 100
PER_PAGE = 50


@require_safe
@permission_required("projects.publish_project", raise_exception=True)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show what was handed in, with what may be the same, and the three ways on."""
    rows = Project.objects.waiting().select_related("body", "submission").prefetch_related("municipalities")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Gemeldete Projekte"),
        "header_icon": "download",
        "page": page,
        "waiting": [
            {
                "project": project,
                "pairs": like(project, 3),
                "missing": projects.missing_for_publication(project),
            }
            for project in page
        ],
        "reason_form": ReasonForm(),
    }
    return render(request, "projects/admin/moderation.html", context)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project to the public."""
    project = _of(request, pk, "projects.publish_project")
    return _step(
        request,
        lambda: projects.publish_project(project=project, by=request.user),
        _("Das Projekt ist öffentlich."),
        project,
    )


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a project out of the public."""
    project = _of(request, pk, "projects.publish_project")
    form = ReasonForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: projects.archive_project(project=project, by=request.user, **form.cleaned_data),
        _("Das Projekt ist zurückgezogen."),
        project,
    )


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a submission that does not go into the register."""
    project = _of(request, pk, "projects.publish_project")
    submission, form = get_object_or_404(Submission, project=project), ReasonForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: submissions.reject_submission(submission=submission, by=request.user, **form.cleaned_data),
        _("Die Antwort ist unterwegs."),
        project,
    )


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how far a project is."""
    project = _of(request, pk, "projects.move_project")
    form = MoveForm(project, request.POST)
    return _with_form(
        request,
        form,
        lambda: projects.move_project(project=project, by=request.user, **form.cleaned_data),
        _("Der Stand ist gesetzt."),
        project,
    )


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a line into the history."""
    project = _of(request, pk, "projects.change_project")
    form = NoteForm(request.POST)
    return _with_form(
        request,
        form,
        lambda: projects.note_on_project(project=project, by=request.user, **form.cleaned_data),
        _("Die Mitteilung steht im Verlauf."),
        project,
    )


@require_safe
def geodata(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a project as geodata for its proof of use, public or not."""
    project = _of(request, pk, "projects.view_project")
    response = HttpResponse(projects_as_geopackage([project]), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{project.slug}.gpkg"'
    return response


@require_safe
@permission_required("projects.merge_project", raise_exception=True)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show which projects may be one, and what was merged."""
    context = {
        "page_title": _("Doppelte Projekte"),
        "header_icon": "copy",
        "pairs": all_pairs(SHOWN),
        "merges": Merge.objects.select_related("kept", "by")[:SHOWN],
    }
    return render(request, "projects/admin/duplicates.html", context)


@permission_required("projects.merge_project", raise_exception=True)
def merge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Show two projects side by side; merge them into the one chosen, or tell them apart."""
    pair = [get_object_or_404(Project, pk=pk) for pk in (first, second)]
    if request.method == "POST" and "distinct" in request.POST:
        merging.tell_apart(first=pair[0], second=pair[1], by=request.user)
        messages.success(request, _("Gemerkt: Das sind zwei Projekte."))
        return redirect("projects_duplicates")
    if request.method == "POST" and request.POST.get("keep") in {str(first), str(second)}:
        keep, remove = pair if request.POST["keep"] == str(first) else reversed(pair)
        try:
            merging.merge_projects(keep=keep, remove=remove, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            told = _("Zusammengeführt; unter „Doppelte“ lässt es sich rückgängig machen.")
            messages.success(request, told)
            return redirect("projects_project:inspect", keep.pk)
    context = {
        "page_title": _("Zusammenführen"),
        "header_icon": "copy",
        "projects": pair,
        "rows": differing_fields(*pair),
    }
    return render(request, "projects/admin/merge.html", context)


@require_POST
@permission_required("projects.merge_project", raise_exception=True)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    try:
        restored = merging.undo_merge(merge=get_object_or_404(Merge, pk=pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("projects_duplicates")
    messages.success(request, _("„%(name)s“ ist wieder da.") % {"name": restored})
    return redirect("projects_project:inspect", restored.pk)


def _of(request: HttpRequest, pk: int, permission: str) -> Project:
    """Return the project if the account may do that with it."""
    project = get_object_or_404(Project, pk=pk)
    if not request.user.has_perm(permission, project):
        raise PermissionDenied
    return project


def _with_form(
    request: HttpRequest, form: BaseForm, act: Callable[[], Any], told: str, project: Project
) -> HttpResponse:
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(errors)}")
        return redirect("projects_project:inspect", project.pk)
    return _step(request, act, told, project)


def _step(request: HttpRequest, act: Callable[[], Any], told: str, project: Project) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    if request.POST.get("next") == "moderation":
        return redirect("projects_moderation")
    return redirect("projects_project:inspect", project.pk)
