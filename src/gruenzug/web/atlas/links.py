"""Addresses that keep the release a reader asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from gruenzug.web.atlas.current import PARAMETER, is_asked_for


def link(request: HttpRequest, view: str, *args: Any, **query: Any) -> str:
    """Return the address of `view`; empty values of `query` are left out."""
    if is_asked_for(request):
        query.setdefault(PARAMETER, request.GET[PARAMETER])
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    address = reverse(view, args=args)
    return f"{address}?{urlencode(kept)}" if kept else address
