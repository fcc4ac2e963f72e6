"""Which entries may mean the same body: names alike in three-letter pieces, or the same mailbox or site."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gruenzug.web.core.likeness import Likeness
from gruenzug.web.directory.models import Kind, Organisation

ALIKE, HALF_ALIKE = 0.68, 0.3
"""Names this alike are offered alone; less alike ones together with the same website."""
UNINFORMATIVE = re.compile(
    r"\b(stadt|gemeinde|kreis|e\.? ?v\.?|ggmbh|gmbh|mbh|ag|verein|verband"
    r"|der|die|das|des|für|fuer|und|in|im)\b"
)
Keys = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one body."""

    first: Organisation
    second: Organisation
    likeness: float
    reasons: tuple[str, ...]


def candidates(bodies: Iterable[Organisation]) -> list[Pair]:
    """Return pairs of `bodies` that may be the same, the likeliest first."""
    rows = {body.pk: body for body in bodies}
    likeness = {
        (min(one, two), max(one, two)): value
        for one, two, value in Likeness({pk: telling(body.name) for pk, body in rows.items()}).pairs(
            HALF_ALIKE
        )
    }
    address, site = _same_address(rows.values()), _same_site(rows.values())
    found = []
    for keys in likeness.keys() | address.keys():
        alike = likeness.get(keys, 0.0)
        reasons = [*([_("ähnlicher Name")] if alike >= ALIKE else []), *address.get(keys, [])]
        reasons += site.get(keys, []) if alike >= HALF_ALIKE else []
        if reasons and not _plainly_different(rows[keys[0]], rows[keys[1]]):
            found.append(Pair(rows[keys[0]], rows[keys[1]], alike, tuple(reasons)))
    return sorted(found, key=lambda pair: (-pair.likeness - len(pair.reasons), pair.first.name))


def telling(name: str) -> str:
    """Return `name` without the words that half of all bodies have; all of it if nothing else is left."""
    return UNINFORMATIVE.sub(" ", name.casefold()).strip() or name


def _same_address(rows: Iterable[Organisation]) -> dict[Keys, list[str]]:
    """Return what pairs have in common that only one body should have."""
    rows = list(rows)
    mailbox = _in_common(rows, _("gleiches Postfach"), lambda body: body.mailbox.casefold())
    phone = _in_common(rows, _("gleiche Telefonnummer"), lambda body: re.sub(r"\D", "", body.phone))
    return {pair: [*mailbox.get(pair, []), *phone.get(pair, [])] for pair in mailbox.keys() | phone.keys()}


def _same_site(rows: Iterable[Organisation]) -> dict[Keys, list[str]]:
    """Return pairs that share a website, as a body and its part also may."""
    return _in_common(
        rows, _("gleiche Website"), lambda body: urlsplit(body.website).netloc.removeprefix("www.")
    )


def _in_common(
    rows: Iterable[Organisation], reason: str, mark: Callable[[Organisation], str]
) -> dict[Keys, list[str]]:
    """Return the pairs with the same mark; one that many share says nothing."""
    groups: dict[str, list[int]] = defaultdict(list)
    for body in rows:
        if mark(body):
            groups[mark(body)].append(body.pk)
    return {(min(keys), max(keys)): [reason] for keys in groups.values() if len(keys) == 2}


def _plainly_different(first: Organisation, second: Organisation) -> bool:
    """Two official keys are two bodies; a town is not the county of its name, nor a part its whole."""
    if first.official_key and second.official_key:
        return True
    if first.pk == second.parent_id or second.pk == first.parent_id:
        return True
    return {first.kind, second.kind} == {Kind.MUNICIPALITY, Kind.COUNTY}
