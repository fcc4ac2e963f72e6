"""What pages ask of a release: figures beside places, in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.web.atlas.leitthemen import LEITTHEMEN
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import COUNTY, MUNICIPALITY, REGION, Figure, PlaceRecord, Release, text_of
from gruenzug.web.core.charts.choropleth import Choropleth, Place, choropleth
from gruenzug.web.core.charts.outlines import Frame
from gruenzug.web.places.geometry import BOX

SORTS = ("value", "name", "county", "persons", "coverage")


@dataclass(frozen=True)
class Row:
    """One municipality and its figure; rank 1 is best, None without a comparable value."""

    place: PlaceRecord
    county: str
    figure: Figure | None
    rank: int | None
    url: str

    @property
    def value(self) -> float | None:
        return self.figure.value if self.figure else None

    @property
    def persons(self) -> float | None:
        return self.figure.persons if self.figure else None

    @property
    def coverage(self) -> float | None:
        return self.figure.coverage if self.figure else None

    @property
    def status(self) -> str:
        return self.figure.status if self.figure else "not_covered"

    @property
    def as_place(self) -> Place:
        """What maps need."""
        return Place(
            key=self.place.key,
            label=self.place.name,
            path=self.place.path,
            value=self.value,
            url=self.url,
            status=self.status,
            lon=self.place.label_lon,
            lat=self.place.label_lat,
            weight=self.place.population or 0,
        )

    @property
    def as_point(self) -> dict[str, Any]:
        """What charts need."""
        return {
            "key": self.place.key,
            "label": self.place.name,
            "value": self.value,
            "url": self.url,
            "status": self.status,
        }


@dataclass(frozen=True)
class View:
    """One indicator and part over all places of a release."""

    release: Release
    indicator: Indicator
    part: Part
    rows: list[Row]
    counties: dict[str, str]
    county_figures: dict[str, Figure]
    region: Figure | None

    @property
    def title(self) -> str:
        """Indicator and, where there are several, part."""
        title = text_of(self.indicator.title)
        return f"{title}: {text_of(self.part.title)}" if len(self.indicator.parts) > 1 else title

    @property
    def drawn(self) -> Choropleth:
        """The map of all municipalities."""
        return draw(self.release, self.part, [row.as_place for row in self.rows])

    @property
    def covered(self) -> int:
        return sum(row.value is not None for row in self.rows)

    def sorted_rows(self, sort: str, county: str = "") -> list[Row]:
        """Return the rows of `county` (or all) by `sort`, a key of `SORTS` with "-" for descending."""
        rows = [row for row in self.rows if not county or row.place.county_key == county]
        key = sort.removeprefix("-")
        rows.sort(key=lambda row: fold(row.place.name))
        if key == "name":
            return rows[::-1] if sort.startswith("-") else rows
        known = [row for row in rows if _sort_value(row, key) is not None]
        unknown = [row for row in rows if _sort_value(row, key) is None]
        known.sort(key=lambda row: _sort_value(row, key), reverse=sort.startswith("-"))
        if key == "value":  # what has no rank follows what has one
            known.sort(key=lambda row: row.rank is None)
        return known + unknown


def view_of(
    request: HttpRequest,
    release: Release,
    indicator_id: str,
    part_id: str,
    read: Iterable[Figure] | None = None,
) -> View:
    """Return the view a request asks for; unknown ids fall back to the first indicator, the headline part.

    `read` are figures at hand, those of indicator and part among them.
    """
    indicator, part = choice(indicator_id, part_id)
    wanted = (indicator.id, part.id)
    found = release.figures.of(*wanted) if read is None else read
    places = list(release.places.select_related("municipality").defer(*HEAVY))
    figures = {
        (figure.level, figure.place): figure for figure in found if (figure.indicator, figure.part) == wanted
    }
    counties = {place.key: place.name for place in places if place.level == COUNTY}
    towns = [place for place in places if place.level == MUNICIPALITY]
    return View(
        release=release,
        indicator=indicator,
        part=part,
        rows=_rows(request, towns, counties, figures, part),
        counties=counties,
        county_figures={key: figures[COUNTY, key] for key in counties if (COUNTY, key) in figures},
        region=next((figure for (level, _key), figure in figures.items() if level == REGION), None),
    )


HEAVY = (
    "geometry",
    *(f"municipality__{column}" for column in ("geometry", *BOX, "point_x", "point_y")),
)
"""Columns pages do not need: outlines as they are drawn stand in `path`."""


def choice(indicator_id: str, part_id: str) -> tuple[Indicator, Part]:
    """Return indicator and part by id, or what stands in for unknown ones."""
    known = indicators()
    indicator = known.get(indicator_id) or next(iter(known.values()))
    part = next((part for part in indicator.parts if part.id == part_id), indicator.headline)
    return indicator, part


def grouped_indicators() -> list[tuple[str, str, list[Indicator]]]:
    """Return key and title of each Leitthema that has indicators, with them."""
    groups = []
    for key, title in LEITTHEMEN.items():
        members = [indicator for indicator in indicators().values() if indicator.leitthema == key]
        if members:
            groups.append((key, text_of(title), members))
    return groups


def draw(release: Release, part: Part, places: Iterable[Place]) -> Choropleth:
    """Return the map of `places`, whose paths were drawn when the release was loaded."""
    frame = Frame.around(release.bbox)
    return choropleth(places, frame.view_box, part.unit, part.direction, frame=frame)


def ranks(values: dict[str, float], direction: str) -> dict[str, int]:
    """Return the rank of each key, best first; equal values share a rank.

    >>> ranks({"a": 3.0, "b": 5.0, "c": 3.0}, "up")
    {'b': 1, 'a': 2, 'c': 2}
    """
    ordered = sorted(values.items(), key=lambda pair: (-pair[1] if direction == "up" else pair[1], pair[0]))
    found: dict[str, int] = {}
    for position, (key, value) in enumerate(ordered, 1):
        before = ordered[position - 2] if position > 1 else None
        found[key] = found[before[0]] if before and before[1] == value else position
    return found


def fold(name: str) -> str:
    """Return a name as German dictionaries sort it."""
    return name.casefold().translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"}))


def _rows(
    request: HttpRequest,
    towns: list[PlaceRecord],
    counties: dict[str, str],
    figures: dict[tuple[str, str], Figure],
    part: Part,
) -> list[Row]:
    mine = {town.key: figures.get((MUNICIPALITY, town.key)) for town in towns}
    comparable = {key: figure.value for key, figure in mine.items() if figure and figure.status == "ok"}
    rank = ranks({key: value for key, value in comparable.items() if value is not None}, part.direction)
    return [
        Row(
            place=town,
            county=counties.get(town.county_key, ""),
            figure=mine[town.key],
            rank=rank.get(town.key),
            url=link(request, "dossiers:dossier", town.municipality.slug) if town.municipality else "",
        )
        for town in towns
    ]


def _sort_value(row: Row, key: str) -> Any:
    if key == "county":
        return fold(row.county) or None
    return getattr(row.figure, key, None) if row.figure else None
