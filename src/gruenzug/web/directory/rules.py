"""Who may do what with bodies and people.

The team sees and changes all. A municipal editor changes what belongs to the
body whose member the account is, and nothing else. People's data are seen by
the team and by data protection only.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import (
    is_administrator,
    is_analyst,
    is_data_protection,
    is_funding_clerk,
    is_moderator,
    is_municipal_editor,
    is_programme_team,
)
from gruenzug.web.directory.members import edited_bodies


def body_of(obj: Any) -> int | None:
    """Return the key of the body `obj` belongs to: itself, or what its `organisation` says."""
    if obj is None:
        return None
    if obj._meta.label == "directory.Organisation":
        return obj.pk
    return getattr(obj, "organisation_id", None)


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether `obj` belongs to a body the account edits; without an object, whether there is one."""
    bodies = edited_bodies(user)
    return bool(bodies) if obj is None else body_of(obj) in bodies


edits_own_body = is_municipal_editor & of_own_body
reads = (
    is_programme_team | is_funding_clerk | is_moderator | is_analyst | is_administrator | is_data_protection
)

for model in ("organisation", "functioncontact"):
    rules.add_perm(f"directory.view_{model}", reads | edits_own_body)
    rules.add_perm(f"directory.change_{model}", is_programme_team | edits_own_body)
rules.add_perm("directory.add_organisation", is_programme_team)
rules.add_perm("directory.delete_organisation", is_programme_team)
rules.add_perm("directory.add_functioncontact", is_programme_team | edits_own_body)
rules.add_perm("directory.delete_functioncontact", is_programme_team | edits_own_body)
rules.add_perm("directory.merge_organisation", is_programme_team)
rules.add_perm("directory.import_organisation", is_programme_team)

for model in ("person", "position", "consent"):
    rules.add_perm(f"directory.view_{model}", is_programme_team | is_data_protection)
    rules.add_perm(f"directory.delete_{model}", is_programme_team | is_data_protection)
    for action in ("add", "change"):
        rules.add_perm(f"directory.{action}_{model}", is_programme_team)
for action in ("add", "change", "delete", "view"):
    rules.add_perm(f"directory.{action}_consentwording", is_programme_team | is_data_protection)
    rules.add_perm(f"directory.{action}_membership", is_programme_team | is_administrator)
    rules.add_perm(f"directory.{action}_contactgroup", is_programme_team)
    rules.add_perm(f"directory.{action}_topic", is_programme_team)

for model in ("contact", "promise"):
    rules.add_perm(f"directory.view_{model}", is_programme_team | is_funding_clerk | is_moderator)
    for action in ("add", "change"):
        rules.add_perm(f"directory.{action}_{model}", is_programme_team | is_funding_clerk)
    rules.add_perm(f"directory.delete_{model}", is_programme_team)
