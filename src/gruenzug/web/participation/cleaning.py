"""Text as participants send it, made plain: no control characters, no marks that turn letters round."""

from __future__ import annotations

import re
import unicodedata

ENDINGS = "com|net|org|info|biz|ru|cn|shop|xyz|top|io"
LINK = re.compile(rf"(?:https?://|www\.)\S+|\b[\w-]+\.(?:{ENDINGS})\b", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n{3,}")
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])
"""Marks that change the direction of what follows, so that a reader sees other letters than a program."""


def clean_text(text: str) -> str:
    r"""Return `text` without invisible characters, each line trimmed, at most one empty line between two.

    >>> clean_text("Ein Baum \u202efür uns\x00.\r\n\n\n\nBitte.")
    'Ein Baum für uns.\n\nBitte.'
    """
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(TURNING)
    kept = "".join(letter for letter in whole if letter == "\n" or not _is_control(letter))
    lines = "\n".join(" ".join(line.split()) for line in kept.split("\n"))
    return BLANK_LINES.sub("\n\n", lines).strip()


def clean_line(text: str) -> str:
    r"""Return `text` as one line.

    >>> clean_line(" Ein\nBaum ")
    'Ein Baum'
    """
    return " ".join(clean_text(text).split())


def has_links(text: str) -> bool:
    """Whether `text` leads somewhere else.

    >>> has_links("Siehe www.example.org"), has_links("Am Teich, z. B. links")
    (True, False)
    """
    return LINK.search(text) is not None


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
