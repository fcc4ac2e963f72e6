"""The first page of the back office: what is due, what waits, what changed; each room lays its cards.

A room registers a function of (user, today) in its ``AppConfig.ready``. It
returns a Card, or None where it has nothing for this user; it looks at
``user.roles`` or ``user.has_perm`` itself and takes one or two queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ROWS = 8


class Section(models.TextChoices):
    """The three questions of a morning."""

    DUE = "due", _("Fällig")
    WAITING = "waiting", _("Wartet auf Sie")
    CHANGED = "changed", _("Hat sich geändert")


@dataclass(frozen=True)
class Row:
    """One line of a card."""

    text: Words
    url: str = ""
    due_on: dt.date | None = None
    note: Words = ""


@dataclass(frozen=True)
class Card:
    """A few lines of one kind; `count` says how many there are in all, `url` shows them."""

    title: Words
    section: Section
    rows: list[Row] = field(default_factory=list)
    count: int | None = None
    url: str = ""
    icon: str = "list-ul"

    @property
    def shown(self) -> list[Row]:
        return self.rows[:ROWS]

    @property
    def total(self) -> int:
        return len(self.rows) if self.count is None else self.count

    @property
    def hidden(self) -> int:
        return max(self.total - ROWS, 0)


Layer = Callable[[Any, dt.date], Card | None]
_LAYERS: dict[str, Layer] = {}


def register(name: str, layer: Layer) -> None:
    """Let `layer` lay its card; a name ("room.what") can be taken once."""
    if name in _LAYERS:
        raise ValueError(f"a card named {name} is registered already")
    _LAYERS[name] = layer


def cards(user: Any, today: dt.date) -> dict[Section, list[Card]]:
    """Return the cards for `user` by section; empty ones are left out."""
    laid = [card for layer in _LAYERS.values() if (card := layer(user, today)) and card.total]
    return {section: [card for card in laid if card.section == section] for section in Section}
