"""What a reader's words find: titles first, then the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from gruenzug.web.core.folding import WORD, fold, searchable, words
from gruenzug.web.core.models import SearchEntry
from gruenzug.web.core.search import text_table
from gruenzug.web.core.search.registry import Indexer, indexers

LONG = 3  # letters from which a word is looked for inside other words
MOST_WORDS = 8
EXCERPT_WORDS = 26


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    entry: SearchEntry
    indexer: Indexer | None
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Results:
    """What was found: a page of it, how much there is in all, and how much of each kind."""

    words: list[str]
    hits: list[Hit]
    count: int
    by_kind: list[tuple[Indexer, int]]


def find(
    text: str,
    language: str,
    kind: str = "",
    box: Sequence[float] | None = None,
    first: int = 0,
    size: int = 20,
) -> Results:
    """Return what `text` finds in `language`, of one `kind` if named, touching `box` if given."""
    asked = asked_words(text)
    if not asked:
        return Results([], [], 0, [])
    rows = _within(matching(asked, language), box)
    counts = dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))
    known = indexers()
    by_kind = [(indexer, counts[name]) for name, indexer in known.items() if name in counts]
    chosen = rows.filter(kind=kind) if kind else rows
    ranked = _ranked(chosen, asked, searchable(text))[first : first + size]
    hits = [_hit(entry, known.get(entry.kind), asked) for entry in ranked]
    return Results(asked, hits, counts.get(kind, 0) if kind else sum(counts.values()), by_kind)


def keys_matching(kind: str, text: str, language: str) -> set[str] | None:
    """Return the keys of one kind that `text` finds; None if it holds no word to look for."""
    asked = asked_words(text)
    if not asked:
        return None
    return set(matching(asked, language).filter(kind=kind).values_list("key", flat=True))


def asked_words(text: str) -> list[str]:
    """Return the folded words of a question, each once, no more than a few."""
    return list(dict.fromkeys(words(text)))[:MOST_WORDS]


def matching(asked: Sequence[str], language: str) -> QuerySet[SearchEntry]:
    """Return the entries that hold every word: long ones anywhere, short ones as beginnings in the title."""
    rows = SearchEntry.objects.filter(language=language)
    long_words = [word for word in asked if len(word) >= LONG]
    if long_words:
        rows = text_table.matching(rows, long_words, connection.vendor)
    for word in asked:
        if len(word) < LONG:
            rows = rows.filter(Q(title_index__startswith=word) | Q(title_index__contains=f" {word}"))
    return rows


def _within(rows: QuerySet[SearchEntry], box: Sequence[float] | None) -> QuerySet[SearchEntry]:
    if box is None:
        return rows
    west, south, east, north = box
    return rows.filter(minx__lte=east, maxx__gte=west, miny__lte=north, maxy__gte=south)


def _ranked(rows: QuerySet[SearchEntry], asked: Sequence[str], whole: str) -> QuerySet[SearchEntry]:
    """Put what is called exactly so first, then what has the words in its title, then the newest."""
    in_title = sum(
        (
            Case(When(title_index__contains=word, then=1), default=0, output_field=IntegerField())
            for word in asked
        ),
        start=Value(0),
    )
    named_so = Case(When(title_index=whole, then=1), default=0, output_field=IntegerField())
    newest_first = F("date").desc(nulls_last=True)
    found = rows.annotate(named_so=named_so, in_title=in_title)
    return found.order_by("-named_so", "-in_title", newest_first, "title", "pk")


def _hit(entry: SearchEntry, indexer: Indexer | None, asked: Sequence[str]) -> Hit:
    return Hit(entry, indexer, marked(entry.title, asked), excerpt(entry.text, asked))


def excerpt(text: str, asked: Sequence[str]) -> SafeString:
    """Return some words of `text` around the first that was asked for, those asked for marked."""
    parts = text.split()
    found = next((place for place, part in enumerate(parts) if _holds(part, asked)), 0)
    begin = max(found - EXCERPT_WORDS // 3, 0)
    shown = " ".join(parts[begin : begin + EXCERPT_WORDS])
    before = "… " if begin else ""
    after = " …" if begin + EXCERPT_WORDS < len(parts) else ""
    return SafeString(before + marked(shown, asked) + after)


def marked(text: str, asked: Sequence[str]) -> SafeString:
    """Return `text` as HTML with every word marked that holds one asked for."""
    pieces, end = [], 0
    for match in WORD.finditer(text):
        if _holds(match.group(), asked):
            pieces += [conditional_escape(text[end : match.start()]), f"<mark>{match.group()}</mark>"]
            end = match.end()
    return SafeString("".join([*pieces, conditional_escape(text[end:])]))


def _holds(part: str, asked: Sequence[str]) -> bool:
    folded = fold(part)
    return any(word in folded if len(word) >= LONG else folded.startswith(word) for word in asked)
