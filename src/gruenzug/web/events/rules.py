"""Who may do what with events and with those who take part.

The team runs all events, a municipal editor those of the own body; moderators
look after registrations and the door. What somebody needs to take part is
seen by nobody but the accounts named at that event: no role opens it, not
even that of the administration.
"""

from __future__ import annotations

from typing import Any

import rules

from gruenzug.web.core.rules import (
    is_data_protection,
    is_moderator,
    is_municipal_editor,
    is_programme_team,
    works_here,
)
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.events.models import Event

_CACHE = "_looks_after_needs"


def event_of(obj: Any) -> Event:
    """Return the event `obj` belongs to, or is."""
    if isinstance(obj, Event):
        return obj
    registration = getattr(obj, "registration", None)
    return registration.event if registration is not None else obj.event


@rules.predicate
def of_own_body(user: Any, obj: Any = None) -> bool:
    """Whether a body the account edits holds the event; without an object, whether there is such a body."""
    bodies = edited_bodies(user)
    return bool(bodies) if obj is None else event_of(obj).organiser_id in bodies


@rules.predicate
def looks_after_needs(user: Any, obj: Any = None) -> bool:
    """Whether the account is named at the event as one that looks after access needs."""
    if obj is None or not getattr(user, "is_active", False) or not user.works_here:
        return False
    event = event_of(obj)
    if not hasattr(event, _CACHE):
        setattr(event, _CACHE, frozenset(event.needs_team.values_list("pk", flat=True)))
    return user.pk in getattr(event, _CACHE)


runs = is_programme_team | (is_municipal_editor & of_own_body)
receives = runs | is_moderator

rules.add_perm("events.view_event", works_here)
for action in ("add", "change", "delete"):
    rules.add_perm(f"events.{action}_session", runs)
for action in ("add", "change", "publish", "cancel"):
    rules.add_perm(f"events.{action}_event", runs)
rules.add_perm("events.delete_event", is_programme_team)
rules.add_perm("events.view_session", works_here)

rules.add_perm("events.view_registration", receives | is_data_protection)
rules.add_perm("events.change_registration", receives)
rules.add_perm("events.delete_registration", runs | is_data_protection)
rules.add_perm("events.admit_registration", runs)
rules.add_perm("events.open_desk", receives)
rules.add_perm("events.renew_desk", runs)
rules.add_perm("events.view_accessneed", looks_after_needs)
rules.add_perm("events.change_accessneed", looks_after_needs)


def may_see_needs(user: Any, event: Event) -> bool:
    """Whether `user` may see what people need; asked instead of has_perm, which superusers pass."""
    return bool(rules.test_rule("events.sees_needs", user, event))


rules.add_rule("events.sees_needs", looks_after_needs)
