"""Rules on what is done and what it costs."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gruenzug.web.funding.matching.outcome import Reason, Verdict, judged
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Said, Terms, numbers
from gruenzug.web.funding.models.vocabulary import CostType, MeasureKind
from gruenzug.web.funding.money import euro, percent


def measures(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether what is to be done is among what the programme pays for."""
    rows = terms.said("measures")
    if not rows:
        return [Reason("measures", Verdict.UNCLEAR, _("Was genau gefördert wird, sagt uns keine Quelle."))]
    sources = tuple(row.source for row in rows)
    named = {kind for row in rows for kind in row.measures}
    if not plan.measures:
        sentence = _("Gefördert wird: %s.") % _labels(named)
        return [Reason("measures", Verdict.UNCLEAR, sentence, sources)]
    inside, outside = plan.measures & named, plan.measures - named
    if not outside:
        return [Reason("measures", Verdict.FITS, _("Wird gefördert: %s.") % _labels(inside), sources)]
    if inside:
        told = {"inside": _labels(inside), "outside": _labels(outside)}
        sentence = _("Gefördert wird: %(inside)s. Nicht genannt ist: %(outside)s.") % told
        return [Reason("measures", Verdict.UNCLEAR, sentence, sources)]
    return [
        Reason(
            "measures", Verdict.NOT, _("Nicht unter dem, was gefördert wird: %s.") % _labels(outside), sources
        )
    ]


def minimum_cost(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether the plan is large enough; sources that disagree leave it open between their numbers."""
    return [_minimum(rows, plan) for rows in terms.slots("minimum-cost") if rows[0].concerns(plan.applicant)]


def cost_floors(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether kinds of costs that must be there make up enough of the whole."""
    return [_floor(rows, plan) for rows in terms.slots("cost-floor")]


def excluded_costs(terms: Terms, plan: Plan) -> list[Reason]:
    """Say which of the costs do not count; where all of them do not, the plan does not fit."""
    found = []
    for row in terms.said("cost-excluded"):
        planned = sum((plan.costs.get(kind, Decimal(0)) for kind in row.costs), Decimal(0))
        if not planned:
            continue
        told = {"costs": _cost_labels(row.costs), "amount": euro(planned, whole=True)}
        all_of_it = plan.cost is not None and planned >= plan.cost
        sentence = _("Nicht gefördert: %(costs)s, hier %(amount)s.") % told
        found.append(
            Reason("cost-excluded", Verdict.NOT if all_of_it else Verdict.FITS, sentence, (row.source,))
        )
    return found


def _minimum(rows: list[Said], plan: Plan) -> Reason:
    sources = tuple(row.source for row in rows)
    limits = numbers(rows)
    shown = get_text_list([euro(limit, whole=True) for limit in limits], _("oder"))
    if plan.cost is None:
        return Reason(
            "minimum-cost", Verdict.UNCLEAR, _("Die Kosten müssen mindestens %s betragen.") % shown, sources
        )
    told = {"cost": euro(plan.cost, whole=True), "limit": shown}
    words = {
        Verdict.FITS: _("Kosten von %(cost)s erreichen das Mindestvolumen von %(limit)s.") % told,
        Verdict.NOT: _("Kosten von %(cost)s liegen unter dem Mindestvolumen von %(limit)s.") % told,
        Verdict.UNCLEAR: _("Ob %(cost)s genügen, ist offen: Die Quellen nennen als Mindestvolumen %(limit)s.")
        % told,
    }
    verdicts = {Verdict.FITS if plan.cost >= limit else Verdict.NOT for limit in limits}
    return judged("minimum-cost", verdicts, words, sources)


def _floor(rows: list[Said], plan: Plan) -> Reason:
    sources = tuple(row.source for row in rows)
    limits = numbers(rows)
    told = {
        "costs": _cost_labels(rows[0].costs),
        "limit": get_text_list([percent(limit) for limit in limits], _("oder")),
    }
    if not plan.is_split or not plan.cost:
        sentence = _("%(costs)s müssen mindestens %(limit)s der Kosten ausmachen.") % told
        return Reason("cost-floor", Verdict.UNCLEAR, sentence, sources)
    planned = sum((plan.costs.get(kind, Decimal(0)) for kind in rows[0].costs), Decimal(0))
    told["share"] = percent(round(planned * 100 / plan.cost, 1))
    words = {
        Verdict.FITS: _("%(costs)s machen %(share)s der Kosten aus, verlangt sind %(limit)s.") % told,
        Verdict.NOT: _("%(costs)s machen nur %(share)s der Kosten aus, verlangt sind %(limit)s.") % told,
        Verdict.UNCLEAR: _("%(costs)s machen %(share)s der Kosten aus; die Quellen verlangen %(limit)s.")
        % told,
    }
    verdicts = {Verdict.FITS if planned * 100 >= limit * plan.cost else Verdict.NOT for limit in limits}
    return judged("cost-floor", verdicts, words, sources)


def _labels(kinds: set[str] | frozenset[str]) -> str:
    return get_text_list([str(kind.label) for kind in MeasureKind if kind in kinds], _("und"))


def _cost_labels(kinds: frozenset[str]) -> str:
    return get_text_list([str(kind.label) for kind in CostType if kind in kinds], _("und"))
