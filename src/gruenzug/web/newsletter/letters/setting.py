"""The frame of a mail in MJML, compiled to what mail programs understand.

What people wrote never passes through the compiler: the template holds tokens,
which the compiled HTML has at the same places, where the words are put in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from mjml import mjml2html

from gruenzug.web.newsletter.letters.parts import Part

TOKEN = re.compile(r"%%(\w+)%%")
TEMPLATE = "newsletter/mail/issue.mjml"


def set_in_html(parts: list[Part], words: Mapping[str, str]) -> str:
    """Return the mail as HTML; `words` fill the frame, those named ``*_html`` are HTML already."""
    filling = {name: word if name.endswith("_html") else escape(word) for name, word in words.items()}
    for number, part in enumerate(parts):
        filling[f"html_{number}"] = part.html
        filling[f"url_{number}"] = escape(part.url)
        filling[f"alt_{number}"] = escape(part.alt)
        filling[f"label_{number}"] = escape(part.label)
    shape = tuple((part.kind, bool(part.html)) for part in parts)
    frame = _compiled(shape, words["language"], tuple(name for name in words if words[name]))
    return TOKEN.sub(lambda found: filling.get(found[1], ""), frame)


@lru_cache(maxsize=64)
def _compiled(shape: tuple[Any, ...], language: str, given: tuple[str, ...]) -> str:
    """Return the frame for parts of this shape, with tokens where words go."""
    rows = [
        {"kind": kind, "has_html": has_html, "number": str(number)}
        for number, (kind, has_html) in enumerate(shape)
    ]
    source = render_to_string(TEMPLATE, {"rows": rows, "language": language, "given": given})
    return mjml2html(source)
