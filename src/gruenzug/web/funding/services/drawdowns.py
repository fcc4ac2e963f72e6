"""Mittelabrufe: asked for, paid, refused, withdrawn; and money that goes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.funding.dates import add_months
from gruenzug.web.funding.models import Account, Drawdown, Entry, Grant, Term
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.terms import terms_of
from gruenzug.web.funding.services.booking import Line, book, positive, refuse_unless

State = Drawdown.State


@transaction.atomic
def request_drawdown(
    *, grant: Grant, amount: Decimal, budget_year: int, needed_for: str, requested_on: dt.date, by: Any
) -> Drawdown:
    """Call money of one budget year."""
    Grant.objects.select_for_update().get(pk=grant.journal_id)
    refuse_unless(grant, Grant.State.IN_FORCE)
    amount = positive(amount)
    number = (grant.drawdowns.aggregate(last=Max("number"))["last"] or 0) + 1
    entry = book(
        grant=grant,
        kind=Entry.Kind.REQUEST,
        value_on=requested_on,
        words=_("%(number)s. Mittelabruf: %(what)s") % {"number": number, "what": needed_for[:200]},
        lines=[Line(Account.AVAILABLE, -amount, budget_year), Line(Account.REQUESTED, amount, budget_year)],
        by=by,
    )
    made = Drawdown(
        grant=grant,
        number=number,
        budget_year=budget_year,
        amount=amount,
        needed_for=needed_for,
        requested_on=requested_on,
        request_entry=entry,
    )
    made.full_clean()
    made.save()
    audit.record("funding.drawn", subject=grant, by=by, number=number, amount=euro(amount))
    return made


@transaction.atomic
def pay_drawdown(*, drawdown: Drawdown, paid_on: dt.date, by: Any) -> Drawdown:
    """Book that the money came; from now on the clock for spending it runs."""
    drawdown = _open(drawdown, paid_on)
    grant, amount, year = drawdown.grant, drawdown.amount, drawdown.budget_year
    lines = [Line(Account.REQUESTED, -amount, year), Line(Account.CASH, amount)]
    if grant.parent_id:
        lines += [
            Line(Account.CASH, -amount, grant=grant.parent),
            Line(Account.PASSED_ON, amount, grant=grant.parent),
        ]
    words = _("Auszahlung zum %(number)s. Mittelabruf") % {"number": drawdown.number}
    drawdown.answer_entry = book(
        grant=grant,
        kind=Entry.Kind.PAYMENT,
        value_on=paid_on,
        words=words,
        lines=lines,
        by=by,
    )
    months = terms_of(grant).number(Term.SPEND_WITHIN_MONTHS)
    drawdown.state, drawdown.answered_on = State.PAID, paid_on
    drawdown.spend_by = add_months(paid_on, int(months)) if months is not None else None
    drawdown.save()
    audit.record("funding.paid", subject=grant, by=by, number=drawdown.number, amount=euro(amount))
    return drawdown


@transaction.atomic
def refuse_drawdown(*, drawdown: Drawdown, refused_on: dt.date, reason: str, by: Any) -> Drawdown:
    """Book that the money will not come; it can be called again."""
    if not reason.strip():
        raise ValidationError(_("Nennen Sie, warum der Mittelabruf abgelehnt wurde."), "reason")
    drawdown = _open(drawdown, refused_on)
    amount, year = drawdown.amount, drawdown.budget_year
    drawdown.answer_entry = book(
        grant=drawdown.grant,
        kind=Entry.Kind.REFUSAL,
        value_on=refused_on,
        words=_("%(number)s. Mittelabruf abgelehnt") % {"number": drawdown.number},
        lines=[Line(Account.REQUESTED, -amount, year), Line(Account.AVAILABLE, amount, year)],
        by=by,
    )
    drawdown.state, drawdown.answered_on, drawdown.reason = State.REFUSED, refused_on, reason
    drawdown.save()
    audit.record("funding.refused", subject=drawdown.grant, by=by, number=drawdown.number, reason=reason)
    return drawdown


@transaction.atomic
def repay(*, grant: Grant, amount: Decimal, value_on: dt.date, words: str, by: Any) -> Entry:
    """Book money that goes back to whom it came from."""
    refuse_unless(grant, Grant.State.IN_FORCE, Grant.State.PROVED, Grant.State.REVOKED)
    amount = positive(amount)
    lines = [Line(Account.CASH, -amount), Line(Account.REPAID, amount)]
    if grant.parent_id:
        lines += [
            Line(Account.PASSED_ON, -amount, grant=grant.parent),
            Line(Account.CASH, amount, grant=grant.parent),
        ]
    entry = book(grant=grant, kind=Entry.Kind.REPAYMENT, value_on=value_on, words=words, lines=lines, by=by)
    audit.record("funding.repaid", subject=grant, by=by, amount=euro(amount))
    return entry


@transaction.atomic
def pay_interest(*, grant: Grant, amount: Decimal, value_on: dt.date, words: str, by: Any) -> Entry:
    """Book interest that the recipient pays out of own money."""
    amount = positive(amount)
    lines = [Line(Account.OWN, -amount), Line(Account.INTEREST, amount)]
    entry = book(grant=grant, kind=Entry.Kind.INTEREST, value_on=value_on, words=words, lines=lines, by=by)
    audit.record("funding.interest_paid", subject=grant, by=by, amount=euro(amount))
    return entry


def _open(drawdown: Drawdown, on: dt.date) -> Drawdown:
    """Return the drawdown as the database knows it now, if nobody answered it yet."""
    Grant.objects.select_for_update().get(pk=drawdown.grant.journal_id)
    found = Drawdown.objects.select_related("grant__parent").get(pk=drawdown.pk)
    if found.state != State.REQUESTED:
        told = {"number": found.number, "state": found.get_state_display()}
        raise ValidationError(_("Der %(number)s. Mittelabruf ist schon %(state)s.") % told, "state")
    if on < found.requested_on:
        raise ValidationError(_("Der Tag liegt vor dem Mittelabruf."), "early")
    return found
