"""The financing plan: what it will cost and who pays, kept as postings like everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.funding.models import Account, CostItem, Entry, Grant
from gruenzug.web.funding.money import ZERO, cents, euro
from gruenzug.web.funding.selectors.balances import balances, by_item
from gruenzug.web.funding.services.booking import Line, book, refuse_unless

SOURCES = (Account.PLAN_GRANT, Account.PLAN_OWN, Account.PLAN_THIRD_PARTY, Account.PLAN_IN_KIND)


@transaction.atomic
def set_plan(
    *,
    grant: Grant,
    costs: Mapping[CostItem, Decimal],
    funding: Mapping[str, Decimal],
    value_on: dt.date,
    words: str,
    by: Any,
) -> Entry | None:
    """Bring the plan to these figures by booking the differences; None if there are none.

    `funding` has the accounts of `SOURCES`; what is missing is nothing. Costs and
    funding must be the same sum.
    """
    refuse_unless(grant, Grant.State.DRAFT, Grant.State.IN_FORCE)
    _refuse_unequal(grant, costs, funding)
    has, items = balances(grant), by_item(grant, Account.PLAN_COST)
    lines = [
        Line(Account.PLAN_COST, costs.get(item, ZERO) - items[item.pk], item=item)
        for item in CostItem.objects.filter(grant=grant)
    ]
    lines += [Line(source, -funding.get(source, ZERO) - has.of(source)) for source in SOURCES]
    if not any(line.amount for line in lines):
        return None
    entry = book(grant=grant, kind=Entry.Kind.PLAN, value_on=value_on, words=words, lines=lines, by=by)
    audit.record("funding.planned", subject=grant, by=by, amount=euro(sum(costs.values(), ZERO)))
    return entry


def _refuse_unequal(grant: Grant, costs: Mapping[CostItem, Decimal], funding: Mapping[str, Decimal]) -> None:
    if any(item.grant_id != grant.pk for item in costs):
        raise ValueError("an item of another grant")
    amounts = [*costs.values(), *funding.values()]
    if any(amount < 0 or cents(amount) != amount for amount in amounts):
        raise ValidationError(_("Beträge im Finanzierungsplan sind nicht negativ und auf den Cent genau."))
    total, paid = sum(costs.values(), ZERO), sum(funding.values(), ZERO)
    if total != paid:
        told = {"cost": euro(total), "paid": euro(paid), "gap": euro(abs(total - paid))}
        raise ValidationError(
            _("Ausgaben von %(cost)s stehen %(paid)s an Mitteln gegenüber; es fehlen oder bleiben %(gap)s.")
            % told,
            "unbalanced",
        )
