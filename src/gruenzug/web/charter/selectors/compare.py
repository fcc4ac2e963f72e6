"""Two versions side by side: sections matched by their keys, wording compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Section

WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


class Kind(TextChoices):
    """What became of a section."""

    SAME = "same", _("unverändert")
    CHANGED = "changed", _("geändert")
    ADDED = "added", _("neu")
    REMOVED = "removed", _("entfallen")


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went; `op` is "same", "added" or "removed"."""

    op: str
    text: str


@dataclass(frozen=True)
class Change:
    """One section in two versions."""

    key: str
    kind: Kind
    before: Section | None
    after: Section | None
    title: list[Piece]
    text: list[list[Piece]]
    moved: bool

    @property
    def section(self) -> Section:
        """The section to link to: the newer one where there is one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  a change is about at least one
        return found


def compare(before: Iterable[Section], after: Iterable[Section]) -> list[Change]:
    """Return every section of both in the order of `after`, those that went where they stood."""
    old, new = {row.key: row for row in before}, {row.key: row for row in after}
    moved = _moved(list(old), list(new))
    return [_change(key, old.get(key), new.get(key), key in moved) for key in _merged(list(old), list(new))]


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many sections were added, changed, removed, and stayed."""
    found = dict.fromkeys(Kind.values, 0)
    for change in changes:
        found[change.kind] += 1
    return found


def words(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn `before` into `after`, word by word.

    >>> [(piece.op, piece.text) for piece in words("ein grünes Dach", "ein grünes, kühles Dach")]
    [('same', 'ein grünes'), ('added', ', kühles'), ('same', ' Dach')]
    """
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[Piece] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a != b:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if c != d:
            pieces.append(Piece("added", "".join(new[c:d])))
    return pieces


def _change(key: str, before: Section | None, after: Section | None, moved: bool) -> Change:
    title = words(_title(before), _title(after))
    text = _paragraphs(_text(before), _text(after))
    if before is None or after is None:
        kind = Kind.ADDED if before is None else Kind.REMOVED
    else:
        touched = any(piece.op != "same" for row in [title, *text] for piece in row)
        kind = Kind.CHANGED if touched or moved else Kind.SAME
    return Change(key, kind, before, after, title, text, moved)


def _paragraphs(before: str, after: str) -> list[list[Piece]]:
    """Compare paragraph by paragraph, then word by word within those that were replaced."""
    old, new = _split(before), _split(after)
    rows: list[list[Piece]] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            rows += [[Piece("same", part)] for part in old[a:b]]
            continue
        pairs = min(b - a, d - c)
        rows += [words(old[a + k], new[c + k]) for k in range(pairs)]
        rows += [[Piece("removed", part)] for part in old[a + pairs : b]]
        rows += [[Piece("added", part)] for part in new[c + pairs : d]]
    return rows


def _merged(old: list[str], new: list[str]) -> list[str]:
    """Return all keys in the order of `new`; a key that went follows the one it followed."""
    merged = list(new)
    for position, key in enumerate(old):
        if key in merged:
            continue
        before = next((merged.index(row) for row in reversed(old[:position]) if row in merged), -1)
        merged.insert(before + 1, key)
    return merged


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return the keys of both that do not stand in the same order, as few as explain it."""
    kept = [key for key in old if key in set(new)]
    here = [key for key in new if key in set(old)]
    matcher = SequenceMatcher(None, kept, here, autojunk=False)
    stayed = {key for block in matcher.get_matching_blocks() for key in kept[block.a : block.a + block.size]}
    return set(kept) - stayed


def _title(section: Section | None) -> str:
    return text_of(section.title) if section else ""


def _text(section: Section | None) -> str:
    return text_of(section.text) if section else ""


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
