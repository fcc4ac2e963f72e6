"""Addresses of a group for a serial letter."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.directory.models import ContactGroup, Organisation
from gruenzug.web.directory.selectors import members_of

COLUMNS = (
    Column("Name", "", lambda body: body.name),
    Column("Kurzname", "", lambda body: body.label),
    Column("Art", "", lambda body: body.get_kind_display()),
    Column("Straße", "", lambda body: body.street),
    Column("Postleitzahl", "", lambda body: body.postal_code),
    Column("Ort", "", lambda body: body.city),
    Column("Funktionspostfach", "", lambda body: body.mailbox),
    Column("Telefon", "", lambda body: body.phone),
    Column("Schlüssel", "", lambda body: body.official_key),
    Column("Anrede", "", lambda body: "Sehr geehrte Damen und Herren"),
)


def addressees(group: ContactGroup) -> list[Organisation]:
    """Return the members of `group` from A to Z."""
    return list(members_of(group).order_by("name"))


def as_csv(rows: Iterable[Organisation]) -> bytes:
    """Return addresses as CSV that a word processor takes for a serial letter."""
    return csv_text(COLUMNS, rows).encode("utf-8-sig")


def as_xlsx(rows: Iterable[Organisation]) -> bytes:
    """Return addresses as XLSX; every cell is text, so that postal codes keep their zeros."""
    book = Workbook()
    table = book.active
    table.title = "Adressen"
    table.append([column.name for column in COLUMNS])
    for row in rows:
        table.append([""] * len(COLUMNS))
        for position, column in enumerate(COLUMNS, 1):
            cell = table.cell(table.max_row, position)
            cell.value, cell.data_type, cell.number_format = column.value(row), "s", "@"
    for cell in table[1]:
        cell.font = Font(bold=True)
    table.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
