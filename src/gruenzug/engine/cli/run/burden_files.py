"""Points and graded polygons in, grades and their number out."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.cli.run.access_files import name_of_points, persons_of, xy_of
from gruenzug.engine.cli.run.rule_files import names_of_zones
from gruenzug.engine.cli.run.vector import read_features, refuse_other_crs
from gruenzug.engine.errors import SourceError
from gruenzug.engine.kernels.segments import IntArray
from gruenzug.engine.layers.burdens import HIGH, UNKNOWN, grade_at
from gruenzug.engine.layers.people import NOWHERE, locate
from gruenzug.engine.store.atomic import new_file
from gruenzug.engine.store.features import write_table

_GRADES = {"low": 1, "medium": 2, "high": 3, "1": 1, "2": 2, "3": 3, "1.0": 1, "2.0": 2, "3.0": 3}
_SEVERAL = 2
_NOT_SUMMED = "social"


def run_burden(
    points: Path, burdens: dict[str, Path], zones: tuple[Path | None, Path | None], out: Path
) -> str:
    """Compute and write the tables; return a line that sums them up."""
    homes = read_features(points, 0, ["population"])
    persons, xy = persons_of(homes, points), xy_of(homes, points)
    areas = {name: _graded(path, homes, points) for name, path in burdens.items()}
    around = None if zones[0] is None else read_features(zones[0], 2)
    if around is not None and zones[0] is not None:
        refuse_other_crs(around, zones[0], homes, points)
    grades = {name: grade_at(xy, rows) for name, rows in areas.items()}
    summed = [name for name in grades if name != _NOT_SUMMED]
    high = np.sum([grades[name] == HIGH for name in summed], axis=0)
    known = np.logical_and.reduce([grades[name] != UNKNOWN for name in summed])
    write_table(out, _table(homes, grades, high, known))
    if around is not None and zones[1] is not None:
        place = locate(xy, around.geometry.to_numpy())
        _write_zones(zones[1], around, place, persons, grades, np.where(known, high, -1))
    return f"{out}: {_told(persons, high, known, summed)}"


def _graded(path: Path, homes: gpd.GeoDataFrame, points: Path) -> gpd.GeoDataFrame:
    rows = read_features(path, 2, ["grade"])
    refuse_other_crs(rows, path, homes, points)
    numbers = rows["grade"].astype(str).str.strip().map(_GRADES)
    for row in np.flatnonzero(numbers.isna()):
        raise SourceError(
            f'{path}, row {row + 1}: grade is "{rows["grade"].iloc[row]}"; write low, medium or high'
        )
    return rows.assign(grade=numbers.astype(np.int64))


def _table(
    homes: gpd.GeoDataFrame, grades: dict[str, IntArray], high: IntArray, known: NDArray[np.bool_]
) -> pd.DataFrame:
    columns = {name: _with_gaps(grade, grade != UNKNOWN) for name, grade in grades.items()}
    return pd.DataFrame(
        {
            "point": name_of_points(homes),
            **columns,
            "high": _with_gaps(high, known),
            "population": homes["population"].to_numpy(),
        }
    )


def _with_gaps(numbers: IntArray, known: NDArray[np.bool_]) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(numbers.astype(np.int8), ~known)


def _write_zones(
    path: Path,
    zones: gpd.GeoDataFrame,
    place: IntArray,
    persons: IntArray,
    grades: dict[str, IntArray],
    high: IntArray,
) -> None:
    """Write persons by zone: all, unknown, high in each burden, and by the number of high ones."""

    def within(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        milli = np.zeros(len(zones), np.int64)
        inside = chosen & (place != NOWHERE)
        np.add.at(milli, place[inside], persons[inside])
        return milli

    columns = {"zone": names_of_zones(zones), "population": within(high >= -1) / 1000}
    columns["unknown"] = within(high < 0) / 1000
    columns |= {f"{name}_high": within(grade == HIGH) / 1000 for name, grade in grades.items()}
    summed = sum(name != _NOT_SUMMED for name in grades)
    columns |= {f"high_{number}": within(high == number) / 1000 for number in range(summed + 1)}
    told, several = within(high >= 0), within(high >= _SEVERAL)
    columns["share_several"] = np.where(told > 0, 100 * several / np.maximum(told, 1), np.nan)
    with new_file(path) as draft:
        pd.DataFrame(columns).to_csv(draft, index=False)


def _told(persons: IntArray, high: IntArray, known: NDArray[np.bool_], summed: list[str]) -> str:
    total, told = int(persons.sum()), int(persons[known].sum())
    names = ", ".join(summed)
    if not told:
        return f"not all of {names} are known around any of {total / 1000:,.0f} people"
    number = min(_SEVERAL, len(summed))
    words = f"{number} high burdens or more of" if len(summed) > 1 else "a high burden of"
    share = 100 * int(persons[known & (high >= number)].sum()) / told
    line = f"{share:.1f} % of {told / 1000:,.0f} people bear {words} {names}"
    return line + (f"; {(total - told) / 1000:,.0f} live where one is unknown" if told < total else "")
