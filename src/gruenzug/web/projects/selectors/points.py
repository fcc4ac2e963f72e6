"""Projects as points for the interactive map: their own where it is known, else their town's."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from gruenzug.web.atlas.models import text_of
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project, State
from gruenzug.web.projects.selectors.asking import Found

DIGITS = 5


def map_points(found: Found) -> list[dict[str, Any]]:
    """Return one point per project with a place of its own, and one per town for all others there."""
    located = [pk for pk in found.keys if found.index.places[pk].lon is not None]
    return [*_own(found, located), *_towns(found)]


def _own(found: Found, keys: list[int]) -> list[dict[str, Any]]:
    rows = Project.objects.filter(pk__in=keys).only("title_de", "title_en", "title_simple", "slug", "state")
    labels = dict(State.choices)
    told = []
    for row in rows:
        place = found.index.places[row.pk]
        told.append(
            {
                "lon": round(place.lon or 0, DIGITS),
                "lat": round(place.lat or 0, DIGITS),
                "name": text_of(row.title),
                "text": str(labels[row.state]),
                "kind": row.state,
                "url": row.get_absolute_url(),
            }
        )
    return told


def _towns(found: Found) -> list[dict[str, Any]]:
    """Return one point per town for the projects of which no more than the town is known."""
    towns: dict[str, int] = defaultdict(int)
    for pk in found.keys:
        place = found.index.places[pk]
        if place.lon is None and place.town:
            towns[place.town] += 1
    rows = Municipality.objects.filter(ags__in=towns, point_x__isnull=False)
    base = reverse("projects:list")
    return [
        {
            "lon": round(lon, DIGITS),
            "lat": round(lat, DIGITS),
            "name": name,
            "text": ngettext(
                "Ein Projekt, von dem nur die Kommune bekannt ist",
                "%(count)s Projekte, von denen nur die Kommune bekannt ist",
                towns[ags],
            )
            % {"count": towns[ags]},
            "kind": "town",
            "count": towns[ags],
            "url": f"{base}?{urlencode({**found.asked.query, 'municipality': slug})}",
        }
        for ags, name, slug, lon, lat in rows.values_list("ags", "name", "slug", "point_x", "point_y")
    ]
