"""Which entries may mean the same body: names alike in three-letter pieces, or the same mailbox or site."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gruenzug.web.directory.models import Kind, Organisation

ALIKE = 0.55
UNINFORMATIVE = re.compile(
    r"\b(stadt|gemeinde|kreis|e\.? ?v\.?|ggmbh|gmbh|mbh|ag|verein|verband"
    r"|der|die|das|des|für|fuer|und|in|im)\b"
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one body."""

    first: Organisation
    second: Organisation
    likeness: float
    reasons: tuple[str, ...]


def candidates(bodies: Iterable[Organisation]) -> list[Pair]:
    """Return pairs of `bodies` that may be the same, the likeliest first."""
    rows = list(bodies)
    pieces = {body.pk: _names(body) for body in rows}
    shared: Counter[tuple[int, int]] = Counter()
    _count_shared(rows, pieces, shared)
    by_key = {body.pk: body for body in rows}
    same = _same_address(rows)
    pairs = []
    for (one, two), common in shared.items():
        likeness = 2 * common / (len(pieces[one]) + len(pieces[two]))
        if likeness >= ALIKE or (one, two) in same:
            pairs.append(_pair(by_key[one], by_key[two], likeness, same.get((one, two), [])))
    pairs += [
        _pair(by_key[one], by_key[two], 0.0, same[one, two]) for one, two in same.keys() - shared.keys()
    ]
    kept = [pair for pair in pairs if not _plainly_different(pair.first, pair.second)]
    return sorted(kept, key=lambda pair: (-pair.likeness - len(pair.reasons), pair.first.name))


def _names(body: Organisation) -> frozenset[str]:
    return frozenset(_pieces(body.name))


def _pieces(text: str) -> set[str]:
    """Return the three-letter pieces of what tells names apart."""
    folded = UNINFORMATIVE.sub(" ", text.casefold()).translate(UMLAUTS)
    words = re.findall(r"[a-z0-9]+", folded) or re.findall(r"[a-z0-9]+", text.casefold().translate(UMLAUTS))
    return {f" {word} "[start : start + 3] for word in words for start in range(len(word))}


def _count_shared(
    rows: list[Organisation], pieces: dict[int, frozenset[str]], shared: Counter[tuple[int, int]]
) -> None:
    """Count common pieces of each pair that has any, through an index of pieces."""
    index: dict[str, list[int]] = defaultdict(list)
    for body in sorted(rows, key=lambda body: body.pk):
        for piece in pieces[body.pk]:
            for other in index[piece]:
                shared[other, body.pk] += 1
            index[piece].append(body.pk)


def _same_address(rows: list[Organisation]) -> dict[tuple[int, int], list[str]]:
    """Return what pairs have in common that only one body should have."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    marks = (
        (_("gleiches Postfach"), lambda body: body.mailbox.casefold()),
        (_("gleiche Telefonnummer"), lambda body: re.sub(r"\D", "", body.phone)),
        (_("gleiche Website"), lambda body: urlsplit(body.website).netloc.removeprefix("www.")),
    )
    for reason, mark in marks:
        groups: dict[str, list[int]] = defaultdict(list)
        for body in rows:
            if mark(body):
                groups[mark(body)].append(body.pk)
        for keys in groups.values():
            if len(keys) == 2:  # a site that many share says nothing
                found[min(keys), max(keys)].append(reason)
    return found


def _pair(first: Organisation, second: Organisation, likeness: float, reasons: list[str]) -> Pair:
    alike = [_("ähnlicher Name")] if likeness >= ALIKE else []
    return Pair(first, second, likeness, (*alike, *reasons))


def _plainly_different(first: Organisation, second: Organisation) -> bool:
    """Two official keys are two bodies; a town is not the county of its name, nor a part its whole."""
    if first.official_key and second.official_key:
        return True
    if first.pk == second.parent_id or second.pk == first.parent_id:
        return True
    return {first.kind, second.kind} == {Kind.MUNICIPALITY, Kind.COUNTY}
