"""``manage.py demo_users``: logins to try the editors' pages with, recognisable as such."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from gruenzug.web.core.models import User

ROLES = [
    ("testperson1", "Testperson 1", "superuser", "Administration"),
    ("testperson2", "Testperson 2", "Moderators", "Redaktion mit Freigabe"),
    ("testperson3", "Testperson 3", "Editors", "Redaktion"),
]


class Command(BaseCommand):
    """Create the demonstration accounts; refuses on a public site."""

    help = "Create demonstration accounts (Testperson 1 …) with one password, and list them; only with DEMO or DEBUG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", dest="only_list", help="create nothing, only list")

    def handle(self, *args: Any, only_list: bool = False, **options: Any) -> None:
        if not (settings.DEBUG or getattr(settings, "DEMO", False)):
            raise CommandError(
                "demo_users is for a try on one's own machine; on a public site use createsuperuser"
            )
        password = _kept_password()
        for username, name, group, role in ROLES:
            if only_list:
                self.stdout.write(f"  {username}  {password}  {role}")
            else:
                self._create(username, name, group, password)

    def _create(self, username: str, name: str, group: str, password: str) -> None:
        """Create one account; one that is there keeps its password and whatever a person changed."""
        user, created = User.objects.get_or_create(
            username=username, defaults={"last_name": name, "email": f"{username}@example.org"}
        )
        if created:
            self._equip(user, group)
            user.set_password(password)
            user.save()

    def _equip(self, user: User, group: str) -> None:
        if group == "superuser":
            user.is_staff = user.is_superuser = True
        else:
            user.groups.add(Group.objects.get(name=group))


def _kept_password() -> str:
    """Return the password of all demonstration accounts; made once for this machine."""
    path = Path(settings.MEDIA_ROOT).parent / "demo" / "password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_string(12), "utf-8")
    return path.read_text("utf-8")
