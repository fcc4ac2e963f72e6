"""The index follows what is saved and deleted, once the transaction is through."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from gruenzug.web.core.search.indexing import renew
from gruenzug.web.core.search.registry import Indexer, indexers

_CHANGED = "_rows_changed_for_search"


def follow(indexer: Indexer) -> None:
    """Watch the models of `indexer`."""
    if indexer.model is None:
        return
    for model, key_of in {indexer.model: lambda row: row.pk, **indexer.parts}.items():
        for signal in (post_save, post_delete):
            signal.connect(partial(_note, indexer, key_of), sender=model, weak=False)
    for field in indexer.model._meta.many_to_many:
        m2m_changed.connect(
            partial(_note, indexer, lambda row: row.pk), sender=field.remote_field.through, weak=False
        )


def _note(indexer: Indexer, key_of: Any, sender: Any, instance: Any, **kwargs: Any) -> None:
    """Remember that a row changed; many changes of one transaction are one look at its end."""
    reverse_side = "action" in kwargs and not isinstance(instance, indexer.model)  # type: ignore[arg-type]
    if kwargs.get("raw") or reverse_side:
        return
    _changed()[indexer.kind].add(str(key_of(instance)))
    transaction.on_commit(_catch_up, robust=True)


def _catch_up() -> None:
    """Renew what changed; of a transaction's many calls the first does the work of all."""
    changed = dict(_changed())
    _changed().clear()
    for kind, keys in changed.items():
        renew(indexers()[kind], keys)


def _changed() -> dict[str, set[str]]:
    """Return the keys of changed rows by kind, for this connection.

    After a rollback some stay that did not change; they are looked at once more, which harms nobody.
    """
    if not hasattr(connection, _CHANGED):
        setattr(connection, _CHANGED, defaultdict(set))
    return getattr(connection, _CHANGED)
