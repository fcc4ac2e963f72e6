"""A dossier as GeoPackage: the outline in EPSG:25832; figures, sources and facts as tables beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import geopackage as writer
from gruenzug.web.core.geopackage import Table
from gruenzug.web.dossiers.selectors import Dossier
from gruenzug.web.places.geometry import METRIC_CRS, read_geojson, to_metres

EPSG = int(METRIC_CRS.removeprefix("EPSG:"))
MUNICIPALITY = {
    "ags": "TEXT",
    "name": "TEXT",
    "county": "TEXT",
    "population": "INTEGER",
    "area_ha": "DOUBLE",
    "release": "TEXT",
    "model": "BOOLEAN",
}
FIGURES = {
    **dict.fromkeys(("indicator", "part", "title", "level", "place"), "TEXT"),
    "value": "DOUBLE",
    "unit": "TEXT",
    **dict.fromkeys(("persons", "denominator", "coverage"), "DOUBLE"),
    **dict.fromkeys(("status", "definition_version", "sources"), "TEXT"),
}
SOURCES = dict.fromkeys(
    ("id", "title", "publisher", "licence", "licence_url", "attribution", "vintage", "url"), "TEXT"
)
ABOUT = {"name": "TEXT", "value": "TEXT"}


def geopackage(dossier: Dossier) -> bytes:
    """Return the dossier as the bytes of a GeoPackage."""
    remark = "Modelldaten, keine amtlichen Daten" if dossier.release.is_model else ""
    tables = [
        Table(
            "municipality", MUNICIPALITY, [_municipality(dossier)], "MULTIPOLYGON", dossier.place.name, remark
        ),
        Table("figures", FIGURES, _figures(dossier), remark=remark),
        Table("sources", SOURCES, _sources(dossier), remark=remark),
        Table("about", ABOUT, _about(dossier), remark=remark),
    ]
    return writer.geopackage(tables, epsg=EPSG, moment=dossier.release.created_at)


def _municipality(dossier: Dossier) -> tuple[Any, ...]:
    place, release = dossier.place, dossier.release
    shape = to_metres(read_geojson(place.geometry))
    shape = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    facts = (place.key, place.name, place.county_key, place.population, place.area_ha)
    return (shape, *facts, release.name, release.is_model)


def _figures(dossier: Dossier) -> Iterable[tuple[Any, ...]]:
    for block in dossier.blocks:
        version = (block.stated or {}).get("definition_version", "")
        used = " ".join(source["id"] for source in block.sources)
        for row in block.parts:
            for figure in (row.own, row.county, row.region):
                if figure is None:
                    continue
                title = f"{text_of(block.indicator.title)}: {text_of(row.part.title)}"
                yield (
                    *(figure.indicator, figure.part, title, figure.level, figure.place),
                    *(figure.value, row.part.unit),
                    *(figure.persons, figure.denominator, figure.coverage, figure.status, version, used),
                )


def _sources(dossier: Dossier) -> Iterable[tuple[Any, ...]]:
    for source in dossier.release.sources.values():
        licence = source["licence"]
        yield (
            *(source["id"], source["title"], source["publisher"], licence["title"], licence["url"]),
            *(source["attribution"], source["vintage"], source["url"]),
        )


def _about(dossier: Dossier) -> list[tuple[str, str]]:
    release = dossier.release
    return [
        ("release", release.name),
        ("region", release.region_title),
        ("model", "true" if release.is_model else "false"),
        ("created_at", release.created_at.isoformat()),
        ("digest", release.digest),
    ]
