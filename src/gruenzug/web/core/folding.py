"""German words made comparable: no case, no diacritics, ä written ae, ß written ss.

>>> words("Dachbegrünung in Gießen")
['dachbegruenung', 'in', 'giessen']
"""

from __future__ import annotations

import re
import unicodedata

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return `text` in small letters without diacritics; umlauts become two letters.

    >>> fold("Grünzug ÉCOLE")
    'gruenzug ecole'
    """
    return _bare(unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS))


def words(text: str) -> list[str]:
    """Return the folded words of `text`."""
    return WORD.findall(fold(text))


def searchable(text: str) -> str:
    """Return what a search looks into: the folded words, and those with umlauts once more with bare vowels.

    So whoever types "begrunung" on a foreign keyboard finds as much as with "begrünung" or "begruenung".

    >>> searchable("Grüne Dächer, grüne Höfe")
    'gruene daecher gruene hoefe grune dacher hofe'
    """
    folded = words(text)
    bare = WORD.findall(_bare(unicodedata.normalize("NFC", text).casefold()))
    known = set(folded)
    extra = dict.fromkeys(word for word in bare if word not in known)
    return " ".join([*folded, *extra])


def _bare(text: str) -> str:
    """Return small letters without marks above or below."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
