"""What somebody has in mind, as far as it is known: all that the rules may look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Plan:
    """A plan that looks for money.

    Attributes
    ----------
    applicant
        An `ApplicantKind`; "" if it is not known.
    measures
        `MeasureKind`s of what is to be done.
    total_cost
        What it will cost, in euros.
    costs
        The same by `CostType`, as far as it is known.
    area_m2
        What is greened or unsealed, in square metres.
    ags, point
        Where: the key of the municipality; longitude and latitude.
    begins_on, months
        When it begins and how long it takes.
    circumstances
        `Circumstance` → whether it holds; what is missing is not known.
    other_public_money
        Whether other public money is to pay for the same; None if that is not known.
    third_party
        Money of others, in euros.
    """

    applicant: str = ""
    measures: frozenset[str] = frozenset()
    total_cost: Decimal | None = None
    costs: Mapping[str, Decimal] = field(default_factory=dict)
    area_m2: Decimal | None = None
    ags: str = ""
    point: tuple[float, float] | None = None
    begins_on: dt.date | None = None
    months: int | None = None
    circumstances: Mapping[str, bool] = field(default_factory=dict)
    other_public_money: bool | None = None
    third_party: Decimal = ZERO

    def holds(self, circumstance: str) -> bool | None:
        """Return whether a circumstance holds; None if that is not known."""
        return self.circumstances.get(circumstance)

    @property
    def cost(self) -> Decimal | None:
        """The whole cost: as given, else the sum of its parts."""
        if self.total_cost is not None:
            return self.total_cost
        return sum(self.costs.values(), ZERO) if self.costs else None

    @property
    def is_split(self) -> bool:
        """Whether the costs are known by type, and all of them."""
        return bool(self.costs) and sum(self.costs.values(), ZERO) == self.cost
