"""Promises and the reports on them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Pledge, Report, ReportingRound
from gruenzug.web.core import audit
from gruenzug.web.core.formats import day

State = Pledge.State

TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.RUNNING}),
    State.RUNNING: frozenset({State.KEPT, State.DROPPED}),
    State.KEPT: frozenset({State.RUNNING}),
    State.DROPPED: frozenset({State.RUNNING}),
}
"""From each state, the states that may follow. What was public stays public."""


@transaction.atomic
def move_pledge(*, pledge: Pledge, to: str, by: Any, note: str = "") -> None:
    """Publish a promise, or close it as kept or dropped; dropping one needs words."""
    before = State(Pledge.objects.select_for_update().get(pk=pledge.pk).state)
    if to not in TRANSITIONS[before]:
        raise ValidationError(
            _("Aus „%(before)s“ kann nicht „%(after)s“ werden."),
            "transition",
            {"before": before.label, "after": State(to).label},
        )
    if to == State.DROPPED and not note.strip():
        raise ValidationError(_("Sagen Sie öffentlich, warum die Zusage aufgegeben wird."), "note")
    today = timezone.localdate()
    pledge.state, pledge.state_note = to, note
    pledge.published_on = pledge.published_on or today
    pledge.closed_on = today if to in (State.KEPT, State.DROPPED) else None
    pledge.save()
    audit.record("charter.pledge_moved", subject=pledge, by=by, before=before.label, after=State(to).label)


@transaction.atomic
def submit_report(
    *,
    pledge: Pledge,
    in_round: ReportingRound,
    progress: str,
    words: str,
    by: Any,
    percent: int | None = None,
) -> Report:
    """Publish a body's report on `pledge` in `in_round`; a second one replaces the first."""
    today = timezone.localdate()
    if in_round.is_closed:
        raise ValidationError(_("Die Berichtsrunde „%s“ ist abgeschlossen.") % in_round, "closed")
    if today < in_round.opens_on:
        raise ValidationError(
            _("Die Berichtsrunde „%(round)s“ beginnt am %(day)s."),
            "early",
            {"round": in_round, "day": day(in_round.opens_on)},
        )
    if pledge.state == State.DRAFT:
        raise ValidationError(_("Veröffentlichen Sie die Zusage, bevor Sie über sie berichten."), "draft")
    report = Report.objects.select_for_update().filter(pledge=pledge, round=in_round).first()
    report = report or Report(pledge=pledge, round=in_round)
    report.progress, report.words, report.percent = progress, words, percent
    report.reported_on, report.is_public = today, True
    report.full_clean()
    report.save()
    audit.record("charter.report_submitted", subject=pledge, by=by, progress=report.get_progress_display())
    return report


@transaction.atomic
def retract_report(*, report: Report, by: Any) -> None:
    """Take a report out of the public; it can be submitted again while the round is open."""
    report.is_public = False
    report.save(update_fields=["is_public", "updated_at"])
    audit.record("charter.report_retracted", subject=report.pledge, by=by)


@transaction.atomic
def close_round(*, reporting_round: ReportingRound, by: Any) -> None:
    """Take no further reports."""
    reporting_round.is_closed = True
    reporting_round.save(update_fields=["is_closed"])
    audit.record("charter.round_closed", subject=reporting_round, by=by)
