"""A list for people: headings in words of their language, numbers and days that can be counted with."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"-?\d+\.\d+")
MAX_WIDTH, WIDTH_OF_HEADING = 60, 24


def listing_as_xlsx(request: HttpRequest, listing: Any) -> bytes:
    """Return the rows of `listing` as a workbook: the table, and a sheet that says what it is and means."""
    book = Workbook()
    table = book.active
    table.title = _sheet_name(str(listing.title))
    for line in _lines(request, listing):
        table.append([_harmless(cell) for cell in line])
    _dress(table)
    about = book.create_sheet(_("Hinweise"))
    for line in _notes(request, listing):
        about.append([_harmless(cell) for cell in line])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 30, 90
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def listing_as_csv_in_words(request: HttpRequest, listing: Any) -> bytes:
    """Return `listing` as CSV the way spreadsheet programs of the active language read it.

    German: semicolons, decimal comma, days as 31.12.2030; else RFC 4180 with ISO days.
    """
    is_german = (get_language() or "de").startswith("de")
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if is_german else ",")
    for line in _lines(request, listing):
        writer.writerow([_written(cell, is_german) for cell in line])
    return stream.getvalue().encode("utf-8-sig")


def _lines(request: HttpRequest, listing: Any) -> Iterable[list[Any]]:
    yield [str(column.meaning) for column in listing.columns]
    rows = [[column.value(row) for column in listing.columns] for row in listing.rows(request)]
    kinds = [_kind(column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield [kind(value) for kind, value in zip(kinds, row, strict=True)]


def _kind(column: Iterable[Any]) -> Any:
    """Return what makes values of `column`: days and amounts that came as text are made such again.

    A key such as 05911000 stays text: only what has a decimal point is an amount.
    """
    texts = {value for value in column if isinstance(value, str) and value}
    if texts and all(map(DAY.fullmatch, texts)):
        return lambda value: dt.date.fromisoformat(value) if value else None
    if texts and all(map(AMOUNT.fullmatch, texts)):
        return lambda value: Decimal(value) if value not in ("", None) else None
    return _plain


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, float, Decimal, dt.date)):
        return value
    return str(value)


def _harmless(value: Any) -> Any:
    """Return what a cell may hold: no formula, no sign a workbook cannot carry."""
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _written(value: Any, is_german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date) and is_german:
        return value.strftime("%d.%m.%Y %H:%M" if isinstance(value, dt.datetime) else "%d.%m.%Y")
    if isinstance(value, (float, Decimal)):
        return str(value).replace(".", ",") if is_german else str(value)
    return str(_harmless(str(value) if not isinstance(value, str) else value))


def _dress(table: Any) -> None:
    """Fix the headings, give every column room, let people filter."""
    table.freeze_panes = "A2"
    table.auto_filter.ref = table.dimensions
    for cell in table[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for position, column in enumerate(table.iter_cols(min_row=2), 1):
        longest = max((len(str(cell.value or "")) for cell in column), default=0)
        width = max(12, min(MAX_WIDTH, longest + 2))
        table.column_dimensions[get_column_letter(position)].width = max(
            width, min(WIDTH_OF_HEADING, len(str(table.cell(1, position).value)) + 2)
        )


def _notes(request: HttpRequest, listing: Any) -> Iterable[list[str]]:
    yield [str(listing.title), str(listing.description)]
    yield [_("Adresse"), request.build_absolute_uri()]
    for name, fact in listing.about(request).items():
        yield [str(name), str(fact)]
    yield []
    yield [_("Feld in Dateien für Programme"), _("Bedeutung")]
    for column in listing.columns:
        yield [column.name, str(column.meaning)]


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
