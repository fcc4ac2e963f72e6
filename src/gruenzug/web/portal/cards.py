"""What this room lays on the desk: pages that wait or were given back, pictures without rights."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState
from wagtail.permissions import policy_registry

from gruenzug.web.core import desk
from gruenzug.web.core.desk import Card, Row, Section
from gruenzug.web.core.models import SiteImage

MOST = 50


def waiting(user: Any, today: dt.date) -> Card | None:
    """Pages that somebody else submitted and this user may approve, the oldest first."""
    states = TaskState.objects.reviewable_by(user).order_by("started_at")
    found = states.select_related("workflow_state__requested_by", "revision__user")
    rows = [
        Row(
            text=state.revision.object_str,
            url=_edit(state.revision.object_id),
            note=_("eingereicht von %(name)s") % {"name": _name(state.workflow_state.requested_by)},
        )
        for state in found[:MOST]
    ]
    return Card(_("Seiten zur Freigabe"), Section.WAITING, rows, icon="clipboard-list")


def given_back(user: Any, today: dt.date) -> Card | None:
    """The user's own pages that need another look, with the word that came with them."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    found = states.select_related("current_task_state__revision").order_by("-created_at")
    rows = [
        Row(
            text=state.current_task_state.revision.object_str,
            url=_edit(state.object_id),
            note=state.current_task_state.comment,
        )
        for state in found[:MOST]
    ]
    return Card(_("Zurückgegeben: bitte noch ändern"), Section.WAITING, rows, icon="edit")


def without_rights(user: Any, today: dt.date) -> Card | None:
    """Pictures of which nobody wrote down whose they are, for who may change them."""
    policy = policy_registry.get_by_type(SiteImage)
    rows = policy.instances_user_has_permission_for(user, "change").filter(author="").order_by("pk")
    return Card(
        _("Bilder ohne Urheber und Rechte"),
        Section.DUE,
        [Row(text=row.title, url=reverse("wagtailimages:edit", args=[row.pk])) for row in rows[:MOST]],
        icon="image",
    )


def _edit(key: str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[key])


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("unbekannt")


desk.register("portal.waiting", waiting)
desk.register("portal.given_back", given_back)
desk.register("portal.without_rights", without_rights)
