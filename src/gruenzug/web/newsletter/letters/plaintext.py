"""HTML of a mail as plain text that reads well: headings underlined, links written out."""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 72
UNDERLINES = {"h1": "=", "h2": "-"}
BLOCKS = {"p", "h1", "h2", "h3", "li", "blockquote"}


def as_text(html: str) -> str:
    """Return `html` (our own few elements) as paragraphs of plain text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block("p")
    return "\n\n".join(reader.done)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.line = ""
        self.link: tuple[str, int] | None = None
        self.lists: list[int | None] = []
        self.quoting = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_block("p")
        if tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.line))
        elif tag == "br":
            self.line += "\n"
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "blockquote":
            self.quoting += 1
        elif tag == "li" and self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link:
            address, begin = self.link
            shown = self.line[begin:].strip()
            self.line += "" if shown == address or not address else f" <{address}>"
            self.link = None
        if tag in BLOCKS:
            self.end_block(tag)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quoting = max(self.quoting - 1, 0)

    def handle_data(self, data: str) -> None:
        self.line += re.sub(r"\s+", " ", data)

    def end_block(self, tag: str) -> None:
        """Write down what was gathered, as a block of its kind."""
        text, self.line = self.line.strip(), ""
        if not text:
            return
        if tag == "li" and self.lists:
            number = self.lists[-1]
            mark = "- " if number is None else f"{number}. "
            self._add(_wrapped(text, mark, " " * len(mark)), joined=bool(number is None or number > 1))
            return
        first = "> " if self.quoting else ""
        wrapped = _wrapped(text, first, first)
        if tag in UNDERLINES:
            wrapped += "\n" + UNDERLINES[tag] * min(max(map(len, wrapped.split("\n"))), WIDTH)
        self.done.append(wrapped)

    def _add(self, text: str, *, joined: bool) -> None:
        """Add an entry of a list, right below the one before."""
        if joined and self.done and re.match(r"(- |\d+\. )", self.done[-1].split("\n")[-1].lstrip()):
            self.done[-1] += "\n" + text
        else:
            self.done.append(text)


def _wrapped(text: str, first: str, then: str) -> str:
    lines = [
        textwrap.fill(
            line.strip(),
            WIDTH,
            initial_indent=first if number == 0 else then,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(text.split("\n"))
    ]
    return "\n".join(lines)
