"""Leichte Sprache on the page: one sentence to a line, lists as lists."""

from __future__ import annotations

import re
from typing import Any

NUMBERED = re.compile(r"^\d+\.\s+")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9])")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    >>> sentences("Ein Park ist schön. Gehen Sie hin!")
    ['Ein Park ist schön.', 'Gehen Sie hin!']
    """
    return [part for part in SENTENCE.split(" ".join(str(text).split())) if part]


def parts(text: str) -> list[dict[str, Any]]:
    """Return paragraphs and lists: a line is a sentence, "- " and "1. " begin entries of lists."""
    found: list[dict[str, Any]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        kind = "ul" if line.startswith("- ") else "ol" if NUMBERED.match(line) else "p"
        if kind == "p":
            found.append({"kind": kind, "text": line})
            continue
        entry = sentences(line[2:] if kind == "ul" else NUMBERED.sub("", line))
        if found and found[-1]["kind"] == kind:
            found[-1]["entries"].append(entry)
        else:
            found.append({"kind": kind, "entries": [entry]})
    return found
