"""From rows to entries of the index: only what differs is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from gruenzug.web.core.folding import searchable
from gruenzug.web.core.models import SearchEntry
from gruenzug.web.core.search import text_table
from gruenzug.web.core.search.registry import Document, Indexer, indexers

BATCH = 500
FACTS = ("title", "text", "url", "date", "minx", "miny", "maxx", "maxy", "title_index", "haystack")
TEXT_LIMIT = 20_000


def reindex(kinds: Collection[str] = ()) -> dict[str, int]:
    """Bring the index of `kinds` (of all, if none is named) in line with the rows; return entries changed.

    Entries of kinds that no room registers any longer go.
    """
    known = indexers()
    if unknown := set(kinds) - set(known):
        raise KeyError(f"no kind named {sorted(unknown)[0]}; there are: {', '.join(known)}")
    changed = {kind: _renew(known[kind], None) for kind in known if not kinds or kind in kinds}
    if not kinds:
        _delete(SearchEntry.objects.exclude(kind__in=known).values_list("pk", flat=True))
    return changed


def renew(indexer: Indexer, keys: Collection[str]) -> int:
    """Bring the entries of the rows `keys` in line with them; return how many changed."""
    return _renew(indexer, [str(key) for key in keys])


@transaction.atomic
def _renew(indexer: Indexer, keys: list[str] | None) -> int:
    present = SearchEntry.objects.filter(kind=indexer.kind)
    rows: Iterable[Any] = indexer.rows()
    if keys is not None:
        present = present.filter(key__in=keys)
        rows = rows.filter(pk__in=keys)  # type: ignore[attr-defined]
    old = {(entry.key, entry.language): entry for entry in present}
    new = {(entry.key, entry.language): entry for entry in _entries(indexer, list(rows))}
    gone = [entry.pk for place, entry in old.items() if place not in new]
    fresh = [entry for place, entry in new.items() if place not in old]
    other = [_moved_into(old[place], entry) for place, entry in new.items() if _differ(old.get(place), entry)]
    _delete(gone)
    SearchEntry.objects.bulk_create(fresh, BATCH)
    SearchEntry.objects.bulk_update(other, FACTS, BATCH)
    text_table.write(connection, [*fresh, *other])
    return len(gone) + len(fresh) + len(other)


def _entries(indexer: Indexer, rows: list[Any]) -> Iterator[SearchEntry]:
    for language in settings.PUBLISHED_LANGUAGES:
        with override(language):
            for row in rows:
                document = indexer.describe(row)
                if document is not None:
                    yield _entry(indexer, row, document, language)


def _entry(indexer: Indexer, row: Any, document: Document, language: str) -> SearchEntry:
    title, text = " ".join(str(document.title).split()), " ".join(str(document.text).split())[:TEXT_LIMIT]
    west, south, east, north = document.box or (None, None, None, None)
    title_index = searchable(title)
    return SearchEntry(
        kind=indexer.kind,
        key=indexer.key_of(row, document),
        language=language,
        title=title[:300],
        text=text,
        url=document.url,
        date=document.date,
        minx=west,
        miny=south,
        maxx=east,
        maxy=north,
        title_index=title_index,
        haystack=f"{title_index} {searchable(text)}",
    )


def _differ(old: SearchEntry | None, new: SearchEntry) -> bool:
    return old is not None and any(getattr(old, name) != getattr(new, name) for name in FACTS)


def _moved_into(old: SearchEntry, new: SearchEntry) -> SearchEntry:
    for name in FACTS:
        setattr(old, name, getattr(new, name))
    return old


def _delete(keys: Iterable[int]) -> None:
    found = list(keys)
    for start in range(0, len(found), BATCH):
        part = found[start : start + BATCH]
        SearchEntry.objects.filter(pk__in=part).delete()
        text_table.forget(connection, part)
