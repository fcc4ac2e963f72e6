"""CSV and XLSX, written so that a spreadsheet program does no harm and read however it was saved."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from gruenzug.web.core.sheets.columns import Sheet, plain
from gruenzug.web.core.sheets.state import state_of

STATE_TITLE = "Stand (nicht ändern)"
KEY, STATE = "#key", "#state"
"""What a line has beside its cells; no column of a room can be called so."""
MAX_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 60_000_000
MAX_ROWS = 5_000
FORMULA = ("=", "+", "-", "@")


class FileError(ValueError):
    """A file that cannot be read at all; `str()` says why and what to do."""


@dataclass(frozen=True)
class FileRow:
    """One line of a file: its number there, its key and state, and the texts of its cells by column name."""

    number: int
    key: str
    state: str
    cells: dict[str, str]


def write_csv(sheet: Sheet, rows: Iterable[Any]) -> bytes:
    """Return `rows` as CSV with semicolons and a byte order mark, as German spreadsheet programs expect."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    for line in _lines(sheet, rows):
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in line])
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(sheet: Sheet, rows: Iterable[Any]) -> bytes:
    """Return `rows` as XLSX: one table, and one page that says what the columns mean."""
    book = Workbook()
    table = book.active
    table.title = str(sheet.title)[:31]
    for line in _lines(sheet, rows):
        table.append([""] * len(line))
        for position, cell in enumerate(line, 1):
            target = table.cell(table.max_row, position)
            target.value, target.data_type, target.number_format = cell, "s", "@"
    _dress(sheet, table)
    _explain(sheet, book.create_sheet(_("Hinweise")))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_rows(sheet: Sheet, name: str, content: bytes) -> list[FileRow]:
    """Return the lines of an uploaded file; FileError with a sentence if it is not our table."""
    if len(content) > MAX_BYTES:
        raise FileError(_("Die Datei ist größer als 5 MB; teilen Sie sie in mehrere."))
    if not content.strip():
        raise FileError(_("Die Datei ist leer."))
    table = _xlsx(content) if content[:2] == b"PK" else _csv(name, content)
    head = [plain(cell) for cell in next(table, [])]
    columns = _columns(sheet, head)
    rows = list(_rows(table, head, columns))
    if len(rows) > MAX_ROWS:
        raise FileError(_("Die Datei hat mehr als 5000 Zeilen; teilen Sie sie in mehrere."))
    return rows


def _lines(sheet: Sheet, rows: Iterable[Any]) -> Iterator[list[str]]:
    heads = [column.title for column in sheet.columns]
    yield heads if sheet.appends else [sheet.key_title, *heads, STATE_TITLE]
    for row in rows:
        texts = [plain(column.show(column.get(row))) for column in sheet.columns]
        yield texts if sheet.appends else [str(getattr(row, sheet.key)), *texts, state_of(texts)]


def _dress(sheet: Sheet, table: Any) -> None:
    """Fix the head, give columns room, offer choices, colour what must not be changed."""
    table.freeze_panes = "B2"
    grey = PatternFill("solid", fgColor="E8E5D9")
    for cell in table[1]:
        cell.font, cell.fill = Font(bold=True), grey
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    first, last = (1, 0) if sheet.appends else (2, len(sheet.columns) + 2)
    for position in () if sheet.appends else (1, last):
        for (cell,) in table.iter_rows(min_row=2, min_col=position, max_col=position):
            cell.font = Font(color="7B8079")
    for position, column in enumerate(sheet.columns, first):
        table.column_dimensions[get_column_letter(position)].width = max(14, min(40, len(column.title) + 6))
        listed = ",".join(column.choices)
        if (
            listed
            and len(listed) < 255
            and not any('"' in choice or "," in choice for choice in column.choices)
        ):
            offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            table.add_data_validation(offer)
            letter = get_column_letter(position)
            offer.add(f"{letter}2:{letter}{MAX_ROWS}")


def _explain(sheet: Sheet, page: Any) -> None:
    page.append([_("Spalte"), _("Bedeutung")])
    lines = [[column.title, str(column.meaning)] for column in sheet.columns]
    if not sheet.appends:
        new = _("leer lassen für eine neue Zeile") if sheet.make else _("nicht ändern")
        told = _("Daran erkennen wir, ob jemand anderes die Zeile inzwischen geändert hat.")
        lines = [[sheet.key_title, new], *lines, [STATE_TITLE, told]]
    for line in lines:
        page.append(line)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 90
    page["A1"].font = page["B1"].font = Font(bold=True)


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise FileError(_("Die Datei ist ausgepackt größer als 60 MB; teilen Sie sie in mehrere."))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        table = book.worksheets[0]
        yield from map(list, table.iter_rows(values_only=True, max_row=MAX_ROWS + 2))
    except FileError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise FileError(
            _("Die Datei lässt sich nicht als XLSX lesen; speichern Sie sie noch einmal.")
        ) from error


def _csv(name: str, content: bytes) -> Iterator[list[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise FileError(
            _("„%(name)s“ ist weder CSV noch XLSX; speichern Sie die Tabelle als eines davon.")
            % {"name": name}
        )
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileError(_("Die CSV-Datei ist beschädigt: %(error)s.") % {"error": error}) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what older spreadsheet programs save


def _columns(sheet: Sheet, head: list[str]) -> dict[int, str]:
    """Return what stands where: position → name of a column, `KEY` or `STATE`."""
    special = {sheet.key_title.casefold(): KEY, STATE_TITLE.casefold(): STATE}
    found: dict[int, str] = {}
    for position, title in enumerate(head):
        if not title:
            continue
        column = sheet.column(title)
        name = column.name if column else special.get(title.casefold())
        if name is None and sheet.appends:
            continue
        if name is None:
            raise FileError(
                _("Die Spalte „%(title)s“ kennen wir nicht; laden Sie die Tabelle neu herunter.")
                % {"title": title}
            )
        if name in found.values():
            raise FileError(_("Die Spalte „%(title)s“ gibt es zweimal.") % {"title": title})
        found[position] = name
    _refuse_missing(sheet, set(found.values()))
    return found


def _refuse_missing(sheet: Sheet, names: set[str]) -> None:
    """Refuse a table without the columns that tell rows apart, or that every new line needs."""
    if sheet.appends:
        lacking = [column.title for column in sheet.columns if column.required and column.name not in names]
        if lacking:
            told = {"heads": ", ".join(lacking), "all": ", ".join(column.title for column in sheet.columns)}
            raise FileError(
                _("Es fehlt: %(heads)s. Die erste Zeile der Tabelle nennt die Spalten: %(all)s.") % told
            )
    elif KEY not in names:
        raise FileError(
            _("Die Spalte „%(title)s“ fehlt; laden Sie die Tabelle neu herunter.")
            % {"title": sheet.key_title}
        )


def _rows(table: Iterator[list[Any]], head: list[str], columns: dict[int, str]) -> Iterator[FileRow]:
    for number, line in enumerate(table, 2):
        cells = {name: plain(line[position]) for position, name in columns.items() if position < len(line)}
        if any(cells.values()):
            yield FileRow(number, cells.pop(KEY, ""), cells.pop(STATE, ""), cells)
