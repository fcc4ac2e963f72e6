"""From tags to rows: which tables an object belongs to, and the facts it brings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from gruenzug.engine.sources.osm import rules
from gruenzug.engine.sources.osm.rules import Tags

Entry = tuple[str, tuple[Any, ...]]
"""Name of a table, and the facts of an object for it."""

HOMES = "homes"
"""Residential land: no table of its own, it tells which unspecified buildings are homes."""

FACTS: dict[str, tuple[str, ...]] = {
    "green": ("element", "public", "name"),
    "playgrounds": ("public",),
    "trees": ("species", "height"),
    "tree_rows": (),
    "buildings": ("residential", "levels", "height"),
    "car_parks": ("surface", "sealed"),
    HOMES: (),
    "paths": ("kind",),
    "roads": ("kind", "bridge", "tunnel"),
    "barriers": ("kind",),
    "municipalities": ("ags", "name"),
}

NODE_KEYS = {"trees": {"natural"}, "playgrounds": {"leisure"}}

WAY_KEYS = {
    "green": rules.green_keys(),
    "playgrounds": {"leisure"},
    "tree_rows": {"natural"},
    "buildings": {"building"},
    "car_parks": {"amenity"},
    HOMES: {"landuse"},
    "paths": {"highway"},
    "roads": {"highway"},
    "barriers": {"railway", "highway", "waterway"},
}


def of_node(tags: Tags, wanted: Collection[str]) -> Iterator[Entry]:
    """Yield the tables a single point belongs to."""
    if "trees" in wanted and tags.get("natural") == "tree":
        yield "trees", (rules.species(tags), rules.height_m(tags))
    if "playgrounds" in wanted and tags.get("leisure") == "playground":
        yield from _playgrounds(rules.green_of(tags))


def of_area(tags: Tags, wanted: Collection[str]) -> Iterator[Entry]:
    """Yield the tables an area belongs to; a building is never green."""
    if rules.is_building(tags):
        if "buildings" in wanted:
            yield "buildings", (rules.residence(tags), rules.levels(tags), rules.height_m(tags))
        return
    if tags.get("area") == "no":
        return
    greens = rules.green_of(tags) if "green" in wanted or "playgrounds" in wanted else []
    if "green" in wanted:
        for green in greens:
            yield "green", (green.element, green.public, tags.get("name"))
    if "playgrounds" in wanted:
        yield from _playgrounds(greens)
    if "car_parks" in wanted and rules.is_car_park(tags):
        yield "car_parks", (tags.get("surface"), rules.is_sealed(tags))
    if HOMES in wanted and tags.get("landuse") == "residential":
        yield HOMES, ()


def of_line(tags: Tags, wanted: Collection[str]) -> Iterator[Entry]:
    """Yield the tables a line belongs to; the wall of a building is none."""
    if "building" in tags:
        return
    if (highway := tags.get("highway")) is not None:
        if "paths" in wanted and rules.is_path(highway, tags):
            yield "paths", (highway,)
        if "roads" in wanted and rules.is_road(highway, tags):
            yield "roads", (highway, rules.on_bridge(tags), rules.in_tunnel(tags))
    if "barriers" in wanted and (kind := rules.barrier_kind(tags)):
        yield "barriers", (kind,)
    if "tree_rows" in wanted and tags.get("natural") == "tree_row":
        yield "tree_rows", ()


def _playgrounds(greens: list[rules.Green]) -> Iterator[Entry]:
    for green in greens:
        if green.element == "playground":
            yield "playgrounds", (green.public,)
