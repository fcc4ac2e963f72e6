"""``manage.py demo_users``: logins to try the editors' pages with, recognisable as such."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Membership, Organisation


@dataclass(frozen=True)
class Login:
    """One demonstration account."""

    number: int
    told: str
    role: Role | None = None
    body: str = ""

    @property
    def username(self) -> str:
        return f"testperson{self.number}"


LOGINS = (
    Login(1, "Systemverwaltung (darf alles)"),
    Login(2, "Programmteam", Role.PROGRAMME_TEAM),
    Login(3, "Kommunale Redaktion, Stadt Herne", Role.MUNICIPAL_EDITOR, "herne"),
    Login(4, "Kommunale Redaktion, Stadt Kamen", Role.MUNICIPAL_EDITOR, "kamen"),
    Login(5, "Fördersachbearbeitung", Role.FUNDING_CLERK),
    Login(6, "Moderation", Role.MODERATOR),
    Login(7, "Analyse", Role.ANALYST),
    Login(8, "Zuwendungsgeber, lesend", Role.FUNDING_BODY, "bezirksregierung-muenster"),
    Login(9, "Datenschutz", Role.DATA_PROTECTION),
    Login(10, "Administration", Role.ADMINISTRATOR),
)


class Command(BaseCommand):
    """Create the demonstration accounts; refuses on a public site."""

    help = "Create demonstration accounts with one password, and list them; only with DEMO or DEBUG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", dest="only_list", help="create nothing, only list")

    def handle(self, *args: Any, only_list: bool = False, **options: Any) -> None:
        if not (settings.DEBUG or getattr(settings, "DEMO", False)):
            raise CommandError(
                "demo_users is for a try on one's own machine; on a public site use createsuperuser"
            )
        password = _kept_password()
        for login in LOGINS:
            if only_list:
                self.stdout.write(f"  {login.username}  {password}  {login.told}")
            else:
                _create(login, password)


def _create(login: Login, password: str) -> None:
    """Create one account; one that is there keeps its password and whatever a person changed."""
    facts = {"last_name": f"Testperson {login.number}", "email": f"{login.username}@example.org"}
    user, created = User.objects.get_or_create(username=login.username, defaults=facts)
    if not created:
        return
    if login.role:
        user.groups.add(Group.objects.get(name=login.role.group_name))
    else:
        user.is_staff = user.is_superuser = True
    if body := Organisation.objects.filter(slug=login.body).first():
        scope = Membership.Scope.EDITOR if login.role == Role.MUNICIPAL_EDITOR else Membership.Scope.READER
        Membership.objects.get_or_create(user=user, organisation=body, defaults={"scope": scope})
    user.set_password(password)
    user.save()


def _kept_password() -> str:
    """Return the password of all demonstration accounts; made once for this machine."""
    path = Path(settings.MEDIA_ROOT).parent / "demo" / "password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_string(12), "utf-8")
    return path.read_text("utf-8")
