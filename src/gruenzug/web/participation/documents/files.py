"""The table as XLSX, DOCX and PDF."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.documents.docx import Writer
from gruenzug.web.core import formats, pdf
from gruenzug.web.core.exports import FORMULA
from gruenzug.web.participation.documents.rows import Row, heads, rows_of
from gruenzug.web.participation.models import Consultation

WIDTHS = (8, 10, 24, 60, 22, 60)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def as_file(consultation: Consultation, extension: str) -> bytes:
    """Return the Abwägungstabelle of `consultation` as xlsx, docx or pdf."""
    make = {"xlsx": _xlsx, "docx": _docx, "pdf": _pdf}[extension]
    return make(consultation, rows_of(consultation))


def _cells(row: Row) -> list[str]:
    return [str(row.number), row.key, row.signed, row.said, row.decision, row.answer]


def _xlsx(consultation: Consultation, rows: list[Row]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Abwägung")
    sheet.append(heads())
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([row.number, *(_plain(text) for text in _cells(row)[1:])])
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line in sheet.iter_rows(min_row=1):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.title, book.properties.creator = _title(consultation), settings.PROGRAMME
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(consultation: Consultation, rows: list[Row]) -> bytes:
    writer = Writer(title=_title(consultation), author=settings.PROGRAMME)
    writer.kicker(settings.PROGRAMME)
    writer.heading(_title(consultation), level=0)
    writer.paragraphs([_count(rows)])
    writer.table(heads(), [_cells(row) for row in rows])
    stream = BytesIO()
    writer.save(stream)
    return stream.getvalue()


def _pdf(consultation: Consultation, rows: list[Row]) -> bytes:
    facts = {
        "title": _title(consultation),
        "kicker": settings.PROGRAMME,
        "summary": _count(rows),
        "heads": heads(),
        "rows": [_cells(row) for row in rows],
        "author": settings.PROGRAMME,
        "footer": text_of(consultation.title),
    }
    return pdf.render("participation/print/responses.typ", facts, written_at=consultation.released_at)


def _title(consultation: Consultation) -> str:
    return _("Abwägung: %(title)s") % {"title": text_of(consultation.title)}


def _count(rows: list[Row]) -> str:
    return _("%(count)s Beiträge, jeder mit Entscheidung und Antwort.") % {"count": formats.number(len(rows))}


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
