"""Who reads and answers what comes from outside, and who keeps the register of barriers.

Messages hold what people wrote in confidence: the team and data protection
read them, moderators read and answer; requests for one's own data are read
by the team and data protection alone.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import is_administrator, is_data_protection, is_moderator, is_programme_team
from gruenzug.web.trust.models import Ticket


@rules.predicate
def about_data(user: Any, ticket: Ticket | None = None) -> bool:
    """Whether the ticket is a request for one's own data."""
    return ticket is not None and ticket.kind == Ticket.Kind.DATA


answers = is_programme_team | is_data_protection | (is_moderator & ~about_data)

for action in ("view", "change", "answer"):
    rules.add_perm(f"trust.{action}_ticket", answers)
rules.add_perm("trust.delete_ticket", is_data_protection)
for model in ("barrier", "assessment"):
    rules.add_perm(f"trust.view_{model}", is_programme_team | is_moderator | is_administrator)
    for action in ("add", "change"):
        rules.add_perm(f"trust.{action}_{model}", is_programme_team)
    rules.add_perm(f"trust.delete_{model}", is_programme_team)
for action in ("add", "change", "delete", "view"):
    rules.add_perm(f"trust.{action}_contactbox", is_programme_team | is_administrator)
