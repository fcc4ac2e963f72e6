"""What has happened since the last issue: each room's news as items an editor picks from.

Rooms below are read in `newsletter.sources`. A room above registers its own in
its ``AppConfig.ready``::

    items.register(items.Source("news", _("Aktuelles"), order=10, collect=news_since))

`collect` is called with the active language set to that of the text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import override

Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One piece of news; `key` tells it from others of its source in every language."""

    key: str
    title: str
    url: str
    meta: str = ""
    text: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of news: items that became news on `since` or later and before or on `until`."""

    name: str
    title: Words
    order: int
    collect: Callable[[dt.date, dt.date], list[Item]]


@dataclass(frozen=True)
class Found:
    """What a source has, under its title."""

    source: Source
    title: str
    items: list[Item]


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Let `source` be collected from; a name can be taken once."""
    if source.name in _SOURCES:
        raise ValueError(f"a source named {source.name} is registered already")
    _SOURCES[source.name] = source
    return source


def sources() -> list[Source]:
    """Return all sources in their order."""
    return sorted(_SOURCES.values(), key=lambda source: source.order)


def collected(since: dt.date, until: dt.date, language: str) -> list[Found]:
    """Return what all sources have, in the words of `language`; those without news are left out."""
    with override(language):
        found = [Found(each, str(each.title), each.collect(since, until)) for each in sources()]
    return [each for each in found if each.items]
