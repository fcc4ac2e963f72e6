"""``manage.py tick``: do what is due; call it every few minutes by a timer."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gruenzug.web.core import tick


class Command(BaseCommand):
    """Run every job that is due; exit code 1 if one failed."""

    help = "Do due work: reminders, mails that wait, deletion of personal data. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="run every job, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for job, report, went_well in tick.run_due(timezone.now(), everything=options["all"]):
            failed |= not went_well
            if report:
                self.stdout.write(f"{job.name}: {report}")
        if failed:
            sys.exit(1)
