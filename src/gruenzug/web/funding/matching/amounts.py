"""How much a programme might pay: eligible costs after their caps, rate, limits, own share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gruenzug.web.core.formats import number
from gruenzug.web.funding.matching.outcome import Cap, Money, Reason, Verdict, judged
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Said, Terms, numbers
from gruenzug.web.funding.models.vocabulary import CostType
from gruenzug.web.funding.money import CENT, ZERO, cents, euro, percent


@dataclass(frozen=True)
class Limit:
    """A kind of costs that counts only up to a share of all eligible costs."""

    costs: frozenset[str]
    share: Fraction
    said: Said


def money(terms: Terms, plan: Plan) -> Money | None:
    """Return what the programme might pay for `plan`; None where cost or rate are not known."""
    if plan.cost is None or plan.cost <= 0:
        return None
    eligible, caps = eligible_cost(terms, plan)
    per_m2 = _per_m2(terms, plan)
    rates = rate_range(terms, plan)
    if per_m2 is None and rates is None:
        return None
    if per_m2 is not None:
        (low, high), more = per_m2
        caps += more
        low, high = min(low, eligible), min(high, eligible)
    else:
        low, high = (cents(Fraction(eligible) * Fraction(rate) / 100) for rate in rates)
    (low, high), more = _at_most(terms, plan, low, high)
    share = rates or (None, None)
    return Money(plan.cost, eligible, low, high, plan.third_party, *share, (*caps, *more))


def minimum_grant(terms: Terms, plan: Plan, found: Money | None) -> list[Reason]:
    """Ask whether the grant would be worth the programme's while."""
    if found is None:
        return []
    reasons = []
    for rows in terms.slots("minimum-grant"):
        if rows[0].concerns(plan.applicant) is not True:
            continue
        limits, sources = numbers(rows), tuple(row.source for row in rows)
        grants = [found.grant_low, found.grant_high]
        told = {
            "grant": _span(*grants),
            "limit": get_text_list([euro(limit, whole=True) for limit in limits], _("oder")),
        }
        words = {
            Verdict.FITS: _("Die Förderung von %(grant)s erreicht die Bagatellgrenze von %(limit)s.") % told,
            Verdict.NOT: _("Die Förderung von %(grant)s liegt unter der Bagatellgrenze von %(limit)s.")
            % told,
            Verdict.UNCLEAR: _("Ob %(grant)s die Bagatellgrenze von %(limit)s erreichen, ist offen.") % told,
        }
        verdicts = {Verdict.FITS if grant >= limit else Verdict.NOT for grant in grants for limit in limits}
        reasons.append(judged("minimum-grant", verdicts, words, sources))
    return reasons


def eligible_cost(terms: Terms, plan: Plan) -> tuple[Decimal, list[Cap]]:
    """Return the costs that count, and the caps that take something away.

    A cap is a share of the eligible costs themselves, so capping lowers what
    it is a share of: with 60 of 100 euros for paths and a cap of 30 per cent,
    40 / 0.7 = 57.14 euros count.
    """
    excluded = {kind for row in terms.said("cost-excluded") for kind in row.costs}
    counted = {kind: amount for kind, amount in plan.costs.items() if kind not in excluded}
    left_out = sum((amount for kind, amount in plan.costs.items() if kind in excluded), ZERO)
    unsplit = plan.cost - sum(plan.costs.values(), ZERO)
    limits = _limits(terms)
    whole = capped_total(counted, unsplit, limits)
    caps = []
    if left_out:
        told = {"costs": _cost_labels(excluded & plan.costs.keys()), "amount": euro(left_out, whole=True)}
        caps.append(Cap(_("%(costs)s zählen nicht: %(amount)s.") % told, left_out))
    caps += [cap for limit in limits if (cap := _cap(limit, counted, whole))]
    return whole.quantize(CENT, ROUND_DOWN), caps


def capped_total(costs: Mapping[str, Decimal], unsplit: Decimal, limits: list[Limit]) -> Decimal:
    """Return the largest total in which every limited kind keeps to its share."""
    planned = [sum((costs.get(kind, ZERO) for kind in limit.costs), ZERO) for limit in limits]
    free = Fraction(sum(costs.values(), ZERO) + unsplit - sum(planned, ZERO))
    total = free + sum(map(Fraction, planned))
    biting: set[int] = set()
    while True:
        more = {
            place
            for place, limit in enumerate(limits)
            if place not in biting and Fraction(planned[place]) > limit.share * total
        }
        if not more:
            return _decimal(total)
        biting |= more
        rest = free + sum(Fraction(planned[place]) for place in range(len(limits)) if place not in biting)
        shares = sum(limits[place].share for place in biting)
        if shares >= 1:
            return _decimal(total)
        total = rest / (1 - shares)


