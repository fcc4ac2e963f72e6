"""How alike names are: by the three-letter pieces they share, rare pieces counting more.

"Park am Teich" and "Teichpark" share most of what tells them apart from
hundreds of other parks; what stands in every third name says nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from gruenzug.web.core.folding import words

Key = TypeVar("Key", bound=Hashable)
COMMON = 0.1  # pieces in more than this share of many names hardly find pairs, they only weigh in
FEW = 50  # below so many names every piece finds pairs


class Likeness(Generic[Key]):
    """Names by key, ready to be compared with each other or with a further one."""

    def __init__(self, names: Mapping[Key, str]) -> None:
        self._pieces = {key: pieces(name) for key, name in names.items()}
        self._count = Counter(piece for found in self._pieces.values() for piece in found)
        self._rarely = max(FEW, COMMON * len(self._pieces))
        self._index: dict[str, list[Key]] = defaultdict(list)
        for key, found in self._pieces.items():
            for piece in found:
                self._index[piece].append(key)

    def like(self, name: str, least: float) -> dict[Key, float]:
        """Return the keys whose names are like `name`, with how much (0..1), from `least` on."""
        asked = pieces(name)
        near = self._near(asked)
        likeness = {key: self._alike(asked, self._pieces[key]) for key in near}
        return {key: value for key, value in likeness.items() if value >= least}

    def pairs(self, least: float) -> Iterator[tuple[Key, Key, float]]:
        """Yield every pair of keys whose names are alike from `least` on, once."""
        place = {key: number for number, key in enumerate(self._pieces)}
        for key, asked in self._pieces.items():
            near = (one for one in self._near(asked) if place[one] > place[key])
            for other in sorted(near, key=place.__getitem__):
                value = self._alike(asked, self._pieces[other])
                if value >= least:
                    yield key, other, value

    def _near(self, asked: frozenset[str]) -> set[Key]:
        """Return the names worth a comparison: those that share a rare piece.

        A name made of common pieces alone is compared with those that share the rarest of these.
        """
        held = sorted((piece for piece in asked if piece in self._index), key=self._count.__getitem__)
        rare = [piece for piece in held if self._count[piece] <= self._rarely] or held[:1]
        return {key for piece in rare for key in self._index[piece]}

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the weight of what two names share over the weight of both (Dice's coefficient)."""
        whole = self._weigh(one) + self._weigh(other)
        return 2 * self._weigh(one & other) / whole if whole else 0.0

    def _weigh(self, found: frozenset[str]) -> float:
        total = len(self._pieces) + 1
        return sum(math.log(1 + total / (1 + self._count[piece])) for piece in found)


def pieces(name: str) -> frozenset[str]:
    """Return the three-letter pieces of the words of `name`, their beginnings marked by a space.

    >>> sorted(pieces("Teich"))
    [' te', 'eic', 'ich', 'tei']
    """
    found = set()
    for word in words(name):
        padded = f" {word}"
        found |= {padded[start : start + 3] for start in range(max(len(padded) - 2, 1))}
    return frozenset(found)
