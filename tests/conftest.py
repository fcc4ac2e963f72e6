"""Fixtures for all tests of the web half; tests of the engine need none of them."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from django.db import connections

from gruenzug.web import portal
from gruenzug.web.portal.messages import compile_all

compile_all()

TEMPLATES = Path(tempfile.gettempdir()) / "gruenzug-test-databases"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite a migrated copy is prepared below and must not be thrown away."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """On SQLite begin with a copy of a database that is migrated already."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return
    database = tmp_path_factory.mktemp("database") / "test.sqlite3"
    template = TEMPLATES / f"{_state_of_migrations()}.sqlite3"
    if template.exists():
        shutil.copyfile(template, database)
    connection.settings_dict["TEST"]["NAME"] = str(database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep what was migrated for the next session."""
    connection = connections["default"]
    template = TEMPLATES / f"{_state_of_migrations()}.sqlite3"
    if connection.vendor == "sqlite" and not template.exists():
        TEMPLATES.mkdir(exist_ok=True)
        draft = template.with_suffix(f".{id(connection)}.part")
        with django_db_blocker.unblock(), sqlite3.connect(draft) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        draft.replace(template)


def _state_of_migrations() -> str:
    """Return what changes when a migrated database would."""
    total = sha256(f"{version('django')} {version('wagtail')}".encode())
    for path in sorted(Path(portal.__file__).parents[1].glob("*/migrations/*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]
