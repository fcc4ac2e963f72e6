"""Rules on what must be true beforehand, and on other money."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gruenzug.web.funding.matching.outcome import Reason, Verdict
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Said, Terms
from gruenzug.web.funding.models.vocabulary import Circumstance


def prerequisites(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask for each condition whether it holds; one without a question is only told."""
    rows = [row for row in terms.said("prerequisite") if row.concerns(plan.applicant) is not False]
    return [_prerequisite(row, plan) for row in rows]


def cumulation(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether other public money may pay for the same, if it is to: 1 means it may, 0 that it may not."""
    if not plan.other_public_money:
        return []
    rows = terms.said("cumulation")
    answers = {row.number for row in rows if row.number is not None}
    sources = tuple(row.source for row in rows)
    if answers == {1}:
        return [
            Reason(
                "cumulation", Verdict.FITS, _("Lässt sich mit anderem öffentlichem Geld verbinden."), sources
            )
        ]
    if answers == {0}:
        sentence = _("Lässt sich nicht mit anderem öffentlichem Geld verbinden.")
        return [Reason("cumulation", Verdict.NOT, sentence, sources)]
    told = " ".join(row.words for row in rows if row.words)
    sentence = told or _("Ob es sich mit anderem öffentlichem Geld verbinden lässt, sagt uns keine Quelle.")
    return [Reason("cumulation", Verdict.UNCLEAR, sentence, sources)]


def _prerequisite(row: Said, plan: Plan) -> Reason:
    label = row.words or (str(Circumstance(row.circumstance).label) if row.circumstance else "")
    sources = (row.source,)
    holds = plan.holds(row.circumstance) if row.circumstance else None
    if holds is None:
        return Reason("prerequisite", Verdict.UNCLEAR, _("Zu klären: %s") % label, sources)
    if holds:
        return Reason("prerequisite", Verdict.FITS, _("Erfüllt: %s") % label, sources)
    return Reason("prerequisite", Verdict.NOT, _("Nicht erfüllt: %s") % label, sources)
