"""What happened since somebody last looked, told from the log, and only of what they may see.

A room registers kinds of happenings in a module of this name::

    happenings.register(Happening("projects.public", _("Projekte"), Project, ("projects.project_published",)))

An entry of the log counts if its object is one the user may list in the back
office: the same policy decides, so nobody learns here what is closed to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, Model, Q, QuerySet, Window
from django.db.models.functions import Cast, RowNumber
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.permissions import policy_registry

from gruenzug.web.core import audit

Words = str | Promise
SHOWN = 8


@dataclass(frozen=True)
class Happening:
    """One kind of things that happen to rows of one model.

    Attributes
    ----------
    actions
        Names of actions in the audit log; for pages those of Wagtail.
    rows
        Which rows a user may hear of; by default those their policy lets them list.
    address
        Where an entry leads: ``address(entry, user)``; by default the record in the back office.
    """

    name: str
    title: Words
    model: type[Model]
    actions: tuple[str, ...]
    rows: Callable[[Any], QuerySet] | None = None
    address: Callable[[Any, Any], str] | None = None
    icon: str = "history"
    order: int = 100


@dataclass
class Told:
    """What happened of one kind: how often, and the latest."""

    kind: Happening
    count: int = 0
    entries: list[Any] = field(default_factory=list)


_HAPPENINGS: dict[str, Happening] = {}


def register(happening: Happening) -> Happening:
    """Let `happening` be told; a name ("room.what") can be taken once."""
    if happening.name in _HAPPENINGS:
        raise ValueError(f"a happening named {happening.name} is registered already")
    _HAPPENINGS[happening.name] = happening
    return happening


def happenings() -> list[Happening]:
    """Return all kinds in their order."""
    return sorted(_HAPPENINGS.values(), key=lambda kind: (kind.order, kind.name))


def since(user: Any, moment: dt.datetime, shown: int = SHOWN) -> list[Told]:
    """Return what others did after `moment` and `user` may know of, in two queries."""
    found = {kind.name: Told(kind) for kind in happenings()}
    for log, of_page in ((ModelLogEntry, False), (PageLogEntry, True)):
        kinds = {
            kind: _visible(kind, user) for kind in happenings() if issubclass(kind.model, Page) == of_page
        }
        kinds = {kind: rows for kind, rows in kinds.items() if not rows.query.is_empty()}
        for entry in _entries(log, kinds, user, moment, shown) if kinds else ():
            told = found[_kind_of(entry, kinds).name]
            told.count += entry.of_all if entry.place == 1 else 0
            told.entries.append(entry)
    for told in found.values():
        told.entries = sorted(told.entries, key=lambda entry: entry.timestamp, reverse=True)[:shown]
    return [told for told in found.values() if told.count]


def label(kind: Happening, entry: Any) -> str:
    """Return an entry in a line: what happened, if there is more than one thing, and to what."""
    action = audit.actions().get(entry.action)
    if action is None or len(kind.actions) == 1:
        return entry.label
    return f"{action.label}: {entry.label}"


def address(kind: Happening, entry: Any, user: Any) -> str:
    """Return where an entry leads; nothing if there is no page for this user."""
    if kind.address:
        return kind.address(entry, user)
    meta = kind.model._meta
    return reverse(f"{meta.app_label}_{meta.model_name}:inspect", args=[entry.object_id])


def _visible(kind: Happening, user: Any) -> QuerySet:
    if kind.rows:
        return kind.rows(user)
    policy = policy_registry.get_by_type(kind.model)
    return policy.instances_user_has_any_permission_for(user, ["view", "change"])


def _entries(
    log: Any, kinds: dict[Happening, QuerySet], user: Any, moment: dt.datetime, shown: int
) -> Iterable[Any]:
    """Return the latest entries of each action on each model, with how many there are of all."""
    groups = [F("action"), F("content_type")]
    wanted = Q(pk__in=[])
    for kind, rows in kinds.items():
        wanted |= Q(action__in=kind.actions, content_type=_type_of(kind)) & _about(log, rows)
    entries = log.objects.filter(wanted, timestamp__gt=moment).exclude(user=user)
    numbered = entries.annotate(
        place=Window(RowNumber(), partition_by=groups, order_by=[F("timestamp").desc(), F("pk").desc()]),
        of_all=Window(Count("pk"), partition_by=groups),
    )
    related = ("user", "page__locale") if log is PageLogEntry else ("user",)
    return numbered.filter(place__lte=shown).select_related(*related)


def _about(log: Any, rows: QuerySet) -> Q:
    keys = rows.order_by()
    if log is PageLogEntry:
        return Q(page__in=keys.values("pk"))
    return Q(object_id__in=keys.annotate(_key=Cast("pk", CharField())).values("_key"))


def _kind_of(entry: Any, kinds: Iterable[Happening]) -> Happening:
    return next(
        kind for kind in kinds if entry.action in kind.actions and entry.content_type_id == _type_of(kind).pk
    )


def _type_of(kind: Happening) -> ContentType:
    return ContentType.objects.get_for_model(kind.model)
