"""Indicators as data: what each means, its exact thresholds and where they come from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gruenzug.contract.text import Text

UNITS = ("percent", "m2_per_person", "count", "per_1000", "ha_per_1000", "ha", "m_per_ha", "per_km2")


@dataclass(frozen=True)
class Part:
    """One number an indicator reports.

    Attributes
    ----------
    id
        Empty if it is the only number, or the one the source publishes.
    title
        What it counts.
    unit, direction
        The indicator's, unless it says otherwise.
    needs
        Tables it needs beside the indicator's; without them the others remain.
    of
        Those of the indicator's tables that its number comes from.
    """

    id: str
    title: Text
    unit: str
    direction: str
    needs: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """Where a definition was published; `url` is empty for a definition of our own."""

    title: str
    url: str


@dataclass(frozen=True)
class Indicator:
    """A published definition; the engine has one function for each.

    Attributes
    ----------
    id, code
        Key in figures and addresses; name in the literature.
    version
        Version of the definition, part of every figure's provenance.
    unit
        One of `UNITS`; a `Part` may differ.
    direction
        ``up`` if more is better, else ``down``.
    leitthema
        Key of the Charta's Leitthema it serves.
    needs
        Tables without which there is no figure; their extents decide coverage.
    scope
        Fewest inhabitants the definition covers; smaller municipalities get a
        value for orientation that enters no aggregate.
    status
        ``confirmed`` if the definition was read at its source, else ``partial``.
    parameters
        Thresholds; the unit is the end of the key.
    elements
        Catalogue elements that count; empty if the choice does not apply.
    public_only
        Whether only freely accessible spaces count.
    parts
        What is reported, headline first.
    """

    id: str
    code: str
    version: str
    unit: str
    direction: str
    leitthema: str
    needs: tuple[str, ...]
    scope: int
    status: str
    title: Text
    question: Text
    definition: Text
    limits: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, Any]
    elements: tuple[str, ...]
    public_only: bool
    source: Reference
    parts: tuple[Part, ...]

    @property
    def headline(self) -> Part:
        """The part that stands for the indicator where there is room for one number."""
        return self.parts[0]

    def part(self, part_id: str) -> Part:
        """Return the part with that id; KeyError if there is none."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(f"indicator {self.id} has no part {part_id!r}")


@cache
def indicators() -> dict[str, Indicator]:
    """Return all indicators by id, in the order in which pages show them."""
    text = files("gruenzug.contract").joinpath("indicators.toml").read_text("utf-8")
    return {row["id"]: _indicator(row) for row in tomllib.loads(text)["indicator"]}


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        **{key: row[key] for key in ("id", "code", "version", "unit", "direction", "leitthema")},
        needs=tuple(row["needs"]),
        scope=row["scope"],
        status=row["status"],
        title=Text.from_mapping(row["title"]),
        question=Text.from_mapping(row["question"]),
        definition=Text.from_mapping(row["definition"]),
        limits={language: tuple(lines) for language, lines in row["limits"].items()},
        parameters=row["parameters"],
        elements=tuple(row["elements"]),
        public_only=row["public_only"],
        source=Reference(**row["source"]),
        parts=tuple(_part(part, row) for part in row["parts"]),
    )


def _part(row: Mapping[str, Any], indicator: Mapping[str, Any]) -> Part:
    return Part(
        id=row["id"],
        title=Text.from_mapping(row["title"]),
        unit=row.get("unit", indicator["unit"]),
        direction=row.get("direction", indicator["direction"]),
        needs=tuple(row.get("needs", ())),
        of=tuple(row.get("of", indicator["needs"])),
    )
