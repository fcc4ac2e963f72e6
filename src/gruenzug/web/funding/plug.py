"""Where the money went on the ground: rooms above know places, this room hands them on to the funding body.

A room registers a function once in its ``AppConfig.ready``::

    plug.register_sites("projects", sites_of)

It is given keys of grants and yields a `Site` for every place it knows for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Site:
    """A place that a grant paid for; `geometry` is GeoJSON in EPSG:4326."""

    grant_id: int
    title: str
    geometry: str
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Iterable[int]], Iterable[Site]]
_PROVIDERS: dict[str, Provider] = {}


def register_sites(name: str, provider: Provider) -> None:
    """Let `provider` tell of places; a name can be taken once."""
    if name in _PROVIDERS:
        raise ValueError(f"places named {name} are registered already")
    _PROVIDERS[name] = provider


def sites_of(grants: Iterable[int]) -> list[Site]:
    """Return every place that a room knows for one of `grants`."""
    keys = list(grants)
    return [site for provider in _PROVIDERS.values() for site in provider(keys)]
