"""Expenses: what was paid for, out of which pocket."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.core.formats import day
from gruenzug.web.funding.models import Account, CostItem, Entry, Grant
from gruenzug.web.funding.money import ZERO, euro, share_of
from gruenzug.web.funding.selectors.balances import Balances, balances, by_item
from gruenzug.web.funding.services.booking import Line, book, positive, refuse_unless

Financing = Grant.Financing


@dataclass(frozen=True)
class Split:
    """Who pays an expense."""

    grant: Decimal
    own: Decimal = ZERO
    third_party: Decimal = ZERO
    in_kind: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The whole expense."""
        return self.grant + self.own + self.third_party + self.in_kind


@dataclass(frozen=True)
class SoFar:
    """What the split of the next expense depends on."""

    financing: str
    grant_planned: Decimal
    eligible_planned: Decimal
    own_planned: Decimal
    eligible: Decimal
    grant_used: Decimal


def split_by_plan(so_far: SoFar, amount: Decimal, *, eligible: bool) -> Split:
    """Return who pays an expense if nobody says otherwise.

    What is not eligible the recipient pays. Full financing pays all, a deficit
    is paid once the own money is used up, else everybody pays in proportion to
    the plan: in proportion to all expenses so far, so that no cent is lost by
    rounding each.
    """
    if not eligible:
        return Split(ZERO, own=amount)
    spent = so_far.eligible + amount
    if so_far.financing == Financing.FULL or not so_far.eligible_planned:
        target = spent
    elif so_far.financing == Financing.DEFICIT:
        target = max(spent - so_far.own_planned, ZERO)
    else:
        target = share_of(spent, so_far.grant_planned, so_far.eligible_planned)
    target = min(target, so_far.grant_planned) if so_far.grant_planned else target
    part = min(max(target - so_far.grant_used, ZERO), amount)
    return Split(part, own=amount - part)


@transaction.atomic
def book_expense(
    *,
    grant: Grant,
    item: CostItem,
    amount: Decimal,
    paid_on: dt.date,
    words: str,
    by: Any,
    voucher: str = "",
    counterparty: str = "",
    split: Split | None = None,
) -> Entry:
    """Book one expense; without `split` it is paid as the plan says."""
    Grant.objects.select_for_update().get(pk=grant.journal_id)
    refuse_unless(grant, Grant.State.IN_FORCE)
    amount = positive(amount)
    refuse_expense(grant, item, paid_on, voucher)
    split = split or split_by_plan(so_far(grant), amount, eligible=item.is_eligible)
    _refuse_split(split, amount, item)
    lines = [
        Line(Account.SPENT, amount, item=item),
        Line(Account.CASH, -split.grant),
        Line(Account.OWN, -split.own),
        Line(Account.THIRD_PARTY, -split.third_party),
        Line(Account.IN_KIND, -split.in_kind),
    ]
    entry = book(
        grant=grant,
        kind=Entry.Kind.EXPENSE,
        value_on=paid_on,
        words=words,
        lines=lines,
        by=by,
        voucher=voucher,
        counterparty=counterparty,
    )
    audit.record("funding.spent", subject=grant, by=by, amount=euro(amount), item=str(item), voucher=voucher)
    return entry


def refuse_expense(grant: Grant, item: CostItem, paid_on: dt.date, voucher: str) -> None:
    """Refuse an item of another plan, a day outside the grant's span, a voucher that is booked already."""
    if item.grant_id != grant.pk:
        raise ValidationError(_("Die Position gehört zu einer anderen Zuwendung."), "item")
    if grant.begins_on and paid_on < grant.begins_on:
        told = {"day": day(paid_on), "begin": day(grant.begins_on)}
        raise ValidationError(_("%(day)s liegt vor dem Bewilligungszeitraum ab %(begin)s.") % told, "early")
    if grant.ends_on and paid_on > grant.ends_on:
        told = {"day": day(paid_on), "end": day(grant.ends_on)}
        raise ValidationError(_("%(day)s liegt nach dem Bewilligungszeitraum bis %(end)s.") % told, "late")
    if voucher and standing_expenses(grant).filter(voucher=voucher).exists():
        raise ValidationError(_("Der Beleg „%s“ ist schon gebucht.") % voucher, "voucher")


def standing_expenses(grant: Grant) -> Any:
    """Return the expenses of a grant that were not reversed."""
    return Entry.objects.filter(grant=grant, kind=Entry.Kind.EXPENSE, reversed_by__isnull=True)


def so_far(grant: Grant) -> SoFar:
    """Return what the next split depends on, in four queries."""
    eligible = set(CostItem.objects.filter(grant=grant, is_eligible=True).values_list("pk", flat=True))
    planned, spent = by_item(grant, Account.PLAN_COST), by_item(grant, Account.SPENT)
    has: Balances = balances(grant)
    return SoFar(
        financing=grant.financing,
        grant_planned=-has.of(Account.PLAN_GRANT) or has.standing,
        eligible_planned=sum((amount for item, amount in planned.items() if item in eligible), ZERO),
        own_planned=-(
            has.of(Account.PLAN_OWN) + has.of(Account.PLAN_THIRD_PARTY) + has.of(Account.PLAN_IN_KIND)
        ),
        eligible=sum((amount for item, amount in spent.items() if item in eligible), ZERO),
        grant_used=has.used,
    )


def _refuse_split(split: Split, amount: Decimal, item: CostItem) -> None:
    parts = (split.grant, split.own, split.third_party, split.in_kind)
    if min(parts) < 0 or split.total != amount:
        told = {"parts": euro(split.total), "amount": euro(amount)}
        raise ValidationError(_("Die Anteile ergeben %(parts)s, die Ausgabe ist %(amount)s.") % told, "split")
    if split.grant and not item.is_eligible:
        raise ValidationError(
            _("„%s“ ist nicht zuwendungsfähig und wird nicht aus der Zuwendung bezahlt.") % item, "eligible"
        )
