"""Grants as far as their Bescheide make them public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from gruenzug.web.funding.models import Account, Grant, Posting, PublishedTotal
from gruenzug.web.funding.money import ZERO
from gruenzug.web.funding.selectors.balances import IN_CENTS, awarded_by_grant

LINE = (
    *("title", "slug", "purpose", "status", "amount_precision", "decided_on", "decided_precision"),
    *("shows_amount", "is_public", "recipient__name", "recipient__short_name", "giver__name"),
    *("giver__short_name", "parent__title", "parent__slug", "parent__is_public"),
)
"""What a line of the list shows."""


@dataclass(frozen=True)
class PublicGrant:
    """One grant with its amount, if that is public too."""

    grant: Grant
    amount: Decimal | None


@dataclass(frozen=True)
class Compared:
    """A published sum beside the ledger's own over the same years."""

    total: PublishedTotal
    booked: Decimal
    grants: list[PublicGrant]

    @property
    def difference(self) -> Decimal:
        """How much more the ledger holds than was published."""
        return self.booked - self.total.amount


@dataclass(frozen=True)
class Asked:
    """What the list of grants is filtered by."""

    q: str = ""
    year: str = ""
    recipient: str = ""
    programme: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Return what a request asks for."""
        return cls(**{name: request.GET.get(name, "").strip()[:80] for name in cls.__dataclass_fields__})

    def rows(self, leaving_out: str = "") -> QuerySet[Grant]:
        """Return the public grants that are asked for, by all filters but one."""
        rows = Grant.objects.public()
        if self.q and leaving_out != "q":
            rows = rows.filter(title__icontains=self.q) | rows.filter(recipient__name__icontains=self.q)
        if self.year.isdecimal() and leaving_out != "year":
            rows = rows.filter(decided_on__year=int(self.year))
        if self.recipient and leaving_out != "recipient":
            rows = rows.filter(recipient__slug=self.recipient)
        if self.programme and leaving_out != "programme":
            rows = rows.filter(programme__slug=self.programme)
        return rows


def with_amounts(rows: Iterable[Grant]) -> list[PublicGrant]:
    """Return grants with the amounts that are public, in one query; in one more if they were read before."""
    if isinstance(rows, QuerySet) and not rows.query.is_sliced:
        return _in_one_query(rows)
    rows = list(rows)
    amounts = awarded_by_grant([row.pk for row in rows if row.shows_amount])
    return [PublicGrant(row, amounts.get(row.pk, ZERO) if row.shows_amount else None) for row in rows]


def _in_one_query(rows: QuerySet[Grant]) -> list[PublicGrant]:
    booked = Posting.objects.filter(grant=OuterRef("pk"), account=Account.GIVER).order_by()
    cents = booked.values("grant").annotate(total=IN_CENTS).values("total")
    return [
        PublicGrant(row, Decimal(-(row.cents or 0)).scaleb(-2) if row.shows_amount else None)
        for row in rows.annotate(cents=Subquery(cents))
    ]


def public_grants(asked: Asked) -> QuerySet[Grant]:
    """Return what the list shows, newest first."""
    return (
        asked.rows()
        .select_related("recipient", "giver", "programme", "parent")
        .order_by("-decided_on", "title")
    )


def lines(asked: Asked) -> QuerySet[Grant]:
    """Return the same with no more than a line of the list shows."""
    rows = asked.rows().select_related("recipient", "giver", "parent")
    return rows.only(*LINE).order_by("-decided_on", "title")


def grants_of_bodies(bodies: Iterable[Any]) -> list[PublicGrant]:
    """Return the public grants of some bodies, for the pages of rooms above; in one query."""
    awarded = Posting.objects.filter(account=Account.GIVER, grant=OuterRef("pk")).order_by().values("grant")
    rows = Grant.objects.public().filter(recipient__in=bodies).order_by("-decided_on")
    rows = rows.select_related("recipient", "giver").annotate(
        cents=Subquery(awarded.annotate(total=IN_CENTS).values("total"))
    )
    return [
        PublicGrant(row, Decimal(-(row.cents or 0)).scaleb(-2) if row.shows_amount else None) for row in rows
    ]


def compared() -> list[Compared]:
    """Return every published sum beside what the ledger holds for grants of those years."""
    found = []
    for total in PublishedTotal.objects.all():
        years_of_it = (total.first_year, total.last_year)
        rows = Grant.objects.public().first_hand()
        rows = rows.filter(shows_amount=True, decided_on__year__range=years_of_it)
        for side in ("giver", "recipient"):
            if key := getattr(total, f"{side}_id"):
                rows = rows.filter(**{side: key})
        grants = with_amounts(rows.select_related("giver", "recipient").order_by("decided_on"))
        found.append(Compared(total, sum((row.amount or ZERO for row in grants), ZERO), grants))
    return found


def passed_on(grant: Grant) -> list[PublicGrant]:
    """Return what of a public grant was passed on, as far as that is public."""
    rows = Grant.objects.public().filter(parent=grant).select_related("recipient")
    shown = ("title", "slug", "amount_precision", "shows_amount", "recipient__name", "recipient__short_name")
    return with_amounts(rows.only(*shown, "parent"))


def public_awards() -> QuerySet[Posting]:
    """Return the postings that award public grants of first hand; negative, for the giver loses them."""
    granted = Grant.objects.public().first_hand().filter(shows_amount=True)
    return Posting.objects.filter(account=Account.GIVER, grant__in=granted, budget_year__isnull=False)


def years() -> dict[int, Decimal]:
    """Return what the public grants of first hand award for each budget year."""
    found: dict[int, Decimal] = {}
    for year, amount in public_awards().values_list("budget_year", "amount"):
        found[year] = found.get(year, ZERO) - amount
    return dict(sorted(found.items()))
