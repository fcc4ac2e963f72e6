"""``manage.py demo``: everything between a computed release and a site to look at."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

import gruenzug
from gruenzug.web.portal.serving import Server


class Command(BaseCommand):
    """Bring the database up to date, load the release and the programme, serve the site.

    What has been done for the same code, release and database is not done
    again, so the second start takes seconds. What people typed is kept.
    """

    help = "Prepare the demonstration and serve it at http://127.0.0.1:8000."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "release",
            type=Path,
            nargs="?",
            help="the release to show; without one, prepare the database",
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="stop before serving")

    def handle(self, *args: Any, release: Path | None, port: int, prepare_only: bool, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError(
                "demo is for a try on one's own machine; "
                "set DJANGO_SETTINGS_MODULE=gruenzug.web.portal.settings.demo"
            )
        _refuse_taken(port)
        if _is_missing(settings.DATABASES["default"]):
            rmtree(_stamps(), ignore_errors=True)  # what was done to a former database is to be done again
        self._once("database", _code(), self._migrate)
        if release is None:
            return  # while the release is still being computed
        self._once("release", _state(release / "release.json"), lambda: self._import(release))
        self._once("programme", _code(), self._load)
        if not prepare_only:
            connections.close_all()  # workers open their own
            Server(f"127.0.0.1:{port}", lambda: self._say_where(port)).run()

    def _once(self, step: str, state: str, work: Callable[[], None]) -> None:
        """Do `work` unless it was done for the same state of the same database."""
        stamp = _stamps() / step
        wanted = sha256(f"{state} {settings.DATABASES['default']['NAME']}".encode()).hexdigest()
        if stamp.exists() and stamp.read_text("utf-8") == wanted:
            return
        work()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted, "utf-8")

    def _migrate(self) -> None:
        self._step("Preparing the database (half a minute the first time)")
        call_command("migrate", verbosity=0)

    def _import(self, release: Path) -> None:
        self._step("Loading the release")
        call_command("import_release", str(release), "--current", stdout=self.stdout)

    def _load(self) -> None:
        self._step("Loading the programme's content")
        call_command("load_programme", verbosity=0, stdout=self.stdout)
        call_command("demo_users", stdout=self.stdout)
        call_command("demo_event", stdout=self.stdout)
        call_command("demo_participation", stdout=self.stdout)
        call_command("demo_campaign", stdout=self.stdout)

    def _step(self, line: str) -> None:
        self.stdout.write(f"{self.style.SUCCESS('▸')} {line}")
        self.stdout.flush()

    def _say_where(self, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nThe site is at http://127.0.0.1:{port}/ (Ctrl-C stops it)"))
        self.stdout.write(f"The back office is at http://127.0.0.1:{port}/admin/; demonstration logins:\n")
        call_command("demo_users", "--list", stdout=self.stdout)
        connections.close_all()


def _stamps() -> Path:
    """Return the folder that remembers what was done."""
    return Path(settings.MEDIA_ROOT).parent / "demo" / "done"


def _is_missing(database: dict[str, Any]) -> bool:
    return database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).exists()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"port {port} is taken by another program; stop it or choose one: make run PORT={port + 1}"
            )


def _code() -> str:
    """Return what changes when the code or its reference content changes."""
    total = sha256()
    for path in sorted(Path(gruenzug.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".toml"} and "engine" not in path.parts:
            total.update(path.read_bytes())
    return total.hexdigest()


def _state(path: Path) -> str:
    if not path.exists():
        raise CommandError(f"{path} does not exist; make the release first (make run does)")
    return sha256(path.read_bytes()).hexdigest()
