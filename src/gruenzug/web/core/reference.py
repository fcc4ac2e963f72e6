"""Reference content that ships with the software and never overwrites a person's edit.

A key is written when it is new, or when what is there is still what we wrote
last time. If a person has edited it since, it stays, and the loader says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from gruenzug.web.core.models import ReferenceRecord

STATUS = ("confirmed", "partial", "placeholder")


@dataclass
class Report:
    """Keys by what became of them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{len(self.created)} created, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        return f"{counts}, {len(self.kept)} kept as a person edited them"


def apply(*, key: str, wanted: Any, current: Any | None, write: Callable[[], Any], report: Report) -> None:
    """Bring the entry `key` to the content `wanted`, unless a person changed it.

    `current` is the content that is there now, in the same form as `wanted`,
    or None; `write` creates or updates it and returns the content then there.
    """
    record = ReferenceRecord.objects.filter(key=key).first()
    if current is not None and record is None:
        report.kept.append(key)
        return
    if current is not None and digest(current) != record.digest:
        report.kept.append(key)
        return
    if current is None and record is not None:  # deleted on purpose
        report.kept.append(key)
        return
    if current is not None and digest(current) == digest(wanted):
        report.unchanged.append(key)
        return
    (report.updated if record else report.created).append(key)
    ReferenceRecord.objects.update_or_create(key=key, defaults={"digest": digest(write())})


def digest(content: Any) -> str:
    """Return the sha256 of `content` as canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()
