"""Who may do what with contributions.

The team and the moderators look after everything that was written. A
municipal editor answers ideas in the own municipality. Addresses of
participants are seen by the moderators and by data protection alone.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import (
    is_administrator,
    is_analyst,
    is_data_protection,
    is_moderator,
    is_municipal_editor,
    is_programme_team,
)
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Organisation


@rules.predicate
def in_own_town(user: Any, obj: Any = None) -> bool:
    """Whether an idea lies in the municipality of a body the account edits."""
    bodies = edited_bodies(user)
    if obj is None or not bodies:
        return bool(bodies)
    return Organisation.objects.filter(pk__in=bodies, municipality=obj.municipality_id or 0).exists()


moderates = is_programme_team | is_moderator
reads_all = moderates | is_analyst | is_administrator | is_data_protection
answers_in_town = is_municipal_editor & in_own_town


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether a consultation is asked by a body the account edits."""
    bodies = edited_bodies(user)
    return bool(bodies) if obj is None else obj.body_id in bodies


asks_for_body = is_municipal_editor & of_own_body

for action in ("add", "change", "answer"):
    rules.add_perm(f"participation.{action}_consultation", is_programme_team | asks_for_body)
    rules.add_perm(f"participation.{action}_survey", is_programme_team | asks_for_body)
rules.add_perm("participation.view_consultation", reads_all | asks_for_body)
rules.add_perm("participation.view_survey", reads_all | asks_for_body)
rules.add_perm("participation.delete_consultation", is_programme_team)
rules.add_perm("participation.delete_survey", is_programme_team)

rules.add_perm("participation.moderate", moderates)
rules.add_perm("participation.view_idea", reads_all | answers_in_town)
rules.add_perm("participation.answer_idea", moderates | answers_in_town)
rules.add_perm("participation.change_idea", moderates)
rules.add_perm("participation.delete_idea", moderates)
rules.add_perm("participation.view_contribution", reads_all)
rules.add_perm("participation.view_participant", moderates | is_data_protection)
rules.add_perm("participation.delete_participant", is_programme_team | is_data_protection)
