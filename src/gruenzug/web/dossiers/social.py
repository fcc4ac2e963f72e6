"""Pictures that other sites show of municipalities."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.embeds import figure
from gruenzug.web.atlas.models import MUNICIPALITY
from gruenzug.web.atlas.social import map_parts
from gruenzug.web.core import formats, social
from gruenzug.web.core.previews import Card
from gruenzug.web.dossiers.views import HEADLINES


def dossier_card(request: HttpRequest, key: str) -> Card | None:
    """Return the card of a municipality: its first number, and where it lies on the map of that number."""
    release = release_of(request)
    place = release and release.places.filter(level=MUNICIPALITY, municipality__slug=key).first()
    if not place:
        return None
    told = {"title": place.name, "kicker": settings.PROGRAMME}
    shown = map_parts(request, release, HEADLINES[0], marked=place.key)
    found = figure(request, HEADLINES[0], place.key)
    if found is None or found["figure"].value is None:
        return Card(**told, **shown)
    row, indicator = found["figure"], found["indicator"]
    value = formats.measure(row.value, indicator.part(row.part).unit)
    return Card(**told, **shown, value=value)


social.register("dossier", dossier_card)
