"""A dossier as GeoPackage: one SQLite file that QGIS opens, written without GDAL.

Layer `municipality` holds the outline in EPSG:25832; the tables `figures`,
`sources` and `about` stand beside it without geometry.
Format: OGC GeoPackage 1.3, https://www.geopackage.org/spec130/
"""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gruenzug.web.atlas.models import text_of
from gruenzug.web.dossiers.selectors import Dossier
from gruenzug.web.places.geometry import METRIC_CRS, read_geojson, to_metres

EPSG = int(METRIC_CRS.removeprefix("EPSG:"))
APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
WITH_ENVELOPE = 0b0000_0011  # little endian, box of x and y

SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name),
  FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE municipality (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom MULTIPOLYGON, ags TEXT, name TEXT,
  county TEXT, population INTEGER, area_ha DOUBLE, release TEXT, model BOOLEAN);
CREATE TABLE figures (fid INTEGER PRIMARY KEY AUTOINCREMENT, indicator TEXT, part TEXT, title TEXT,
  level TEXT, place TEXT, value DOUBLE, unit TEXT, persons DOUBLE, denominator DOUBLE, coverage DOUBLE,
  status TEXT, definition_version TEXT, sources TEXT);
CREATE TABLE sources (fid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, title TEXT, publisher TEXT,
  licence TEXT, licence_url TEXT, attribution TEXT, vintage TEXT, url TEXT);
CREATE TABLE about (fid INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, value TEXT);
"""


def geopackage(dossier: Dossier) -> bytes:
    """Return the dossier as the bytes of a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.gpkg"
        database = sqlite3.connect(path)
        try:
            _write(database, dossier)
            database.commit()
        finally:
            database.close()
        return path.read_bytes()


def _write(database: sqlite3.Connection, dossier: Dossier) -> None:
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.executescript(SCHEMA)
    shape = to_metres(read_geojson(dossier.place.geometry))
    shape = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    _insert(database, "gpkg_spatial_ref_sys", _reference_systems())
    moment = dossier.release.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    _insert(database, "gpkg_contents", _contents(dossier, shape, moment))
    _insert(database, "gpkg_geometry_columns", [("municipality", "geom", "MULTIPOLYGON", EPSG, 0, 0)])
    _insert(database, "municipality", [_municipality(dossier, shape)])
    _insert(database, "figures", _numbered(_figures(dossier)))
    _insert(database, "sources", _numbered(_sources(dossier)))
    _insert(database, "about", _numbered(_about(dossier)))


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  our own names


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    return ((number, *row) for number, row in enumerate(rows, 1))


def _reference_systems() -> list[tuple[Any, ...]]:
    known = [
        (f"EPSG {code}", code, "EPSG", code, CRS.from_epsg(code).to_wkt("WKT1_GDAL"), None)
        for code in (4326, EPSG)
    ]
    return [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic", 0, "NONE", 0, "undefined", None),
        *known,
    ]


def _contents(dossier: Dossier, shape: BaseGeometry, moment: str) -> list[tuple[Any, ...]]:
    remark = "Modelldaten, keine amtlichen Daten" if dossier.release.is_model else ""
    tables = ("figures", "sources", "about")
    return [
        ("municipality", "features", dossier.place.name, remark, moment, *shape.bounds, EPSG),
        *((table, "attributes", table, remark, moment, None, None, None, None, None) for table in tables),
    ]


def _municipality(dossier: Dossier, shape: BaseGeometry) -> tuple[Any, ...]:
    place, release = dossier.place, dossier.release
    return (
        1,
        _blob(shape),
        place.key,
        place.name,
        place.county_key,
        place.population,
        place.area_ha,
        release.name,
        release.is_model,
    )


def _blob(shape: BaseGeometry) -> bytes:
    """Return a geometry as the format wants it: head, envelope (minx, maxx, miny, maxy), WKB."""
    west, south, east, north = shape.bounds
    head = struct.pack("<2sBBi4d", b"GP", 0, WITH_ENVELOPE, EPSG, west, east, south, north)
    return head + shapely.to_wkb(shape, byte_order=1)


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
                    *(
                        figure.indicator,
                        figure.part,
                        title,
                        figure.level,
                        figure.place,
                        figure.value,
                        row.part.unit,
                    ),
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
