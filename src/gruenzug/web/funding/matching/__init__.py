"""Which programme fits a plan, and why: rules are statements of sources, each kind read by one pure function.

`evaluate` holds one plan against one programme. Nothing here touches the
database; `selectors.finder` makes `Terms` of what it holds. The answer is help
to read a programme, never a promise.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from gruenzug.web.funding.matching import amounts, conditions, what, when, who
from gruenzug.web.funding.matching.outcome import Cap, Money, Outcome, Reason, Verdict, worst
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Area, Said, Source, Terms, Window

__all__ = [
    "Area",
    "Cap",
    "Money",
    "Outcome",
    "Plan",
    "Reason",
    "Said",
    "Source",
    "Terms",
    "Verdict",
    "Window",
    "evaluate",
    "ranked",
]

TIMELY = (when.validity, when.windows, when.duration)
TIMELESS = (
    who.applicants,
    what.measures,
    who.areas,
    what.minimum_cost,
    what.cost_floors,
    what.excluded_costs,
    conditions.prerequisites,
    conditions.cumulation,
)
ORDER = {Verdict.FITS: 0, Verdict.UNCLEAR: 1, Verdict.NOT: 2}


def evaluate(terms: Terms, plan: Plan, today: dt.date) -> Outcome:
    """Return what every rule of a programme says of `plan`, and what the programme might pay."""
    found = amounts.money(terms, plan)
    reasons = [reason for rule in TIMELY for reason in rule(terms, plan, today)]
    reasons += [reason for rule in TIMELESS for reason in rule(terms, plan)]
    reasons += amounts.minimum_grant(terms, plan, found)
    verdict = worst(reasons)
    shown = None if verdict == Verdict.NOT else found
    return Outcome(
        terms.slug, terms.title, verdict, tuple(reasons), shown, when.open_deadlines(terms, today), today
    )


def ranked(outcomes: list[Outcome]) -> list[Outcome]:
    """Return what fits first, then what is unclear, each by how little is open and how much it might pay."""
    return sorted(outcomes, key=_rank)


def _rank(outcome: Outcome) -> tuple[int, bool, int, Decimal, str]:
    grant = outcome.money.grant_high if outcome.money else Decimal(0)
    open_questions = len(outcome.with_verdict(Verdict.UNCLEAR))
    return ORDER[outcome.verdict], outcome.money is None, open_questions, -grant, outcome.title
