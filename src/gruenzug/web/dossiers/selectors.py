"""The dossier of a municipality, gathered from the rooms below in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.contract.text import Text
from gruenzug.web.atlas.leitthemen import LEITTHEMEN
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import (
    COUNTY,
    MUNICIPALITY,
    NOT_COVERED,
    OK,
    REGION,
    Figure,
    PlaceRecord,
    Release,
    text_of,
)
from gruenzug.web.atlas.selectors import HEAVY, fold, ranks
from gruenzug.web.dossiers.peers import SizeClass, peer_of, size_class

LAND_USE = {
    "settlement": Text("Siedlung", "Settlement", "Häuser und Betriebe"),
    "traffic": Text("Verkehr", "Traffic", "Straßen und Bahn"),
    "agriculture": Text("Landwirtschaft", "Agriculture", "Felder und Wiesen"),
    "forest": Text("Wald", "Forest", "Wald"),
    "wood": Text("Gehölz", "Wood", "Bäume und Büsche"),
    "heath": Text("Heide", "Heath", "Heide"),
    "moor": Text("Moor", "Moor", "Moor"),
    "marsh": Text("Sumpf", "Marsh", "Sumpf"),
    "water": Text("Gewässer", "Water", "Wasser"),
}

PartKey = tuple[str, str]  # indicator, part
PlaceKey = tuple[str, str]  # level, key

LEAST_REST = 0.5  # per cent; less is rounding of the statistics


@dataclass(frozen=True)
class PartFigures:
    """One part of an indicator at the place and where it is compared."""

    part: Part
    own: Figure | None
    county: Figure | None
    region: Figure | None
    peer: Figure | None


@dataclass(frozen=True)
class Block:
    """One indicator in a dossier."""

    indicator: Indicator
    parts: list[PartFigures]
    points: list[dict[str, Any]]
    rank: int | None
    ranked: int
    compare: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    stated: dict[str, Any] | None

    @property
    def headline(self) -> PartFigures:
        return self.parts[0]

    @property
    def part_title(self) -> str:
        """What the large number counts, where the indicator reports several."""
        return text_of(self.headline.part.title) if len(self.parts) > 1 else ""

    @property
    def figure(self) -> Any:
        """The figure at the place; where the release has none, one that says "not covered"."""
        if self.headline.own:
            return self.headline.own
        return Figure(indicator=self.indicator.id, part=self.headline.part.id, status="not_covered")


@dataclass(frozen=True)
class Group:
    """The indicators that serve one Leitthema."""

    key: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Dossier:
    """All that is known of one municipality in one release."""

    release: Release
    place: PlaceRecord
    county: PlaceRecord | None
    region: PlaceRecord | None
    peer: PlaceRecord | None
    size: SizeClass | None
    towns: list[PlaceRecord]
    land_use: list[dict[str, Any]]
    unpublished: list[str]
    gathering: Gathering

    @cached_property
    def groups(self) -> list[Group]:
        """The indicators by Leitthema; read when asked for, for a page may have kept them."""
        return self.gathering.groups()

    @property
    def themes(self) -> list[tuple[str, str]]:
        """The Leitthemen that indicators serve, with their names."""
        served = {indicator.leitthema for indicator in indicators().values()}
        return [(key, text_of(title)) for key, title in LEITTHEMEN.items() if key in served]

    @property
    def blocks(self) -> list[Block]:
        return [block for group in self.groups for block in group.blocks]

    @property
    def previous(self) -> PlaceRecord:
        """The municipality before this one from A to Z, round the corner."""
        return self.towns[self._position - 1]

    @property
    def next(self) -> PlaceRecord:
        """The municipality after this one from A to Z, round the corner."""
        return self.towns[(self._position + 1) % len(self.towns)]

    @property
    def _position(self) -> int:
        return next(row for row, town in enumerate(self.towns) if town.key == self.place.key)


def dossier_of(request: HttpRequest, release: Release, slug: str) -> Dossier | None:
    """Gather the dossier of the municipality at `slug` as of `release`; None if it is not in it."""
    places = list(release.places.select_related("municipality").defer(*HEAVY))
    towns = sorted((row for row in places if row.level == MUNICIPALITY), key=lambda row: fold(row.name))
    place = next((town for town in towns if town.municipality and town.municipality.slug == slug), None)
    if place is None:
        return None
    county = next((row for row in places if row.level == COUNTY and row.key == place.county_key), None)
    region = next((row for row in places if row.level == REGION), None)
    if region:
        region.name = release.region_title  # places have one name, the manifest has one per language
    gathering = Gathering(
        request=request,
        release=release,
        place=place,
        county=None if place.key.endswith("000") else county,
        region=region,
        peer=peer_of(place, towns),
        towns=towns,
    )
    return Dossier(
        release=release,
        place=place,
        county=county,
        region=region,
        peer=gathering.peer,
        size=size_class(place.population),
        towns=towns,
        land_use=land_use_of(place),
        unpublished=unpublished_land_use(place),
        gathering=gathering,
    )


@dataclass
class Gathering:
    """Places to compare, and their figures once read."""

    request: HttpRequest
    release: Release
    place: PlaceRecord
    county: PlaceRecord | None
    region: PlaceRecord | None
    peer: PlaceRecord | None
    towns: list[PlaceRecord]

    def groups(self) -> list[Group]:
        figures: dict[PartKey, dict[PlaceKey, Figure]] = defaultdict(dict)
        values: dict[PartKey, dict[str, tuple[float | None, str]]] = defaultdict(dict)
        for figure in self._read():
            figures[figure.indicator, figure.part][figure.level, figure.place] = figure
            if figure.level == MUNICIPALITY:
                values[figure.indicator, figure.part][figure.place] = (figure.value, figure.status)
        blocks = [
            self._block(indicator, figures, values[indicator.id, indicator.headline.id])
            for indicator in indicators().values()
        ]
        by_theme: dict[str, list[Block]] = defaultdict(list)
        for block in blocks:
            by_theme[block.indicator.leitthema].append(block)
        return [
            Group(key, text_of(title), by_theme[key]) for key, title in LEITTHEMEN.items() if by_theme[key]
        ]

    @cached_property
    def urls(self) -> dict[str, str]:
        """The page of each town, by its key."""
        return {
            town.key: link(self.request, "dossiers:dossier", town.municipality.slug)
            for town in self.towns
            if town.municipality
        }

    def _read(self) -> list[Figure]:
        """Return the figures of the places compared, and the headline of each indicator in every town."""
        places = {place.key for place in (self.place, self.county, self.region, self.peer) if place}
        parts = {indicator.headline.id for indicator in indicators().values()}
        wanted = Q(place__in=places) | Q(level=MUNICIPALITY, part__in=parts)
        return list(self.release.figures.filter(wanted))

    def _block(
        self,
        indicator: Indicator,
        figures: dict[PartKey, dict[PlaceKey, Figure]],
        values: dict[str, tuple[float | None, str]],
    ) -> Block:
        parts = [self._part(part, figures[indicator.id, part.id]) for part in indicator.parts]
        known = {key: value for key, (value, status) in values.items() if status == OK and value is not None}
        return Block(
            indicator=indicator,
            parts=parts,
            points=[self._point(town, *values.get(town.key, (None, NOT_COVERED))) for town in self.towns],
            rank=ranks(known, indicator.headline.direction).get(self.place.key),
            ranked=len(known),
            compare=self._compare(parts[0]),
            sources=self.release.sources_of(indicator.id),
            stated=self.release.computed.get(indicator.id),
        )

    def _part(self, part: Part, figures: dict[tuple[str, str], Figure]) -> PartFigures:
        return PartFigures(
            part=part,
            own=figures.get((MUNICIPALITY, self.place.key)),
            county=figures.get((COUNTY, self.county.key)) if self.county else None,
            region=figures.get((REGION, self.region.key)) if self.region else None,
            peer=figures.get((MUNICIPALITY, self.peer.key)) if self.peer else None,
        )

    def _point(self, town: PlaceRecord, value: float | None, status: str) -> dict[str, Any]:
        url = self.urls.get(town.key, "")
        return {"key": town.key, "label": town.name, "value": value, "status": status, "url": url}

    def _compare(self, row: PartFigures) -> list[dict[str, Any]]:
        """Return the bars: the place, its county, its peer, the region."""
        bars = [_bar("municipality", self.place.name, row.own)]
        if self.county:
            bars.append(_bar("county", self.county.name, row.county))
        if self.peer:
            bars.append({**_bar("peer", self.peer.name, row.peer), "url": self.urls.get(self.peer.key, "")})
        if self.region:
            bars.append(_bar("region", self.region.name, row.region))
        return bars


def land_use_of(place: PlaceRecord) -> list[dict[str, Any]]:
    """Return each published land use with its share in per cent, and what is left."""
    if not place.area_ha:
        return []
    rows = [
        {"label": land_use_name(key), "value": hectares / place.area_ha * 100}
        for key, hectares in (place.land_use or {}).items()
        if hectares is not None
    ]
    rest = 100 - sum(row["value"] for row in rows)
    if rows and rest > LEAST_REST:
        rows.append({"label": _("übrige Nutzung"), "value": rest})
    return rows


def unpublished_land_use(place: PlaceRecord) -> list[str]:
    """Return the kinds of land use that the statistics withhold."""
    return [land_use_name(key) for key, hectares in (place.land_use or {}).items() if hectares is None]


def land_use_name(key: str) -> str:
    """Return what a column of the land-use statistics is called."""
    kind = LAND_USE.get(key.removesuffix("_ha"))
    return text_of(kind) if kind else key


def _bar(kind: str, label: str, figure: Figure | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": label,
        "value": figure.value if figure else None,
        "status": figure.status if figure else "not_covered",
    }
