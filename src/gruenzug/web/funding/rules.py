"""Who may do what with programmes and money.

Programmes are the team's and the clerks'. Money is seen by the team, by the
clerks, who alone book, by the recipient body's editors for their own grants,
and by a funding body for the grants that it gives or administers. A last
recipient calls money, notes expenses and proves; paying and checking is the
clerk's.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import (
    is_funding_body,
    is_funding_clerk,
    is_municipal_editor,
    is_programme_team,
    works_here,
)
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.funding.members import watched_bodies
from gruenzug.web.funding.models import Grant

OF_A_GRANT = (
    "entry",
    "posting",
    "drawdown",
    "amendment",
    "proof",
    "costitem",
    "grantterm",
    "duty",
    "earmark",
)


def grant_of(obj: Any) -> Grant:
    """Return the grant a row belongs to: itself, or what its `grant` says."""
    return obj if isinstance(obj, Grant) else obj.grant


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether the account edits the body that receives the money; without an object, whether there is one."""
    bodies = edited_bodies(user)
    if obj is None:
        return bool(bodies)
    return (
        obj.applicant_id if obj._meta.model_name == "application" else grant_of(obj).recipient_id
    ) in bodies


@rules.predicate
def of_watched_body(user: Any, obj: Any = None) -> bool:
    """Whether the account's body gives or administers the grant, or the one it was passed on from."""
    bodies = watched_bodies(user)
    if obj is None:
        return bool(bodies)
    if obj._meta.model_name == "application":
        return False
    grant = grant_of(obj)
    top = grant.root or grant
    return bool({grant.giver_id, grant.office_id, top.giver_id, top.office_id} & bodies)


receives = is_municipal_editor & of_own_body
watches = is_funding_body & of_watched_body
sees_money = is_programme_team | is_funding_clerk | receives | watches

for model in ("programme", "eligiblearea", "publishedtotal"):
    rules.add_perm(f"funding.view_{model}", works_here)
    for action in ("add", "change", "delete"):
        rules.add_perm(f"funding.{action}_{model}", is_programme_team | is_funding_clerk)

rules.add_perm("funding.view_ruleset", is_programme_team | is_funding_clerk | is_funding_body)
for action in ("add", "change", "delete"):
    rules.add_perm(f"funding.{action}_ruleset", is_funding_clerk)

rules.add_perm("funding.view_application", is_programme_team | is_funding_clerk | receives)
for action in ("add", "change", "move"):
    rules.add_perm(f"funding.{action}_application", is_programme_team | is_funding_clerk)
rules.add_perm("funding.delete_application", is_funding_clerk)

rules.add_perm("funding.view_grant", sees_money)
for action in ("add", "change", "delete", "book"):
    rules.add_perm(f"funding.{action}_grant", is_funding_clerk)
for model in OF_A_GRANT:
    rules.add_perm(f"funding.view_{model}", sees_money)
rules.add_perm("funding.request_drawdown", is_funding_clerk | receives)
rules.add_perm("funding.answer_drawdown", is_funding_clerk)
rules.add_perm("funding.add_expense", is_funding_clerk | receives)
rules.add_perm("funding.reverse_entry", is_funding_clerk)
rules.add_perm("funding.write_proof", is_funding_clerk | receives)
rules.add_perm("funding.check_proof", is_funding_clerk)
