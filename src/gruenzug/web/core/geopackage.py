"""Tables and layers as a GeoPackage: one SQLite file that QGIS opens, written without GDAL.

Format: OGC GeoPackage 1.3, https://www.geopackage.org/spec130/
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

MEDIA_TYPE = "application/geopackage+sqlite3"
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
"""


@dataclass(frozen=True)
class Table:
    """One table of the file.

    Attributes
    ----------
    columns
        Name → type of SQLite (TEXT, INTEGER, DOUBLE, BOOLEAN, DATE, DATETIME).
    rows
        Values in the order of the columns; of a layer each begins with its
        shape (or None) in the file's coordinate system.
    geometry
        Type of a layer's shapes, such as "MULTIPOLYGON" or "GEOMETRY" for any; empty: no layer.
    """

    name: str
    columns: Mapping[str, str]
    rows: Iterable[Sequence[Any]]
    geometry: str = ""
    title: str = ""
    remark: str = ""


def geopackage(tables: Sequence[Table], *, epsg: int, moment: dt.datetime) -> bytes:
    """Return `tables` as a GeoPackage in the coordinate system `epsg`, last changed at `moment`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.gpkg"
        database = sqlite3.connect(path)
        try:
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {VERSION}")
            database.executescript(SCHEMA)
            _insert(database, "gpkg_spatial_ref_sys", _reference_systems(epsg))
            for table in tables:
                _write(database, table, epsg, moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
            database.commit()
        finally:
            database.close()
        return path.read_bytes()


def _write(database: sqlite3.Connection, table: Table, epsg: int, moment: str) -> None:
    columns = {"fid": "INTEGER PRIMARY KEY AUTOINCREMENT"}
    columns |= {"geom": table.geometry} if table.geometry else {}
    told = ", ".join(f'"{name}" {kind}' for name, kind in {**columns, **table.columns}.items())
    database.execute(f'CREATE TABLE "{table.name}" ({told})')
    rows = [list(row) for row in table.rows]
    shapes = [row[0] for row in rows if row[0] is not None] if table.geometry else []
    for row in rows if table.geometry else ():
        row[0] = _blob(row[0], epsg)
    kind = "features" if table.geometry else "attributes"
    box = tuple(float(side) for side in shapely.total_bounds(shapes)) if shapes else (None,) * 4
    srs = epsg if table.geometry else None
    entry = (table.name, kind, table.title or table.name, table.remark, moment, *box, srs)
    _insert(database, "gpkg_contents", [entry])
    if table.geometry:
        _insert(database, "gpkg_geometry_columns", [(table.name, "geom", table.geometry, epsg, 0, 0)])
    _insert(database, table.name, ((number, *row) for number, row in enumerate(rows, 1)))


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        database.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)  # noqa: S608  our own names


def _reference_systems(epsg: int) -> list[tuple[Any, ...]]:
    known = [
        (f"EPSG {code}", code, "EPSG", code, CRS.from_epsg(code).to_wkt("WKT1_GDAL"), None)
        for code in {4326, epsg}
    ]
    return [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic", 0, "NONE", 0, "undefined", None),
        *known,
    ]


def _blob(shape: BaseGeometry | None, epsg: int) -> bytes | None:
    """Return a geometry as the format wants it: head, envelope (minx, maxx, miny, maxy), WKB."""
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    head = struct.pack("<2sBBi4d", b"GP", 0, WITH_ENVELOPE, epsg, west, east, south, north)
    return head + shapely.to_wkb(shape, byte_order=1)
