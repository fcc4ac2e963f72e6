"""What comes of holding a plan against a programme: a verdict, and the reason of every rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gruenzug.web.funding.matching.terms import Source, Window


class Verdict(StrEnum):
    """Fits, does not fit, or nobody can tell from what is known."""

    FITS = "fits"
    UNCLEAR = "unclear"
    NOT = "not"


@dataclass(frozen=True)
class Reason:
    """What one rule says, in a sentence, and who the rule is from."""

    rule: str
    verdict: Verdict
    sentence: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Cap:
    """A limit that bites: how much of the costs does not count, or how much the grant loses."""

    sentence: str
    loses: Decimal
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Money:
    """What the programme might pay: from `grant_low` to `grant_high`, as sources and answers leave open."""

    cost: Decimal
    eligible: Decimal
    grant_low: Decimal
    grant_high: Decimal
    third_party: Decimal
    rate_low: Decimal | None = None
    rate_high: Decimal | None = None
    caps: tuple[Cap, ...] = ()

    @property
    def own_low(self) -> Decimal:
        """The least the applicant pays."""
        return max(self.cost - self.grant_high - self.third_party, Decimal(0))

    @property
    def own_high(self) -> Decimal:
        """The most the applicant pays."""
        return max(self.cost - self.grant_low - self.third_party, Decimal(0))


@dataclass(frozen=True)
class Outcome:
    """One programme held against one plan; never a promise."""

    slug: str
    title: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    money: Money | None
    deadlines: tuple[Window, ...] = ()
    judged_on: dt.date = field(default=dt.date.min)

    def with_verdict(self, verdict: Verdict) -> list[Reason]:
        """Return the reasons of one kind."""
        return [reason for reason in self.reasons if reason.verdict == verdict]


def worst(reasons: list[Reason]) -> Verdict:
    """Return the verdict that follows from all: one "not" decides, else one "unclear"."""
    found = {reason.verdict for reason in reasons}
    for verdict in (Verdict.NOT, Verdict.UNCLEAR):
        if verdict in found:
            return verdict
    return Verdict.FITS


def judged(
    rule: str, verdicts: set[Verdict], words: dict[Verdict, str], sources: tuple[Source, ...]
) -> Reason:
    """Return one reason from what several sources imply: where they differ it is unclear."""
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.UNCLEAR
    return Reason(rule, verdict, words[verdict], sources)
