"""What this room tells of what happened."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.projects.models import Project, Submission


def _submissions(user: Any) -> QuerySet[Submission]:
    rows = Submission.objects.all()
    return rows if user.has_perm("projects.view_submission") else rows.none()


def _queue(entry: Any, user: Any) -> str:
    return reverse("projects_moderation") if user.has_perm("projects.publish_project") else ""


register(
    Happening(
        "projects.submitted",
        _("gemeldete Projekte"),
        Submission,
        ("projects.submission_submitted",),
        rows=_submissions,
        address=_queue,
        icon="download",
        order=20,
    )
)
register(
    Happening(
        "projects.projects",
        _("Projekte"),
        Project,
        ("projects.project_created", "projects.project_published", "projects.project_moved"),
        icon="clipboard-list",
        order=21,
    )
)
