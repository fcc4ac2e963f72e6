"""A map of places by colour class, for a page without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gruenzug.web.core import formats
from gruenzug.web.core.charts.classes import class_of, nice_breaks
from gruenzug.web.core.charts.names import Label
from gruenzug.web.core.charts.outlines import Frame

NO_VALUE = "ramp-none"
NOT_APPLICABLE = "ramp-void"


@dataclass(frozen=True)
class Place:
    """What a map needs to know of one place.

    `status` is one of the contract's FIGURE_STATUS; with `lon` and `lat` the
    name is written there if there is room, places of greater `weight` first.
    """

    key: str
    label: str
    path: str
    value: float | None
    url: str = ""
    status: str = "ok"
    current: bool = False
    lon: float | None = None
    lat: float | None = None
    weight: float = 0


@dataclass(frozen=True)
class Area:
    """One place as drawn: its outline, its colour class and the words of its value."""

    key: str
    path: str
    label: str
    url: str
    value: str
    css: str
    orientation: bool
    current: bool


@dataclass(frozen=True)
class LegendEntry:
    """One colour and the values it stands for."""

    css: str
    label: str


@dataclass(frozen=True)
class Choropleth:
    """Areas and legend, ready for ``{% choropleth %}``."""

    view_box: str
    areas: Sequence[Area]
    legend: Sequence[LegendEntry]
    breaks: Sequence[float]
    ramp: str
    has_gaps: bool
    has_orientation: bool
    labels: Sequence[Label] = ()


def choropleth(
    places: Iterable[Place],
    view_box: str,
    unit: str,
    direction: str = "up",
    breaks: Sequence[float] = (),
    frame: Frame | None = None,
) -> Choropleth:
    """Return the map of `places`; without `breaks`, round quantiles of the values are used.

    `direction` picks the ramp: green where more is better, rust where less is.
    Names are written only if the `frame` says where a longitude and latitude lie.
    """
    rows = list(places)
    known = [place.value for place in rows if place.value is not None]
    limits = list(breaks) or nice_breaks(known)
    ramp = "down" if direction == "down" else "up"
    return Choropleth(
        view_box=view_box,
        areas=sorted((_area(place, limits, unit, ramp) for place in rows), key=lambda area: area.current),
        legend=_legend(limits, known, unit, ramp) + _void(rows),
        breaks=limits,
        ramp=ramp,
        has_gaps=any(_css(place, limits, ramp) == NO_VALUE for place in rows),
        has_orientation=any(place.status == "orientation" for place in rows),
        labels=_labels(rows, frame) if frame else (),
    )


def _labels(places: Iterable[Place], frame: Frame) -> list[Label]:
    return [
        Label(*frame.xy(place.lon, place.lat), place.label, place.weight)
        for place in places
        if place.lon is not None and place.lat is not None
    ]


def as_config(drawn: Choropleth) -> Mapping[str, Any]:
    """Return what the interactive map needs to paint the same classes."""
    return {"breaks": list(drawn.breaks), "ramp": drawn.ramp, "legend": [vars(row) for row in drawn.legend]}


def _area(place: Place, limits: Sequence[float], unit: str, ramp: str) -> Area:
    return Area(
        key=place.key,
        path=place.path,
        label=place.label,
        url=place.url,
        value=_words(place, unit),
        css=_css(place, limits, ramp),
        orientation=place.status == "orientation",
        current=place.current,
    )


def _words(place: Place, unit: str) -> str:
    return formats.no_value(place.status) if place.value is None else formats.measure(place.value, unit)


def _css(place: Place, limits: Sequence[float], ramp: str) -> str:
    if place.value is None:
        return NOT_APPLICABLE if place.status == "not_applicable" else NO_VALUE
    return f"ramp-{ramp}-{spread(class_of(place.value, limits), len(limits) + 1)}"


def spread(step: int, count: int, colours: int = 5) -> int:
    """Return the colour of class `step` of `count`, so that few classes still span the ramp."""
    if count <= 1:
        return (colours + 1) // 2
    return 1 + round((step - 1) * (colours - 1) / (count - 1))


def _void(places: Iterable[Place]) -> list[LegendEntry]:
    """Return the entry for places in which there is nothing a value could speak of, if there are any."""
    found = any(place.value is None and place.status == "not_applicable" for place in places)
    return [LegendEntry(NOT_APPLICABLE, formats.no_value("not_applicable"))] if found else []


def _legend(limits: Sequence[float], known: Sequence[float], unit: str, ramp: str) -> list[LegendEntry]:
    """Return one entry per class, lowest first; the outer ones end at the extreme values."""
    if not known:
        return []
    digits = 0 if all(limit == int(limit) for limit in limits) else formats.UNITS[unit].digits
    edges = [min(known), *limits, max(known)]
    entries = []
    for step in range(1, len(limits) + 2):
        low, high = edges[step - 1], edges[step]
        first = formats.number(low, digits)
        label = f"{first} – {formats.measure(high, unit, digits)}".replace(" – ", "\u202f–\u202f")
        entries.append(LegendEntry(f"ramp-{ramp}-{spread(step, len(limits) + 1)}", label))
    return entries
