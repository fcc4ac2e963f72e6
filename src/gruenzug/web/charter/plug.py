"""What rooms above add to the page of a Handlungsziel, or of a promise: projects, funding, events, news.

A room registers one section in its ``AppConfig.ready``::

    plug.register(plug.Section("projects", _("Projekte"), order=30, cards=cards_of, more=listing_of))

`cards` is asked once per page and must answer in a bounded number of queries,
whatever the goal; `counts` answers for many goals in one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from gruenzug.web.charter.models import Handlungsziel, Pledge

Words = str | Promise
SHOWN = 6


@dataclass(frozen=True)
class Card:
    """One thing that serves the goal: where it leads, and a line about it."""

    title: Words
    url: str
    text: Words = ""
    meta: Words = ""
    status: str = ""


class Told(Sequence[Card]):
    """The cards of `rows`, each told when it is shown: a page shows a few of many."""

    def __init__(self, rows: Sequence[Any], card: Callable[[Any], Card]) -> None:
        self._rows, self._card = rows, card

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._card(row) for row in self._rows[index]]
        return self._card(self._rows[index])


@dataclass(frozen=True)
class Section:
    """One kind of thing that serves goals.

    Attributes
    ----------
    name
        Room, in one word; part of the page's anchors.
    cards
        The public cards for a goal, the most telling first.
    more
        Address of the list that shows all of them for a goal, "" without one.
    counts
        Number of public cards by key of the goal, for lists of goals.
    empty
        What the page says where there are none.
    """

    name: str
    title: Words
    order: int
    cards: Callable[[HttpRequest, Handlungsziel], Sequence[Card]]
    more: Callable[[Handlungsziel], str] = lambda goal: ""
    counts: Callable[[Iterable[int]], Mapping[int, int]] | None = None
    empty: Words = ""


@dataclass(frozen=True)
class PledgeSection:
    """One kind of thing by which a promise is kept; `cards` asks as few queries as it can."""

    name: str
    title: Words
    order: int
    cards: Callable[[HttpRequest, Pledge], Sequence[Card]]


@dataclass(frozen=True)
class Filled:
    """A section with its cards."""

    section: Section | PledgeSection
    cards: Sequence[Card]
    more_url: str

    @property
    def shown(self) -> Sequence[Card]:
        return self.cards[:SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.cards) - SHOWN, 0)


_SECTIONS: dict[str, Section] = {}
_PLEDGE_SECTIONS: dict[str, PledgeSection] = {}


def register(section: Section) -> Section:
    """Add `section` to every goal's page; a name can be taken once."""
    if section.name in _SECTIONS:
        raise ValueError(f"a section named {section.name} is registered already")
    _SECTIONS[section.name] = section
    return section


def register_for_pledges(section: PledgeSection) -> PledgeSection:
    """Add `section` to every promise's page; a name can be taken once."""
    if section.name in _PLEDGE_SECTIONS:
        raise ValueError(f"a section of promises named {section.name} is registered already")
    _PLEDGE_SECTIONS[section.name] = section
    return section


def filled_for_pledge(request: HttpRequest, pledge: Pledge) -> list[Filled]:
    """Return the sections that have something for `pledge`, in their order."""
    ordered = sorted(_PLEDGE_SECTIONS.values(), key=lambda section: (section.order, section.name))
    rows = [Filled(section, section.cards(request, pledge), "") for section in ordered]
    return [row for row in rows if row.cards]


def sections() -> list[Section]:
    """Return all sections in their order on the page."""
    return sorted(_SECTIONS.values(), key=lambda section: (section.order, section.name))


def filled(request: HttpRequest, goal: Handlungsziel) -> list[Filled]:
    """Return every section with what it has for `goal`; empty ones too if they have words for that."""
    rows = [Filled(section, section.cards(request, goal), section.more(goal)) for section in sections()]
    return [row for row in rows if row.cards or row.section.empty]


def counts(goals: Iterable[int]) -> dict[int, list[tuple[Words, int]]]:
    """Return for each goal the titles of the sections that have something, and how much."""
    keys = list(goals)
    found: dict[int, list[tuple[Words, int]]] = {key: [] for key in keys}
    for section in sections():
        for key, number in (section.counts(keys) if section.counts else {}).items():
            if number:
                found[key].append((section.title, number))
    return found
