"""``manage.py retention``: delete personal data whose time is over, or say what that would be."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gruenzug.web.core import privacy


class Command(BaseCommand):
    """One line per declared processing; the nightly tick does the same."""

    help = "Delete personal data whose retention period is over; --dry-run only reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report, and delete nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        done = privacy.delete_due(timezone.now(), dry_run=dry_run)
        verb = "would delete" if dry_run else "deleted"
        for row in done:
            told = row.error or f"{verb} {row.rows}"
            self.stdout.write(f"{row.processing.id}: {told} ({row.processing.retention})")
        by_hand = [row.id for row in privacy.processings().values() if row.delete is None]
        if by_hand:
            self.stdout.write(f"ended by a person, not by a period: {', '.join(by_hand)}")
        if failed := [row.processing.id for row in done if row.error]:
            raise CommandError(f"retention failed for {', '.join(failed)}; the log says why")
