"""``manage.py demo_users``: logins to try the editors' pages with, recognisable as such."""

from __future__ import annotations

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

    help = "Create demonstration accounts (Testperson 1 …) and print their passwords; only with DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "demo_users is for a try on one's own machine; on a public site use createsuperuser"
            )
        for username, name, group, role in ROLES:
            user, created = User.objects.get_or_create(
                username=username, defaults={"last_name": name, "email": f"{username}@example.org"}
            )
            if not created:
                self.stdout.write(f"{username}  (password unchanged)  {role}")
                continue
            self._equip(user, group)
            password = get_random_string(12)
            user.set_password(password)
            user.save()
            self.stdout.write(f"{username}  {password}  {role}")

    def _equip(self, user: User, group: str) -> None:
        if group == "superuser":
            user.is_staff = user.is_superuser = True
        else:
            user.groups.add(Group.objects.get(name=group))
