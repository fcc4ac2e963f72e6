"""``manage.py import_release FOLDER [--current]``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gruenzug.web.atlas.folder import FolderError
from gruenzug.web.atlas.services import import_release


class Command(BaseCommand):
    """Load a release folder into the site."""

    help = "Load the release in FOLDER; all or nothing, and a second time changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what `gruenzug release` wrote")
        parser.add_argument("--current", action="store_true", help="show it on all pages from now on")
        parser.add_argument("--replace", action="store_true", help="replace a release of the same name")

    def handle(self, *args: Any, folder: Path, current: bool, replace: bool, **options: Any) -> None:
        try:
            release, changed = import_release(folder=folder, make_current=current, replace=replace)
        except FolderError as error:
            raise CommandError(str(error), returncode=2) from error
        shown = "current" if release.is_current else "not current"
        count = release.figures.count()
        word = "loaded" if changed else "was already loaded, nothing changed"
        self.stdout.write(f"{release.name}: {word}; {count} figures, {shown}")
