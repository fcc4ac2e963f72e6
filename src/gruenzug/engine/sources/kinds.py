"""The kinds of sources: their reader, the tables they can give and the options they understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BURDENS = ("noise", "air", "heat", "social")
"""Burdens with a table of their own; the fifth of the Berlin method, green supply, is computed."""

HAZARDS = ("flood", "heavy_rain")
"""What water endangers; each has a table of its own."""

_OSM = (
    "municipalities",
    "green",
    "playgrounds",
    "trees",
    "tree_rows",
    "buildings",
    "car_parks",
    "paths",
    "roads",
    "barriers",
)

TEXT, WHOLE, YES_NO, LIST, MAP = "text", "a whole number", "true or false", "a list", "a table { … }"
NUMBER = "a number"
"""Types of options, in the words of a message."""

_TYPES: dict[str, type] = {TEXT: str, WHOLE: int, YES_NO: bool, LIST: list, MAP: dict, NUMBER: float}
_FILE = {"crs": (TEXT,), "encoding": (TEXT,)}
_CSV = {"columns": (MAP,), "delimiter": (TEXT,), "encoding": (TEXT,)}
_PLACES = {"ags": (TEXT, LIST), "kreise": (MAP,)}


@dataclass(frozen=True)
class Kind:
    """A file format with its reader, loaded when needed (``module:function``)."""

    reader: str
    possible: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]

    def tables(self, options: Mapping[str, Any]) -> frozenset[str]:
        """Return the tables a source of this kind gives with these options."""
        if self.reader.startswith("zensus:"):
            return frozenset(self.possible) & {options.get("table", "population")}
        if self.reader.startswith("burdens:"):
            return frozenset(self.possible) & {f"burden_{options.get('factor')}"}
        if self.reader.startswith("hazards:"):
            return frozenset(self.possible) & {f"hazard_{options.get('hazard')}"}
        if self.reader.startswith("osm:") and "admin_level" not in options:
            return frozenset(self.possible) - {"municipalities"}
        if self.reader.endswith(":read_vg250") and "inhabitants" not in options:
            return frozenset(self.possible) - {"statistics_population"}
        return frozenset(self.possible)

    def complaint(self, options: Mapping[str, Any]) -> str | None:
        """Return what is wrong with the options, None if nothing is."""
        for name, value in options.items():
            if name not in self.options:
                return f'the unknown option "{name}"; known are {", ".join(sorted(self.options))}'
            kinds = self.options[name]
            right = any(isinstance(value, _TYPES[kind]) for kind in kinds)
            if not right or (isinstance(value, bool) and YES_NO not in kinds):
                return f"options.{name} = {value!r}; it must be {' or '.join(kinds)}"
        return None


KINDS: dict[str, Kind] = {
    "osm-pbf": Kind("osm:read_osm", _OSM, {"admin_level": (WHOLE, LIST), "keys": (MAP,), **_PLACES}),
    "zensus-grid": Kind(
        "zensus:read_zensus",
        ("population", "children", "dwellings"),
        {
            "table": (TEXT,),
            "column": (TEXT,),
            "cell_m": (WHOLE,),
            "x": (TEXT,),
            "y": (TEXT,),
            "paths": (LIST,),
        },
    ),
    "vg250": Kind(
        "municipalities:read_vg250",
        ("municipalities", "statistics_population"),
        {"inhabitants": (TEXT,), "layer": (TEXT,), **_PLACES},
    ),
    "boundaries": Kind(
        "municipalities:read_boundaries",
        ("municipalities",),
        {
            **dict.fromkeys(("keys", "name", "key_name", "key", "keys_encoding"), (TEXT,)),
            "names": (MAP,),
            **_FILE,
            **_PLACES,
        },
    ),
    "kreise": Kind("municipalities:read_kreise", ("municipalities",), _PLACES),
    "population-csv": Kind("statistics:read_population", ("statistics_population",), _CSV),
    "area-csv": Kind("statistics:read_area", ("statistics_area", "statistics_recreation"), _CSV),
    "tree-cadastre": Kind(
        "trees:read_trees", ("trees",), {"crs": (TEXT,), "where": (MAP,), "count": (TEXT,), **_CSV}
    ),
    "green-areas": Kind(
        "areas:read_green_areas",
        ("green", "playgrounds"),
        {
            "column": (TEXT,),
            "elements": (MAP,),
            "name": (TEXT,),
            "ref": (TEXT,),
            "public": (YES_NO,),
            **_FILE,
        },
    ),
    "playgrounds": Kind(
        "areas:read_playgrounds",
        ("playgrounds",),
        {"column": (TEXT,), "keep": (LIST,), "ref": (TEXT,), **_FILE},
    ),
    "burden-areas": Kind(
        "burdens:read_burdens",
        tuple(f"burden_{factor}" for factor in BURDENS),
        {
            **dict.fromkeys(("factor", "column", "outside", "layer"), (TEXT,)),
            "grades": (MAP,),
            "limits": (LIST,),
            **_FILE,
        },
    ),
    "hazard-areas": Kind(
        "hazards:read_hazards",
        tuple(f"hazard_{hazard}" for hazard in HAZARDS),
        {
            **dict.fromkeys(("hazard", "column", "layer"), (TEXT,)),
            "keep": (LIST,),
            "least": (WHOLE, NUMBER),
            **_FILE,
        },
    ),
    "landcover": Kind(
        "landcover:read_landcover",
        ("landcover",),
        dict.fromkeys(("classes", "curve_numbers", "cooling"), (TEXT,)),
    ),
    "imperviousness": Kind("values:read_imperviousness", ("imperviousness",), {}),
    "soil-groups": Kind("values:read_soil_groups", ("soil_groups",), {}),
    "evapotranspiration": Kind("values:read_evapotranspiration", ("evapotranspiration",), {}),
    "disconnection-csv": Kind("statistics:read_disconnection", ("disconnection",), _CSV),
}
