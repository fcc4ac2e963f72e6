"""Who did what, as sentences: every action that changes something leaves one entry.

A room registers its actions once, in its ``AppConfig.ready``::

    audit.register("charter.decision_recorded", _("Beschluss eingetragen"),
                   _("hat den Beschluss von „%(subject)s“ eingetragen: %(result)s"))

and each service that changes something ends with::

    audit.record("charter.decision_recorded", subject=commitment, by=user, result="einstimmig")

Facts end up in the entry as text; put no personal data of third persons there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry

Words = str | Promise
CHANGES = "changes"


@dataclass(frozen=True)
class Action:
    """One kind of action: its label in filters, and the sentence after the name of who did it."""

    name: str
    label: Words
    sentence: Words


_ACTIONS: dict[str, Action] = {}
_OF_WAGTAIL = {
    "wagtail.create": gettext_lazy("hat „%(subject)s“ angelegt"),
    "wagtail.edit": gettext_lazy("hat „%(subject)s“ geändert"),
    "wagtail.delete": gettext_lazy("hat „%(subject)s“ gelöscht"),
}
_OTHER = gettext_lazy("hat „%(subject)s“ bearbeitet (%(action)s)")


def register(name: str, label: Words, sentence: Words) -> Action:
    """Make the action `name` ("room.what_happened") known; a name can be taken once.

    `sentence` may use ``%(subject)s`` and the names of the facts given to `record`.
    """
    if name in _ACTIONS:
        raise ValueError(f"an action named {name} is registered already")
    _ACTIONS[name] = Action(name, label, sentence)
    return _ACTIONS[name]


def actions() -> dict[str, Action]:
    """Return all actions by name."""
    return dict(_ACTIONS)


def record(
    action: str,
    *,
    subject: Model,
    by: Any | None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    **facts: Any,
) -> ModelLogEntry:
    """Write that `by` did `action` to `subject`; `by` is None where the system acted by itself.

    `changes` maps names of fields to (before, after).
    """
    if action not in _ACTIONS:
        raise KeyError(f"no action named {action}; register it in the room's AppConfig")
    written = {name: _plain(value) for name, value in facts.items()}
    if changes is not None:
        written[CHANGES] = {str(field): [_plain(old), _plain(new)] for field, (old, new) in changes.items()}
    user = by if getattr(by, "is_authenticated", False) else None
    return log(subject, action, user=user, data=written, title=str(subject)[:255])


def sentence(entry: ModelLogEntry) -> str:
    """Return `entry` as one readable sentence without who did it."""
    action = _ACTIONS.get(entry.action)
    if action is None:
        return _("hat „%(subject)s“ bearbeitet (%(action)s)") % {
            "subject": entry.label,
            "action": entry.action,
        }
    facts = {"subject": entry.label, **{name: _shown(value) for name, value in entry.data.items()}}
    told = str(action.sentence) % _Facts(facts)
    if changes := entry.data.get(CHANGES):
        return f"{told}: {'; '.join(_change(field, *pair) for field, pair in changes.items())}"
    return told


def actor(entry: ModelLogEntry) -> str:
    """Return the name of who did it."""
    return (entry.user.get_full_name() or entry.user.get_username()) if entry.user else _("Das System")


def changes_of(instance: Model, names: list[str], before: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs between `before` (values by field name) and `instance`, by the fields' labels."""
    found = {}
    for name in names:
        new = getattr(instance, name)
        if before[name] != new:
            found[str(instance._meta.get_field(name).verbose_name)] = (before[name], new)
    return found


def register_with(registry: Any) -> None:
    """Tell Wagtail's registry about all actions; called by its hook."""
    for action in _ACTIONS.values():
        formatter = type("_Sentence", (_SentenceFormatter,), {"label": action.label})
        registry.register_action(action.name)(formatter)


class _SentenceFormatter(LogFormatter):
    def format_message(self, log_entry: ModelLogEntry) -> str:
        return sentence(log_entry)


class _Facts(dict):
    """A fact that an older entry does not hold is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _change(field: str, old: Any, new: Any) -> str:
    if old in (None, ""):
        return _("%(field)s „%(new)s“") % {"field": field, "new": _shown(new)}
    if new in (None, ""):
        return _("%(field)s „%(old)s“ entfernt") % {"field": field, "old": _shown(old)}
    return _("%(field)s „%(old)s“ → „%(new)s“") % {"field": field, "old": _shown(old), "new": _shown(new)}


def _plain(value: Any) -> Any:
    """Return `value` in a form JSON can hold and a reader can read."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return "–" if value is None else str(value)
