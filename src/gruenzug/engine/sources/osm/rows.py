"""Rows of one table, gathered while a file streams by: facts and WKB first, geometry block by block."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gruenzug.engine.sources.osm.wkb import Shapes, Vertices, read_wkb
from gruenzug.engine.sources.request import Bounds
from gruenzug.engine.sources.shapes import mend

BLOCK = 20_000
"""Objects whose geometry is built at once; the texts of more would crowd the memory."""


class Faults:
    """Objects that were mended or left out, by reason; each with its id, such as way/123."""

    def __init__(self) -> None:
        self.mended: list[str] = []
        self.unclosed: list[str] = []
        self.incomplete: list[str] = []


class Rows:
    """The rows of one table.

    Parameters
    ----------
    columns : tuple of str
        Names of the facts given to `add`, after the id.
    prefix : str
        Kind of the objects, "node" or "way", for their reference.
    within : tuple of float, optional
        Bounds in EPSG:25832; objects elsewhere are dropped block by block.
    as_areas : bool
        Whether lines are rings of areas.
    """

    def __init__(
        self,
        columns: tuple[str, ...],
        prefix: str,
        within: Bounds | None,
        faults: Faults,
        as_areas: bool = False,
    ) -> None:
        self.columns = columns
        self.bounds: Bounds | None = None
        self._prefix = f"{prefix}/"
        self._within = within
        self._faults = faults
        self._as_areas = as_areas
        self._wkb: list[str] = []
        self._facts: list[tuple[Any, ...]] = []
        self._blocks: list[tuple[pd.DataFrame, Shapes]] = []

    def add(self, wkb: str, number: int, *facts: Any) -> None:
        """Add an object by its geometry in degrees, its id and its facts."""
        self._wkb.append(wkb)
        self._facts.append((number, *facts))
        if len(self._wkb) == BLOCK:
            self._build()

    def append(self, frame: pd.DataFrame, shapes: Shapes) -> None:
        """Add rows that have their geometry already, with a column ref."""
        self._blocks.append((frame, shapes))

    def finish(self) -> tuple[pd.DataFrame, Shapes]:
        """Return facts with a column ref, and geometry in EPSG:25832, in the order of the file."""
        self._build()
        frames = [frame for frame, _ in self._blocks] or [pd.DataFrame(columns=["ref", *self.columns])]
        shapes = [shape for _, shape in self._blocks] or [np.empty(0, dtype=object)]
        return pd.concat(frames, ignore_index=True), np.concatenate(shapes)

    def _build(self) -> None:
        """Turn the gathered texts into geometry, and let go of what lies elsewhere."""
        if not self._wkb:
            return
        facts = pd.DataFrame.from_records(self._facts, columns=["number", *self.columns])
        facts.insert(0, "ref", self._prefix + facts.pop("number").astype("str"))
        vertices = read_wkb(self._wkb)
        self._wkb, self._facts = [], []
        self.bounds = joined(self.bounds, vertices.degrees)
        near = vertices.near(self._within)
        facts, shapes = self._shaped(facts[near], vertices.pick(near))
        self._blocks.append((facts, shapes))

    def _shaped(self, facts: pd.DataFrame, vertices: Vertices) -> tuple[pd.DataFrame, Shapes]:
        if self._prefix == "node/":
            return facts, vertices.points()
        if not self._as_areas:
            return facts, vertices.lines()
        closed = vertices.closed()
        refs = facts["ref"].to_numpy(object)
        self._faults.unclosed += list(refs[~closed])
        areas, broken = mend(vertices.pick(closed).polygons())
        self._faults.mended += list(refs[closed][broken])
        solid = ~shapely.is_empty(areas)
        return facts[closed][solid], areas[solid]


def joined(first: Bounds | None, second: Bounds | None) -> Bounds | None:
    """Return the box around two boxes."""
    if first is None or second is None:
        return second if first is None else first
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )
