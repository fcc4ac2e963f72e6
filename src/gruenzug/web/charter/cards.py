"""What this room lays on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import CouncilPaper, Pledge, Station
from gruenzug.web.charter.selectors.pledges import open_reports, open_rounds
from gruenzug.web.charter.selectors.register import decided_elsewhere
from gruenzug.web.core import desk
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.members import edited_bodies

SOON = dt.timedelta(days=30)


def visible(user: Any, rows: QuerySet, body: str = "body") -> QuerySet:
    """Return the rows that are this user's to look after: all for the team, the own ones for a town."""
    if Role.PROGRAMME_TEAM in user.roles or user.is_superuser:
        return rows
    if Role.MUNICIPAL_EDITOR in user.roles:
        return rows.filter(**{f"{body}__in": edited_bodies(user)})
    return rows.none()


def stations_without_result(user: Any, today: dt.date) -> desk.Card:
    """Committees that met and of which nobody wrote what came out."""
    rows = Station.objects.filter(result=Station.Result.OPEN, meets_on__lt=today).select_related(
        "commitment__body"
    )
    rows = visible(user, rows, "commitment__body").order_by("meets_on")
    return desk.Card(
        _("Beratungen ohne Ergebnis"),
        desk.Section.DUE,
        [
            desk.Row(
                f"{row.commitment.body.label}: {row.committee}",
                reverse("charter_commitment:inspect", args=[row.commitment_id]),
                row.meets_on,
            )
            for row in rows
        ],
        icon="group",
    )


def pledges_due(user: Any, today: dt.date) -> desk.Card:
    """Promises whose day has come or is near."""
    rows = Pledge.objects.running().filter(due_on__lte=today + SOON).select_related("body")
    rows = visible(user, rows).order_by("due_on")
    return desk.Card(
        _("Selbstverpflichtungen, die fällig werden"),
        desk.Section.DUE,
        [
            desk.Row(
                f"{row.body.label}: {row.title}", reverse("charter_pledge:inspect", args=[row.pk]), row.due_on
            )
            for row in rows
        ],
        icon="tasks",
    )


def reports_due(user: Any, today: dt.date) -> desk.Card:
    """Promises on which nobody reported in the rounds that are open."""
    rows = [
        desk.Row(
            f"{pledge.body.label}: {pledge.title}",
            reverse("charter_report", args=[pledge.pk, reporting_round.pk]),
            reporting_round.due_on,
            reporting_round.title,
        )
        for reporting_round in open_rounds(today)
        for pledge in visible(user, open_reports(reporting_round))
    ]
    return desk.Card(_("Berichte, die ausstehen"), desk.Section.DUE, rows, icon="form")


def papers_found(user: Any, today: dt.date) -> desk.Card:
    """Papers from council information systems that nobody assigned yet, or that vanished there."""
    new = Q(commitment=None, is_deleted=False)
    gone = Q(commitment__isnull=False, is_deleted=True)
    rows = CouncilPaper.objects.filter(new | gone, is_dismissed=False).select_related("system__body")
    return desk.Card(
        _("Vorlagen aus Ratsinformationssystemen"),
        desk.Section.WAITING,
        [
            desk.Row(
                f"{row.system.body.label}: {row}",
                reverse("charter_paper", args=[row.pk]),
                note=_("dort gelöscht") if row.is_deleted else row.paper_type,
            )
            for row in visible(user, rows, "system__body")
        ],
        icon="search",
    )


def decisions_to_confirm(user: Any, today: dt.date) -> desk.Card:
    """Entries still in consultation although the deciding committee has decided."""
    return desk.Card(
        _("Beschlüsse, die einzutragen sind"),
        desk.Section.WAITING,
        [
            desk.Row(str(row), reverse("charter_commitment:inspect", args=[row.pk]))
            for row in visible(user, decided_elsewhere())
        ],
        icon="success",
    )


desk.register("charter.stations", stations_without_result)
desk.register("charter.pledges", pledges_due)
desk.register("charter.reports", reports_due)
desk.register("charter.papers", papers_found)
desk.register("charter.decisions", decisions_to_confirm)
