"""What this room tells of what happened."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.happenings import Happening, register
from gruenzug.web.participation.models import Consultation, Contribution, Idea


def _contributions(user: Any) -> QuerySet[Contribution]:
    rows = Contribution.objects.all()
    return rows if user.has_perm("participation.view_contribution") else rows.none()


def _queue(entry: Any, user: Any) -> str:
    return reverse("participation_queue") if user.has_perm("participation.moderate") else ""


register(
    Happening(
        "participation.contributions",
        _("Beiträge"),
        Contribution,
        ("participation.sent",),
        rows=_contributions,
        address=_queue,
        icon="comment",
        order=10,
    )
)
register(Happening("participation.ideas", _("Ideen"), Idea, ("participation.sent",), icon="pick", order=11))
register(
    Happening(
        "participation.answers",
        _("Konsultationen"),
        Consultation,
        ("participation.draft_published", "participation.answers_released"),
        icon="doc-full",
        order=12,
    )
)
