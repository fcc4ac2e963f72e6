"""``manage.py load_programme``: the reference content of all rooms."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from gruenzug.web.core.reference import Report
from gruenzug.web.core.search import reindex


class Command(BaseCommand):
    """Load the reference content of every room that has some, and let the search know it."""

    help = "Load the programme's reference content; what a person edited is left as it is."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for app in reversed(list(apps.get_app_configs())):  # from the ground up, as foreign keys point down
            name = f"{app.name}.reference"
            if not app.name.startswith("gruenzug.") or not find_spec(name):
                continue
            if load := getattr(import_module(name), "load", None):
                report = Report()
                load(report)
                self.stdout.write(f"{app.label}: {report}")
                for key in report.kept:
                    self.stdout.write(f"  kept {key}")
        reindex()
