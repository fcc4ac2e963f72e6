"""Where the computed effect of an idea will come from: whoever can compute it registers once.

A provider answers for one idea and says None where it cannot; then pages show
nothing. It must answer quickly, for somebody is waiting for the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from gruenzug.web.participation.models import Idea

Words = str | Promise


@dataclass(frozen=True)
class Effect:
    """What an idea would change: rows of (what, how much in words), and where that is explained."""

    rows: list[tuple[Words, str]] = field(default_factory=list)
    url: str = ""


Provider = Callable[[Idea], Effect | None]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider` answer; the first that does is shown."""
    _PROVIDERS.append(provider)
    return provider


def effect_of(idea: Idea) -> Effect | None:
    """Return the effect of `idea` as computed, None where nobody can say."""
    for provider in _PROVIDERS:
        if (effect := provider(idea)) is not None:
            return effect
    return None
