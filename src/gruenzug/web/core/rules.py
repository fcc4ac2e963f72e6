"""Predicates on roles that all rooms build on, and who may enter the back office.

Every account with one of our roles may enter; what is found there is up to
each room. A superuser passes every check made by ``user.has_perm``.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.roles import Role


def has_role(*roles: Role) -> rules.Predicate:
    """Return the predicate "has one of `roles`", to be joined by ``|``, ``&`` and ``~``."""
    wanted = frozenset(roles)

    def holds(user: Any) -> bool:
        return bool(wanted & getattr(user, "roles", frozenset()))

    return rules.predicate(holds, name=f"has_role:{','.join(sorted(wanted))}")


is_programme_team = has_role(Role.PROGRAMME_TEAM)
is_municipal_editor = has_role(Role.MUNICIPAL_EDITOR)
is_funding_clerk = has_role(Role.FUNDING_CLERK)
is_moderator = has_role(Role.MODERATOR)
is_analyst = has_role(Role.ANALYST)
is_funding_body = has_role(Role.FUNDING_BODY)
is_data_protection = has_role(Role.DATA_PROTECTION)
is_administrator = has_role(Role.ADMINISTRATOR)
works_here = has_role(*Role)

rules.add_perm("wagtailadmin.access_admin", works_here)
rules.add_perm("core.view_audit", is_administrator | is_data_protection | is_programme_team)
rules.add_perm("core.view_processing", is_administrator | is_data_protection | is_programme_team)
for action in ("add", "change", "delete", "view"):
    rules.add_perm(f"core.{action}_user", is_administrator)
