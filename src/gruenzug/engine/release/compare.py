"""The balance between two releases of a region, and which comparisons are none.

A difference says something about the ground only if nothing else has changed:
the definition, its parameters, the kind of sources, how far they reach.
Otherwise there is no difference but a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.contract.release import FIGURES
from gruenzug.engine.errors import ReleaseError
from gruenzug.engine.release.manifest import Facts, read_manifest
from gruenzug.engine.sources.tables import CANOPY, behind

COLUMNS = (
    "indicator", "part", "unit", "level", "place", "before", "after", "difference", "persons_before",
    "persons_after", "status", "reason",
)  # fmt: skip
"""Columns of a balance; `difference` is empty unless `status` is ``ok``."""

Touches = Callable[[Facts], bool]

_TOLD_BY = {
    CANOPY: "landcover",
    "curve_numbers": "landcover",
    "cooling": "landcover",
    "population": "dwellings",
}
"""Under which name a source tells a table that is made of it."""

_KEY = ["indicator", "part", "level", "place"]
_SAME_REACH = 0.01  # share of people or area by which the sources may reach farther or less far
_CENSUS_BREAK = 2022
_GREEN = ("green-share", "total", "region")
_CANOPY = ("canopy-share", "", "region")
_EXEMPT_ABOVE = {"green-share": 45.0, "canopy-share": 10.0}  # per cent; Regulation (EU) 2024/1991, Art. 8 (1)
_M2_PER_HA = 10_000


@dataclass(frozen=True)
class Balance:
    """What changed from one release to the next.

    Attributes
    ----------
    rows : DataFrame
        One row per figure of either release, with `COLUMNS`.
    refused : dict of (str, str) to str
        Parts of indicators that cannot be compared, with the reason.
    green_ha, canopy_ha : tuple of float or None
        Green area and tree canopy of the region before and after, each if it can be compared.
    exempt : tuple of int or None
        Municipalities before whose green exceeds 45 % and whose canopy 10 %,
        which the restoration regulation lets a state leave out of its sums,
        and municipalities of which both are known; None if there is none.
    """

    rows: pd.DataFrame
    refused: dict[tuple[str, str], str]
    green_ha: tuple[float, float] | None
    canopy_ha: tuple[float, float] | None
    exempt: tuple[int, int] | None


def compare(before: Path, after: Path) -> Balance:
    """Return the balance between two finished releases.

    Parameters
    ----------
    before, after : Path
        Release folders of one region.

    Raises
    ------
    ReleaseError
        If they are not two releases of the same region, or one is none.
    """
    old, new = read_manifest(before), read_manifest(after)
    _refuse_strangers(before, old, after, new)
    known = indicators()
    one, two = _entries(old), _entries(new)
    told = [indicator for key, indicator in known.items() if key in one or key in two]
    reasons = {(row.id, part.id): _reason(row, part, old, new) for row in told for part in row.parts}
    refused = {key: reason for key, reason in reasons.items() if reason}
    figures = pd.concat([_figures(before, "_before"), _figures(after, "_after")], axis=1)
    rows = pd.DataFrame(_rows(figures, refused, known), columns=list(COLUMNS))
    areas = [None if key[:2] in refused else _area(figures, key) for key in (_GREEN, _CANOPY)]
    return Balance(rows, refused, areas[0], areas[1], _exempt(figures))


def _refuse_strangers(before: Path, old: Facts, after: Path, new: Facts) -> None:
    if old["digest"] == new["digest"]:
        raise ReleaseError(f"{before} and {after} are the same release; give two different ones")
    if old["region"]["id"] != new["region"]["id"]:
        regions = f"{before} is of {old['region']['id']}, {after} of {new['region']['id']}"
        raise ReleaseError(f"{regions}; only releases of one region have a balance")
    if old["model"] != new["model"]:
        model, real = (before, after) if old["model"] else (after, before)
        raise ReleaseError(f"{model} is of a generated region, {real} of a real one; there is no balance")


def _entries(manifest: Facts) -> dict[str, Facts]:
    return {row["id"]: row for row in manifest["indicators"]}


def _reason(indicator: Indicator, part: Part, old: Facts, new: Facts) -> str:
    """Return why a part of an indicator cannot be compared, or nothing."""
    one, two = _entries(old).get(indicator.id), _entries(new).get(indicator.id)
    if one is None or two is None:
        return f"not computed in {(old if one is None else new)['name']}"
    if one["definition_version"] != two["definition_version"]:
        return (
            f"the definition changed from version {one['definition_version']} to {two['definition_version']}"
        )
    for name in sorted({*one["parameters"], *two["parameters"]}):
        if one["parameters"].get(name) != two["parameters"].get(name):
            values = one["parameters"].get(name), two["parameters"].get(name)
            return f"the parameter {name} changed from {values[0]} to {values[1]}"
    for entry, manifest in ((one, old), (two, new)):
        if entry["status"] == "not_covered":
            return f"not covered in {manifest['name']}"
    touches = _touches(indicator, part)
    return _changed_sources(_sources(one, old, touches), _sources(two, new, touches))


def _touches(indicator: Indicator, part: Part) -> Touches:
    """Return whether a source enters the part; one whose tables the indicator does not name may do so."""
    own = _tables_told((*part.of, *part.needs))
    named = _tables_told((*indicator.needs, *(name for other in indicator.parts for name in other.needs)))
    return lambda source: bool(own & {*source["tables"]}) or not named & {*source["tables"]}


def _tables_told(needs: tuple[str, ...]) -> set[str]:
    """Return these tables as sources in a manifest name them."""
    names = behind(needs)
    return {*names, *(_TOLD_BY[name] for name in names if name in _TOLD_BY)}


def _sources(entry: Facts, manifest: Facts, touches: Touches) -> dict[str, Facts]:
    return {row["id"]: row for row in manifest["sources"] if row["id"] in entry["sources"] and touches(row)}


def _changed_sources(one: Mapping[str, Facts], two: Mapping[str, Facts]) -> str:
    """Return which source was exchanged or computed in another way; a newer date alone is none of that."""
    if set(one) != set(two):
        gone, come = sorted(set(one) - set(two)), sorted(set(two) - set(one))
        parts = [f"without {', '.join(gone)}"] * bool(gone) + [f"with {', '.join(come)}"] * bool(come)
        return f"other sources: now {' and '.join(parts)}"
    for key in sorted(one):
        for fact in ("publisher", "title"):
            names = _undated(one[key], fact), _undated(two[key], fact)
            if names[0] != names[1]:
                return f"the {fact} of source {key} changed from “{one[key][fact]}” to “{two[key][fact]}”"
        if reason := _other_grid(key, one[key], two[key]) or _other_grades(key, one[key], two[key]):
            return reason
        if "zensus" in _undated(one[key], "title").lower():
            years = [_year(row) for row in (one[key], two[key])]
            if min(years) < _CENSUS_BREAK <= max(years):
                return (
                    f"source {key}: the census of 2022 alters its grid by another method than that of 2011, "
                    "so small differences are none"
                )
    return ""


def _other_grid(key: str, one: Facts, two: Facts) -> str:
    """Return why two rasters see the same ground differently, or nothing."""
    cells = [row.get("cell", "unknown size") for row in (one, two)]
    if cells[0] != cells[1]:
        return f"the cells of source {key} changed from {cells[0]} to {cells[1]}"
    years = [_year(row) for row in (one, two)]
    if "worldcover" in _undated(one, "title").lower() and years[0] != years[1]:
        return (
            f"source {key}: WorldCover of {years[0]} and of {years[1]} come from two versions of its method, "
            "so their difference is not one of the ground"
        )
    return ""


def _other_grades(key: str, one: Facts, two: Facts) -> str:
    """Return whether a burden was graded by other limits, which its note states; or nothing."""
    if not any(table.startswith("burden_") for table in two["tables"]) or one["notes"] == two["notes"]:
        return ""
    return f"source {key} was graded in another way"


def _undated(source: Facts, fact: str) -> str:
    """Return a text without its dates, which are expected to change."""
    return " ".join(re.sub(r"\d{4}(-\d\d){0,2}|\d\d?\.\d\d?\.(\d{4})?", " ", str(source[fact])).split())


def _year(source: Facts) -> int:
    found = re.search(r"\d{4}", f"{source['vintage']} {source['title']}")
    return int(found[0]) if found else _CENSUS_BREAK


def _figures(folder: Path, suffix: str) -> pd.DataFrame:
    table: pd.DataFrame = pd.read_parquet(folder / FIGURES).set_index(_KEY).add_suffix(suffix)
    return table


def _rows(
    figures: pd.DataFrame, refused: Mapping[tuple[str, str], str], known: Mapping[str, Indicator]
) -> Iterator[dict[str, Any]]:
    for index, row in zip(figures.index, figures.to_dict("records"), strict=True):
        key = dict(zip(_KEY, index, strict=True))
        indicator = known.get(key["indicator"])
        parts = {} if indicator is None else {part.id: part.unit for part in indicator.parts}
        reason = refused.get((key["indicator"], key["part"])) or _row_reason(row)
        yield {
            **key,
            "unit": parts.get(key["part"], ""),
            "before": row["value_before"],
            "after": row["value_after"],
            "difference": None if reason else row["value_after"] - row["value_before"],
            "persons_before": row["persons_before"],
            "persons_after": row["persons_after"],
            "status": "refused" if reason else "ok",
            "reason": reason,
        }


def _row_reason(row: Mapping[str, Any]) -> str:
    """Return why two values of one place cannot be compared, or nothing."""
    for when in ("before", "after"):
        if pd.isna(row[f"value_{when}"]):
            return f"no value {when}"
    reach = row["coverage_before"], row["coverage_after"]
    if abs(reach[0] - reach[1]) > _SAME_REACH:
        return f"the sources reach {100 * reach[0]:.0f} % before and {100 * reach[1]:.0f} % after"
    return ""


def _exempt(figures: pd.DataFrame) -> tuple[int, int] | None:
    """Return how many municipalities were above both limits, and of how many both shares were known."""
    shares = []
    for key, part, _ in (_GREEN, _CANOPY):
        chosen = [tuple(index[:3]) == (key, part, "municipality") for index in figures.index]
        column = figures[chosen]["value_before"].astype(float)
        shares.append(column.droplevel(["indicator", "part", "level"]).dropna() - _EXEMPT_ABOVE[key])
    both = pd.concat(shares, axis="columns", join="inner")
    return (int((both > 0).all(axis="columns").sum()), len(both)) if len(both) else None


def _area(figures: pd.DataFrame, key: tuple[str, str, str]) -> tuple[float, float] | None:
    """Return the area a share of the region stands for in hectares, before and after."""
    chosen = figures[[tuple(index[:3]) == key for index in figures.index]]
    if len(chosen) != 1 or _row_reason(row := chosen.iloc[0].to_dict()):
        return None
    one, two = (
        row[f"value_{when}"] / 100 * row[f"denominator_{when}"] / _M2_PER_HA for when in ("before", "after")
    )
    return float(one), float(two)
