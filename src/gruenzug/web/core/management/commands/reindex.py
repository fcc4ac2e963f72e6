"""``manage.py reindex``: build the search anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gruenzug.web.core.search import reindex, text_table


class Command(BaseCommand):
    """Bring the index in line with what the rooms hold."""

    help = "Build the search anew; safe to run at any time. Name kinds to renew only those."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", help="such as projects.project; all if none is named")

    def handle(self, *args: Any, kinds: list[str], **options: Any) -> None:
        if not text_table.create(connection):
            self.stderr.write(
                "The database has no extension pg_trgm and this account may not create it, so the search "
                "reads every entry; let a superuser run: CREATE EXTENSION pg_trgm;"
            )
        try:
            changed = reindex(kinds)
        except KeyError as error:
            raise CommandError(error.args[0]) from error
        for kind, count in changed.items():
            self.stdout.write(f"{kind}: {count} entries changed")
