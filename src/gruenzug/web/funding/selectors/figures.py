"""The figures of one grant as a proof of use states them: plan beside what came of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gruenzug.web.funding.models import Account, CostItem, Grant, Term
from gruenzug.web.funding.money import ZERO, share_of
from gruenzug.web.funding.selectors.balances import (
    Balances,
    balances,
    balances_of,
    by_item,
    spent_on_eligible,
)
from gruenzug.web.funding.selectors.terms import terms_of
from gruenzug.web.funding.settlement import Figures, Settlement, settle

PAIRS = (
    (Account.PLAN_OWN, Account.OWN),
    (Account.PLAN_THIRD_PARTY, Account.THIRD_PARTY),
    (Account.PLAN_IN_KIND, Account.IN_KIND),
)


@dataclass(frozen=True)
class ItemRow:
    """One item of costs: planned, spent, and whether it went beyond what is tolerated."""

    item: CostItem
    planned: Decimal
    spent: Decimal
    tolerance: Decimal | None

    @property
    def difference(self) -> Decimal:
        """What was spent more than planned."""
        return self.spent - self.planned

    @property
    def over_percent(self) -> Decimal | None:
        """By how much per cent the item was exceeded; None without a plan."""
        return share_of(Decimal(100), self.difference, self.planned) if self.planned else None

    @property
    def is_beyond(self) -> bool:
        """Whether the item needs an explanation or consent."""
        if self.tolerance is None or self.difference <= 0:
            return False
        return not self.planned or self.difference * 100 > self.tolerance * self.planned


@dataclass(frozen=True)
class SourceRow:
    """One source of money: planned and used."""

    account: Account
    planned: Decimal
    used: Decimal


@dataclass(frozen=True)
class PassedRow:
    """One last recipient."""

    grant: Grant
    has: Balances


@dataclass(frozen=True)
class GrantFigures:
    """All figures of one grant on one day."""

    grant: Grant
    has: Balances
    items: list[ItemRow]
    sources: list[SourceRow]
    passed: list[PassedRow]
    settlement: Settlement | None

    @property
    def planned(self) -> Decimal:
        """All planned costs."""
        return sum((row.planned for row in self.items), ZERO)

    @property
    def spent(self) -> Decimal:
        """All costs there were."""
        return sum((row.spent for row in self.items), ZERO)


def figures_of(grant: Grant, until: dt.date | None = None) -> GrantFigures:
    """Return the figures of `grant`, of bookings up to a day if one is given; in a dozen queries at most."""
    has = balances(grant, until)
    planned, spent = by_item(grant, Account.PLAN_COST, until), by_item(grant, Account.SPENT, until)
    tolerance = terms_of(grant).number(Term.ITEM_TOLERANCE_PERCENT)
    items = [
        ItemRow(item, planned[item.pk], spent[item.pk], tolerance)
        for item in CostItem.objects.filter(grant=grant)
    ]
    children = list(Grant.objects.filter(parent=grant).select_related("recipient").order_by("title"))
    found = balances_of(children, until)
    passed = [PassedRow(child, found[child.pk]) for child in children]
    sources = [
        SourceRow(Account.PLAN_GRANT, -has.of(Account.PLAN_GRANT), has.used + has.of(Account.PASSED_ON))
    ]
    sources += [SourceRow(plan, -has.of(plan), -has.of(actual)) for plan, actual in PAIRS]
    below = _cost_below(grant, until) if children else ZERO
    return GrantFigures(grant, has, items, sources, passed, _settlement(grant, has, items, below))


def as_json(figures: GrantFigures) -> dict[str, Any]:
    """Return the figures as a proof keeps them: texts and amounts that no later booking changes."""
    settled = figures.settlement
    return {
        "items": [
            {
                "code": row.item.code,
                "title": row.item.title,
                "eligible": row.item.is_eligible,
                "planned": str(row.planned),
                "spent": str(row.spent),
                "beyond": row.is_beyond,
            }
            for row in figures.items
        ],
        "sources": [
            {"account": str(row.account), "planned": str(row.planned), "used": str(row.used)}
            for row in figures.sources
        ],
        "passed": [
            {
                "recipient": row.grant.recipient.name,
                "title": row.grant.title,
                "granted": str(row.has.standing),
                "paid": str(row.has.kept),
                "used": str(row.has.used),
            }
            for row in figures.passed
        ],
        "awarded": str(figures.has.awarded),
        "lapsed": str(figures.has.of(Account.LAPSED)),
        "paid": str(figures.has.paid),
        "repaid": str(figures.has.of(Account.REPAID)),
        "cash": str(figures.has.of(Account.CASH)),
        "settlement": {name: str(value) for name, value in vars(settled).items()} if settled else None,
    }


def _cost_below(grant: Grant, until: dt.date | None) -> Decimal:
    """Return what those cost to whom money was passed on, down to the last.

    A share or a deficit is one of all eligible costs. Full and fixed grants pay
    for what was passed on, so of the others' costs only what the grant paid counts.
    """
    below = _descendants(grant)
    if grant.financing in (Grant.Financing.SHARE, Grant.Financing.DEFICIT):
        return spent_on_eligible(below, until)
    return sum((has.used for has in balances_of(below, until).values()), ZERO)


def _descendants(grant: Grant) -> list[int]:
    """Return the keys of all grants below `grant`, in one query."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in Grant.objects.filter(root=grant.journal_id).values_list("pk", "parent_id"):
        children[parent].append(key)
    found, open_ones = [], [grant.pk]
    while open_ones:
        below = children[open_ones.pop()]
        found += below
        open_ones += below
    return found


def _settlement(grant: Grant, has: Balances, items: list[ItemRow], below: Decimal) -> Settlement | None:
    """Return what the recipient would be entitled to if this was all; None without a plan."""
    eligible = [row for row in items if row.item.is_eligible]
    planned = sum((row.planned for row in eligible), ZERO)
    if not planned:
        return None
    not_eligible = sum((row.planned for row in items if not row.item.is_eligible), ZERO)
    own = -has.of(Account.PLAN_OWN) - has.of(Account.PLAN_IN_KIND)
    facts = Figures(
        grant=has.standing,
        cost_planned=planned,
        cost=sum((row.spent for row in eligible), ZERO) + below,
        own_planned=max(own - not_eligible, ZERO),
        others_planned=-has.of(Account.PLAN_THIRD_PARTY),
        others=-has.of(Account.THIRD_PARTY),
        received=has.kept,
    )
    return settle(grant.financing, facts)
