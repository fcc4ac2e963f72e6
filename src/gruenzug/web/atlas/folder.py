"""A release folder as a reader finds it: checked against the contract before anything is believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
from jsonschema.exceptions import best_match

from gruenzug.contract.indicators import indicators
from gruenzug.contract.release import (
    FIGURE_COLUMNS,
    FIGURE_STATUS,
    FIGURES,
    LEVELS,
    MANIFEST,
    PLACES,
    WITHOUT_VALUE,
    cross_check,
    digest,
    release_schema,
)

BLOCK = 1 << 20
PLACE_FACTS = (
    *("level", "key", "name", "kreis", "kreis_name", "population"),
    *("area_ha", "area_m2", "label_lon", "label_lat", "land_use"),
)


class FolderError(Exception):
    """A release folder breaks the contract; `str()` is one sentence that says where and what to do."""


@dataclass(frozen=True)
class ReleaseFolder:
    """A checked release: its manifest, its places and its figures."""

    path: Path
    manifest: dict[str, Any]
    places: list[dict[str, Any]]
    figures: list[dict[str, Any]]


def read_folder(path: Path) -> ReleaseFolder:
    """Return the release in `path`; FolderError at the first thing that breaks the contract."""
    manifest = _manifest(path)
    _check_files(path, manifest)
    places = _places(path / PLACES, manifest)
    figures = _figures(path / FIGURES, manifest, places)
    return ReleaseFolder(path, manifest, places, figures)


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise FolderError(f"{path} is not a folder; name the folder that `gruenzug release` wrote")
    file = path / MANIFEST
    if not file.is_file():
        raise FolderError(
            f"{path} has no {MANIFEST}, so the release is unfinished; run `gruenzug release` again"
        )
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FolderError(f"{file} is not JSON ({error}); make the release again") from error
    if fault := best_match(jsonschema.Draft202012Validator(release_schema()).iter_errors(manifest)):
        raise FolderError(
            f"{file}: {fault.json_path} {_short(fault.message)}; make the release with this version"
        )
    if problems := cross_check(manifest):
        raise FolderError(f"{file}: {problems[0]}; make the release with this version")
    if digest(manifest) != manifest["digest"]:
        raise FolderError(
            f"{file} was changed after it was written (its digest does not match); make the release again"
        )
    return manifest


def _check_files(path: Path, manifest: dict[str, Any]) -> None:
    for stated in manifest["files"]:
        file = path / stated["path"]
        if not file.is_file():
            raise FolderError(f"{file} is missing though {MANIFEST} lists it; copy the folder again")
        if file.stat().st_size != stated["bytes"]:
            raise FolderError(
                f"{file} has {file.stat().st_size} bytes, {MANIFEST} says {stated['bytes']}; "
                "copy the folder again"
            )
        if _checksum(file) != stated["sha256"]:
            raise FolderError(f"{file} does not match its checksum in {MANIFEST}; copy the folder again")


def _places(file: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        features = json.loads(file.read_text("utf-8"))["features"]
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise FolderError(f"{file} is not a GeoJSON FeatureCollection; make the release again") from error
    places = [_place(file, row, feature) for row, feature in enumerate(features, 1)]
    keys = [(place["level"], place["key"]) for place in places]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise FolderError(f"{file}: the {twice[0]} {twice[1]} is there twice; make the release again")
    for level in LEVELS:
        found = sum(place["level"] == level for place in places)
        if found != manifest["places"][level]:
            raise FolderError(
                f"{file} has {found} places of level {level}, {MANIFEST} says {manifest['places'][level]}; "
                "make the release again"
            )
    return places


def _place(file: Path, row: int, feature: dict[str, Any]) -> dict[str, Any]:
    facts, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
    if missing := [name for name in PLACE_FACTS if name not in facts]:
        raise FolderError(f"{file}, feature {row}: property {missing[0]} is missing; make the release again")
    if facts["level"] not in LEVELS:
        raise FolderError(
            f"{file}, feature {row}: level is {facts['level']!r}; it must be one of {', '.join(LEVELS)}"
        )
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise FolderError(f"{file}, feature {row} ({facts['name']}) has no polygon; make the release again")
    return {**{name: facts[name] for name in PLACE_FACTS}, "geometry": geometry}


def _figures(file: Path, manifest: dict[str, Any], places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        table = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise FolderError(
            f"{file} is not a Parquet file ({_short(str(error))}); make the release again"
        ) from error
    found = {column.name: str(column.type) for column in table.schema}
    if found != FIGURE_COLUMNS:
        odd = next(
            name for name in {**FIGURE_COLUMNS, **found} if found.get(name) != FIGURE_COLUMNS.get(name)
        )
        raise FolderError(
            f"{file}: column {odd} is {found.get(odd, 'missing')}, the contract says "
            f"{FIGURE_COLUMNS.get(odd, 'that there is none')}; make the release with this version"
        )
    if table.num_rows != manifest["figures"]["rows"]:
        raise FolderError(f"{file} has {table.num_rows} rows, {MANIFEST} says {manifest['figures']['rows']}")
    rows = table.to_pylist()
    known = {(place["level"], place["key"]) for place in places}
    for problem in _row_problems(rows, manifest, known):
        raise FolderError(f"{file}, {problem}; make the release again")
    return rows


def _row_problems(
    rows: list[dict[str, Any]], manifest: dict[str, Any], places: set[tuple[str, str]]
) -> Iterator[str]:
    """Yield what single rows get wrong: keys that lead nowhere, values where none can be."""
    parts = {(key, part.id) for key, indicator in indicators().items() for part in indicator.parts}
    computed = {row["id"] for row in manifest["indicators"]}
    seen = set()
    for number, row in enumerate(rows, 1):
        key = (row["indicator"], row["part"], row["level"], row["place"])
        if row["indicator"] not in computed:
            yield f"row {number}: indicator {row['indicator']!r} is not in {MANIFEST}"
        if key[:2] not in parts:
            yield f"row {number}: indicator {row['indicator']} has no part {row['part']!r} in this version"
        if key[2:] not in places:
            yield f"row {number}: {row['level']} {row['place']!r} is not in {PLACES}"
        if row["status"] not in FIGURE_STATUS:
            yield f"row {number}: status {row['status']!r} is not one of {', '.join(FIGURE_STATUS)}"
        if (row["status"] in WITHOUT_VALUE) != (row["value"] is None):
            yield f"row {number}: status {row['status']} does not go with value {row['value']}"
        if key in seen:
            yield f"row {number}: {' '.join(key)} is there twice"
        seen.add(key)


def _checksum(file: Path) -> str:
    total = sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            total.update(block)
    return total.hexdigest()


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 160 else f"{line[:157]}…"
