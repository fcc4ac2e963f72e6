"""Grants with money, for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from gruenzug.web.funding.models import Account, CostItem, Grant
from gruenzug.web.funding.services.awards import award, pass_on
from gruenzug.web.funding.services.plans import set_plan
from tests.factories import CostItemFactory, GrantFactory, OrganisationFactory

DAY = dt.date(2025, 3, 1)
D = Decimal


def granted(years: dict[int, str] | str = "1000.00", by=None, **fields) -> Grant:
    """A grant in force; one amount is that of 2025."""
    grant = GrantFactory(**fields)
    amounts = {2025: D(years)} if isinstance(years, str) else {year: D(text) for year, text in years.items()}
    award(grant=grant, years=amounts, by=by)
    return grant


def planned(
    grant: Grant, costs: dict[str, str], own: str = "0", third: str = "0", **accounts
) -> list[CostItem]:
    """A financing plan of items by title; the grant pays the rest of what own and third money leave."""
    items = [
        CostItemFactory(grant=grant, title=title, code=f"{place}") for place, title in enumerate(costs, 1)
    ]
    amounts = dict(zip(items, map(D, costs.values()), strict=True))
    funding = {Account.PLAN_OWN: D(own), Account.PLAN_THIRD_PARTY: D(third)}
    funding[Account.PLAN_GRANT] = sum(amounts.values()) - sum(funding.values())
    set_plan(grant=grant, costs=amounts, funding=funding, value_on=DAY, words="Plan", by=None)
    return items


def passed(parent: Grant, amount: str, year: int = 2025, **fields) -> Grant:
    """A part of `parent` passed on."""
    built = GrantFactory.build(recipient=OrganisationFactory(), giver=parent.recipient, **fields)
    return pass_on(parent=parent, grant=built, years={year: D(amount)}, by=None)
