"""Burdens on people, such as noise or heat: areas with a class or a value, graded low, medium or high."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_around, meets, mend
from gruenzug.engine.sources.tables import TITLES, table
from gruenzug.engine.sources.vector import read_vector

GRADES = {"low": 1, "medium": 2, "high": 3}
"""Grades of a burden by the words of a region's file."""

_GERMAN = {"low": "niedrig", "medium": "mittel", "high": "hoch"}
_LIMITS = 2


def read_burdens(spec: SourceSpec, request: Request) -> Dataset:
    """Read polygons of one burden and grade them.

    ``options.factor`` is one of `kinds.BURDENS`, ``options.column`` holds a class
    or a number. Either ``options.grades`` maps each class to low, medium or
    high ("" leaves it out), or ``options.limits`` are the two numbers from
    which a value is medium and high. ``options.outside`` is the grade of
    everything beyond the polygons, as where noise maps end below a level;
    without it nothing is known there.
    """
    column, rows = _rows(spec)
    kinds = rows.geometry.geom_type.isin(("Polygon", "MultiPolygon"))
    if not kinds.all():
        row = int(np.flatnonzero(~kinds)[0])
        raise SourceError(
            f"{spec.path}, row {row + 1}: a {rows.geometry.geom_type.iloc[row]} is no area; burdens must be "
            "polygons"
        )
    shapes, _ = mend(np.asarray(rows.geometry.values, dtype=object))
    grade = _by_class(rows[column], spec) if "grades" in spec.options else _by_limits(rows[column], spec)
    name = f"burden_{spec.options['factor']}"
    kept = meets(shapes, request.reach(name)) & (grade > 0)
    columns: dict[str, object] = {
        "grade": grade[kept],
        "ref": np.array([f"{spec.id}/{n + 1}" for n in np.flatnonzero(kept)], dtype=object),
    }
    found = _with_outside(table(name, columns, shapes[kept]), name, box_around(shapes), spec)
    return Dataset({name: found}, [spec.path], box_around(shapes), [_note(spec)])


def _rows(spec: SourceSpec) -> tuple[str, Any]:
    column = spec.options.get("column")
    if not isinstance(column, str) or ("grades" in spec.options) == ("limits" in spec.options):
        raise SourceError(
            f'source "{spec.id}" needs options.column, and either options.grades = {{ "class" = "high" }} or '
            "options.limits = [medium from, high from]"
        )
    outside = spec.options.get("outside")
    if outside is not None and outside not in GRADES:
        raise SourceError(f'source "{spec.id}" has options.outside "{outside}"; write low, medium or high')
    options = {key: spec.options.get(key) for key in ("encoding", "crs")}
    layers = [spec.options["layer"]] if "layer" in spec.options else []
    return column, read_vector(spec.path, [column], layers=layers, **options)


def _by_class(values: pd.Series, spec: SourceSpec) -> NDArray[np.int64]:
    mapping: Mapping[str, str] = spec.options["grades"]
    for kind, grade in mapping.items():
        if grade and grade not in GRADES:
            raise SourceError(f'source "{spec.id}" grades "{kind}" as "{grade}"; write low, medium or high')
    known = values.astype(str).map(mapping)
    if known.isna().any():
        value = values[known.isna()].iloc[0]
        raise SourceError(
            f'{spec.path}: {values.name} is "{value}" in {int((values == value).sum())} rows; grade it in '
            'options.grades, or give it "" to leave it out'
        )
    grades: NDArray[np.int64] = known.map(lambda grade: GRADES.get(grade, 0)).to_numpy(np.int64)
    return grades


def _by_limits(values: pd.Series, spec: SourceSpec) -> NDArray[np.int64]:
    limits = spec.options["limits"]
    numbers = all(isinstance(limit, int | float) and not isinstance(limit, bool) for limit in limits)
    if len(limits) != _LIMITS or not numbers or not limits[0] < limits[1]:
        raise SourceError(
            f'source "{spec.id}" has options.limits {limits}; write two numbers, the smaller first'
        )
    amounts = pd.to_numeric(values, errors="coerce")
    wrong = amounts.isna() & values.notna()
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise SourceError(
            f'{spec.path}, row {row + 1}: {values.name} is "{values.iloc[row]}", not a number; name another '
            "column or use options.grades"
        )
    graded = 1 + np.searchsorted(np.array(limits, np.float64), amounts.to_numpy(np.float64), side="right")
    return np.where(amounts.isna(), 0, graded).astype(np.int64)


def _with_outside(rows: pd.DataFrame, name: str, box: shapely.Geometry, spec: SourceSpec) -> pd.DataFrame:
    """Append the grade of what lies beyond the polygons; where they overlap, the highest counts."""
    if "outside" not in spec.options:
        return rows
    covered = shapely.union_all(rows.geometry.to_numpy())
    rest = np.array([shapely.difference(_wide(box), covered)], dtype=object)
    columns: dict[str, object] = {"grade": [GRADES[spec.options["outside"]]], "ref": [f"{spec.id}/outside"]}
    return pd.concat([rows, table(name, columns, rest)], ignore_index=True)


def _wide(box: shapely.Geometry) -> shapely.Geometry:
    """Return a box far around; the extent of the source says where it counts."""
    return shapely.box(*shapely.bounds(box.buffer(1_000_000)))


def _note(spec: SourceSpec) -> Note:
    """Say in provenance how the source was graded."""
    german, english = TITLES[f"burden_{spec.options['factor']}"]
    if "limits" in spec.options:
        medium, high = spec.options["limits"]
        de, en = f"mittel ab {medium:g}, hoch ab {high:g}", f"medium from {medium:g}, high from {high:g}"
    else:
        pairs = [(kind, grade) for kind, grade in spec.options["grades"].items() if grade]
        de = ", ".join(f"„{kind}“ {_GERMAN[grade]}" for kind, grade in pairs)
        en = ", ".join(f"“{kind}” {grade}" for kind, grade in pairs)
    if outside := spec.options.get("outside"):
        de, en = f"{de}, außerhalb {_GERMAN[outside]}", f"{en}, outside {outside}"
    column = spec.options["column"]
    german, english = german[0].upper() + german[1:], english[0].upper() + english[1:]
    return Note(f"{german}, Stufen nach „{column}“: {de}.", f"{english}, graded by “{column}”: {en}.")
