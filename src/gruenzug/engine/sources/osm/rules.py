"""What the tags of an object mean here; the rules are data, in the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from gruenzug.contract.elements import Element, elements

Conditions = tuple[tuple[str, frozenset[str]], ...]

_ANY = "*"
_LEVELS = re.compile(r"\d{1,3}([.,]\d+)?")
_METRES = re.compile(r"(\d{1,3}([.,]\d+)?) ?m?")


class Tags(Protocol):
    """Tags of an object; single look-ups, for walking through all of pyosmium's tags is ten times slower."""

    def get(self, key: str, /) -> str | None:
        """Return the value of a key, None without it."""

    def __contains__(self, key: str, /) -> bool: ...


@dataclass(frozen=True)
class ElementRule:
    """One [[element]] of elements.toml."""

    order: int
    element: Element
    where: Conditions
    unless: Conditions
    public_where: Conditions
    private_where: Conditions

    def matches(self, tags: Tags) -> bool:
        """Return whether the conditions beyond the tag itself hold."""
        return _all(self.where, tags) and not _one(self.unless, tags)


@dataclass(frozen=True)
class Green:
    """An element of green infrastructure that an object is, and whether it is public."""

    element: str
    public: bool


def green_of(tags: Tags) -> list[Green]:
    """Return the elements an area is: at most one on the ground, and a designation over it."""
    found: list[ElementRule] = []
    for key, rules in _index().items():
        if (value := tags.get(key)) is not None:
            found += [rule for rule in rules.get(value, ()) if rule.matches(tags)]
    first: dict[bool, ElementRule] = {}
    for rule in sorted(found, key=lambda rule: rule.order):
        first.setdefault(rule.element.counts_as_area, rule)
    return [Green(rule.element.id, _is_public(rule, tags)) for rule in first.values()]


def is_path(highway: str, tags: Tags) -> bool:
    """Return whether people may walk on a way with this value of highway."""
    rules = _ways()["paths"]
    if highway not in rules["walkable"] and highway not in rules["on_permission"]:
        return False
    foot = tags.get("foot")
    if foot in rules["foot_yes"]:
        return True
    forbidden = (
        foot in rules["foot_no"]
        or highway in rules["on_permission"]
        or tags.get("access") in rules["access_no"]
        or tags.get("motorroad") == "yes"
    )
    return not forbidden


def is_road(highway: str, tags: Tags) -> bool:
    """Return whether a way with this value of highway is a road for cars."""
    return highway in _ways()["roads"]["kinds"] and tags.get("area") != "yes"


def barrier_kind(tags: Tags) -> str | None:
    """Return "railway", "motorway" or "river" if the line bars the way of people on foot."""
    rules = _ways()["barriers"]
    for kind, key in (("railway", "railway"), ("motorway", "highway"), ("river", "waterway")):
        if tags.get(key) in rules[kind]:
            return None if on_bridge(tags) or in_tunnel(tags) else kind
    return None


def on_bridge(tags: Tags) -> bool:
    """Return whether the way runs on a bridge."""
    return tags.get("bridge") not in (None, "no")


def in_tunnel(tags: Tags) -> bool:
    """Return whether the way runs in a tunnel or culvert."""
    return tags.get("tunnel") not in (None, "no")


def is_building(tags: Tags) -> bool:
    """Return whether the area is a standing building."""
    value = tags.get("building")
    return value is not None and value not in _ways()["buildings"]["none"]


def residence(tags: Tags) -> bool | None:
    """Return whether people live in the building; None: its surroundings must tell."""
    rules = _ways()["buildings"]
    value = tags.get("building")
    if value in rules["residential"]:
        return True
    if value in rules["generic"] and not any(key in tags for key in rules["other_use"]):
        return None
    return False


def smallest_home_m2() -> float:
    """Return the area from which an unspecified building can be a home."""
    return float(_ways()["buildings"]["min_area_m2"])


def is_car_park(tags: Tags) -> bool:
    """Return whether the area is a car park on the ground, under the open sky."""
    return tags.get("amenity") == "parking" and tags.get("parking") not in _ways()["car_parks"]["elsewhere"]


def is_sealed(tags: Tags) -> bool | None:
    """Return whether the surface lets no water through; None: it is not told."""
    surface, rules = tags.get("surface"), _ways()["car_parks"]
    if surface in rules["sealed"]:
        return True
    return False if surface in rules["open"] else None


def levels(tags: Tags) -> float:
    """Return the storeys of a building, NaN if unknown or no number."""
    text = tags.get("building:levels")
    return float(text.replace(",", ".")) if text and _LEVELS.fullmatch(text) else float("nan")


def height_m(tags: Tags) -> float:
    """Return the height of a building or tree in metres, NaN if unknown, in feet or no number."""
    found = _METRES.fullmatch(tags.get("height") or "")
    return float(found[1].replace(",", ".")) if found else float("nan")


def species(tags: Tags) -> str | None:
    """Return the botanical name of a tree, as exact as it is tagged."""
    names = (tags.get(key) for key in ("species", "taxon", "species:de", "genus", "genus:de"))
    return next((name for name in names if name), None)


def green_keys() -> frozenset[str]:
    """Return the keys whose tags can make an element."""
    return frozenset(_index())


def _is_public(rule: ElementRule, tags: Tags) -> bool:
    access = _elements()["access"]
    if tags.get("fee") in access["fee"]:
        return False
    for key in ("foot", "access"):
        if tags.get(key) in access["open"]:
            return True
        if tags.get(key) in access["closed"]:
            return False
    if _one(rule.private_where, tags):
        return False
    return rule.element.public_by_default or _one(rule.public_where, tags)


def _all(conditions: Conditions, tags: Tags) -> bool:
    return all(_holds(key, values, tags) for key, values in conditions)


def _one(conditions: Conditions, tags: Tags) -> bool:
    return any(_holds(key, values, tags) for key, values in conditions)


def _holds(key: str, values: frozenset[str], tags: Tags) -> bool:
    value = tags.get(key)
    return value is not None and (value in values or _ANY in values)


@cache
def _index() -> dict[str, dict[str, tuple[ElementRule, ...]]]:
    """Return key → value → rules that the tag can match."""
    index: dict[str, dict[str, tuple[ElementRule, ...]]] = {}
    for order, row in enumerate(_elements()["element"]):
        parts = ("where", "unless", "public_where", "private_where")
        rule = ElementRule(order, elements()[row["id"]], *(_conditions(row.get(part, {})) for part in parts))
        for tag in row["tags"]:
            key, _, value = tag.partition("=")
            known = index.setdefault(key, {})
            known[value] = (*known.get(value, ()), rule)
    return index


def _conditions(raw: Mapping[str, list[str]]) -> Conditions:
    return tuple((key, frozenset(values)) for key, values in raw.items())


@cache
def _elements() -> dict[str, Any]:
    return _toml("elements.toml")


@cache
def _ways() -> dict[str, dict[str, Any]]:
    raw = _toml("ways.toml")
    return {
        name: {key: frozenset(value) if isinstance(value, list) else value for key, value in part.items()}
        for name, part in raw.items()
        if isinstance(part, dict)
    }


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("gruenzug.engine.sources.osm").joinpath(name).read_text("utf-8"))
