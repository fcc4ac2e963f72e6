"""Fixtures for all tests of the web half; tests of the engine need none of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from gruenzug.web.portal.messages import compile_all
from tests import databases, quiet

compile_all()
_HERE = Path(__file__).parent
_LATE = [
    _HERE / "web",
    _HERE / "browser/test_every_page.py",
    _HERE / "browser/test_looks.py",
    _HERE / "browser",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the engine's tests first, while the database is made, and the browser's last.

    Once Playwright's loop runs in a process, Django's connection there is
    another one; so no test may ask the database after it. The browser's long
    tests begin first, or one worker would wait for them in the end.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    places = (item.path, *item.path.parents)
    return next((number for number, place in enumerate(_LATE, 1) if place in places), 0)


@pytest.fixture(autouse=True)
def shares_the_machine() -> Iterator[None]:
    """Wait while another worker measures time."""
    with quiet.shared():
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite a migrated copy is prepared below and must not be thrown away."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def turn() -> databases.Turn:
    """Wait until no other worker migrates."""
    return databases.Turn()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    turn, tmp_path_factory, django_db_blocker, django_db_modify_db_settings_parallel_suffix
):
    """Begin with a copy of a database that is migrated already, if there is one."""
    connection = connections["default"]
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        database = tmp_path_factory.mktemp("database") / "test.sqlite3"
        databases.copy_if_there(database)
        test["NAME"] = str(database)
        return
    with django_db_blocker.unblock():
        if databases.has_template():
            test["TEMPLATE"] = databases.template_name()


@pytest.fixture(scope="session")
def django_db_setup(turn, django_db_setup, django_db_blocker):
    """Keep what was migrated for the other workers and, on SQLite, for the next session."""
    with django_db_blocker.unblock():
        if connections["default"].vendor == "sqlite":
            if not databases.migrated_file().exists():
                databases.keep_file(Path(connections["default"].settings_dict["NAME"]))
        elif not databases.has_template():
            databases.keep_postgres()
    turn.over()
