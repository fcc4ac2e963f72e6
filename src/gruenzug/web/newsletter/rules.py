"""Who may do what with newsletters, their readers and their issues."""

from __future__ import annotations

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
