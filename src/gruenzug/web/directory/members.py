"""Which bodies an account speaks for; rooms above build "own body only" on this."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gruenzug.web.directory.models import Membership, Organisation

_CACHE = "_edited_bodies"


def edited_bodies(user: Any) -> frozenset[int]:
    """Return the keys of the bodies whose data `user` may edit today; one query per request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, frozenset(_current(user).values_list("organisation_id", flat=True)))
    return getattr(user, _CACHE)


def own_bodies(user: Any) -> QuerySet[Organisation]:
    """Return the bodies `user` edits."""
    return Organisation.objects.filter(pk__in=edited_bodies(user))


def _current(user: Any) -> QuerySet[Membership]:
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    return Membership.objects.filter(open_ended, user=user, scope=Membership.Scope.EDITOR)
