"""Wagtail asks a policy what somebody may do; ours asks the predicates in `rules`, object included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

Scope = Callable[[Any, QuerySet], QuerySet]


class RulesPolicy(ModelPermissionPolicy):
    """Permissions from predicates: ``APP.ACTION_MODEL`` with the object, or without one.

    Without an object a predicate answers "on some object?". `scope` narrows
    lists to what a user may see: ``scope(user, rows) -> rows``.
    """

    def __init__(self, model: type[Model] | str, scope: Scope | None = None) -> None:
        super().__init__(model)
        self._scope = scope

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return user.has_perm(self._get_permission_name(action), instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        rows = super().instances_user_has_any_permission_for(user, actions)
        if self._scope is None or user.is_superuser:
            return rows
        return self._scope(user, rows)
