"""Which entries may mean the same body: names alike in three-letter pieces, or the same mailbox or site."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gruenzug.web.directory.models import Kind, Organisation

ALIKE, HALF_ALIKE = 0.68, 0.3
"""Names this alike are offered alone; less alike ones together with the same website."""
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
    pieces = {body.pk: _pieces(body.name) for body in rows}
    weights = _weights(pieces.values())
    own = {pk: sum(weights[piece] for piece in found) for pk, found in pieces.items()}
    shared = _shared(pieces, weights)
    by_key = {body.pk: body for body in rows}
    same, same_site = _same_address(rows), _same_site(rows)
    pairs = []
    for (one, two), common in shared.items():
        likeness = 2 * common / (own[one] + own[two])
        if likeness >= (HALF_ALIKE if (one, two) in same_site else ALIKE) or (one, two) in same:
            reasons = [*same.get((one, two), []), *same_site.get((one, two), [])]
            pairs.append(_pair(by_key[one], by_key[two], likeness, reasons))
    pairs += [
        _pair(by_key[one], by_key[two], 0.0, same[one, two]) for one, two in same.keys() - shared.keys()
    ]
    kept = [pair for pair in pairs if not _plainly_different(pair.first, pair.second)]
    return sorted(kept, key=lambda pair: (-pair.likeness - len(pair.reasons), pair.first.name))


def _pieces(text: str) -> frozenset[str]:
    """Return the three-letter pieces of what tells names apart."""
    folded = UNINFORMATIVE.sub(" ", text.casefold()).translate(UMLAUTS)
    words = re.findall(r"[a-z0-9]+", folded) or re.findall(r"[a-z0-9]+", text.casefold().translate(UMLAUTS))
    return frozenset(f" {word} "[start : start + 3] for word in words for start in range(len(word)))


def _weights(names: Collection[frozenset[str]]) -> dict[str, float]:
    """Return how much each piece tells: one that stands in many names tells little."""
    count = Counter(piece for pieces in names for piece in pieces)
    return {piece: math.log(1 + len(names) / times) for piece, times in count.items()}


def _shared(pieces: dict[int, frozenset[str]], weights: dict[str, float]) -> dict[tuple[int, int], float]:
    """Return the weight of the common pieces of each pair that has any, found through an index of pieces."""
    shared: dict[tuple[int, int], float] = defaultdict(float)
    index: dict[str, list[int]] = defaultdict(list)
    for pk in sorted(pieces):
        for piece in pieces[pk]:
            for other in index[piece]:
                shared[other, pk] += weights[piece]
            index[piece].append(pk)
    return shared


def _same_address(rows: list[Organisation]) -> dict[tuple[int, int], list[str]]:
    """Return what pairs have in common that only one body should have."""
    mailbox = _in_common(rows, _("gleiches Postfach"), lambda body: body.mailbox.casefold())
    phone = _in_common(rows, _("gleiche Telefonnummer"), lambda body: re.sub(r"\D", "", body.phone))
    return {pair: [*mailbox.get(pair, []), *phone.get(pair, [])] for pair in mailbox.keys() | phone.keys()}


def _same_site(rows: list[Organisation]) -> dict[tuple[int, int], list[str]]:
    """Return pairs that share a website, as a body and its part also may."""
    return _in_common(
        rows, _("gleiche Website"), lambda body: urlsplit(body.website).netloc.removeprefix("www.")
    )


def _in_common(
    rows: list[Organisation], reason: str, mark: Callable[[Organisation], str]
) -> dict[tuple[int, int], list[str]]:
    """Return the pairs with the same mark; one that many share says nothing."""
    groups: dict[str, list[int]] = defaultdict(list)
    for body in rows:
        if mark(body):
            groups[mark(body)].append(body.pk)
    return {(min(keys), max(keys)): [reason] for keys in groups.values() if len(keys) == 2}


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
