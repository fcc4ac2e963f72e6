"""From a pasted text to paragraphs with ids, and from one version to the next without losing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Version
from gruenzug.web.core.audit import record
from gruenzug.web.participation.cleaning import clean_line
from gruenzug.web.participation.models import Consultation, Draft, Paragraph

BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "pre", "div"}
KEPT = BLOCKS | {"br", "ul", "ol", "table", "tr", "tbody", "thead", "b", "strong", "i", "em", "span"}
DROPPED = {"script", "style", "head", "title"}
ALIKE = 0.55  # two wordings this alike are the same paragraph
MOST = 2000
FAR = 60  # a paragraph that moved further than this many places and changed its words is a new one
LOOKS_LIKE_HTML = re.compile(r"<(?:p|h[1-6]|li|div|br|table)\b", re.IGNORECASE)

Kind = Paragraph.Kind


@dataclass(frozen=True)
class Block:
    """A piece of a text before it has an id."""

    kind: str
    text: str
    level: int = 0


def read_blocks(source: str) -> list[Block]:
    """Return the pieces of a text pasted from a word processor or a page; nothing of its markup stays."""
    blocks = _from_html(source) if LOOKS_LIKE_HTML.search(source) else list(_from_plain(source))
    return [block for block in blocks if block.text][:MOST]


def keys_for(old: Iterable[Paragraph], new: list[Block], taken: Iterable[str]) -> list[str]:
    """Return an id for each of `new`: that of the old piece it continues, else one never used before."""
    before = list(old)
    found: dict[int, str] = {}
    free = dict(enumerate(before))
    for place, block in enumerate(new):  # unchanged wording first, then what is most alike
        for index, row in free.items():
            if row.text == block.text and row.kind == block.kind:
                found[place] = free.pop(index).key
                break
    pairs = sorted(
        (
            (-_likeness(row, block), abs(index - place), index, place)
            for place, block in enumerate(new)
            if place not in found
            for index, row in free.items()
            if row.kind == block.kind and abs(index - place) <= FAR
        ),
    )
    for score, _distance, index, place in pairs:
        if -score >= ALIKE and index in free and place not in found:
            found[place] = free.pop(index).key
    unused = _fresh(taken)
    return [found.get(place) or next(unused) for place in range(len(new))]


@transaction.atomic
def publish_draft(*, consultation: Consultation, source: str, note: str = "", by: Any) -> Draft:
    """Make a pasted text the newest version; paragraphs that continue old ones keep their ids."""
    return _publish(consultation, read_blocks(source), note, by)


@transaction.atomic
def publish_from_charter(*, consultation: Consultation, version: Version, by: Any) -> Draft:
    """Make a version of the Charta or the Strategie the newest version of the draft."""
    blocks: list[Block] = []
    for section in version.sections.all():
        blocks.append(Block(Kind.HEADING, text_of(section.title), section.level))
        parts = re.split(r"\n\s*\n", text_of(section.text))
        blocks += [Block(Kind.TEXT, clean_line(part)) for part in parts if part.strip()]
    return _publish(consultation, blocks, str(version), by)


def _publish(consultation: Consultation, blocks: list[Block], note: str, by: Any) -> Draft:
    if not blocks:
        raise ValidationError(_("Dieser Text ist leer."))
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    last = consultation.drafts.order_by("-number").first()
    old = list(last.paragraphs.all()) if last else []
    taken = Paragraph.objects.filter(draft__consultation=consultation).values_list("key", flat=True)
    keys = keys_for(old, blocks, set(taken))
    draft = Draft.objects.create(
        consultation=consultation, number=last.number + 1 if last else 1, note=clean_line(note)[:240]
    )
    Paragraph.objects.bulk_create(
        Paragraph(draft=draft, key=key, order=place, kind=block.kind, level=block.level, text=block.text)
        for place, (key, block) in enumerate(zip(keys, blocks, strict=True))
    )
    record("participation.draft_published", subject=consultation, by=by, number=draft.number)
    return draft


def _from_plain(source: str) -> Iterable[Block]:
    for part in re.split(r"\n\s*\n", source.replace("\r\n", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        marked = [re.match(r"\s*(?:[-*•–]|\d+[.)])\s+(.*)", line) for line in lines]
        if lines and all(marked):
            yield from (Block(Kind.ITEM, clean_line(match[1])) for match in marked if match)
        elif heading := re.match(r"\s*(#{1,6})\s+(.*)", part):
            yield Block(Kind.HEADING, clean_line(heading[2]), len(heading[1]))
        else:
            yield Block(Kind.TEXT, clean_line(part))


def _from_html(source: str) -> list[Block]:
    clean = nh3.clean(source, tags=KEPT, clean_content_tags=DROPPED, attributes={})
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    reader.end()
    return reader.blocks


class _Reader(HTMLParser):
    """Collects the text of each block; `nh3` has thrown out all that is not text before."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._tag = "p"

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in BLOCKS:
            self.end()
            self._tag = tag
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end()
            self._tag = "p"

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end(self) -> None:
        """Finish the block that was open."""
        text = clean_line("".join(self._words))
        self._words = []
        if not text:
            return
        if self._tag[0] == "h" and self._tag[1:].isdigit():
            self.blocks.append(Block(Kind.HEADING, text, int(self._tag[1:])))
        else:
            self.blocks.append(Block(Kind.ITEM if self._tag == "li" else Kind.TEXT, text))


def _likeness(row: Paragraph, block: Block) -> float:
    matcher = SequenceMatcher(None, row.text.split(), block.text.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _fresh(taken: Iterable[str]) -> Iterator[str]:
    used = set(taken)
    highest = max((int(key[1:]) for key in used if key[:1] == "a" and key[1:].isdigit()), default=0)
    while True:
        highest += 1
        yield f"a{highest}"
