"""``manage.py reset_second_factor USER``: for who lost telephone and recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gruenzug.web.core.invitations import reset_second_factor
from gruenzug.web.core.models import User


class Command(BaseCommand):
    """Take off the second factor of an account."""

    help = "Take off the second factor of an account; its owner sets up a new one at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"there is no account named {username}")
        count = reset_second_factor(user=user, by=None)
        self.stdout.write(f"{username}: {count} taken off" if count else f"{username} had no second factor")
