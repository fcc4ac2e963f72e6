"""``manage.py import_participation``: contributions or ideas from an open file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from gruenzug.web.participation.exchange.reading import read_lines, take_in, take_in_ideas
from gruenzug.web.participation.models import Consultation


class Command(BaseCommand):
    """Take in what was said elsewhere; all of it or, if a line is at fault, nothing."""

    help = "Take in contributions to a consultation, or ideas, from JSON Lines or CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--consultation", default="", help="address of the consultation; without it: ideas"
        )
        parser.add_argument(
            "--origin", default="", help="where the contributions come from, shown beside them"
        )

    def handle(self, *args: Any, file: Path, consultation: str, origin: str, **options: Any) -> None:
        try:
            lines = read_lines(file.read_bytes())
            if consultation:
                found = Consultation.objects.filter(slug=consultation).first()
                if found is None:
                    raise CommandError(f"there is no consultation {consultation}")
                count = take_in(consultation=found, lines=lines, origin=origin, by=None)
            else:
                count = take_in_ideas(lines=lines, origin=origin)
        except (OSError, ValidationError) as error:
            told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(f"{file}: {told}") from error
        self.stdout.write(f"{count} taken in from {file}")
