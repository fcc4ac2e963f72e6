"""A proof of use as a tagged PDF: report, figures, settlement, vouchers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gruenzug.web.core import formats, pdf
from gruenzug.web.funding.models import Account, Proof
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.figures import GrantFigures
from gruenzug.web.funding.selectors.record import Record, vouchers_of

TEMPLATE = "funding/print/proof.typ"


def as_pdf(record: Record, proof: Proof | None = None) -> bytes:
    """Return the figures of a grant as a document, with the report of `proof` if one is given."""
    return pdf.render(TEMPLATE, facts_of(record, proof))


def facts_of(record: Record, proof: Proof | None = None) -> dict[str, Any]:
    """Return what the document shows."""
    grant = record.grant
    kind = str(proof.get_kind_display()) if proof else _("Stand der Zuwendung")
    tables = [
        _table(
            _("Ausgaben"),
            [_("Nr."), _("Ausgabe"), _("geplant"), _("ausgegeben"), _("Abweichung")],
            _items(record.figures),
        ),
        _table(_("Finanzierung"), [_("Quelle"), _("geplant"), _("eingesetzt")], _sources(record.figures)),
        _table(
            _("Haushaltsjahre"),
            [_("Jahr"), _("bewilligt"), _("ausgezahlt"), _("verfügbar"), _("verfallen")],
            _years(record),
        ),
        _table(
            _("Weiterleitungen"),
            [_("Letztempfängerin"), _("bewilligt"), _("ausgezahlt"), _("verwendet")],
            _passed(record.figures),
        ),
        _table(
            _("Belegliste"),
            [_("Buchungstag"), _("Beleg"), _("wofür"), _("Nr."), _("Betrag")],
            _vouchers(record),
        ),
    ]
    return {
        "title": f"{kind}: {grant.title}",
        "kind": kind,
        "grant": grant.title,
        "footer": f"{grant.title} · {grant.reference}".rstrip(" ·"),
        "definitions": _definitions(record, proof),
        "report_title": _("Sachbericht"),
        "report": [part.strip() for part in proof.report.split("\n\n") if part.strip()] if proof else [],
        "figures_title": _("Zahlenmäßiger Nachweis"),
        "tables": [table for table in tables if table["rows"]],
        "settlement_title": _("Anspruch und Ausgleich"),
        "settlement": _settlement(record.figures),
        "note": _example_note(record),
        "note_title": _("Hinweis"),
    }


def _definitions(record: Record, proof: Proof | None) -> list[dict[str, str]]:
    grant = record.grant
    rows = [
        (_("Zuwendungsempfängerin"), grant.recipient.name),
        (_("Zuwendungsgeber"), grant.giver.name),
        (_("Bewilligungsbehörde"), grant.office.name if grant.office else ""),
        (_("Aktenzeichen"), grant.reference),
        (_("Bescheid vom"), formats.day(grant.decided_on)),
        (_("Zuwendungszweck"), grant.purpose),
        (_("Finanzierungsart"), str(grant.get_financing_display())),
        (_("bewilligt"), euro(record.has.awarded)),
        (_("ausgezahlt"), euro(record.has.paid)),
        (_("Stand der Zahlen"), formats.day(proof.covers_until) if proof else ""),
    ]
    return [{"term": str(term), "value": str(value)} for term, value in rows if value]


def _items(figures: GrantFigures) -> list[list[str]]:
    rows = [
        [
            row.item.code,
            row.item.title + ("" if row.item.is_eligible else f" ({_('nicht zuwendungsfähig')})"),
            euro(row.planned),
            euro(row.spent),
            euro(row.difference) + (f" ({_('über der Toleranz')})" if row.is_beyond else ""),
        ]
        for row in figures.items
    ]
    if not rows:
        return []
    difference = euro(figures.spent - figures.planned)
    return [*rows, ["", _("Summe"), euro(figures.planned), euro(figures.spent), difference]]


def _sources(figures: GrantFigures) -> list[list[str]]:
    names = {
        Account.PLAN_GRANT: _("Zuwendung"),
        Account.PLAN_OWN: _("Eigenmittel"),
        Account.PLAN_THIRD_PARTY: _("Drittmittel"),
        Account.PLAN_IN_KIND: _("Eigenleistung und Sachspenden"),
    }
    return [
        [names[row.account], euro(row.planned), euro(row.used)]
        for row in figures.sources
        if row.planned or row.used
    ]


def _years(record: Record) -> list[list[str]]:
    return [
        [str(row.year), euro(row.granted), euro(row.paid), euro(row.available), euro(row.lapsed)]
        for row in record.years
    ]


def _passed(figures: GrantFigures) -> list[list[str]]:
    return [
        [row.grant.recipient.name, euro(row.has.standing), euro(row.has.kept), euro(row.has.used)]
        for row in figures.passed
    ]


def _vouchers(record: Record) -> list[list[str]]:
    return [
        [entry.value_on.strftime("%d.%m.%Y"), entry.voucher, entry.words, item.code, euro(amount)]
        for entry, item, amount, _paid in vouchers_of(record.grant)
    ]


def _settlement(figures: GrantFigures) -> list[dict[str, str]]:
    settled = figures.settlement
    if settled is None:
        return []
    rows = [
        (_("Anspruch nach den Ausgaben"), settled.entitled),
        (_("Ermäßigung der Zuwendung"), settled.reduction),
        (_("zurückzuzahlen"), settled.to_repay),
        (_("noch auszuzahlen"), settled.to_receive),
        (_("verfällt"), settled.to_lapse),
    ]
    return [{"term": str(term), "value": euro(value)} for term, value in rows]


def _example_note(record: Record) -> list[str]:
    rules = record.grant.rule_set
    if rules is None or not rules.is_example:
        return []
    return [
        _("Fristen und Toleranzen stammen aus dem Beispiel-Regelwerk „%s“ und sind nicht geprüft.") % rules
    ]


def _table(title: str, head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": str(title), "head": [str(cell) for cell in head], "rows": rows}
