"""What the programme does in a municipality, on its page: commitments, promises, projects, grants, events.

A section asks a room below for its public cards. A room above, such as the
newsletter, registers one of its own in its ``AppConfig.ready``::

    plug.register(plug.Section("neues", _("Aktuelles"), 60, rows=news_of, card=card_of))

A page must stay within its queries: `rows` takes one, or two where there is money.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gruenzug.web.charter.plug import SHOWN, Card, Words
from gruenzug.web.places.models import Municipality

__all__ = ["SHOWN", "Card", "Filled", "Section", "filled", "register"]


@dataclass(frozen=True)
class Section:
    """One kind of thing that concerns municipalities.

    Attributes
    ----------
    name
        The section's anchor, in German, for it stands in addresses.
    rows
        Everything public of this kind for a municipality, the most telling first.
    card
        The card of one row; asked for those that are shown.
    more
        Address of the list that shows all of them, "" without one.
    """

    name: str
    title: Words
    order: int
    rows: Callable[[Municipality], Sequence[Any]]
    card: Callable[[Any], Card]
    more: Callable[[Municipality], str] = lambda municipality: ""


@dataclass(frozen=True)
class Filled:
    """A section with what it has to say."""

    section: Section
    rows: Sequence[Any]
    more_url: str

    @cached_property
    def cards(self) -> list[Card]:
        """The cards that are shown."""
        return [self.section.card(row) for row in self.rows[:SHOWN]]

    @property
    def shown(self) -> list[Card]:
        return self.cards

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - SHOWN, 0)


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add `section` to every municipality's page; a name can be taken once."""
    if section.name in _SECTIONS:
        raise ValueError(f"a section named {section.name} is registered already")
    _SECTIONS[section.name] = section
    return section


def filled(municipality: Municipality) -> list[Filled]:
    """Return the sections that have something to say of `municipality`, in their order."""
    ordered = sorted(_SECTIONS.values(), key=lambda section: (section.order, section.name))
    found = [Filled(section, section.rows(municipality), section.more(municipality)) for section in ordered]
    return [row for row in found if row.rows]
