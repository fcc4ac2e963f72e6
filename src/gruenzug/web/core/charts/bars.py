"""Lengths of bars and places on an axis, in per cent of the drawing's width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gruenzug.web.core import formats
from gruenzug.web.core.charts.classes import nice_ticks


@dataclass(frozen=True)
class Tick:
    """One labelled mark of an axis."""

    value: float
    position: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Axis:
    """A linear axis that begins at a round number."""

    low: float
    high: float
    ticks: Sequence[Tick]

    def position(self, value: float) -> float:
        """Return where `value` lies, in per cent."""
        return round((value - self.low) / (self.high - self.low) * 100, 2)


def axis_for(values: Iterable[float | None], unit: str, *, from_zero: bool = True, count: int = 5) -> Axis:
    """Return an axis of round numbers on which all `values` lie; shares end at 100."""
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    if unit == "percent" and high > 50:
        high = 100
    marks = nice_ticks(min(low, 0) if from_zero else low, high, count)
    first, last = marks[0], marks[-1]
    digits = 0 if all(mark == int(mark) for mark in marks) else formats.UNITS[unit].digits
    ticks = [_tick(mark, first, last, formats.number(mark, digits)) for mark in marks]
    return Axis(first, last, ticks)


def bar_rows(rows: Iterable[Mapping[str, Any]], unit: str, digits: int | None = None) -> list[dict[str, Any]]:
    """Return `rows` with the length of their bar and their value in words.

    A row has ``label`` and ``value`` (None: there is none, ``status`` says why), and may have
    ``url``, ``kind`` (its colour), ``current``, ``note`` and ``status``.
    """
    listed = [dict(row) for row in rows]
    axis = axis_for((row["value"] for row in listed), unit)
    for row in listed:
        value = row["value"]
        row["length"] = None if value is None else f"{axis.position(value):g}%"
        row["text"] = None if value is None else formats.measure(value, unit, digits)
    return listed


def _tick(mark: float, first: float, last: float, label: str) -> Tick:
    anchor = "start" if mark == first else "end" if mark == last else "middle"
    return Tick(mark, f"{(mark - first) / (last - first) * 100:g}%", label, anchor)
