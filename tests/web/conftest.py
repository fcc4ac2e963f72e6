"""A site with the sample release and the reference pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations as DatabaseOperations
from django.utils.translation import override

from gruenzug.web.atlas.models import Release
from gruenzug.web.atlas.services import import_release
from tests.web.sample_release import build
from tests.web.support import snapshots

ASKS_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only tests run that ask the database; what says the same on every one ran with SQLite."""
    if connection.vendor != "postgresql":
        return
    here = Path(__file__).parent
    pure = [item for item in items if here in item.path.parents and not _asks(item)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if item not in set(pure)]


def _asks(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    return bool(ASKS_THE_DATABASE & set(item.fixturenames)) or bool(item.get_closest_marker("django_db"))


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied():
    """Between tests with transactions of their own tables are emptied; the ledger's triggers would refuse."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_past_triggers(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            flush(self, sql_list)
            cursor.execute("SET session_replication_role = origin")

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "execute_sql_flush", flush_past_triggers)
        yield


@pytest.fixture(autouse=True)
def german():
    """A request leaves its language active; the next test starts with German again."""
    with override("de"):
        yield


@pytest.fixture(autouse=True)
def releases_folder(settings, tmp_path) -> Path:
    """Every test has a folder of its own for releases."""
    settings.RELEASES = tmp_path / "releases"
    return settings.RELEASES


@pytest.fixture
def release_folder(tmp_path) -> Path:
    """A release as the engine would write it."""
    return build(tmp_path / "in" / "probe")


@pytest.fixture(scope="session")
def fresh(django_db_setup, django_db_blocker) -> None:
    """Know the database as the migrations leave it."""
    with django_db_blocker.unblock():
        snapshots.remember_fresh()


@pytest.fixture
def release(db, request, release_folder) -> Release:
    """The sample release, imported and current; after the reference content, where a test wants both."""
    if "programme" in request.fixturenames:
        request.getfixturevalue("programme")
    return import_release(folder=release_folder, make_current=True)[0]


@pytest.fixture
def programme(fresh, db) -> None:
    """The reference pages in both languages."""
    snapshots.loaded(lambda: call_command("load_programme", verbosity=0))
