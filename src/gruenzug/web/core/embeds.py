"""Living things editors put into pages: a figure, a chart, a map, a project, an event.

A room registers a kind in an ``embeds`` module its AppConfig imports. What is
stored in a page is only the key; what is shown is the state of things when the
page is read. A thing that is gone or not public leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

Words = str | Promise
Choices = Callable[[], Iterable[tuple[str, str]]]
Context = Callable[[HttpRequest, str, str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Embed:
    """One kind of living thing.

    Attributes
    ----------
    name
        "room.what", stable: it is part of what pages store.
    choices
        Keys and labels of all that may be chosen now.
    context
        What the template needs for (request, key, place); None if there is nothing to show.
        `place` is the key of a municipality, or "" for the region.
    """

    name: str
    title: Words
    choices: Choices
    context: Context
    template: str
    order: int = 100


_EMBEDS: dict[str, Embed] = {}


def register(embed: Embed) -> Embed:
    """Let editors choose `embed`; a name can be taken once."""
    if embed.name in _EMBEDS:
        raise ValueError(f"an embed named {embed.name} is registered already")
    _EMBEDS[embed.name] = embed
    return embed


def embeds() -> list[Embed]:
    """Return all kinds in their order."""
    return sorted(_EMBEDS.values(), key=lambda embed: (embed.order, embed.name))


def choices(rooms: Collection[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all that may be chosen, by kind, as a select with groups wants it; of some rooms, if named."""
    return [
        (str(embed.title), [(f"{embed.name}:{key}", label) for key, label in embed.choices()])
        for embed in embeds()
        if not rooms or embed.name.partition(".")[0] in rooms
    ]


def render(request: HttpRequest | None, value: str, place: str = "", level: int | None = None) -> SafeString:
    """Return the HTML of a stored choice, its heading of `level` if there is one; nothing if it is gone."""
    name, _colon, key = value.partition(":")
    embed = _EMBEDS.get(name)
    if embed is None or request is None:
        return SafeString("")
    context = embed.context(request, key, place)
    if context is None:
        return SafeString("")
    facts = {**context, "level": level, "request": request}
    return SafeString(render_to_string(embed.template, facts, request=request))
