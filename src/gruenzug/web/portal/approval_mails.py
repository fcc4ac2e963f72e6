"""Who is told what of a page that waits for approval; our mails in place of Wagtail's own.

Wagtail connects its mails under these names, too. A name is taken once, and
this room is loaded before Wagtail's back office.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from gruenzug.web.core import mail
from gruenzug.web.core.models import User


def connect() -> None:
    """Send our mails when something is submitted, approved, given back."""
    uid = "{}_email_notification".format
    task_submitted.connect(
        tell_approvers, sender=TaskState, dispatch_uid=uid("group_approval_task_submitted")
    )
    workflow_submitted.connect(nobody, sender=WorkflowState, dispatch_uid=uid("workflow_state_submitted"))
    workflow_approved.connect(
        tell_approved, sender=WorkflowState, dispatch_uid=uid("workflow_state_approved")
    )
    workflow_rejected.connect(
        tell_returned, sender=WorkflowState, dispatch_uid=uid("workflow_state_rejected")
    )
    workflow_cancelled.connect(tell_ended, sender=WorkflowState, dispatch_uid="portal.workflow_cancelled")


def tell_approvers(instance: TaskState, **kwargs: Any) -> None:
    """Ask those who may approve, but not who submitted."""
    task, state = instance.task.specific, instance.workflow_state
    if isinstance(task, AbstractGroupApprovalTask):
        people = User.objects.filter(groups__in=task.groups.all()).exclude(pk=state.requested_by_id)
        _send("submitted", people.distinct(), state, state.requested_by)


def nobody(**kwargs: Any) -> None:
    """Tell nobody else: those who may approve are told by `tell_approvers`."""


def tell_approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Tell who submitted that the page is out, or when it will be."""
    _send("approved", _author(instance, user), instance, user)


def tell_returned(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Tell who submitted what is to be changed."""
    _send("rejected", _author(instance, user), instance, user)


def tell_ended(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Tell who submitted that somebody published past the workflow, or ended it."""
    page = Page.objects.filter(pk=instance.object_id).first()
    if page is None:
        return
    is_out = page.live and page.live_revision_id == instance.current_task_state.revision_id
    _send("approved" if is_out else "rejected", _author(instance, user), instance, user)


def _author(state: WorkflowState, user: Any) -> QuerySet[User]:
    return User.objects.filter(pk=state.requested_by_id).exclude(pk=user.pk if user else None)


def _send(happening: str, people: Iterable[User], state: WorkflowState, by: User | None) -> None:
    """Write to those who want such mails, each in the language of their back office."""
    page, step = Page.objects.get(pk=state.object_id).specific, state.current_task_state
    for person in people:
        profile = UserProfile.get_for_user(person)
        if not (person.is_active and person.email and getattr(profile, f"{happening}_notifications")):
            continue
        language = profile.get_preferred_language()
        with override(language):
            subject = _subject(happening) % {"title": page.get_admin_display_title()}
            name = (by.get_full_name() or by.get_username()) if by else _("Die Redaktion")
        context = {
            "page": page,
            "kind": page._meta.verbose_name,
            "name": name,
            "word": step.comment if step else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        template = f"portal/mail/{happening}"
        mail.send(to=person.email, subject=subject, template=template, context=context, language=language)


def _subject(happening: str) -> str:
    return {
        "submitted": _("Wartet auf Freigabe: %(title)s"),
        "approved": _("Freigegeben: %(title)s"),
        "rejected": _("Bitte noch ändern: %(title)s"),
    }[happening]
