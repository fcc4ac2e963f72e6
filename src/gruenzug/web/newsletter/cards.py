"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import desk
from gruenzug.web.newsletter.models import Issue

State = Issue.State


def issues(user: Any, today: dt.date) -> desk.Card | None:
    """Issues that wait for somebody or are on their way."""
    if not user.has_perm("newsletter.send_issue"):
        return None
    rows = Issue.objects.exclude(state=State.SENT).order_by("-updated_at")
    return desk.Card(
        _("Newsletter"),
        desk.Section.WAITING,
        [
            desk.Row(
                str(row),
                reverse("newsletter_issue:inspect", args=[row.pk]),
                timezone.localtime(row.scheduled_for).date() if row.state == State.SCHEDULED else None,
                row.paused_because or row.get_state_display(),
            )
            for row in rows
        ],
        url=reverse("newsletter_issue:index"),
        icon="mail",
    )


desk.register("newsletter.issues", issues)
