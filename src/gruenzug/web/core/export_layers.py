"""A list with geometry as a layer in EPSG:25832, with the meaning of its columns as a table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import shapely
from django.http import HttpRequest
from django.utils import timezone
from pyproj import Transformer

from gruenzug.web.core.geopackage import Table, geopackage

EPSG = 25832


def listing_as_geopackage(request: HttpRequest, listing: Any) -> bytes:
    """Return the rows of `listing` as layer, its columns as table `columns`."""
    rows = list(listing.rows(request))
    values = [[_plain(column.value(row)) for column in listing.columns] for row in rows]
    shapes = _moved([listing.geometry(row) for row in rows])
    kinds = {
        column.name: _kind(row[position] for row in values) for position, column in enumerate(listing.columns)
    }
    layer = Table(
        listing.name,
        kinds,
        [[shape, *row] for shape, row in zip(shapes, values, strict=True)],
        "GEOMETRY",
        str(listing.title),
    )
    meanings = [(column.name, str(column.meaning)) for column in listing.columns]
    told = Table("columns", {"name": "TEXT", "meaning": "TEXT"}, meanings)
    return geopackage([layer, told], epsg=EPSG, moment=timezone.now())


def _moved(geometries: Iterable[str]) -> list[Any]:
    """Return GeoJSON texts (EPSG:4326, "" for none) as shapes in metres."""
    move = Transformer.from_crs("EPSG:4326", f"EPSG:{EPSG}", always_xy=True).transform
    shapes = [shapely.from_geojson(text) if text else None for text in geometries]
    return [shape and shapely.transform(shape, move, interleaved=False) for shape in shapes]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


def _kind(values: Iterable[Any]) -> str:
    """Return the type of a column that holds `values`."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "INTEGER"
    return "DOUBLE" if kinds and kinds <= {int, float} else "TEXT"
