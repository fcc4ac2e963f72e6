"""What can be found, kind by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Document:
    """One page as the search knows it, in one language.

    `key` tells documents of a kind apart; rows of a model have their number.
    `box` is west, south, east, north in EPSG:4326.
    """

    title: str
    text: str
    url: str
    date: dt.date | None = None
    box: Sequence[float] | None = None
    key: str = ""


@dataclass(frozen=True)
class Indexer:
    """One kind of things that can be found.

    Attributes
    ----------
    kind
        "room.what", stable; part of addresses of results.
    title
        What a reader calls these things, in the plural.
    rows
        All that may be found; with `model` a query set.
    describe
        A row as a document in the active language; None if it must not be found.
    model
        The model whose rows they are: then the index follows each that is saved or deleted.
    parts
        Further models whose rows are part of such a row, with the way to its number.
    order
        Place among the kinds.
    """

    kind: str
    title: Words
    rows: Callable[[], Iterable[Any]]
    describe: Callable[[Any], Document | None]
    model: type[Model] | None = None
    parts: Mapping[type[Model], Callable[[Any], Any]] = field(default_factory=dict)
    order: int = 100

    def key_of(self, row: Any, document: Document) -> str:
        """Return what tells `row` apart."""
        return document.key or str(row.pk)


_INDEXERS: dict[str, Indexer] = {}


def register(indexer: Indexer) -> Indexer:
    """Let the search find what `indexer` describes; a kind can be taken once."""
    from gruenzug.web.core.search.following import follow  # noqa: PLC0415  needs the loaded models

    if indexer.kind in _INDEXERS:
        raise ValueError(f"a kind named {indexer.kind} is registered already")
    _INDEXERS[indexer.kind] = indexer
    follow(indexer)
    return indexer


def indexers() -> dict[str, Indexer]:
    """Return all kinds in their order."""
    return dict(sorted(_INDEXERS.items(), key=lambda item: (item[1].order, item[0])))
