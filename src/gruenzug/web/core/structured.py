"""Facts of a page for search engines, as JSON-LD in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gruenzug.web.core.maps import as_json

EMPTY: tuple[Any, ...] = (None, "", [], {})


def as_script(data: Mapping[str, Any]) -> SafeString:
    """Return `data` as a script element that runs nothing; empty facts are left out."""
    known = {key: value for key, value in data.items() if value not in EMPTY}
    told = {"@context": "https://schema.org", **known}
    return format_html('<script type="application/ld+json">{}</script>', as_json(told))
