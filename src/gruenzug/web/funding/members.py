"""Which grants an account may see: as the predicates in `rules` say, but for lists, in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gruenzug.web.core.roles import Role
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Membership
from gruenzug.web.funding.models import Application, Grant

_CACHE = "_watched_bodies"


def watched_bodies(user: Any) -> frozenset[int]:
    """Return the bodies an account reads for; one query per request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    if not hasattr(user, _CACHE):
        open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
        rows = Membership.objects.filter(open_ended, user=user)
        setattr(user, _CACHE, frozenset(rows.values_list("organisation_id", flat=True)))
    return getattr(user, _CACHE)


def visible_grants(user: Any, rows: QuerySet[Grant] | None = None) -> QuerySet[Grant]:
    """Return the grants whose money `user` may see."""
    rows = Grant.objects.all() if rows is None else rows
    roles = getattr(user, "roles", frozenset())
    if getattr(user, "is_superuser", False) or roles & {Role.PROGRAMME_TEAM, Role.FUNDING_CLERK}:
        return rows
    mine = Q(pk__in=[])
    if Role.MUNICIPAL_EDITOR in roles:
        mine |= Q(recipient__in=edited_bodies(user))
    if Role.FUNDING_BODY in roles:
        bodies = watched_bodies(user)
        for field in ("giver", "office", "root__giver", "root__office"):
            mine |= Q(**{f"{field}__in": bodies})
    return rows.filter(mine)


def visible_applications(user: Any, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return the applications `user` may see."""
    roles = getattr(user, "roles", frozenset())
    if getattr(user, "is_superuser", False) or roles & {Role.PROGRAMME_TEAM, Role.FUNDING_CLERK}:
        return rows
    if Role.MUNICIPAL_EDITOR in roles:
        return rows.filter(applicant__in=edited_bodies(user))
    return rows.none()
