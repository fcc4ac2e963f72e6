"""The balances of grants: sums over postings, exact to the cent in every database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum
from django.db.models.functions import Cast, Round

from gruenzug.web.funding.models import Account, Posting
from gruenzug.web.funding.money import ZERO

IN_CENTS = Sum(Cast(Round(F("amount") * 100), BigIntegerField()))
"""SQLite adds decimals as floats, so what is added is whole cents."""


@dataclass
class Balances:
    """What the accounts of one grant hold, in all and by budget year."""

    by_year: Mapping[tuple[str, int | None], Decimal] = field(default_factory=dict)

    def of(self, account: str) -> Decimal:
        """Return the balance of one account over all years."""
        return sum((amount for (name, _year), amount in self.by_year.items() if name == account), ZERO)

    def in_year(self, account: str, year: int | None) -> Decimal:
        """Return the balance of one account in one budget year."""
        return self.by_year.get((account, year), ZERO)

    @property
    def years(self) -> list[int]:
        """The budget years that money was granted, called or shifted in."""
        return sorted({year for _account, year in self.by_year if year is not None})

    @property
    def total(self) -> Decimal:
        """The sum of all accounts: zero, or something is broken."""
        return sum(self.by_year.values(), ZERO)

    @property
    def awarded(self) -> Decimal:
        """What the Bescheid and its changes grant."""
        return -self.of(Account.GIVER)

    @property
    def standing(self) -> Decimal:
        """What is granted and did not lapse."""
        return self.awarded - self.of(Account.LAPSED)

    @property
    def paid(self) -> Decimal:
        """What was paid out, before anything was paid back."""
        return self.standing - self.of(Account.AVAILABLE) - self.of(Account.REQUESTED)

    @property
    def kept(self) -> Decimal:
        """What was paid out and not paid back."""
        return self.paid - self.of(Account.REPAID)

    @property
    def used(self) -> Decimal:
        """What of the grant went into expenses, paid out already or not."""
        return self.kept - self.of(Account.CASH) - self.of(Account.PASSED_ON)

    @property
    def planned_cost(self) -> Decimal:
        """All costs of the financing plan."""
        return self.of(Account.PLAN_COST)


def balances_of(grants: Iterable[Any], until: Any = None) -> dict[int, Balances]:
    """Return the balances of `grants` (or their keys) in one query; `until` leaves out later days."""
    keys = [getattr(grant, "pk", grant) for grant in grants]
    rows = Posting.objects.filter(grant__in=keys)
    if until is not None:
        rows = rows.filter(entry__value_on__lte=until)
    found: dict[int, dict[tuple[str, int | None], Decimal]] = {key: {} for key in keys}
    for grant, account, year, total in _summed(rows, "grant", "account", "budget_year"):
        found[grant][account, year] = total
    return {key: Balances(by_year) for key, by_year in found.items()}


def balances(grant: Any, until: Any = None) -> Balances:
    """Return the balances of one grant."""
    return balances_of([grant], until)[grant.pk]


def by_item(grant: Any, account: str, until: Any = None) -> dict[int | None, Decimal]:
    """Return what an account of one grant holds for each item of costs."""
    rows = Posting.objects.filter(grant=grant, account=account)
    if until is not None:
        rows = rows.filter(entry__value_on__lte=until)
    return defaultdict(lambda: ZERO, _summed(rows, "cost_item"))


def spent_on_eligible(grants: Iterable[Any], until: Any = None) -> Decimal:
    """Return what was spent on eligible items under all of `grants`."""
    rows = Posting.objects.filter(grant__in=grants, account=Account.SPENT, cost_item__is_eligible=True)
    if until is not None:
        rows = rows.filter(entry__value_on__lte=until)
    return sum((total for _account, total in _summed(rows, "account")), ZERO)


def awarded_by_grant(grants: Iterable[Any]) -> dict[int, Decimal]:
    """Return what was granted to each of `grants`, changes included, in one query."""
    rows = Posting.objects.filter(grant__in=grants, account=Account.GIVER)
    return {grant: -total for grant, total in _summed(rows, "grant")}


def _summed(rows: QuerySet[Posting], *names: str) -> Iterable[tuple[Any, ...]]:
    """Yield the values of `names` with the sum of their postings."""
    grouped = rows.order_by().values(*names).annotate(cents=IN_CENTS)
    for row in grouped.values_list(*names, "cents"):
        yield *row[:-1], Decimal(row[-1]).scaleb(-2)
