"""Rules on who asks, and where."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gruenzug.web.funding.matching.outcome import Reason, Verdict
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Said, Terms
from gruenzug.web.funding.models.vocabulary import ApplicantKind


def applicants(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether the programme pays this kind of applicant; any source that lists it will do."""
    rows = terms.said("applicants")
    if not rows:
        return [Reason("applicants", Verdict.UNCLEAR, _("Wer gefördert wird, sagt uns keine Quelle."))]
    sources = tuple(row.source for row in rows)
    if not plan.applicant:
        told = {"kinds": _listed(rows)}
        return [Reason("applicants", Verdict.UNCLEAR, _("Gefördert werden: %(kinds)s.") % told, sources)]
    name = ApplicantKind(plan.applicant).label
    naming = [row for row in rows if plan.applicant in row.applicants]
    if len(naming) == len(rows):
        return [Reason("applicants", Verdict.FITS, _("%s: wird gefördert.") % name, sources)]
    if naming:
        told = {"kind": name, "some": len(naming), "all": len(rows)}
        sentence = _("%(kind)s: %(some)s von %(all)s Quellen nennen diese Antragstellenden.") % told
        return [Reason("applicants", Verdict.UNCLEAR, sentence, sources)]
    told = {"kind": name, "kinds": _listed(rows)}
    sentence = _("%(kind)s: wird nicht gefördert, sondern nur: %(kinds)s.") % told
    return [Reason("applicants", Verdict.NOT, sentence, sources)]


def areas(terms: Terms, plan: Plan) -> list[Reason]:
    """Ask whether the place lies where the programme pays."""
    return [
        _area(row, plan)
        for row in terms.said("area")
        if row.area and row.concerns(plan.applicant) is not False
    ]


def _area(row: Said, plan: Plan) -> Reason:
    told = {"area": row.area.title}
    inside = row.area.contains(plan.ags, plan.point)
    if inside is None:
        known = row.area.ags or row.area.shape is not None
        sentence = (
            _("Gefördert wird nur hier: %(area)s. Sagen Sie uns, wo Ihr Vorhaben liegt.")
            if known
            else _(
                "Gefördert wird nur hier: %(area)s. Die Grenze liegt uns nicht vor; fragen Sie die Beratung."
            )
        )
        return Reason("area", Verdict.UNCLEAR, sentence % told, (row.source,))
    if inside:
        return Reason("area", Verdict.FITS, _("Liegt im Fördergebiet: %(area)s.") % told, (row.source,))
    return Reason("area", Verdict.NOT, _("Liegt nicht im Fördergebiet: %(area)s.") % told, (row.source,))


def _listed(rows: list[Said]) -> str:
    kinds = {kind for row in rows for kind in row.applicants}
    return get_text_list([str(kind.label) for kind in ApplicantKind if kind in kinds], _("und"))
