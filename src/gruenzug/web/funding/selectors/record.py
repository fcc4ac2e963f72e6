"""All of one grant, as its page in the back office and its exports show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gruenzug.web.funding.models import Account, CostItem, Earmark, Entry, Grant, Posting
from gruenzug.web.funding.money import ZERO
from gruenzug.web.funding.selectors.balances import Balances
from gruenzug.web.funding.selectors.deadlines import Deadline, deadlines_of, still_open
from gruenzug.web.funding.selectors.figures import GrantFigures, figures_of
from gruenzug.web.funding.selectors.terms import Terms, terms_of


@dataclass(frozen=True)
class Year:
    """One budget year of a grant."""

    year: int
    granted: Decimal
    available: Decimal
    requested: Decimal
    lapsed: Decimal

    @property
    def paid(self) -> Decimal:
        """What was paid out of this year's money."""
        return self.granted - self.available - self.requested - self.lapsed


@dataclass(frozen=True)
class Record:
    """One grant with everything that belongs to it."""

    grant: Grant
    figures: GrantFigures
    years: list[Year]
    terms: Terms
    deadlines: list[Deadline]
    earmarks: list[Earmark]

    @property
    def has(self) -> Balances:
        """The balances."""
        return self.figures.has

    @property
    def totals(self) -> Year:
        """All years together."""
        return Year(
            0,
            *(
                sum((getattr(row, name) for row in self.years), ZERO)
                for name in ("granted", "available", "requested", "lapsed")
            ),
        )


def record_of(grant: Grant) -> Record:
    """Return everything about `grant`."""
    figures = figures_of(grant)
    return Record(
        grant=grant,
        figures=figures,
        years=years_of(grant, figures.has),
        terms=terms_of(grant),
        deadlines=still_open(deadlines_of(Grant.objects.filter(pk=grant.pk)), timezone.localdate()),
        earmarks=list(Earmark.objects.filter(grant=grant)),
    )


def years_of(grant: Grant, has: Balances) -> list[Year]:
    """Return the budget years; money shifted between years counts where it went."""
    shifted = _shifted(grant)
    return [
        Year(
            year,
            granted=-has.in_year(Account.GIVER, year) + shifted.get(year, ZERO),
            available=has.in_year(Account.AVAILABLE, year),
            requested=has.in_year(Account.REQUESTED, year),
            lapsed=has.in_year(Account.LAPSED, year),
        )
        for year in has.years
    ]


def entries_of(grant: Grant, *, newest_first: bool = False) -> QuerySet[Entry]:
    """Return the entries that touch a grant, with their postings, in their order."""
    postings = Posting.objects.select_related("grant", "cost_item")
    rows = Entry.objects.filter(postings__grant=grant).distinct()
    rows = rows.select_related("reverses", "reversed_by", "grant")
    return rows.prefetch_related(Prefetch("postings", postings)).order_by(
        "-number" if newest_first else "number"
    )


def vouchers_of(grant: Grant) -> list[tuple[Entry, CostItem | None, Decimal, Decimal]]:
    """Return the standing expenses: entry, item, amount, and what of it the grant paid."""
    rows = Entry.objects.filter(grant=grant, kind=Entry.Kind.EXPENSE, reversed_by__isnull=True)
    postings = Posting.objects.select_related("cost_item")
    return [
        (entry, *_parts(entry.postings.all()))
        for entry in rows.prefetch_related(Prefetch("postings", postings)).order_by("value_on", "number")
    ]


def _parts(postings: Iterable[Posting]) -> tuple[CostItem | None, Decimal, Decimal]:
    spent = next(row for row in postings if row.account == Account.SPENT)
    paid = sum((-row.amount for row in postings if row.account == Account.CASH), ZERO)
    return spent.cost_item, spent.amount, paid


def _shifted(grant: Grant) -> dict[int, Decimal]:
    """Return what came to each budget year from others."""
    rows = Posting.objects.filter(grant=grant, entry__journal=grant.journal_id)
    moved = rows.filter(entry__kind=Entry.Kind.SHIFT) | rows.filter(entry__reverses__kind=Entry.Kind.SHIFT)
    found: dict[int, Decimal] = {}
    for year, amount in moved.values_list("budget_year", "amount"):
        found[year] = found.get(year, ZERO) + amount
    return found
