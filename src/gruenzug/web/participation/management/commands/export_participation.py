"""``manage.py export_participation``: a consultation or the ideas as JSON Lines."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gruenzug.web.participation.exchange.writing import consultation_lines, idea_lines
from gruenzug.web.participation.models import Consultation


class Command(BaseCommand):
    """Write an open file that another system can take in."""

    help = "Write a consultation (by its address) or, without one, all public ideas as JSON Lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path)
        parser.add_argument(
            "--consultation", default="", help="address of the consultation, such as gruene-wege"
        )

    def handle(self, *args: Any, out: Path, consultation: str, **options: Any) -> None:
        if consultation:
            found = Consultation.objects.filter(slug=consultation).first()
            if found is None:
                raise CommandError(f"there is no consultation {consultation}")
            lines = consultation_lines(found)
        else:
            lines = idea_lines()
        draft = out.with_suffix(out.suffix + ".part")
        draft.write_text("".join(lines), "utf-8")
        draft.replace(out)
        self.stdout.write(f"written to {out}")
