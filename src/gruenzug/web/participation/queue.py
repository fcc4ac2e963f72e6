"""Everything that waits for a moderator, whatever room it comes from.

A room registers a source: what waits there, and what releasing and hiding mean
for it. The queue page, the bulk actions and the public statistics follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One thing to look at.

    `key` tells it apart within its source; `since` is when it began to wait.
    """

    kind: str
    key: str
    title: str
    text: str
    since: dt.datetime
    author: str = ""
    state: Words = ""
    reasons: list[str] = field(default_factory=list)
    objection: str = ""
    context: str = ""
    url: str = ""
    picture: str = ""
    alt: str = ""

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Source:
    """One kind of things that are moderated.

    Attributes
    ----------
    kind
        "room.what", stable.
    items
        What waits, or what has the asked state; the oldest first.
    release, hide
        What a moderator does: ``release(key, by)``, ``hide(key, reason, text, by)``.
        ValidationError with a sentence where that cannot be.
    uphold
        ``uphold(key, text, by)``: an objection is answered and the item stays hidden.
    """

    kind: str
    title: Words
    items: Callable[[str], Iterable[Item]]
    release: Callable[[str, Any], None]
    hide: Callable[[str, str, str, Any], None]
    uphold: Callable[[str, str, Any], None] | None = None
    states: tuple[str, ...] = ("waiting",)


WAITING, OBJECTED, HIDDEN, PUBLIC = "waiting", "objected", "hidden", "public"
_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Let moderators look after `source`; a kind can be taken once."""
    if source.kind in _SOURCES:
        raise ValueError(f"a source named {source.kind} is registered already")
    _SOURCES[source.kind] = source
    return source


def sources() -> dict[str, Source]:
    """Return all sources by kind."""
    return dict(_SOURCES)


def items(state: str = WAITING, kind: str = "") -> list[Item]:
    """Return what has `state`, of all sources or of one, the oldest first."""
    chosen = [source for source in _SOURCES.values() if kind in ("", source.kind) and state in source.states]
    return sorted((item for source in chosen for item in source.items(state)), key=lambda item: item.since)
