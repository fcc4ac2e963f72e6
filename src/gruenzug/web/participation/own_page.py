"""What rooms above add to the page of a participant: registrations, subscriptions, all data.

A room registers a section in its ``AppConfig.ready``; `entries` is asked with
the address that the participant confirmed by a link in a mail, and answers
only with what belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One thing of the participant's, and its personal address."""

    title: str
    url: str
    meta: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of things; `name` is part of the page's anchors."""

    name: str
    title: Words
    order: int
    entries: Callable[[str], Sequence[Entry]]


@dataclass(frozen=True)
class Filled:
    """A section with what it has for one participant."""

    section: Section
    entries: Sequence[Entry]


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add `section` to the page; a name can be taken once."""
    if section.name in _SECTIONS:
        raise ValueError(f"a section named {section.name} is registered already")
    _SECTIONS[section.name] = section
    return section


def filled(email: str) -> list[Filled]:
    """Return the sections that have something for the owner of `email`, in their order."""
    rows = [Filled(section, section.entries(email)) for section in _SECTIONS.values()]
    return sorted((row for row in rows if row.entries), key=lambda row: row.section.order)
