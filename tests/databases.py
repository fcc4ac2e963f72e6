"""A database is migrated once for all workers: the first migrates, the others begin with a copy."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

import django
from django.core.management import call_command
from django.db import connections

from gruenzug.web import portal

FOLDER = Path(tempfile.gettempdir()) / f"gruenzug-test-databases-{os.getuid()}"


def state_of_migrations() -> str:
    """Return what changes when a migrated database would."""
    total = sha256(f"{version('django')} {version('wagtail')}".encode())
    for path in sorted(Path(portal.__file__).parents[1].glob("*/migrations/*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def migrated_file() -> Path:
    """Return where a migrated SQLite database lies, or will lie when the first worker is done."""
    return FOLDER / f"{state_of_migrations()}.sqlite3"


class Turn:
    """The right to migrate: held by one worker at a time, and freed when its process ends."""

    def __init__(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        self._lock: TextIO = (FOLDER / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def over(self) -> None:
        """Let the next worker begin."""
        self._lock.close()


def copy_if_there(database: Path) -> bool:
    """Copy the migrated SQLite database to `database`; return whether there was one."""
    there = migrated_file().exists()
    if there:
        shutil.copyfile(migrated_file(), database)
    return there


def keep_file(database: Path) -> None:
    """Keep a SQLite database, just migrated, for workers and sessions to come."""
    draft = migrated_file().with_suffix(".part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
    draft.replace(migrated_file())


def template_name() -> str:
    """Return the name of the migrated PostgreSQL database."""
    return f"gruenzug_{state_of_migrations()}"


def has_template() -> bool:
    """Return whether the server has the migrated database."""
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template_name()])
        return cursor.fetchone() is not None


def keep_postgres() -> None:
    """Copy the connected PostgreSQL database, just migrated, so that others can be made from it."""
    connection = connections["default"]
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{template_name()}" TEMPLATE "{name}"')


def _make_migrated_file() -> None:
    turn = Turn()
    if not migrated_file().exists():
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder, "migrated.sqlite3")
            os.environ["DATABASE_URL"] = f"sqlite:///{database}"
            os.environ["DJANGO_SETTINGS_MODULE"] = "gruenzug.web.portal.settings.test"
            django.setup()
            call_command("migrate", verbosity=0)
            keep_file(database)
    turn.over()


if __name__ == "__main__":
    _make_migrated_file()  # in a process of its own, while tests run that need no database
