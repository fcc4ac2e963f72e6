"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.core import desk
from gruenzug.web.participation import queue
from gruenzug.web.participation.models import Idea, Stage, Visibility
from gruenzug.web.participation.viewsets import visible_ideas

SHOWN = 8
PATIENCE = dt.timedelta(days=28)


def waiting(user: Any, today: dt.date) -> desk.Card | None:
    """Contributions nobody looked at, and objections nobody answered."""
    if not user.has_perm("participation.moderate"):
        return None
    address = reverse("participation_queue")
    found = queue.items(queue.OBJECTED) + queue.items(queue.WAITING)
    rows = [
        desk.Row(item.title, address, note=" · ".join([*item.reasons, item.author])) for item in found[:SHOWN]
    ]
    return desk.Card(
        _("Beiträge ansehen"), desk.Section.WAITING, rows, count=len(found), url=address, icon="comment"
    )


def unanswered(user: Any, today: dt.date) -> desk.Card | None:
    """Ideas that wait for an answer longer than four weeks."""
    if not user.has_perm("participation.answer_idea"):
        return None
    before = dt.datetime.combine(today - PATIENCE, dt.time.min, tzinfo=dt.UTC)
    rows = visible_ideas(user, Idea.objects.all()).filter(
        visibility=Visibility.PUBLIC, stage=Stage.OPEN, answered_at=None, published_at__lt=before
    )
    found = rows.order_by("published_at").only("title", "published_at")[:50]
    return desk.Card(
        _("Ideen ohne Antwort seit vier Wochen"),
        desk.Section.DUE,
        [
            desk.Row(row.title, reverse("participation_idea:inspect", args=[row.pk]), row.published_at.date())
            for row in found
        ],
        icon="pick",
    )


desk.register("participation.waiting", waiting)
desk.register("participation.unanswered", unanswered)
