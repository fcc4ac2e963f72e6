"""The release folder: what the engine writes once and the web reads.

::

    NAME/
      release.json       this contract (JSON Schema in `release.schema.json`)
      figures.parquet    one row per indicator, part and place (`FIGURE_COLUMNS`)
      places.geojson     municipalities, counties and the region, EPSG:4326
      layers/            GeoParquet and Cloud-Optimized GeoTIFF, to download
      tiles/             PMTiles, to look at

A release is never changed once it is published. `release.json` is written
last, so a folder without it is unfinished. `digest` covers every other file and
every fact of the manifest but the moment of its making: the same inputs give
the same digest on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from gruenzug.contract.indicators import indicators

CONTRACT = "gruenzug-release/1"
MANIFEST = "release.json"
FIGURES = "figures.parquet"
PLACES = "places.geojson"

LEVELS = ("municipality", "county", "region")
"""Levels of places: Gemeinde (8-digit AGS), Kreis (5 digits), region (its id)."""

FIGURE_STATUS = ("ok", "orientation", "not_covered", "not_applicable")
"""`ok`; `orientation`: outside the published definition's scope (then it enters
no aggregate) or the sources reach less than half (`LEAST_COVERAGE`);
`not_covered`: there is no value, because the sources do not reach here; `not_applicable`:
the sources reach at least half and nothing is here that a value could speak of (no wood
to measure), so there is none. The last two, and only they, have no value."""

WITHOUT_VALUE = ("not_covered", "not_applicable")

LEAST_COVERAGE = 0.5
"""Below this share of people (or area) a value stands for orientation only."""

FIGURE_COLUMNS = {
    "indicator": "string",  # id of the indicator
    "part": "string",  # id of the part, "" if the indicator reports one number
    "level": "string",  # one of LEVELS
    "place": "string",  # AGS, Kreis key or region id
    "value": "double",  # in the part's unit; null if not covered or not applicable
    "persons": "double",  # people (children) the value speaks of; null if it speaks of none
    "denominator": "double",  # what the value was divided by: people or m²; null for a count
    "coverage": "double",  # share 0..1 of the place's people (without people: area) the sources reach
    "status": "string",  # one of FIGURE_STATUS
}
"""Columns of `figures.parquet` and their Arrow types."""


@cache
def release_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `release.json`."""
    text = files("gruenzug.contract").joinpath("release.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def cross_check(manifest: Mapping[str, Any]) -> list[str]:
    """Return what a valid `manifest` still gets wrong: keys that lead nowhere.

    The schema sees each value alone; this sees that they belong together.
    Returns sentences in English, an empty list if all is well.
    """
    known = indicators()
    sources = [source["id"] for source in manifest["sources"]]
    computed = [row["id"] for row in manifest["indicators"]]
    paths = {row["path"] for row in manifest["files"]}
    problems = [f"source {key} is listed twice" for key in _twice(sources)]
    problems += [f"indicator {key} is listed twice" for key in _twice(computed)]
    problems += [f"indicator {key} is unknown to this version" for key in computed if key not in known]
    for row in manifest["indicators"]:
        missing = sorted(set(row["sources"]) - set(sources))
        problems += [f"indicator {row['id']} names source {key}, which is not listed" for key in missing]
    for kind in ("layers", "tiles"):
        lost = [row["path"] for row in manifest[kind] if row["path"] not in paths]
        problems += [f"{kind} name {path}, which is not among the files" for path in lost]
    problems += [f"{path} is not among the files" for path in (FIGURES, PLACES) if path not in paths]
    return problems


def digest(manifest: Mapping[str, Any]) -> str:
    """Return the sha256 of all a release states, but not of when it was made."""
    facts = {key: value for key, value in manifest.items() if key not in ("created_at", "digest")}
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def _twice(keys: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
