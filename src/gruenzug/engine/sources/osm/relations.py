"""Areas that are relations: multipolygons, boundaries, and holes of the old style."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import osmium
import pandas as pd
import shapely
from shapely import Geometry

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.osm.objects import FACTS, Entry, of_area
from gruenzug.engine.sources.osm.rings import Assembled, assemble
from gruenzug.engine.sources.osm.rows import Faults, Rows
from gruenzug.engine.sources.osm.rules import Tags
from gruenzug.engine.sources.osm.stream import NO_LINE, Stream
from gruenzug.engine.sources.osm.wkb import Shapes, read_wkb
from gruenzug.engine.sources.request import Bounds
from gruenzug.engine.sources.shapes import meets

_KEY = "de:amtlicher_gemeindeschluessel"


@dataclass(frozen=True)
class AreaRelation:
    """A relation that belongs to some tables, with its member ways by role."""

    number: int
    entries: tuple[Entry, ...]
    outer: tuple[int, ...]
    inner: tuple[int, ...]

    @property
    def ref(self) -> str:
        """Its reference, such as relation/5."""
        return f"relation/{self.number}"


@dataclass(frozen=True)
class Boundaries:
    """Which administrative boundaries are municipalities: levels, and keys by name or by prefix."""

    levels: frozenset[str]
    keys: Mapping[str, str]
    ags: tuple[str, ...]

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Boundaries:
        """Read ``admin_level`` (a number or several), ``keys`` (name → AGS) and ``ags`` (first digits)."""
        level = options.get("admin_level", ())
        levels = level if isinstance(level, list | tuple) else [level]
        ags = options.get("ags", ())
        return cls(
            frozenset(map(str, levels)),
            options.get("keys", {}),
            (ags,) if isinstance(ags, str) else tuple(ags),
        )

    def entry(self, tags: Tags) -> Entry | None:
        """Return AGS and name if the tags are those of a municipality that is asked for."""
        if tags.get("boundary") != "administrative" or tags.get("admin_level") not in self.levels:
            return None
        name = tags.get("name") or ""
        key = self.keys.get(name) or tags.get(_KEY) or ""
        if len(key) != 8 or (self.keys and name not in self.keys) or not key.startswith(self.ags or ""):
            return None
        return "municipalities", (key, name)

    @property
    def named(self) -> bool:
        """Whether the municipalities are named one by one, so that none may be missing."""
        return bool(self.keys or self.ags)


@dataclass
class Relations:
    """The relations of a file that matter, and the lines of their members."""

    wanted: Collection[str]
    boundaries: Boundaries
    areas: list[AreaRelation] = field(default_factory=list)
    holes: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def scan(self, relations: Iterable[osmium.osm.Relation]) -> None:
        """Note the relations of use.

        A multipolygon without tags of its own is of the old style: its tags
        are on its closed outer way, and its inner ways are holes in that.
        """
        for relation in relations:
            entries = list(of_area(relation.tags, self.wanted))
            if "municipalities" in self.wanted and (town := self.boundaries.entry(relation.tags)):
                entries.append(town)
            if not entries and relation.tags.get("type") != "multipolygon":
                continue
            outer = tuple(
                member.ref for member in relation.members if member.type == "w" and member.role != "inner"
            )
            inner = tuple(
                member.ref for member in relation.members if member.type == "w" and member.role == "inner"
            )
            if entries:
                self.areas.append(AreaRelation(relation.id, tuple(entries), outer, inner))
            elif len(outer) == 1 and inner:
                self.holes[outer[0]] = inner

    def lines(self, stream: Stream, faults: Faults) -> dict[int, Geometry]:
        """Return the member ways of all relations as lines in EPSG:25832."""
        numbers = {way for area in self.areas for way in area.outer + area.inner}
        numbers |= {way for ways in self.holes.values() for way in ways}
        factory, wkb = osmium.geom.WKBFactory(), {}
        for way in stream.members(numbers) if numbers else ():
            try:
                wkb[way.id] = factory.create_linestring(way)
            except NO_LINE:
                faults.incomplete.append(f"way/{way.id}")
        return dict(zip(wkb, read_wkb(list(wkb.values())).lines(), strict=True)) if wkb else {}

    def build(self, lines: Mapping[int, Geometry], tables: Mapping[str, Rows], faults: Faults) -> None:
        """Assemble every area and append it to its tables."""
        shapes: dict[str, list[tuple[tuple[Any, ...], Geometry]]] = {}
        for relation in self.areas:
            whole = _assembled(relation, lines, faults)
            for name, facts in relation.entries:
                if name == "municipalities" and not self._usable(relation, whole, facts):
                    continue
                if not whole.area.is_empty:
                    shapes.setdefault(name, []).append(((relation.ref, *facts), whole.area))
        for name, found in shapes.items():
            rows = pd.DataFrame.from_records([facts for facts, _ in found], columns=["ref", *FACTS[name]])
            tables[name].append(rows, np.array([shape for _, shape in found], dtype=object))

    def _usable(self, relation: AreaRelation, whole: Assembled, facts: tuple[Any, ...]) -> bool:
        if whole.closed and not whole.area.is_empty:
            return True
        if self.boundaries.named:
            raise SourceError(
                f"{relation.ref}, the boundary of {facts[1]}, is not closed; the extract must hold all of it"
            )
        return False


def _assembled(relation: AreaRelation, lines: Mapping[int, Geometry], faults: Faults) -> Assembled:
    present = [[lines[way] for way in ways if way in lines] for ways in (relation.outer, relation.inner)]
    whole = assemble(*present)
    missing = len(present[0]) + len(present[1]) < len(relation.outer) + len(relation.inner)
    if missing or not whole.closed:
        faults.incomplete.append(relation.ref)
    elif whole.crossed:
        faults.mended.append(relation.ref)
    return Assembled(whole.area, whole.closed and not missing, whole.crossed)


def cut_holes(
    refs: pd.Series, shapes: Shapes, holes: Mapping[int, tuple[int, ...]], lines: Mapping[int, Geometry]
) -> Shapes:
    """Return areas of ways minus the holes that relations of the old style give them."""
    by_ref = {f"way/{way}": inner for way, inner in holes.items()}
    places = np.flatnonzero(refs.isin(by_ref))
    result = shapes.copy()
    for place in places:
        inner = [lines[way] for way in by_ref[refs.iloc[place]] if way in lines]
        result[place] = shapely.difference(shapes[place], assemble(inner, []).area)
    return result


def clipped(rows: pd.DataFrame, shapes: Shapes, within: Bounds | None) -> tuple[pd.DataFrame, Shapes]:
    """Return the rows that meet the bounds."""
    kept = meets(shapes, within)
    return rows[kept].reset_index(drop=True), shapes[kept]
