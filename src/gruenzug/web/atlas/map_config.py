"""What the interactive map is told; it draws the same classes as the map on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.models import Release, text_of
from gruenzug.web.atlas.selectors import View
from gruenzug.web.core import formats
from gruenzug.web.core.charts.choropleth import as_config


def map_config(request: HttpRequest, view: View) -> dict[str, Any]:
    """Return the configuration of the atlas map."""
    chosen = {"indicator": view.indicator.id, "part": view.part.id}
    return {
        **base_config(view.release),
        **chosen,
        "title": view.title,
        "unit": view.part.unit,
        "places": link(request, "atlas:places", **chosen),
        **as_config(view.drawn),
    }


def base_config(release: Release) -> dict[str, Any]:
    """Return what any map of a release needs: where it is, and its tiles."""
    return {
        "language": get_language(),
        "region": release.region,
        "bbox": release.bbox,
        "model": release.is_model,
        "tiles": [_tiles(release, row) for row in release.manifest["tiles"]],
    }


def painted_places(view: View) -> dict[str, Any]:
    """Return what the map shows of each municipality, by its key."""
    drawn = view.drawn
    css = {area.key: area.css for area in drawn.areas}
    places = {
        row.place.key: {
            "name": row.place.name,
            "value": row.value,
            "text": formats.measure(row.value, view.part.unit),
            "status": row.status,
            "class": css[row.place.key],
            "url": row.url,
            "lon": row.place.label_lon,
            "lat": row.place.label_lat,
        }
        for row in view.rows
    }
    return {"indicator": view.indicator.id, "part": view.part.id, **as_config(drawn), "places": places}


def _tiles(release: Release, row: dict[str, Any]) -> dict[str, Any]:
    sources = [release.sources[key] for key in row["sources"] if key in release.sources]
    return {
        "id": row["id"],
        "kind": row["kind"],
        "title": text_of(row["title"]),
        "url": release.file_url(row["path"]),
        "minzoom": row["minzoom"],
        "maxzoom": row["maxzoom"],
        "layers": row["layers"],
        "legend": [{"colour": entry["colour"], "title": text_of(entry["title"])} for entry in row["legend"]],
        "attribution": [source["attribution"] for source in sources],
    }
