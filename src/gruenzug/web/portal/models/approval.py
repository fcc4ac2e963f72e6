"""Approval by a second person: whoever submitted a page is not the one who lets it out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class SecondPersonTask(AbstractGroupApprovalTask):
    """A step that somebody of the chosen groups takes, other than who submitted the page."""

    class Meta:
        verbose_name = _("Freigabe durch eine zweite Person")
        verbose_name_plural = _("Freigaben durch eine zweite Person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str | Promise, bool]]:
        """Offer nothing to who submitted `obj`, a superuser included."""
        if self._is_own(obj, user) or not self.user_can_access_editor(obj, user):
            return []
        return [
            ("reject", _("Zurückgeben"), True),
            ("approve", _("Freigeben"), False),
            ("approve", _("Freigeben mit einem Wort dazu"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Return what waits for `user`."""
        waiting = super().get_task_states_user_can_moderate(user, **kwargs)
        return waiting.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("Wer in einer der gewählten Gruppen ist, gibt frei, was jemand anderes eingereicht hat.")

    def _is_own(self, obj: Any, user: Any) -> bool:
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk
