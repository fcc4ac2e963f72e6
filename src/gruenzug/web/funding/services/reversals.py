"""Counter-entries: what was wrong stays in the books, with its opposite beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.funding.models import Drawdown, Entry, Grant
from gruenzug.web.funding.services.booking import Line, book

Kind = Entry.Kind


@transaction.atomic
def reverse_entry(*, entry: Entry, reason: str, value_on: dt.date, by: Any) -> Entry:
    """Undo an entry by its opposite; ValidationError where something later rests on it."""
    if not reason.strip():
        raise ValidationError(_("Nennen Sie, warum die Buchung storniert wird."), "reason")
    Grant.objects.select_for_update().get(pk=entry.journal_id)
    entry = Entry.objects.select_related("grant", "journal").get(pk=entry.pk)
    if entry.kind == Kind.REVERSAL:
        raise ValidationError(_("Eine Stornierung wird nicht storniert; buchen Sie den Vorgang neu."), "kind")
    if Entry.objects.filter(reverses=entry).exists():
        raise ValidationError(_("Die Buchung %s ist schon storniert.") % entry.number, "twice")
    if value_on < entry.value_on:
        raise ValidationError(_("Der Tag liegt vor der Buchung, die storniert wird."), "early")
    _unlink(entry, reason)
    made = book(
        grant=entry.grant,
        kind=Kind.REVERSAL,
        value_on=value_on,
        words=(_("Storno der Buchung %(number)s: %(reason)s") % {"number": entry.number, "reason": reason})[
            :240
        ],
        lines=[
            Line(row.account, -row.amount, row.budget_year, row.cost_item, row.grant)
            for row in entry.postings.select_related("grant", "cost_item")
        ],
        by=by,
        reverses=entry,
    )
    audit.record("funding.reversed", subject=entry.grant, by=by, number=entry.number, reason=reason)
    return made


def _unlink(entry: Entry, reason: str) -> None:
    """Bring what the entry stands for back to where it was."""
    if entry.kind == Kind.REQUEST:
        drawdown = Drawdown.objects.get(request_entry=entry)
        if drawdown.state != Drawdown.State.REQUESTED:
            raise ValidationError(_("Stornieren Sie zuerst die Antwort auf den Mittelabruf."), "answered")
        drawdown.state, drawdown.reason = Drawdown.State.WITHDRAWN, reason[:240]
        drawdown.save(update_fields=["state", "reason"])
    if entry.kind in (Kind.PAYMENT, Kind.REFUSAL):
        Drawdown.objects.filter(answer_entry=entry).update(
            state=Drawdown.State.REQUESTED, answer_entry=None, answered_on=None, spend_by=None, reason=""
        )
    if entry.kind == Kind.AWARD:
        _undo_award(entry)


def _undo_award(entry: Entry) -> None:
    others = Entry.objects.filter(grant=entry.grant, reversed_by__isnull=True).exclude(pk=entry.pk)
    others = others.exclude(kind__in=(Kind.REVERSAL, Kind.PLAN))
    if others.exists() or Grant.objects.filter(parent=entry.grant).exclude(state=Grant.State.DRAFT).exists():
        raise ValidationError(
            _("Auf der Bewilligung beruhen andere Buchungen; stornieren Sie zuerst diese."), "rests"
        )
    Grant.objects.filter(pk=entry.grant_id).update(state=Grant.State.DRAFT)
    entry.grant.state = Grant.State.DRAFT
