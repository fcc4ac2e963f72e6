"""What rooms above know of a body, on its page: what it committed to, promised, builds and was granted.

A room registers a function once in its ``AppConfig.ready``::

    plug.register("projects", 30, links_of)

It is given a public body and returns links; it takes one query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gruenzug.web.directory.models import Organisation


@dataclass(frozen=True)
class Link:
    """Where to read more of a body, and a few words on what is there."""

    title: str
    url: str
    note: str = ""


Provider = Callable[[Organisation], list[Link]]
_PROVIDERS: dict[str, tuple[int, Provider]] = {}


def register(name: str, order: int, provider: Provider) -> None:
    """Let `provider` tell of bodies; a name can be taken once."""
    if name in _PROVIDERS:
        raise ValueError(f"links named {name} are registered already")
    _PROVIDERS[name] = (order, provider)


def links_of(body: Organisation) -> list[Link]:
    """Return what every room has of `body`, in the rooms' order."""
    ordered = sorted(_PROVIDERS.items(), key=lambda item: (item[1][0], item[0]))
    return [link for _name, (_order, provider) in ordered for link in provider(body)]
