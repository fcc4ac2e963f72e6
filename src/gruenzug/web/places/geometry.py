"""Geometry in plain columns: GeoJSON text, a box to search in, measures in metres.

No GeoDjango: its SQLite side needs loadable extensions that Python often
lacks, and its PostgreSQL side needs PostGIS. A few thousand rows need neither.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Self

import shapely
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

METRIC_CRS = "EPSG:25832"
WEB_CRS = "EPSG:4326"
DIGITS = 6  # decimals of degrees kept: about ten centimetres
BOX = ("minx", "miny", "maxx", "maxy")


class GeometryQuerySet(models.QuerySet):
    """Searches by place."""

    def in_bbox(self, west: float, south: float, east: float, north: float) -> Self:
        """Return rows whose box touches the given one (EPSG:4326)."""
        return self.filter(minx__lte=east, maxx__gte=west, miny__lte=north, maxy__gte=south)


class GeometryMixin(models.Model):
    """A row with a geometry; every column but `geometry` follows from it on save."""

    geometry = models.TextField(_("Geometrie"), blank=True, help_text=_("GeoJSON in EPSG:4326"))
    minx = models.FloatField(null=True, editable=False)
    miny = models.FloatField(null=True, editable=False)
    maxx = models.FloatField(null=True, editable=False)
    maxy = models.FloatField(null=True, editable=False)
    point_x = models.FloatField(_("Länge des Kartenpunkts"), null=True, editable=False)
    point_y = models.FloatField(_("Breite des Kartenpunkts"), null=True, editable=False)
    area_m2 = models.FloatField(_("Fläche in m²"), null=True, editable=False)
    length_m = models.FloatField(_("Länge in m"), null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["minx", "maxx", "miny", "maxy"], name="%(class)s_box")]

    def clean(self) -> None:
        super().clean()
        if self.geometry:
            try:
                read_geojson(self.geometry)
            except ValueError as error:
                raise ValidationError({"geometry": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.measure()
        super().save(*args, **kwargs)

    def measure(self) -> None:
        """Bring all columns in line with `geometry`; a label point that was set stays."""
        if not self.geometry:
            self.minx = self.miny = self.maxx = self.maxy = self.area_m2 = self.length_m = None
            return
        shape = read_geojson(self.geometry)
        self.geometry = write_geojson(shape)
        self.minx, self.miny, self.maxx, self.maxy = shape.bounds
        if self.point_x is None or self.point_y is None:
            inside = shape.representative_point()
            self.point_x, self.point_y = inside.x, inside.y
        metric = to_metres(shape)
        self.area_m2, self.length_m = metric.area, metric.length

    @property
    def shape(self) -> BaseGeometry:
        """The geometry as shapely object in EPSG:4326."""
        return read_geojson(self.geometry)

    @property
    def box(self) -> list[float]:
        """West, south, east, north in EPSG:4326."""
        return [getattr(self, side) for side in BOX]


def read_geojson(text: str) -> BaseGeometry:
    """Return the shape in GeoJSON `text`; ValueError with a sentence if it is none."""
    try:
        shape = shapely.from_geojson(text)
    except shapely.GEOSException as error:
        raise ValueError(_("Die Geometrie ist kein GeoJSON: %s") % str(error)[:120]) from error
    if shape is None or shape.is_empty:
        raise ValueError(_("Die Geometrie ist leer."))
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise ValueError(_("Die Geometrie liegt nicht in Grad (EPSG:4326)."))
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    return shapely.force_2d(shape)


def write_geojson(shape: BaseGeometry) -> str:
    """Return `shape` as compact GeoJSON with coordinates rounded to `DIGITS`."""
    mapping = json.loads(shapely.to_geojson(shape))
    mapping["coordinates"] = _rounded(mapping["coordinates"])
    return json.dumps(mapping, separators=(",", ":"))


def to_metres(shape: BaseGeometry) -> BaseGeometry:
    """Return `shape` moved from degrees to metres (UTM zone 32)."""
    return shapely.transform(shape, _transformer(WEB_CRS, METRIC_CRS).transform, interleaved=False)


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, (int, float)):
        return round(coordinates, DIGITS)
    return [_rounded(part) for part in coordinates]
