"""Who may do what with newsletters, their readers and their issues."""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import is_administrator, is_data_protection, is_programme_team

for model in ("mailinglist", "topic"):
    for action in ("add", "change", "delete", "view"):
        rules.add_perm(f"newsletter.{action}_{model}", is_programme_team)
for action in ("add", "change", "delete", "view"):
    rules.add_perm(f"newsletter.{action}_wording", is_programme_team | is_data_protection)
for action in ("view", "delete"):
    rules.add_perm(f"newsletter.{action}_subscriber", is_programme_team | is_data_protection)
rules.add_perm("newsletter.import_subscriber", is_programme_team)
rules.add_perm("newsletter.view_evidence", is_programme_team | is_data_protection)
rules.add_perm("newsletter.change_suppression", is_programme_team | is_data_protection)
rules.add_perm("newsletter.check_mail", is_programme_team | is_administrator)


@rules.predicate
def is_editable(user: Any, issue: Any = None) -> bool:
    """Whether an issue may still be written; without one, whether there may be such."""
    return issue is None or issue.is_editable


rules.add_perm("newsletter.view_issue", is_programme_team | is_data_protection)
rules.add_perm("newsletter.add_issue", is_programme_team)
rules.add_perm("newsletter.change_issue", is_programme_team & is_editable)
rules.add_perm("newsletter.delete_issue", is_programme_team & is_editable)
rules.add_perm("newsletter.send_issue", is_programme_team)
