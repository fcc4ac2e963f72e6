"""What a recipient is entitled to in the end: the grant follows the costs as its kind of financing says.

The rules are the usual ones of project grants: where costs fall or other money
comes in, a share falls in proportion, a deficit or full grant by the whole
difference, a fixed amount only where the costs do not reach it. The Bescheid
may say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gruenzug.web.funding.models.grants import Grant
from gruenzug.web.funding.money import ZERO, cents

Financing = Grant.Financing


@dataclass(frozen=True)
class Figures:
    """What was planned and what came of it, in euros; costs are the eligible ones.

    `own_planned` counts money and work of the recipient, `others` money of
    third parties towards the eligible costs.
    """

    grant: Decimal
    cost_planned: Decimal
    cost: Decimal
    own_planned: Decimal = ZERO
    others_planned: Decimal = ZERO
    others: Decimal = ZERO
    received: Decimal = ZERO


@dataclass(frozen=True)
class Settlement:
    """The grant in the end, and what follows from it."""

    entitled: Decimal
    reduction: Decimal
    to_repay: Decimal
    to_receive: Decimal
    to_lapse: Decimal
    saving: Decimal
    more_from_others: Decimal


def settle(financing: str, figures: Figures) -> Settlement:
    """Return what the recipient is entitled to, and how money has to move for that."""
    entitled = max(min(figures.grant, _entitled(financing, figures)), ZERO)
    return Settlement(
        entitled=entitled,
        reduction=figures.grant - entitled,
        to_repay=max(figures.received - entitled, ZERO),
        to_receive=max(entitled - figures.received, ZERO),
        to_lapse=figures.grant - max(entitled, figures.received),
        saving=max(figures.cost_planned - figures.cost, ZERO),
        more_from_others=max(figures.others - figures.others_planned, ZERO),
    )


def _entitled(financing: str, figures: Figures) -> Decimal:
    more = max(figures.others - figures.others_planned, ZERO)
    if financing == Financing.SHARE:
        if not figures.cost_planned:
            return figures.grant
        need = Fraction(figures.cost - more) / Fraction(figures.cost_planned)
        return cents(Fraction(figures.grant) * need)
    if financing == Financing.DEFICIT:
        return figures.cost - figures.own_planned - figures.others
    if financing == Financing.FULL:
        return figures.cost - figures.others
    return figures.cost
