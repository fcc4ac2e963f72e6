"""Who works here, as eight roles; each is a group an administrator puts accounts into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role; what it may do is said by the predicates in each room's `rules`."""

    PROGRAMME_TEAM = "programme-team", _("Programmteam")
    MUNICIPAL_EDITOR = "municipal-editor", _("Kommunale Redaktion")
    FUNDING_CLERK = "funding-clerk", _("Fördersachbearbeitung")
    MODERATOR = "moderator", _("Moderation")
    ANALYST = "analyst", _("Analyse")
    FUNDING_BODY = "funding-body", _("Zuwendungsgeber (lesend)")
    DATA_PROTECTION = "data-protection", _("Datenschutz")
    ADMINISTRATOR = "administrator", _("Administration")

    @property
    def group_name(self) -> str:
        """Name of the group, the same in every language."""
        return GROUPS[self]


GROUPS = {
    Role.PROGRAMME_TEAM: "Programmteam",
    Role.MUNICIPAL_EDITOR: "Kommunale Redaktion",
    Role.FUNDING_CLERK: "Fördersachbearbeitung",
    Role.MODERATOR: "Moderation",
    Role.ANALYST: "Analyse",
    Role.FUNDING_BODY: "Zuwendungsgeber (lesend)",
    Role.DATA_PROTECTION: "Datenschutz",
    Role.ADMINISTRATOR: "Administration",
}
_ROLES = {name: role for role, name in GROUPS.items()}


def ensure_groups(**kwargs: Any) -> None:
    """Create the groups that are missing; runs after each migration."""
    from django.contrib.auth.models import Group  # noqa: PLC0415  needs loaded apps

    present = set(Group.objects.filter(name__in=_ROLES).values_list("name", flat=True))
    Group.objects.bulk_create([Group(name=name) for name in _ROLES if name not in present])


def roles_of_groups(names: Iterable[str]) -> frozenset[Role]:
    """Return the roles behind names of groups; groups of other kinds mean nothing here."""
    return frozenset(_ROLES[name] for name in names if name in _ROLES)
