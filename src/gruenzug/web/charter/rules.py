"""Who may do what with texts, commitments and promises.

The team writes the texts and keeps the register. A municipal editor changes
the commitments and promises of the own body, reports on them, and brings them
to the public; what another body does is none of the editor's business. The
text of a version is nobody's to change once it was decided.
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
    "charter.Commitment": lambda row: row.body_id,
    "charter.Station": lambda row: row.commitment.body_id,
    "charter.Pledge": lambda row: row.body_id,
    "charter.Report": lambda row: row.pledge.body_id,
    "charter.CouncilSystem": lambda row: row.body_id,
    "charter.CouncilPaper": lambda row: row.system.body_id,
}
"""The body each kind of row belongs to."""


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether `obj` belongs to a body the account edits; without an object, whether there is one."""
    bodies = edited_bodies(user)
    return bool(bodies) if obj is None else OWNERS[obj._meta.label](obj) in bodies


@rules.predicate
def text_may_change(user: Any, obj: Any = None) -> bool:
    """Whether the words of the version are still ours to change."""
    return obj is None or obj.is_editable


@rules.predicate
def is_undecided(user: Any, obj: Any = None) -> bool:
    """Whether the decision on the version is still to come."""
    return obj is None or not obj.is_decided


edits_own_body = is_municipal_editor & of_own_body
works_here = (
    is_programme_team
    | is_funding_clerk
    | is_moderator
    | is_analyst
    | is_administrator
    | is_data_protection
    | is_funding_body
)

rules.add_perm("charter.view_version", works_here | is_municipal_editor)
rules.add_perm("charter.draft_version", is_programme_team)
rules.add_perm("charter.change_version", is_programme_team & text_may_change)
rules.add_perm("charter.delete_version", is_programme_team & is_undecided)
rules.add_perm("charter.decide_version", is_programme_team & is_undecided)

for model in ("leitthema", "oberziel", "handlungsziel", "instrument"):
    rules.add_perm(f"charter.view_{model}", works_here | is_municipal_editor)
    for action in ("add", "change", "delete"):
        rules.add_perm(f"charter.{action}_{model}", is_programme_team)

for model in ("commitmentrequest", "signingevent", "reportinground"):
    rules.add_perm(f"charter.view_{model}", works_here | is_municipal_editor)
    for action in ("add", "change", "delete"):
        rules.add_perm(f"charter.{action}_{model}", is_programme_team)
rules.add_perm("charter.send_commitmentrequest", is_programme_team)
rules.add_perm("charter.close_reportinground", is_programme_team)

for model in ("commitment", "pledge"):
    rules.add_perm(f"charter.view_{model}", works_here | edits_own_body)
    for action in ("add", "change"):
        rules.add_perm(f"charter.{action}_{model}", is_programme_team | edits_own_body)
    rules.add_perm(f"charter.delete_{model}", is_programme_team)
rules.add_perm("charter.move_commitment", is_programme_team | edits_own_body)
rules.add_perm("charter.move_pledge", is_programme_team | edits_own_body)
rules.add_perm("charter.view_report", works_here | edits_own_body)
rules.add_perm("charter.submit_report", is_programme_team | edits_own_body)
rules.add_perm("charter.retract_report", is_programme_team)

for model in ("councilsystem", "councilpaper"):
    rules.add_perm(f"charter.view_{model}", is_programme_team | edits_own_body)
for action in ("add", "change", "delete"):
    rules.add_perm(f"charter.{action}_councilsystem", is_programme_team)
rules.add_perm("charter.change_councilpaper", is_programme_team | edits_own_body)
