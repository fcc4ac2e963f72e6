"""What this room lays on the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.core import desk
from gruenzug.web.core.desk import Card, Row, Section
from gruenzug.web.trust.members import visible_tickets
from gruenzug.web.trust.models import Barrier, Ticket


def waiting(user: Any, today: dt.date) -> Card | None:
    """Messages without an answer, the most urgent first."""
    if not user.has_perm("trust.view_ticket"):
        return None
    rows = list(visible_tickets(user, Ticket.objects.waiting())[:50])
    return Card(
        title=_("Nachrichten ohne Antwort"),
        section=Section.DUE,
        icon="mail",
        url=reverse("trust_ticket:index"),
        rows=[
            Row(
                text=f"{ticket}: {ticket.text[:80]}",
                url=reverse("trust_ticket:inspect", args=[ticket.pk]),
                due_on=ticket.next_due_on,
                note=ticket.get_state_display(),
            )
            for ticket in rows
        ],
    )


def overdue_barriers(user: Any, today: dt.date) -> Card | None:
    """Barriers that should be gone by now, for the statement says so."""
    if not user.has_perm("trust.change_barrier"):
        return None
    late = Barrier.objects.open().filter(planned_until__lt=today)
    return Card(
        title=_("Barrieren über dem geplanten Datum"),
        section=Section.DUE,
        icon="warning",
        url=reverse("trust_barrier:index"),
        rows=[
            Row(
                text=barrier.title_de,
                url=reverse("trust_barrier:edit", args=[barrier.pk]),
                due_on=barrier.planned_until,
            )
            for barrier in late
        ],
    )


desk.register("trust.waiting", waiting)
desk.register("trust.barriers", overdue_barriers)
