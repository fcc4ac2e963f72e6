"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import desk
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.projects.models import Milestone, Project, State, Visibility

SOON = dt.timedelta(days=30)
MAINTENANCE_SOON = dt.timedelta(days=180)
SHOWN = 50


def mine(user: Any, rows: QuerySet, body: str = "body") -> QuerySet:
    """Return the rows this user looks after: all for who keeps the register, else those of the own bodies."""
    if user.has_perm("projects.curate_project"):
        return rows
    return rows.filter(**{f"{body}__in": edited_bodies(user)})


def waiting(user: Any, today: dt.date) -> desk.Card | None:
    """Projects handed in that nobody looked at."""
    if not user.has_perm("projects.publish_project"):
        return None
    rows = Project.objects.waiting().select_related("body", "submission")[:SHOWN]
    return desk.Card(
        _("Gemeldete Projekte"),
        desk.Section.WAITING,
        [
            desk.Row(
                str(row),
                _record(row),
                note=" · ".join(filter(None, (row.body_label, _since(row.created_at)))),
            )
            for row in rows
        ],
        count=Project.objects.waiting().count(),
        url=reverse("projects_moderation"),
        icon="download",
    )


def milestones_due(user: Any, today: dt.date) -> desk.Card:
    """Milestones that are near or over and not reached."""
    rows = Milestone.objects.filter(done_on__isnull=True, due_on__lte=today + SOON)
    rows = rows.exclude(project__visibility=Visibility.ARCHIVED).select_related("project")
    return desk.Card(
        _("Meilensteine"),
        desk.Section.DUE,
        [
            desk.Row(f"{row.project}: {row.title}", _record(row.project), row.due_on)
            for row in mine(user, rows, "project__body").order_by("due_on")[:SHOWN]
        ],
        icon="calendar-check",
    )


def overdue(user: Any, today: dt.date) -> desk.Card:
    """Projects whose planned end is over and that are not said to be done."""
    rows = Project.objects.filter(ends_on__lt=today, state__in=(State.PLANNED, State.UNDERWAY))
    rows = rows.exclude(visibility=Visibility.ARCHIVED)
    return desk.Card(
        _("Projekte, deren Ende vorbei ist: stimmt der Stand noch?"),
        desk.Section.DUE,
        [
            desk.Row(str(row), _record(row), row.ends_on, str(row.get_state_display()))
            for row in mine(user, rows).order_by("ends_on")[:SHOWN]
        ],
        icon="warning",
    )


def maintenance_ends(user: Any, today: dt.date) -> desk.Card:
    """Projects whose duty of maintenance ends within half a year."""
    rows = Project.objects.filter(
        maintenance_until__gte=today, maintenance_until__lte=today + MAINTENANCE_SOON
    )
    return desk.Card(
        _("Pflegepflichten, die enden"),
        desk.Section.DUE,
        [
            desk.Row(str(row), _record(row), row.maintenance_until)
            for row in mine(user, rows).order_by("maintenance_until")[:SHOWN]
        ],
        icon="date",
    )


def _record(project: Project) -> str:
    return reverse("projects_project:inspect", args=[project.pk])


def _since(moment: dt.datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return _("heute") if days == 0 else _("seit %(days)s Tagen") % {"days": days}


desk.register("projects.waiting", waiting)
desk.register("projects.milestones", milestones_due)
desk.register("projects.overdue", overdue)
desk.register("projects.maintenance", maintenance_ends)
