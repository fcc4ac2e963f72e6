"""Bodies and places find each other by their official keys, whichever came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from gruenzug.web.core import tick
from gruenzug.web.directory.models import Organisation
from gruenzug.web.places.models import County, Municipality


@transaction.atomic
def link_places(*, seats: Mapping[str, str] | None = None) -> int:
    """Give bodies with an official key, or a seat by slug, their place where it exists and they have none."""
    towns = {town.ags: town for town in Municipality.objects.all().defer("geometry")}
    counties = {county.key: county for county in County.objects.all().defer("geometry")}
    linked = 0
    for body in Organisation.objects.filter(municipality=None, county=None):
        key = body.official_key or (seats or {}).get(body.slug, "")
        body.municipality, body.county = towns.get(key), counties.get(key[:5])
        if body.municipality or body.county:
            body.save(update_fields=["municipality", "county"])
            linked += 1
    return linked


@tick.job("directory.places", every=dt.timedelta(hours=6))
def link_new_places(now: dt.datetime) -> str:
    """Link bodies to places that a release brought since."""
    linked = link_places()
    return f"{linked} bodies linked to their place" if linked else ""
