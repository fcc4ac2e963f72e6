"""A grant for geographic systems: its places as GeoPackage or GeoJSON, as funding bodies ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils import timezone

from gruenzug.web.core import geopackage as writer
from gruenzug.web.core.geopackage import Table
from gruenzug.web.funding import plug
from gruenzug.web.funding.models import Grant
from gruenzug.web.funding.money import ZERO
from gruenzug.web.funding.selectors.balances import awarded_by_grant
from gruenzug.web.places.geometry import METRIC_CRS, read_geojson, to_metres

EPSG = int(METRIC_CRS.removeprefix("EPSG:"))
COLUMNS = {
    "grant": "TEXT",
    "title": "TEXT",
    "recipient": "TEXT",
    "ags": "TEXT",
    "reference": "TEXT",
    "granted_eur": "DOUBLE",
    "decided_on": "DATE",
    "state": "TEXT",
    "place": "TEXT",
    "place_known_as": "TEXT",
    "facts": "TEXT",
}


@dataclass(frozen=True)
class Place:
    """One place of one grant: from a room that knows it, else where the recipient is."""

    grant: Grant
    geometry: str
    title: str
    known_as: str
    facts: str


def places_of(grants: Iterable[Grant]) -> list[Place]:
    """Return the places of grants; a grant without any stands at its recipient's seat, and says so."""
    rows = {grant.pk: grant for grant in grants}
    found = [
        Place(
            rows[site.grant_id],
            site.geometry,
            site.title,
            "site",
            json.dumps(dict(site.facts), ensure_ascii=False, default=str),
        )
        for site in plug.sites_of(rows)
        if site.grant_id in rows and site.geometry
    ]
    placed = {place.grant.pk for place in found}
    for grant in rows.values():
        position = grant.recipient.position
        if grant.pk not in placed and position is not None:
            point = json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in position]})
            found.append(Place(grant, point, grant.recipient.name, "seat of the recipient", "{}"))
    return found


def as_geojson(grants: Iterable[Grant]) -> str:
    """Return the places as GeoJSON (EPSG:4326)."""
    grants = list(grants)
    amounts = awarded_by_grant(grant.pk for grant in grants)
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(place.geometry),
            "properties": dict(zip(COLUMNS, _values(place, amounts), strict=True)),
        }
        for place in places_of(grants)
    ]
    collection = {"type": "FeatureCollection", "name": "grants", "features": features}
    return json.dumps(collection, ensure_ascii=False, default=str)


def as_geopackage(grants: Iterable[Grant]) -> bytes:
    """Return the places as GeoPackage (EPSG:25832)."""
    grants = list(grants)
    amounts = awarded_by_grant(grant.pk for grant in grants)
    rows = [(_shape(place), *_values(place, amounts)) for place in places_of(grants)]
    table = Table("grants", COLUMNS, rows, "GEOMETRY", "grants")
    return writer.geopackage([table], epsg=EPSG, moment=timezone.now())


def _shape(place: Place) -> shapely.Geometry:
    return to_metres(read_geojson(place.geometry))


def _values(place: Place, amounts: dict[int, Any]) -> tuple[Any, ...]:
    grant = place.grant
    return (
        grant.slug,
        grant.title,
        grant.recipient.name,
        grant.recipient.official_key,
        grant.reference,
        float(amounts.get(grant.pk, ZERO)),
        grant.decided_on.isoformat(),
        grant.state,
        place.title,
        place.known_as,
        place.facts,
    )
