"""Pictures that other sites show of pages that are no CMS pages: each room says what is on its own.

A room registers a kind in a ``social`` module its AppConfig imports::

    social.register("project", card_of_project)

and its template names the picture with ``{% social_picture "project" slug as social_image %}``.
The page only names the address; the picture is drawn when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from gruenzug.web.core.previews import Card

Maker = Callable[[HttpRequest, str], Card | None]
_MAKERS: dict[str, Maker] = {}


def register(kind: str, maker: Maker) -> None:
    """Let `maker` say what the picture of a page shows, by its key; None if there is no such page."""
    if kind in _MAKERS:
        raise ValueError(f"pictures of {kind} are registered already")
    _MAKERS[kind] = maker


def card_of(request: HttpRequest, kind: str, key: str) -> Card | None:
    """Return what the picture of a page shows; None if there is no such page."""
    maker = _MAKERS.get(kind)
    return maker(request, key) if maker else None


def address(request: HttpRequest, kind: str, key: str) -> str:
    """Return the full address of the picture of a page."""
    return request.build_absolute_uri(reverse("preview-of", args=[kind, key]))
