"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.core import desk
from gruenzug.web.core.desk import Card, Row, Section
from gruenzug.web.core.roles import Role
from gruenzug.web.funding.admin_views import due_of
from gruenzug.web.funding.members import visible_grants
from gruenzug.web.funding.models import Drawdown, Entry, Proof
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.deadlines import this_week

RECENT = dt.timedelta(days=14)


def due(user: Any, today: dt.date) -> Card | None:
    """Deadlines of this week, and what is overdue."""
    if not user.has_perm("funding.view_grant"):
        return None
    rows = this_week(due_of(user, today + dt.timedelta(days=7)), today)
    return Card(
        title=_("Förderfristen dieser Woche"),
        section=Section.DUE,
        icon="calendar-alt",
        url=reverse("funding_due"),
        rows=[
            Row(str(row.grant or row.application), _address(row), row.due_on, f"{row.kind.label}: {row.text}")
            for row in rows
        ],
    )


def open_drawdowns(user: Any, today: dt.date) -> Card | None:
    """Drawdowns that nobody answered yet, for who answers them."""
    if not (user.is_superuser or Role.FUNDING_CLERK in user.roles):
        return None
    waiting = Drawdown.objects.filter(state=Drawdown.State.REQUESTED).select_related("grant__recipient")
    return Card(
        title=_("Mittelabrufe ohne Antwort"),
        section=Section.WAITING,
        icon="funding-money",
        rows=[
            Row(
                f"{row.grant.recipient.label}: {euro(row.amount)}",
                reverse("funding_grant:inspect", args=[row.grant_id]),
                note=row.grant.title,
            )
            for row in waiting.order_by("requested_on")
        ],
    )


def open_proofs(user: Any, today: dt.date) -> Card | None:
    """Proofs that wait to be checked, and objections that wait for the recipient."""
    states = [Proof.State.OBJECTED]
    if user.is_superuser or Role.FUNDING_CLERK in user.roles:
        states.append(Proof.State.SUBMITTED)
    elif Role.MUNICIPAL_EDITOR not in user.roles:
        return None
    rows = Proof.objects.filter(grant__in=visible_grants(user), state__in=states).select_related(
        "grant__recipient"
    )
    return Card(
        title=_("Nachweise, die warten"),
        section=Section.WAITING,
        icon="form",
        rows=[
            Row(
                f"{row.grant.recipient.label}: {row.grant.title}",
                reverse("funding_grant:inspect", args=[row.grant_id]),
                row.submitted_on,
                f"{row.get_kind_display()}, {row.get_state_display()}",
            )
            for row in rows.order_by("submitted_on")
        ],
    )


def booked(user: Any, today: dt.date) -> Card | None:
    """What was booked lately on grants the account sees."""
    if not user.has_perm("funding.view_grant"):
        return None
    since = today - RECENT
    rows = Entry.objects.filter(grant__in=visible_grants(user), booked_at__date__gte=since)
    rows = rows.exclude(booked_by_account=user.pk).select_related("grant").order_by("-booked_at")
    return Card(
        title=_("Zuletzt gebucht"),
        section=Section.CHANGED,
        icon="history",
        count=rows.count(),
        rows=[
            Row(
                f"{row.grant.title}: {row.get_kind_display()}",
                reverse("funding_journal", args=[row.grant_id]),
                note=f"{row.words} ({row.booked_by})",
            )
            for row in rows[: desk.ROWS]
        ],
    )


def _address(row: Any) -> str:
    if row.grant:
        return reverse("funding_grant:inspect", args=[row.grant.pk])
    return reverse("funding_application:inspect", args=[row.application.pk])


desk.register("funding.due", due)
desk.register("funding.drawdowns", open_drawdowns)
desk.register("funding.proofs", open_proofs)
desk.register("funding.booked", booked)