def rate_range(terms: Terms, plan: Plan) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and highest rate in per cent that sources and answers leave open.

    A rate with a circumstance takes the place of the plain one where the
    circumstance holds; where that is not known, both are possible.
    """
    rows = [row for row in terms.said("rate", "rate-up-to") if row.concerns(plan.applicant) is not False]
    rows = [row for row in rows if row.number is not None]
    if not rows:
        return None
    plain = [row for row in rows if not row.circumstance]
    special = [row for row in rows if row.circumstance and plan.holds(row.circumstance)]
    maybe = [row for row in rows if row.circumstance and plan.holds(row.circumstance) is None]
    base = plain or special or maybe
    if not base:
        return None
    certain = [row for row in special if row.key == "rate"] or [row for row in base if row.key == "rate"]
    possible = [*(special or base), *maybe, *certain]
    low = min((row.number for row in certain), default=ZERO)
    return low, max(row.number for row in possible)


def _per_m2(terms: Terms, plan: Plan) -> tuple[tuple[Decimal, Decimal], list[Cap]] | None:
    """Return lowest and highest amount of a programme that pays by area, and caps on the area."""
    rows = [row for row in terms.said("amount-per-m2") if row.concerns(plan.applicant) is not False]
    amounts = numbers(rows)
    if not amounts:
        return None
    limits = numbers(terms.said("maximum-m2"))
    if plan.area_m2 is None:
        return (ZERO, cents(amounts[-1] * limits[-1]) if limits else plan.cost), []
    areas = [min(plan.area_m2, limit) for limit in limits] or [plan.area_m2]
    caps = []
    if limits and plan.area_m2 > limits[-1]:
        told = {"limit": f"{number(float(limits[-1]))} m²", "area": f"{number(float(plan.area_m2))} m²"}
        lost = cents((plan.area_m2 - limits[-1]) * amounts[-1])
        sources = tuple(row.source for row in terms.said("maximum-m2"))
        caps.append(Cap(_("Von %(area)s zählen höchstens %(limit)s.") % told, lost, sources))
    return (cents(min(areas) * amounts[0]), cents(max(areas) * amounts[-1])), caps


def _at_most(
    terms: Terms, plan: Plan, low: Decimal, high: Decimal
) -> tuple[tuple[Decimal, Decimal], list[Cap]]:
    """Hold a grant down to the programme's maximum."""
    rows = [row for row in terms.said("maximum-grant") if row.concerns(plan.applicant) is not False]
    limits = numbers(rows)
    if not limits or high <= limits[0]:
        return (low, high), []
    shown = get_text_list([euro(limit, whole=True) for limit in limits], _("oder"))
    cap = Cap(
        _("Gefördert werden höchstens %s.") % shown,
        high - min(high, limits[-1]),
        tuple(row.source for row in rows),
    )
    return (min(low, limits[0]), min(high, limits[-1])), [cap]


def _limits(terms: Terms) -> list[Limit]:
    """Return the caps on kinds of costs; where sources disagree the stricter one counts."""
    found = []
    for rows in terms.slots("cost-cap"):
        strictest = min(
            (row for row in rows if row.number is not None), key=lambda row: row.number, default=None
        )
        if strictest is not None:
            found.append(Limit(strictest.costs, Fraction(strictest.number) / 100, strictest))
    return found


def _cap(limit: Limit, costs: Mapping[str, Decimal], total: Decimal) -> Cap | None:
    planned = sum((costs.get(kind, ZERO) for kind in limit.costs), ZERO)
    counts = _decimal(limit.share * Fraction(total))
    if planned <= counts:
        return None
    told = {
        "costs": _cost_labels(limit.costs),
        "share": percent(limit.said.number),
        "planned": euro(planned, whole=True),
        "counts": euro(cents(counts), whole=True),
    }
    sentence = _("%(costs)s zählen bis zu %(share)s: %(counts)s von %(planned)s.") % told
    return Cap(sentence, planned - cents(counts), (limit.said.source,))


def _span(low: Decimal, high: Decimal) -> str:
    if low == high:
        return euro(low, whole=True)
    return _("%(low)s bis %(high)s") % {"low": euro(low, whole=True), "high": euro(high, whole=True)}


def _cost_labels(kinds: frozenset[str] | set[str]) -> str:
    return get_text_list([str(kind.label) for kind in CostType if kind in kinds], _("und"))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
