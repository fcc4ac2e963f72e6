"""The database of a test served by real processes, so that requests truly meet."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection

from tests.web.support.servers import free_port

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60


@contextmanager
def served(folder: Path, *, workers: int = 2, threads: int = 8) -> Iterator[str]:
    """Serve what the test's database holds and yield the address; on SQLite a copy of it in a file.

    The test must have committed its rows (``django_db(transaction=True)``).
    """
    port = free_port()
    environment = environment_of(folder)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    command += ["--workers", str(workers), "--threads", str(threads), "gruenzug.web.portal.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of processes that work on the test's database; on SQLite on a copy of it."""
    return {
        **os.environ,
        "DATABASE_URL": _database(folder),
        "DJANGO_SETTINGS_MODULE": "gruenzug.web.portal.settings.test",
    }


def at_once(environment: dict[str, str], script: str, count: int) -> list[str]:
    """Run `script` in `count` processes at the same time; return what each prints."""
    code = f"import django\ndjango.setup()\n{script}"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _number in range(count)
    ]
    told = [process.communicate(timeout=120)[0].strip() for process in started]
    assert not any(process.returncode for process in started), told
    return told


def _database(folder: Path) -> str:
    """Return the address of the test's database."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        path = folder / "served.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"
    user, password = quote(facts["USER"] or ""), quote(facts["PASSWORD"] or "")
    return f"postgresql://{user}:{password}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            assert time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.2)
