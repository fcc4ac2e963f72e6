"""A grant as an XLSX workbook: every figure of the proof, every voucher, every entry of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gruenzug.web.funding.models import Account
from gruenzug.web.funding.selectors.record import Record, entries_of, vouchers_of

EURO = '#,##0.00\\ "€"'
DAY = "DD.MM.YYYY"
GREY = PatternFill("solid", fgColor="E8E5D9")


def workbook(record: Record) -> bytes:
    """Return the workbook of one grant."""
    book = Workbook()
    book.remove(book.active)
    for title, head, rows in (
        (_("Übersicht"), [_("Angabe"), _("Wert")], _overview(record)),
        (_("Finanzierungsplan"), *_plan(record)),
        (_("Finanzierung"), *_sources(record)),
        (_("Haushaltsjahre"), *_years(record)),
        (_("Belegliste"), *_vouchers(record)),
        (_("Mittelabrufe"), *_drawdowns(record)),
        (_("Weiterleitungen"), *_passed(record)),
        (_("Journal"), *_journal(record)),
    ):
        _fill(book.create_sheet(str(title)[:31]), head, rows)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _overview(record: Record) -> Iterable[Sequence[Any]]:
    grant, has = record.grant, record.has
    yield _("Vorhaben"), grant.title
    yield _("Aktenzeichen"), grant.reference
    yield _("Zuwendungsempfängerin"), grant.recipient.name
    yield _("Zuwendungsgeber"), grant.giver.name
    yield _("Bescheid vom"), grant.decided_on
    yield _("Finanzierungsart"), str(grant.get_financing_display())
    yield _("Bewilligungszeitraum ab"), grant.begins_on
    yield _("Bewilligungszeitraum bis"), grant.ends_on
    yield _("bewilligt"), has.awarded
    for account in (Account.LAPSED, Account.AVAILABLE, Account.REQUESTED):
        yield str(account.label), has.of(account)
    yield _("ausgezahlt"), has.paid
    yield _("davon verwendet"), has.used
    for account in (Account.PASSED_ON, Account.REPAID, Account.CASH):
        yield str(account.label), has.of(account)
    if settled := record.figures.settlement:
        yield _("Anspruch nach den Ausgaben"), settled.entitled
        yield _("Ermäßigung"), settled.reduction
        yield _("zurückzuzahlen"), settled.to_repay
        yield _("noch abzurufen"), settled.to_receive


def _plan(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [_("Nr."), _("Ausgabe"), _("Kostenart"), _("zuwendungsfähig"), _("geplant"), _("ausgegeben")]
    head += [_("Abweichung"), _("Hinweis")]
    rows = [
        (
            row.item.code,
            row.item.title,
            str(row.item.get_cost_type_display()),
            _("ja") if row.item.is_eligible else _("nein"),
            row.planned,
            row.spent,
            row.difference,
            _("über der Toleranz") if row.is_beyond else "",
        )
        for row in record.figures.items
    ]
    figures = record.figures
    return head, [
        *rows,
        ("", _("Summe"), "", "", figures.planned, figures.spent, figures.spent - figures.planned),
    ]


def _sources(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    rows = [(str(row.account.label), row.planned, row.used) for row in record.figures.sources]
    return [_("Finanzierung"), _("geplant"), _("eingesetzt")], rows


def _years(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [
        _("Haushaltsjahr"),
        _("bewilligt"),
        _("verfügbar"),
        _("abgerufen"),
        _("ausgezahlt"),
        _("verfallen"),
    ]
    rows = [
        (row.year, row.granted, row.available, row.requested, row.paid, row.lapsed) for row in record.years
    ]
    return head, rows


def _vouchers(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [
        _("lfd. Nr."),
        _("Buchungstag"),
        _("Beleg"),
        _("gezahlt an"),
        _("wofür"),
        _("Position"),
        _("Betrag"),
    ]
    head += [_("aus der Zuwendung")]
    rows = [
        (place, entry.value_on, entry.voucher, entry.counterparty, entry.words, item.code, amount, paid)
        for place, (entry, item, amount, paid) in enumerate(vouchers_of(record.grant), 1)
    ]
    return head, rows


def _drawdowns(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [_("Nr."), _("abgerufen am"), _("Haushaltsjahr"), _("wofür"), _("Betrag"), _("Stand")]
    head += [_("beantwortet am"), _("auszugeben bis")]
    rows = [
        (
            row.number,
            row.requested_on,
            row.budget_year,
            row.needed_for,
            row.amount,
            str(row.get_state_display()),
            row.answered_on,
            row.spend_by,
        )
        for row in record.grant.drawdowns.order_by("number")
    ]
    return head, rows


def _passed(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [_("Letztempfängerin"), _("Vorhaben"), _("bewilligt"), _("ausgezahlt"), _("verwendet"), _("Stand")]
    rows = [
        (
            row.grant.recipient.name,
            row.grant.title,
            row.has.standing,
            row.has.kept,
            row.has.used,
            str(row.grant.get_state_display()),
        )
        for row in record.figures.passed
    ]
    return head, rows


def _journal(record: Record) -> tuple[list[str], Iterable[Sequence[Any]]]:
    head = [
        _("Nr."),
        _("Buchungstag"),
        _("Vorgang"),
        _("Buchungstext"),
        _("Konto"),
        _("Haushaltsjahr"),
        _("Position"),
    ]
    head += [_("Betrag"), _("gebucht von"), _("gebucht am"), _("Prüfsumme")]
    rows = []
    for entry in entries_of(record.grant):
        rows += [
            (
                entry.number,
                entry.value_on,
                str(entry.get_kind_display()),
                entry.words,
                str(posting.get_account_display()),
                posting.budget_year,
                posting.cost_item.code if posting.cost_item else "",
                posting.amount,
                entry.booked_by,
                localtime(entry.booked_at).strftime("%d.%m.%Y %H:%M"),
                entry.digest[:12],
            )
            for posting in entry.postings.all()
            if posting.grant_id == record.grant.pk
        ]
    return head, rows


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table; text stays text, whatever it begins with."""
    for line in [head, *rows]:
        sheet.append([""] * len(line))
        for place, value in enumerate(line, 1):
            _put(sheet.cell(sheet.max_row, place), value)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), GREY
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, 1):
        longest = max((len(str(cell.value or "")) for cell in column), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = max(12, min(46, longest + 2))


def _put(cell: Any, value: Any) -> None:
    if value is None:
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.number_format = EURO
    elif hasattr(value, "isoformat"):
        cell.number_format = DAY
