"""Reference content once loaded is put back as rows: loading takes two seconds, and every second room needs it.

That holds for a database fresh from its migrations, told by the number of rows
of every table; where a test brought something before, the content is loaded
by the command again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection

from gruenzug.web.core.search import text_table

State = tuple[tuple[str, int], ...]
Contents = dict[str, Any]

_FRESH: dict[str, State] = {}
_TAKEN: Contents = {}


def remember_fresh() -> None:
    """Note how many rows a database has that nobody used yet."""
    _FRESH["state"] = _state()


def loaded(load: Callable[[], object]) -> None:
    """Do what `load` does to the database: by doing it, or by putting back what it did the first time."""
    if _state() != _FRESH["state"]:
        load()
    elif _TAKEN:
        _put_back(_TAKEN)
    else:
        before = _contents()
        load()
        after = _contents()
        _TAKEN.update({table: rows for table, rows in after.items() if rows != before[table]})


def _state() -> State:
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return tuple(sorted((name, count) for name, count in cursor.fetchall()))


def _tables() -> list[str]:
    """Return all tables but those in which SQLite keeps its index of words."""
    names = connection.introspection.table_names()
    return [name for name in names if not name.startswith(f"{text_table.TABLE}_")]


def _contents() -> Contents:
    return {table: _rows(table) for table in _tables()}


def _rows(table: str) -> Any:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                return b"".join(bytes(part) for part in copy)
        cursor.execute(f'SELECT {", ".join(f"+{name}" for name in _columns(cursor, table))} FROM "{table}"')
        return cursor.fetchall()


def _columns(cursor: Any, table: str) -> list[str]:
    """Return the columns of a table of SQLite; with a plus before them they come as they are stored."""
    if table == text_table.TABLE:
        return ["rowid", "haystack"]
    cursor.execute(f'PRAGMA table_info("{table}")')
    return [f'"{name}"' for _, name, *_ in cursor.fetchall()]


def _put_back(contents: Contents) -> None:
    for table, rows in contents.items():
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}"')
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            elif rows:
                _insert(cursor, table, rows)
    for cache in caches.all():
        cache.clear()
    ContentType.objects.clear_cache()


def _insert(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    names = "(rowid, haystack)" if table == text_table.TABLE else ""
    marks = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f'INSERT INTO "{table}" {names} VALUES ({marks})', rows)
