"""Triggers that keep what was booked: the database itself refuses to change or delete it.

They hold for every way in, past the application too: a shell, another program,
a mistake in our own code. Only who may change the schema can take them off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLES = ("funding_entry", "funding_posting")
SAME_ROW = {
    "funding_entry": (
        "id = NEW.id OR reverses_id = NEW.reverses_id OR (journal_id, number) = (NEW.journal_id, NEW.number)"
    ),
    "funding_posting": "id = NEW.id",
}
"""What SQLite's INSERT OR REPLACE would silently delete, for it fires no trigger on that."""
REFUSAL = "the ledger keeps what was booked: reverse the entry instead"


def install(connection: Any) -> None:
    """Put the triggers on; those of an earlier time are replaced."""
    remove(connection)
    _run(connection, _POSTGRES if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Take the triggers off."""
    _run(connection, _POSTGRES_OFF if connection.vendor == "postgresql" else _SQLITE_OFF)


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Take the triggers off for a moment, as emptying a test database needs."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def is_installed(connection: Any) -> bool:
    """Whether all triggers are there and at work."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_COUNT if is_postgres else _SQLITE_COUNT)
        return cursor.fetchone()[0] == (2 * len(TABLES) if is_postgres else len(_SQLITE))


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_SQLITE = (
    *(
        f"CREATE TRIGGER ledger_kept_{table}_{action.lower()} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in TABLES
        for action in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER ledger_kept_{table}_insert BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, same in SAME_ROW.items()
    ),
)
_SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS ledger_kept_{table}_{action}"
    for table in TABLES
    for action in ("update", "delete", "insert")
)
_SQLITE_COUNT = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_kept_%'"
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION funding_ledger_kept() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: ISC004
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
    *(
        f"CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION funding_ledger_kept()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER ledger_kept_whole BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION funding_ledger_kept()"
        for table in TABLES
    ),
)
_POSTGRES_OFF = tuple(
    f"DROP TRIGGER IF EXISTS {name} ON {table}"
    for table in TABLES
    for name in ("ledger_kept", "ledger_kept_whole")
)
_POSTGRES_COUNT = """
    SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname IN ('ledger_kept', 'ledger_kept_whole') AND t.tgenabled <> 'D'
    AND c.relname IN ('funding_entry', 'funding_posting') AND pg_table_is_visible(c.oid)
"""
