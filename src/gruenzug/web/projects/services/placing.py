"""Where a project is: points typed as numbers, shapes from files, and the town they lie in."""

from __future__ import annotations

import json

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gruenzug.web.places.geometry import read_geojson, write_geojson
from gruenzug.web.places.models import Municipality

MAX_BYTES = 2_000_000


def point_of(longitude: float, latitude: float) -> str:
    """Return the GeoJSON of a point."""
    return write_geojson(shapely.Point(float(longitude), float(latitude)))


def shape_in_file(content: bytes) -> str:
    """Return all shapes of a GeoJSON file as one geometry; ValueError with a sentence if there is none."""
    if len(content) > MAX_BYTES:
        raise ValueError(_("Die Datei ist größer als 2 MB; vereinfachen Sie die Geometrie."))
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(_("Die Datei ist kein GeoJSON.")) from error
    shapes = [read_geojson(json.dumps(geometry)) for geometry in _geometries(found)]
    if not shapes:
        raise ValueError(_("Die Datei enthält keine Geometrie."))
    return write_geojson(_joined(shapes))


def towns_of(shape: BaseGeometry) -> list[Municipality]:
    """Return the municipalities `shape` touches with more than their border, the most covered first."""
    west, south, east, north = shape.bounds
    near = Municipality.objects.exclude(geometry="").in_bbox(west, south, east, north)
    shares = [(town, _share(shape, town.shape)) for town in near]
    touched = [(town, share) for town, share in shares if share > 0]
    return [town for town, _share in sorted(touched, key=lambda pair: (-pair[1], pair[0].ags))]


def _geometries(found: object) -> list[dict]:
    """Return the geometries of a FeatureCollection, a Feature or a geometry."""
    if not isinstance(found, dict):
        return []
    if found.get("type") == "FeatureCollection":
        return [row["geometry"] for row in found.get("features", []) if row.get("geometry")]
    if found.get("type") == "Feature":
        return [found["geometry"]] if found.get("geometry") else []
    return [found] if "coordinates" in found else []


def _joined(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return one geometry of the highest dimension that occurs; a mix of lines and points is no shape."""
    highest = max(shapely.get_dimensions(shape) for shape in shapes)
    if any(shapely.get_dimensions(shape) != highest for shape in shapes):
        raise ValueError(_("Die Datei mischt Flächen, Linien und Punkte; nehmen Sie nur eines davon."))
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _share(shape: BaseGeometry, town: BaseGeometry) -> float:
    """Return how much of `shape` lies in `town`: a measure of its own dimension."""
    part = shape.intersection(town)
    return {0: 1.0, 1: part.length, 2: part.area}[shapely.get_dimensions(shape)] if not part.is_empty else 0.0
