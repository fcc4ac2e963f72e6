"""What the back office shows of this room."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from gruenzug.web.core import audit


@hooks.register("register_log_actions")
def register_sentences(registry: Any) -> None:
    """Let Wagtail's history pages speak in our sentences."""
    audit.register_with(registry)
