"""The kinds of sources: which reader understands them and which tables they can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_OSM = (
    "municipalities",
    "green",
    "playgrounds",
    "trees",
    "tree_rows",
    "buildings",
    "paths",
    "roads",
    "barriers",
)


@dataclass(frozen=True)
class Kind:
    """A file format with its reader, loaded when needed (``module:function``)."""

    reader: str
    possible: tuple[str, ...]

    def tables(self, options: Mapping[str, Any]) -> frozenset[str]:
        """Return the tables a source of this kind gives with these options."""
        if self.reader.startswith("zensus:"):
            return frozenset(self.possible) & {options.get("table", "population")}
        if self.reader.startswith("osm:") and "admin_level" not in options:
            return frozenset(self.possible) - {"municipalities"}
        if self.reader.endswith(":read_vg250") and "inhabitants" not in options:
            return frozenset(self.possible) - {"statistics_population"}
        return frozenset(self.possible)


KINDS: dict[str, Kind] = {
    "osm-pbf": Kind("osm:read_osm", _OSM),
    "zensus-grid": Kind("zensus:read_zensus", ("population", "children", "dwellings")),
    "vg250": Kind("municipalities:read_vg250", ("municipalities", "statistics_population")),
    "boundaries": Kind("municipalities:read_boundaries", ("municipalities",)),
    "kreise": Kind("municipalities:read_kreise", ("municipalities",)),
    "population-csv": Kind("statistics:read_population", ("statistics_population",)),
    "area-csv": Kind("statistics:read_area", ("statistics_area", "statistics_recreation")),
    "tree-cadastre": Kind("trees:read_trees", ("trees",)),
    "green-areas": Kind("areas:read_green_areas", ("green", "playgrounds")),
    "playgrounds": Kind("areas:read_playgrounds", ("playgrounds",)),
    "landcover": Kind("landcover:read_landcover", ("landcover",)),
}
