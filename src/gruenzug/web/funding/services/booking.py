"""The one way into the ledger: an entry of lines that sum to zero, checked against the whole tree.

Other services say what happened; `book` locks the journal, writes the entry
with its number and digest, and looks whether any balance went where it must
not. If one did, nothing is written and the sentence says by how much.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.funding.models import CostItem, Entry, Grant, Posting
from gruenzug.web.funding.money import ZERO, cents
from gruenzug.web.funding.services.invariants import check_tree

SYSTEM = "Das System"


@dataclass(frozen=True)
class Line:
    """What one account gains (or, negative, loses)."""

    account: str
    amount: Decimal
    year: int | None = None
    item: CostItem | None = None
    grant: Grant | None = None


@transaction.atomic
def book(
    *,
    grant: Grant,
    kind: str,
    value_on: dt.date,
    words: str,
    lines: Iterable[Line],
    by: Any,
    voucher: str = "",
    counterparty: str = "",
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry; ValidationError with a sentence if it would break a rule of the ledger."""
    moving = [line for line in lines if line.amount]
    _refuse_unsound(grant, moving, value_on)
    journal = Grant.objects.select_for_update().get(pk=grant.journal_id)
    last = Entry.objects.filter(journal=journal).order_by("-number").only("number", "digest").first()
    entry = Entry(
        journal=journal,
        grant=grant,
        number=last.number + 1 if last else 1,
        kind=kind,
        value_on=value_on,
        words=words,
        voucher=voucher,
        counterparty=counterparty,
        reverses=reverses,
        booked_at=timezone.now(),
        booked_by=_name(by),
        booked_by_account=getattr(by, "pk", None),
    )
    postings = [_posting(entry, line) for line in moving]
    entry.digest = digest_of(entry, postings, last.digest if last else "")
    entry.full_clean(exclude=["digest"])
    entry.save(force_insert=True)
    Posting.objects.bulk_create(postings)
    check_tree({posting.grant_id for posting in postings})
    return entry


def digest_of(entry: Entry, postings: Sequence[Posting], before: str) -> str:
    """Return the digest of an entry, which no part of it can change without."""
    facts = [
        before,
        entry.journal_id,
        entry.grant_id,
        entry.number,
        entry.kind,
        entry.value_on.isoformat(),
        entry.words,
        entry.voucher,
        entry.counterparty,
        entry.reverses_id,
        entry.booked_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.booked_by,
        entry.booked_by_account,
        sorted(
            (row.grant_id, row.account, f"{row.amount:.2f}", row.budget_year or 0, row.cost_item_id or 0)
            for row in postings
        ),
    ]
    return sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def positive(amount: Decimal) -> Decimal:
    """Return `amount` in whole cents; a sentence if it is not more than nothing, or finer than cents."""
    if amount <= 0:
        raise ValidationError(_("Der Betrag muss größer als 0 sein."), "amount")
    if cents(amount) != amount:
        raise ValidationError(_("Der Betrag hat mehr als zwei Nachkommastellen."), "amount")
    return cents(amount)


def refuse_unless(grant: Grant, *states: str) -> None:
    """Refuse to book on a grant that is not in one of `states`, as the database knows it now."""
    state = Grant.objects.values_list("state", flat=True).get(pk=grant.pk)
    if state not in states:
        told = {"grant": grant.title, "state": Grant.State(state).label}
        raise ValidationError(_("„%(grant)s“ ist %(state)s; das geht dann nicht.") % told, "state")


def _posting(entry: Entry, line: Line) -> Posting:
    return Posting(
        entry=entry,
        grant=line.grant or entry.grant,
        account=line.account,
        amount=line.amount,
        budget_year=line.year,
        cost_item=line.item,
    )


def _refuse_unsound(grant: Grant, lines: list[Line], value_on: dt.date) -> None:
    """Refuse what no service of ours should ever try, and days that cannot be."""
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if cents(line.amount) != line.amount:
            raise ValidationError(_("Der Betrag hat mehr als zwei Nachkommastellen."), "amount")
        sums[(line.grant or grant).pk] += line.amount
    if not lines or any(sums.values()):
        raise ValueError(f"an entry must move something and sum to zero for each grant, got {dict(sums)}")
    if any((line.grant or grant).journal_id != grant.journal_id for line in lines):
        raise ValueError("an entry stays within one tree of grants")
    if value_on > timezone.localdate():
        raise ValidationError(_("Der Tag liegt in der Zukunft; gebucht wird, was geschehen ist."), "future")


def _name(by: Any) -> str:
    if by is None or not getattr(by, "is_authenticated", False):
        return SYSTEM
    return (by.get_full_name() or by.get_username())[:160]
