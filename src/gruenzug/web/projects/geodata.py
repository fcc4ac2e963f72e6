"""Projects as geodata for proofs of use: measures by kind of shape, with short names any GIS keeps.

Names have ten letters at most, without umlauts, so that a conversion to a
shapefile loses none of them. docs/projects-geodata.md explains each field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from django.utils import timezone

from gruenzug.web.core.geopackage import Table, geopackage
from gruenzug.web.places.geometry import METRIC_CRS, to_metres
from gruenzug.web.projects.models import Locating, Project

EPSG = int(METRIC_CRS.removeprefix("EPSG:"))
FIELDS = {
    "PROJ_ID": "TEXT",
    "TITEL": "TEXT",
    "TRAEGER": "TEXT",
    "AGS": "TEXT",
    "KOMMUNE": "TEXT",
    "MASSNAHME": "TEXT",
    "ELEMENTE": "TEXT",
    "STAND": "TEXT",
    "BEGINN": "DATE",
    "ENDE": "DATE",
    "FLAECHE_M2": "DOUBLE",
    "LAENGE_M": "DOUBLE",
    "ENTSIEG_M2": "DOUBLE",
    "BAEUME": "INTEGER",
    "KOSTEN_EUR": "DOUBLE",
    "PFLEGE_DUR": "TEXT",
    "PFLEGE_BIS": "DATE",
    "FOERDERUNG": "TEXT",
    "LAGE": "TEXT",
    "GEAENDERT": "DATE",
}
LAYERS = (("flaechen", 2, "MULTIPOLYGON"), ("linien", 1, "MULTILINESTRING"), ("punkte", 0, "MULTIPOINT"))
MULTI = {
    "Polygon": shapely.MultiPolygon,
    "LineString": shapely.MultiLineString,
    "Point": shapely.MultiPoint,
}


def projects_as_geopackage(projects: Iterable[Project]) -> bytes:
    """Return `projects` as GeoPackage: a layer per kind of shape, and a table of those without a place."""
    rows = list(projects)
    shapes = {project.pk: _shape(project) for project in rows}
    tables = []
    for name, dimension, kind in LAYERS:
        layer = [
            (shapes[row.pk], *_facts(row))
            for row in rows
            if shapes[row.pk] is not None and shapely.get_dimensions(shapes[row.pk]) == dimension
        ]
        if layer:
            tables.append(Table(f"massnahmen_{name}", FIELDS, layer, kind))
    placeless = [_facts(row) for row in rows if shapes[row.pk] is None]
    if placeless or not tables:
        tables.append(Table("massnahmen_ohne_lage", FIELDS, placeless))
    return geopackage(tables, epsg=EPSG, moment=timezone.now())


def _shape(project: Project) -> Any:
    """Return the shape in metres, as one of many; None where the place is not known."""
    if not project.is_located:
        return None
    shape = to_metres(project.shape)
    return MULTI[shape.geom_type]([shape]) if shape.geom_type in MULTI else _whole(shape)


def _whole(shape: Any) -> Any:
    """Return a multi-geometry as it is, of a mixed collection its parts of the highest dimension."""
    if shape.geom_type != "GeometryCollection":
        return shape
    highest = max(shapely.get_dimensions(part) for part in shape.geoms)
    return shapely.union_all([part for part in shape.geoms if shapely.get_dimensions(part) == highest])


def _facts(project: Project) -> Sequence[Any]:
    towns = list(project.municipalities.all())
    exact = project.locating == Locating.EXACT
    return (
        project.slug,
        project.title_de,
        project.body_label,
        " ".join(town.ags for town in towns),
        ", ".join(town.name for town in towns),
        " ".join(project.measures),
        " ".join(project.elements),
        project.state,
        _day(project.begins_on),
        _day(project.ends_on),
        _rounded(project.size_m2),
        _rounded(project.length_m if exact and not project.area_m2 else None),
        _rounded(project.unsealed_m2),
        project.trees,
        float(project.total_cost) if project.total_cost is not None and project.shows_cost else None,
        project.maintainer.name if project.maintainer else "",
        _day(project.maintenance_until),
        ", ".join(grant.title for grant in getattr(project, "public_grants", ())),
        project.locating,
        project.updated_at.date().isoformat(),
    )


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
