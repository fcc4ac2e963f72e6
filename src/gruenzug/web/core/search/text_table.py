"""What makes searching inside words quick: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL.

On SQLite the folded text stands once more in a full-text table beside the
entries, with the same row numbers. On PostgreSQL an index on the entries
does the same; where its extension may not be created, the search still
works, by reading every entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import DatabaseError, transaction

TABLE = "core_searchtext"
INDEX = "search_haystack"


def create(connection: Any) -> bool:
    """Create what is missing; False if PostgreSQL does not let us create its extension."""
    if connection.vendor == "postgresql":
        return _create_index(connection)
    form = "fts5(haystack, tokenize='trigram case_sensitive 1')"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING {form}")
    return True


def remove(connection: Any) -> None:
    """Take it away."""
    what = f"INDEX IF EXISTS {INDEX}" if connection.vendor == "postgresql" else f"TABLE IF EXISTS {TABLE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {what}")


def write(connection: Any, entries: Iterable[Any]) -> None:
    """Note the text of `entries`, new or changed."""
    if connection.vendor != "sqlite":
        return
    rows = [(entry.pk, entry.haystack) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT OR REPLACE INTO {TABLE} (rowid, haystack) VALUES (%s, %s)", rows)  # noqa: S608  our own names


def forget(connection: Any, keys: Collection[int]) -> None:
    """Forget the text of entries that are gone."""
    if connection.vendor != "sqlite" or not keys:
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(key,) for key in keys])  # noqa: S608  our own names


def matching(rows: Any, words: Collection[str], vendor: str) -> Any:
    """Return the entries of the query set `rows` that hold each of `words`, folded and not short."""
    if vendor == "sqlite":
        asked = " AND ".join(f'"{word}"' for word in words)
        where = f"core_searchentry.id IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608  our own names
        return rows.extra(where=[where], params=[asked])  # noqa: S610  the value is a parameter
    for word in words:
        rows = rows.filter(haystack__contains=word)
    return rows


def _create_index(connection: Any) -> bool:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {INDEX} ON core_searchentry USING gin (haystack gin_trgm_ops)"
            )
    except DatabaseError:
        return False
    return True
