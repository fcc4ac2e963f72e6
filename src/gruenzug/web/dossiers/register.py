"""The register of municipalities from A to Z."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import COUNTY, MUNICIPALITY, Release
from gruenzug.web.atlas.selectors import HEAVY, fold


@dataclass(frozen=True)
class Register:
    """Municipalities by first letter, as far as they match what was asked."""

    letters: list[tuple[str, list[dict[str, Any]]]]
    count: int
    all: int
    counties: dict[str, str]
    query: str
    county: str


def register_of(request: HttpRequest, release: Release, query: str, county: str) -> Register:
    """Return the municipalities of `release` whose name or key matches `query`, in `county` if given."""
    places = list(
        release.places.filter(level__in=[MUNICIPALITY, COUNTY])
        .select_related("municipality")
        .defer("path", *HEAVY)
    )
    counties = {place.key: place.name for place in places if place.level == COUNTY}
    county = county if county in counties else ""
    towns = sorted(
        (place for place in places if place.level == MUNICIPALITY), key=lambda place: fold(place.name)
    )
    asked = fold(query.strip())
    shown = [
        {
            "name": town.name,
            "county": counties.get(town.county_key, ""),
            "population": town.population,
            "area_ha": town.area_ha,
            "url": link(request, "dossiers:dossier", town.municipality.slug) if town.municipality else "",
        }
        for town in towns
        if (not county or town.county_key == county)
        and (asked in fold(town.name) or town.key.startswith(asked))
    ]
    letters = [
        (letter, list(rows)) for letter, rows in groupby(shown, key=lambda row: fold(row["name"])[:1].upper())
    ]
    return Register(
        letters=letters,
        count=len(shown),
        all=len(towns),
        counties=dict(sorted(counties.items(), key=lambda pair: fold(pair[1]))),
        query=query.strip(),
        county=county,
    )
