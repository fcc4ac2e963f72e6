"""Text documents with real headings, table heads and links, so that they can be read aloud and edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils.translation import get_language
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

BRAND = RGBColor(0x1C, 0x5B, 0x38)
INK = RGBColor(0x14, 0x21, 0x1B)


class Writer:
    """A document that grows from top to bottom."""

    def __init__(self, *, title: str, author: str) -> None:
        self._document = Document()
        self._style()
        core = self._document.core_properties
        core.title, core.author, core.language = title, author, self._language
        core.comments = ""

    @property
    def _language(self) -> str:
        return "en-GB" if (get_language() or "de").startswith("en") else "de-DE"

    def kicker(self, text: str) -> None:
        """Write the small line above the title."""
        run = self._document.add_paragraph().add_run(text)
        run.bold, run.font.color.rgb = True, BRAND

    def heading(self, text: str, *, level: int) -> None:
        """Write a heading; level 0 is the title, which is a heading of the first level too."""
        self._document.add_heading(text, level=max(level, 0) + 1)

    def paragraphs(self, rows: Iterable[str]) -> None:
        """Write one paragraph per row."""
        for row in rows:
            self._document.add_paragraph(row)

    def definitions(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write "term: value", one per line."""
        for term, value in rows:
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(f"{term}: ").bold = True
            paragraph.add_run(value)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table whose head is repeated on every page."""
        table = self._document.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(text).bold = True
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  no public way to repeat a head
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        self._document.add_paragraph()

    def link(self, text: str, url: str) -> None:
        """Write a line that leads to `url`."""
        paragraph = self._document.add_paragraph(style="List Bullet")
        key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        run = paragraph.add_run(text)
        run.underline, run.font.color.rgb = True, BRAND
        link.append(run._r)  # noqa: SLF001  python-docx has no links yet
        paragraph._p.append(link)  # noqa: SLF001

    def save(self, stream: IO[bytes]) -> None:
        """Write the document to `stream`."""
        self._document.save(stream)

    def _style(self) -> None:
        styles = self._document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        self._speak(styles.element)
        for level, size in ((1, 20), (2, 14)):
            heading = styles[f"Heading {level}"]
            heading.font.name, heading.font.size, heading.font.bold = "Arial", Pt(size), True
            heading.font.color.rgb = INK if level == 1 else BRAND
            fonts = heading.element.rPr.rFonts
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)

    def _speak(self, styles: Any) -> None:
        """Say which language the text is in, for screen readers and spelling."""
        for language in styles.iter(qn("w:lang")):
            language.set(qn("w:val"), self._language)
