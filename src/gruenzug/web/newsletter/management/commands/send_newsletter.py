"""``manage.py send_newsletter``: send what waits; may be killed, repeated, and run several times at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gruenzug.web.newsletter.post.worker import Worker


class Command(BaseCommand):
    """Send until nothing is due; with ``--stay`` for good, as a service."""

    help = "Begin planned issues and send what waits. Safe to kill and to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stay", action="store_true", help="wait for more, as a service does")
        parser.add_argument("--seconds", type=float, help="stop after this time")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = Worker().run(seconds=options["seconds"], stay=options["stay"])
        told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)
        self.stdout.write(told or "nothing to send")
