"""A map in the making: points, ways and relations by index, before they get the ids of OpenStreetMap."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.lines import rounded

Tags = dict[str, str]
LONGEST_WAY = 1900  # points; OpenStreetMap allows 2000


@dataclass(frozen=True)
class Quads:
    """Many closed ways of four points each that follow one another, with tags by code."""

    first: int
    code: Ints
    tags: list[Tags]


@dataclass
class Draft:
    """Everything that goes into the OpenStreetMap file."""

    chunks: list[Floats] = field(default_factory=list)
    count: int = 0
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    quads: list[Quads] = field(default_factory=list)
    relations: list[tuple[list[tuple[int, str]], Tags]] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)

    def add_points(self, points: Floats) -> int:
        """Add points; return the index of the first."""
        self.chunks.append(rounded(np.asarray(points, dtype=np.float64).reshape(-1, 2)))
        self.count += len(self.chunks[-1])
        return self.count - len(self.chunks[-1])

    def add_node(self, x: float, y: float, tags: Tags) -> None:
        """Add a point that is a thing of its own."""
        self.node_tags[self.add_points(np.array([[x, y]]))] = tags

    def add_nodes(self, points: Floats, tags: list[Tags]) -> None:
        """Add points that are things of their own."""
        first = self.add_points(points)
        self.node_tags.update({first + n: tag for n, tag in enumerate(tags)})

    def add_line(self, points: Floats, tags: Tags) -> None:
        """Add a way with points of its own."""
        first = self.add_points(points)
        self.ways.append((list(range(first, first + len(points))), tags))

    def add_way(self, indices: list[int], tags: Tags) -> None:
        """Add a way through points that are there already."""
        self.ways.append((indices, tags))

    def add_area(self, rings: list[list[int]], tags: Tags) -> None:
        """Add an area through points that are there: a closed way, or a multipolygon if it has holes."""
        if len(rings) == 1 and len(rings[0]) < LONGEST_WAY:
            self.ways.append(([*rings[0], rings[0][0]], tags))
            return
        members = []
        for number, ring in enumerate(rings):
            role = "inner" if number else "outer"
            closed = [*ring, ring[0]]
            for start in range(0, len(closed) - 1, LONGEST_WAY - 1):
                members.append((len(self.ways), role))
                self.ways.append((closed[start : start + LONGEST_WAY], {}))
        self.relations.append((members, {"type": "multipolygon", **tags}))

    def add_polygon(self, rings: list[Floats], tags: Tags) -> None:
        """Add an area with points of its own; rings are closed, the outer one first."""
        indices = []
        for ring in rings:
            first = self.add_points(ring[:-1])
            indices.append(list(range(first, first + len(ring) - 1)))
        self.add_area(indices, tags)

    def points(self) -> Floats:
        """Return all points."""
        return np.concatenate(self.chunks)
