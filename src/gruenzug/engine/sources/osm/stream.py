"""An OpenStreetMap file read in passes: relations, nodes, ways, members; filtered before Python sees it.

Relations come first, to know which ways belong to areas; nodes next, to
know where everything is; then ways. As every pass runs through the whole
file, the order of objects in it does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import osmium
from osmium.filter import EntityFilter, IdFilter, KeyFilter, TagFilter
from osmium.osm import NODE, NOTHING, RELATION, WAY

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.files import present
from gruenzug.engine.sources.request import Bounds

NO_LINE = (osmium.InvalidLocationError, RuntimeError)
"""What pyosmium raises for a way with a missing node, or with all nodes in one place."""

_AREA_RELATIONS = (("type", "multipolygon"), ("type", "boundary"))


class Stream:
    """One .osm.pbf file; call `nodes` before `ways`."""

    def __init__(self, path: Path) -> None:
        self.path = present(path)
        self._file = osmium.io.File(str(path), "pbf")
        self._table = osmium.index.create_map("flex_mem")
        self._memory_at_first = self._table.used_memory()
        self._locations = osmium.NodeLocationsForWays(self._table)
        self._locations.ignore_errors()

    def header_box(self) -> Bounds | None:
        """Return west, south, east, north in degrees, if the file states a box."""
        with self._refusing(), osmium.io.Reader(self._file, NOTHING) as reader:
            box = reader.header().box()
        if not box.valid():
            return None
        low, high = box.bottom_left, box.top_right
        return low.lon, low.lat, high.lon, high.lat

    def relations(self) -> Iterator[osmium.osm.Relation]:
        """Yield the relations that are areas."""
        return self._read(RELATION, TagFilter(*_AREA_RELATIONS))

    def nodes(self, keys: Iterable[str]) -> Iterator[osmium.osm.Node]:
        """Remember where all nodes are, and yield those with one of the `keys`."""
        return self._read(NODE, self._locations, _having(keys))

    def ways(self, keys: Iterable[str]) -> Iterator[osmium.osm.Way]:
        """Yield the ways with one of the `keys`, their nodes located."""
        return self._read(WAY, _having(keys), self._locations)

    def members(self, ids: Iterable[int]) -> Iterator[osmium.osm.Way]:
        """Yield the ways with one of these ids, their nodes located."""
        return self._read(WAY, IdFilter(ids), self._locations)

    def is_empty(self) -> bool:
        """Return whether the pass over the nodes found none."""
        return bool(self._table.used_memory() == self._memory_at_first)

    def _read(self, entities: osmium.osm.osm_entity_bits, *handlers: Any) -> Iterator[Any]:
        with self._refusing(), osmium.io.Reader(self._file, entities) as reader:
            yield from osmium.OsmFileIterator(reader, *handlers)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            reason = str(error).strip().splitlines()[0] if str(error) else "no reason given"
            raise SourceError(
                f"{self.path} is not a whole OpenStreetMap PBF file ({reason}); fetch it again"
            ) from None


def _having(keys: Iterable[str]) -> Any:
    """Return a filter for objects with one of the keys; without keys, it lets nothing pass."""
    names = sorted(keys)
    return KeyFilter(*names) if names else EntityFilter(NOTHING)
