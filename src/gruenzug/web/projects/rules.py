"""Who may do what with projects.

The team and the moderators keep the register. A municipal editor adds and
changes the projects of the own body and says how far they are; what another
body does is none of the editor's business. Which list names a project, which
grant pays for it, and whether the public sees it is not the body's to say.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import (
    is_administrator,
    is_analyst,
    is_data_protection,
    is_funding_body,
    is_funding_clerk,
    is_moderator,
    is_municipal_editor,
    is_programme_team,
)
from gruenzug.web.directory.members import edited_bodies

OWNERS = {
    "projects.Project": lambda row: row.body_id,
    "projects.ListEntry": lambda row: row.project.body_id,
}
"""The body each kind of row belongs to."""


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether `obj` belongs to a body the account edits; without an object, whether there is one."""
    bodies = edited_bodies(user)
    return bool(bodies) if obj is None else OWNERS[obj._meta.label](obj) in bodies


edits_own_body = is_municipal_editor & of_own_body
keeps_the_register = is_programme_team | is_moderator
reads_all = (
    keeps_the_register
    | is_funding_clerk
    | is_analyst
    | is_administrator
    | is_data_protection
    | is_funding_body
)

rules.add_perm("projects.view_project", reads_all | edits_own_body)
rules.add_perm("projects.add_project", keeps_the_register | edits_own_body)
rules.add_perm("projects.change_project", keeps_the_register | edits_own_body)
rules.add_perm("projects.move_project", keeps_the_register | edits_own_body)
rules.add_perm("projects.delete_project", is_programme_team)
for action in ("curate", "publish", "merge"):
    rules.add_perm(f"projects.{action}_project", keeps_the_register)
rules.add_perm("projects.fund_project", is_programme_team | is_funding_clerk)

rules.add_perm("projects.view_projectlist", reads_all | edits_own_body)
for action in ("add", "change", "delete"):
    rules.add_perm(f"projects.{action}_projectlist", is_programme_team)
rules.add_perm("projects.view_listentry", reads_all | edits_own_body)
for action in ("add", "change", "delete"):
    rules.add_perm(f"projects.{action}_listentry", keeps_the_register)

rules.add_perm("projects.view_submission", keeps_the_register | is_data_protection)
rules.add_perm("projects.delete_submission", keeps_the_register | is_data_protection)
for action in ("add", "change"):
    rules.add_perm(f"projects.{action}_submission", keeps_the_register)
