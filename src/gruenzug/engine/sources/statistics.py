"""Municipal statistics: inhabitants and official land use, one row per municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.text import TextTable, fields_of, read_text_table

AREA_COLUMNS = {
    "area_ha": "land_total",
    "settlement_ha": "land_settlement",
    "traffic_ha": "land_traffic",
    "agriculture_ha": "veg_agri",
    "forest_ha": "veg_forrest",
    "wood_ha": "veg_wood",
    "heath_ha": "veg_heath",
    "moor_ha": "veg_moor",
    "marsh_ha": "veg_marsh",
    "water_ha": "water_total",
}
"""Our column → the published one (hectares); ``options.columns`` may say otherwise."""

RECREATION_COLUMNS = ("settlement_sport_recreation", "settlement_cemetery")
"""Sports, leisure, green and camping areas, and cemeteries; their sum is the recreation area."""

_DISCONNECTION = ("sealed_ha", "disconnected_ha")
_KEY_DIGITS = 8


def read_population(spec: SourceSpec, request: Request) -> Dataset:
    """Read inhabitants per municipality (columns ags and total)."""
    names = {"ags": "ags", "inhabitants": "total", **spec.options.get("columns", {})}
    rows, keys = _rows(spec, request, list(names.values()), names["ags"])
    counts = pd.Series(rows.numbers(names["inhabitants"]), index=rows.columns[names["ags"]]).reindex(keys)
    for key, count in counts[counts.notna() & (counts % 1 != 0)].items():
        raise SourceError(f"{spec.path}: {key} has {count} inhabitants; expected a whole number")
    known = counts.dropna()
    missing = sorted(set(keys) - set(known.index))
    columns: dict[str, object] = {"ags": known.index.to_numpy(), "inhabitants": known.to_numpy()}
    notes = _missing_note(missing, "Einwohnerzahl", "number of inhabitants")
    return Dataset(
        {"statistics_population": table("statistics_population", columns)}, [spec.path], None, notes
    )


def read_area(spec: SourceSpec, request: Request) -> Dataset:
    """Read official land use per municipality, in hectares.

    The table `statistics_recreation` exists only if the file has the columns
    in `RECREATION_COLUMNS`.
    """
    names = {"ags": "ags", **AREA_COLUMNS, **spec.options.get("columns", {})}
    published = fields_of(spec.path, _delimiter(spec), _encoding(spec))
    extra = [name for name in RECREATION_COLUMNS if name in published]
    rows, keys = _rows(spec, request, [*names.values(), *extra], names["ags"])
    areas = {ours: _by_key(rows, names["ags"], names[ours], keys) for ours in AREA_COLUMNS}
    missing = sorted(key for key, total in areas["area_ha"].items() if np.isnan(total))
    tables = {"statistics_area": table("statistics_area", {"ags": keys, **_arrays(areas)})}
    if len(extra) == len(RECREATION_COLUMNS):
        parts = [_by_key(rows, names["ags"], name, keys) for name in extra]
        tables["statistics_recreation"] = table(
            "statistics_recreation", {"ags": keys, "recreation_ha": (parts[0] + parts[1]).to_numpy()}
        )
    notes = _missing_note(missing, "Flächenstatistik", "land-use statistics")
    return Dataset(
        {name: tables[name] for name in tables if name in request.tables}, [spec.path], None, notes
    )


def read_disconnection(spec: SourceSpec, request: Request) -> Dataset:
    """Read sealed area and how much of it is disconnected from the combined sewer, in hectares.

    Both columns speak of the same ground; a municipality with one of them
    empty is unknown.
    """
    names = {name: name for name in ("ags", *_DISCONNECTION)} | spec.options.get("columns", {})
    rows, keys = _rows(spec, request, list(names.values()), names["ags"])
    areas = {ours: _by_key(rows, names["ags"], names[ours], keys) for ours in _DISCONNECTION}
    sealed, apart = areas["sealed_ha"], areas["disconnected_ha"]
    for key in sealed.index[(sealed < 0) | (apart < 0) | (apart > sealed)]:
        raise SourceError(
            f"{spec.path}: {key} has {apart[key]:g} ha disconnected of {sealed[key]:g} ha sealed; expected a "
            "part of the sealed area"
        )
    known = sealed.notna() & apart.notna()
    missing = sorted(sealed.index[~known])
    columns = {"ags": sealed.index[known].to_numpy(), **_arrays({k: v[known] for k, v in areas.items()})}
    notes = _missing_note(missing, "abgekoppelte Flächen", "disconnected areas")
    return Dataset({"disconnection": table("disconnection", columns)}, [spec.path], None, notes)


def _rows(
    spec: SourceSpec, request: Request, columns: Sequence[str], key: str
) -> tuple[TextTable, list[str]]:
    """Return the rows, and the keys of the region's municipalities (or of all in the file)."""
    rows = read_text_table(spec.path, columns, delimiter=_delimiter(spec), encoding=_encoding(spec))
    _check_keys(rows, key)
    wanted = request.ags()
    return rows, sorted(rows.columns[key]) if wanted is None else wanted


def _delimiter(spec: SourceSpec) -> str:
    return str(spec.options.get("delimiter", ","))


def _encoding(spec: SourceSpec) -> str:
    return str(spec.options.get("encoding", "utf-8"))


def _check_keys(rows: TextTable, column: str) -> None:
    """Refuse keys that are there twice or have lost their leading zero."""
    seen: dict[str, int] = {}
    for line, key in zip(rows.lines, rows.columns[column], strict=True):
        if key.isdigit() and len(key) == _KEY_DIGITS - 1:
            raise SourceError(
                f"{rows.path}, line {line}: {column} is {key}; an AGS has eight digits, the leading zero "
                "seems lost"
            )
        if key in seen:
            raise SourceError(
                f"{rows.path}, line {line}: {column} {key} is in line {seen[key]} already; remove one"
            )
        seen[key] = line


def _by_key(rows: TextTable, key: str, column: str, keys: Sequence[str]) -> pd.Series:
    return pd.Series(rows.numbers(column), index=rows.columns[key], dtype=float).reindex(keys)


def _arrays(columns: Mapping[str, pd.Series]) -> dict[str, object]:
    return {name: column.to_numpy() for name, column in columns.items()}


def _missing_note(keys: Sequence[str], german: str, english: str) -> list[Note]:
    if not keys:
        return []
    return [Note(f"Ohne {german}: {some(keys)}.", f"Without {english}: {some(keys)}.")]
