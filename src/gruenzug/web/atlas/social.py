"""Pictures that other sites show of maps and indicators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import Release, text_of
from gruenzug.web.atlas.selectors import view_of
from gruenzug.web.core import social
from gruenzug.web.core.charts.choropleth import Choropleth
from gruenzug.web.core.previews import Card, Shape


def map_parts(request: HttpRequest, release: Release, key: str, marked: str = "") -> dict[str, Any]:
    """Return what a card needs to show the map of an indicator, one municipality marked if named."""
    view = view_of(request, release, key, "")
    drawn: Choropleth = view.drawn
    shapes = tuple(Shape(area.path, _step(area.css), area.key == marked) for area in drawn.areas)
    facts = {"caption": view.title, "note": warning(release)}
    return {"shapes": shapes, "view_box": drawn.view_box, **facts}


def warning(release: Release) -> str:
    """Return what numbers of a generated region carry everywhere."""
    return _("Modelldaten") if release.is_model else ""


def indicator_card(request: HttpRequest, key: str) -> Card | None:
    """Return the card of an indicator: its map, if there is a release."""
    definition = indicators().get(key)
    if definition is None:
        return None
    release = release_of(request)
    shown = map_parts(request, release, key) if release else {}
    return Card(text_of(definition.title), settings.PROGRAMME, **shown)


def _step(css: str) -> int | None:
    """Return the number at the end of a colour class; None where there is no value."""
    digits = "".join(sign for sign in css if sign.isdigit())
    return int(digits[-1]) - 1 if digits else None


social.register("indicator", indicator_card)
