"""What the ground is used for, and how OpenStreetMap and WorldCover call it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Use(IntEnum):
    """Use of one block."""

    NONE = 0
    RIVER = 1
    CANAL = 2
    MOTORWAY = 3
    RAILWAY = 4
    VERGE = 5
    CENTRE = 10
    RESIDENTIAL = 11
    INDUSTRY = 12
    PARK = 20
    CEMETERY = 21
    ALLOTMENTS = 22
    SPORT = 23
    RECREATION = 24
    GOLF = 25
    SPOIL_TIP = 26
    BROWNFIELD = 27
    VILLAGE_GREEN = 28
    LAKE = 30
    FOREST = 31
    WOOD = 32
    SCRUB = 33
    HEATH = 34
    WETLAND = 35
    MEADOW = 36
    ORCHARD = 37
    FARMLAND = 38


BUILT = (Use.CENTRE, Use.RESIDENTIAL, Use.INDUSTRY)
PATCHES = (
    Use.PARK,
    Use.CEMETERY,
    Use.ALLOTMENTS,
    Use.SPORT,
    Use.RECREATION,
    Use.GOLF,
    Use.SPOIL_TIP,
    Use.BROWNFIELD,
    Use.VILLAGE_GREEN,
    Use.LAKE,
)
TRANSPORT = (Use.MOTORWAY, Use.RAILWAY, Use.VERGE)
WOODLAND = (Use.FOREST, Use.WOOD)


@dataclass(frozen=True)
class Look:
    """How a use is mapped: tags, land-cover class, metres kept clear of the street, stem of names."""

    tags: tuple[tuple[str, str], ...]
    cover: int
    inset: float = 0.0
    name: str = ""


TREES, SHRUBS, GRASS, CROPS, BUILT_UP, BARE, WATER, HERBS = 10, 20, 30, 40, 50, 60, 80, 90

LOOKS = {
    Use.NONE: Look((), GRASS),
    Use.RIVER: Look((("natural", "water"), ("water", "river")), WATER),
    Use.CANAL: Look((("natural", "water"), ("water", "canal")), WATER),
    Use.MOTORWAY: Look((), BUILT_UP),
    Use.RAILWAY: Look((("landuse", "railway"),), BUILT_UP),
    Use.VERGE: Look((("landuse", "grass"),), GRASS),
    Use.CENTRE: Look((("landuse", "retail"),), BUILT_UP),
    Use.RESIDENTIAL: Look((("landuse", "residential"),), BUILT_UP),
    Use.INDUSTRY: Look((("landuse", "industrial"),), BUILT_UP),
    Use.PARK: Look((("leisure", "park"),), GRASS, 6.0, "Park"),
    Use.CEMETERY: Look((("landuse", "cemetery"),), TREES, 6.0, "Friedhof"),
    Use.ALLOTMENTS: Look((("landuse", "allotments"),), GRASS, 6.0, "Kleingartenanlage"),
    Use.SPORT: Look((("leisure", "pitch"), ("sport", "soccer")), GRASS, 10.0, ""),
    Use.RECREATION: Look((("landuse", "recreation_ground"),), GRASS, 6.0, "Erholungsfläche"),
    Use.GOLF: Look((("leisure", "golf_course"),), GRASS, 8.0, "Golfplatz"),
    Use.SPOIL_TIP: Look((("man_made", "spoil_heap"),), SHRUBS, 12.0, "Halde"),
    Use.BROWNFIELD: Look((("landuse", "brownfield"),), BARE, 5.0, ""),
    Use.VILLAGE_GREEN: Look((("landuse", "village_green"),), GRASS, 6.0, "Anger"),
    Use.LAKE: Look((("natural", "water"), ("water", "lake")), WATER, 16.0, "See"),
    Use.FOREST: Look((("landuse", "forest"),), TREES, 0.0, "Wald"),
    Use.WOOD: Look((("natural", "wood"),), TREES),
    Use.SCRUB: Look((("natural", "scrub"),), SHRUBS),
    Use.HEATH: Look((("natural", "heath"),), SHRUBS, 0.0, "Heide"),
    Use.WETLAND: Look((("natural", "wetland"),), HERBS, 0.0, "Bruch"),
    Use.MEADOW: Look((("landuse", "meadow"),), GRASS, 2.0),
    Use.ORCHARD: Look((("landuse", "orchard"),), GRASS, 2.0),
    Use.FARMLAND: Look((("landuse", "farmland"),), CROPS),
}
