"""``manage.py environment``: what the site reads from its environment, and what is in force."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gruenzug.web.portal.settings.environment import variables


class Command(BaseCommand):
    """Print every variable with its purpose and its value; secrets stay hidden."""

    help = "Print the variables the site reads, with the values in force."

    def handle(self, *args: Any, **options: Any) -> None:
        for variable in variables():
            facts = variable.metadata
            value = getattr(settings.ENVIRONMENT, variable.name)
            shown = "(set)" if facts["secret"] and value else value
            self.stdout.write(f"{facts['name']}={shown if shown is not None else ''}\n    {facts['purpose']}")
