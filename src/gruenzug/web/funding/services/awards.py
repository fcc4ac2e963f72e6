"""Money that is granted, passed on, changed, moved between years, or lapses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.core.formats import day
from gruenzug.web.funding.models import Account, Amendment, Entry, Grant
from gruenzug.web.funding.money import ZERO, euro
from gruenzug.web.funding.services.booking import Line, book, positive, refuse_unless
from gruenzug.web.funding.services.grants import create_grant

State = Grant.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.IN_FORCE: frozenset({State.REVOKED}),
    State.PROVED: frozenset({State.CLOSED, State.IN_FORCE, State.REVOKED}),
    State.CLOSED: frozenset({State.PROVED}),
}
"""From each state, those a person may choose; in force and proved follow from bookings and proofs."""


@transaction.atomic
def award(*, grant: Grant, years: Mapping[int, Decimal], by: Any, value_on: dt.date | None = None) -> Entry:
    """Book what a Bescheid grants in each budget year, and put the grant in force."""
    refuse_unless(grant, State.DRAFT)
    lines = [line for year, amount in years.items() for line in _granted(positive(amount), year)]
    if not lines:
        raise ValidationError(_("Ein Bescheid ohne Betrag lässt sich nicht buchen."), "amount")
    words = _("Bescheid vom %s") % day(grant.decided_on)
    entry = book(
        grant=grant,
        kind=Entry.Kind.AWARD,
        value_on=value_on or grant.decided_on,
        words=words,
        lines=lines,
        by=by,
    )
    _move(grant, State.IN_FORCE)
    total = sum(years.values(), ZERO)
    audit.record("funding.awarded", subject=grant, by=by, amount=euro(total), recipient=grant.recipient.label)
    return entry


@transaction.atomic
def pass_on(*, parent: Grant, grant: Grant, years: Mapping[int, Decimal], by: Any) -> Grant:
    """Pass a part of `parent` on to the recipient of the unsaved `grant`."""
    refuse_unless(parent, State.IN_FORCE)
    grant.parent, grant.root_id = parent, parent.journal_id
    grant.giver_id = parent.recipient_id
    grant.programme_id, grant.rule_set_id = parent.programme_id, grant.rule_set_id or parent.rule_set_id
    create_grant(grant=grant, by=by)
    award(grant=grant, years=years, by=by)
    return grant


@transaction.atomic
def amend(
    *,
    grant: Grant,
    decided_on: dt.date,
    words: str,
    by: Any,
    years: Mapping[int, Decimal] | None = None,
    ends_on: dt.date | None = None,
) -> Amendment:
    """Change what was granted in some years (more or less) or how long it may be used."""
    refuse_unless(grant, State.IN_FORCE)
    lines = [line for year, amount in (years or {}).items() if amount for line in _granted(amount, year)]
    if not lines and ends_on is None:
        raise ValidationError(_("Ein Änderungsbescheid ändert Beträge oder den Zeitraum."), "nothing")
    entry = None
    if lines:
        entry = book(
            grant=grant, kind=Entry.Kind.AMENDMENT, value_on=decided_on, words=words, lines=lines, by=by
        )
    number = (grant.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Amendment(grant=grant, number=number, decided_on=decided_on, words=words, entry=entry)
    if ends_on is not None:
        made.old_ends_on, made.new_ends_on = grant.ends_on, ends_on
        grant.ends_on = ends_on
        grant.full_clean()
        grant.save(update_fields=["ends_on", "updated_at"])
    made.full_clean()
    made.save()
    audit.record("funding.amended", subject=grant, by=by, words=words)
    return made


@transaction.atomic
def shift(
    *, grant: Grant, amount: Decimal, from_year: int, to_year: int, value_on: dt.date, by: Any
) -> Entry:
    """Move what was not called yet from one budget year to another."""
    refuse_unless(grant, State.IN_FORCE)
    if from_year == to_year:
        raise ValidationError(_("Die beiden Haushaltsjahre sind dasselbe."), "year")
    amount = positive(amount)
    lines = [Line(Account.AVAILABLE, -amount, from_year), Line(Account.AVAILABLE, amount, to_year)]
    words = _("Umschichtung von %(old)s nach %(new)s") % {"old": from_year, "new": to_year}
    entry = book(grant=grant, kind=Entry.Kind.SHIFT, value_on=value_on, words=words, lines=lines, by=by)
    facts = {"amount": euro(amount), "old": from_year, "new": to_year}
    audit.record("funding.shifted", subject=grant, by=by, **facts)
    return entry


@transaction.atomic
def lapse(*, grant: Grant, amount: Decimal, year: int, value_on: dt.date, words: str, by: Any) -> Entry:
    """Book that money granted for a year will not be called any more."""
    refuse_unless(grant, State.IN_FORCE, State.PROVED)
    amount = positive(amount)
    lines = [Line(Account.AVAILABLE, -amount, year), Line(Account.LAPSED, amount, year)]
    entry = book(grant=grant, kind=Entry.Kind.LAPSE, value_on=value_on, words=words, lines=lines, by=by)
    audit.record("funding.lapsed", subject=grant, by=by, amount=euro(amount), year=year)
    return entry


@transaction.atomic
def move(*, grant: Grant, to: str, by: Any) -> None:
    """Close a grant that is proved, revoke one, or take a closed one up again."""
    before = State(Grant.objects.select_for_update().get(pk=grant.pk).state)
    if to not in TRANSITIONS.get(before, frozenset()):
        told = {"before": before.label, "after": State(to).label}
        raise ValidationError(_("Aus „%(before)s“ kann nicht „%(after)s“ werden.") % told, "transition")
    _move(grant, to)
    audit.record("funding.moved", subject=grant, by=by, before=before.label, after=State(to).label)


def _granted(amount: Decimal, year: int) -> list[Line]:
    return [Line(Account.GIVER, -amount, year), Line(Account.AVAILABLE, amount, year)]


def _move(grant: Grant, to: str) -> None:
    grant.state = to
    Grant.objects.filter(pk=grant.pk).update(state=to)
