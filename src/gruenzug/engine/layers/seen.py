"""What was looked at while something was computed: as long as that is the same, so is the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

_Value = TypeVar("_Value")

ALL = "*"
"""Stands for the list of all names, where somebody went through it."""


class Seen:
    """Names that are looked at, for everyone who is recording."""

    def __init__(self) -> None:
        self._records: list[set[str]] = []

    def add(self, *names: str) -> None:
        """Tell everyone who is recording that these were looked at."""
        for record in self._records:
            record.update(names)

    @contextmanager
    def recorded(self) -> Iterator[set[str]]:
        """Collect the names looked at within the block."""
        names: set[str] = set()
        self._records.append(names)
        try:
            yield names
        finally:
            self._records.pop()


class SeenMapping(Mapping[str, _Value]):
    """A mapping that tells which of its names are looked at, also those it does not have."""

    def __init__(self, values: Mapping[str, _Value], seen: Seen) -> None:
        self._values = values
        self._seen = seen

    def __getitem__(self, name: str) -> _Value:
        self._seen.add(name)
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        self._seen.add(str(name))
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        self._seen.add(ALL)
        return iter(self._values)

    def __len__(self) -> int:
        self._seen.add(ALL)
        return len(self._values)
