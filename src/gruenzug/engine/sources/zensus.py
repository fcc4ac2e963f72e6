"""Grids of the German census: the CSV files of 2022 and the parquet files of 2011.

Both give the centre of each cell in EPSG:3035. A cell without people is not
in the file; a number withheld for disclosure control is a dash (2022) or
absent (2011), and -1 means "uninhabited or withheld". None of them is a
zero, so such rows are left out and counted in a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import CENSUS_CRS, transform
from gruenzug.engine.sources.catalogue import Dataset, Note
from gruenzug.engine.sources.files import present, refuse_binary
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Bounds, Request
from gruenzug.engine.sources.shapes import bounds_in
from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.vector import require

CELLS_M = (100, 1000)
MILLI = 1000

_NAMES = {100: "100m", 1000: "1km"}
_WITHHELD = (b"", b"-", b"\xe2\x80\x93", b"\x96", b"\xe2\x80\x94", b".", b"/", b"x", b"-1")
_EUROPE: Bounds = (900_000, 900_000, 7_400_000, 5_500_000)  # area of use of EPSG:3035


@dataclass(frozen=True)
class _Layout:
    """Which columns of a file to read, and the size of its cells."""

    value: str
    x: str
    y: str
    cell_m: int


@dataclass
class _Cells:
    """Cells read so far: centres (EPSG:3035), values in thousandths, rows left out."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    milli: NDArray[np.int64]
    withheld: int = 0


def read_zensus(spec: SourceSpec, request: Request) -> Dataset:
    """Read one or several grid files; several are added up cell by cell.

    ``options.table`` is population, children or dwellings, ``options.column``
    the column to read, ``options.cell_m`` 100 or 1000, ``options.paths`` more
    files to add.
    """
    name = spec.options.get("table", "population")
    paths = [spec.path, *(spec.resolve(path) for path in spec.options.get("paths", []))]
    reach = request.reach(name)
    within = bounds_in(reach, CENSUS_CRS) if reach else None
    parts = [_read(path, _layout(path, spec), within) for path in paths]
    cell_m = _layout(spec.path, spec).cell_m
    rows = _table(name, _sum(parts), cell_m)
    return Dataset({name: rows}, paths, None, _withheld_note(sum(part.withheld for part in parts)))


def _read(path: Path, layout: _Layout, within: Bounds | None) -> _Cells:
    batches = _parquet(path, layout, within) if _is_parquet(path) else _csv(path, layout)
    found = [_cells(batch, first, layout, path, within) for first, batch in batches]
    if not found:
        raise SourceError(f"{path} has a header but no rows; fetch it again")
    x, y, milli = (np.concatenate([getattr(part, key) for part in found]) for key in ("x", "y", "milli"))
    whole = _Cells(x, y, milli, sum(part.withheld for part in found))
    _refuse_twice(whole, path)
    return whole


def _layout(path: Path, spec: SourceSpec) -> _Layout:
    """Work out the columns: from the options, else from the names the publisher uses."""
    fields = _fields(present(path))
    cell_m = spec.options.get("cell_m") or _cell_from(fields, path)
    if cell_m not in CELLS_M:
        raise SourceError(
            f'source "{spec.id}" has cell_m = {cell_m!r}; census cells are 100 or 1000 metres wide'
        )
    value = spec.options.get("column", "Einwohner")
    axes = [_axis(spec.options, axis, cell_m, fields) for axis in ("x", "y")]
    require(fields, [value, *axes], path)
    return _Layout(value, axes[0], axes[1], cell_m)


def _axis(options: Any, axis: str, cell_m: int, fields: list[str]) -> str:
    published = f"{axis}_mp_{_NAMES[cell_m]}"
    return str(options.get(axis) or (axis if axis in fields and published not in fields else published))


def _cell_from(fields: list[str], path: Path) -> int:
    for size, name in _NAMES.items():
        if f"x_mp_{name}" in fields:
            return size
    raise SourceError(
        f"{path} does not say how wide its cells are (its columns are {', '.join(fields)}); set "
        "options.cell_m to 100 or 1000"
    )


def _fields(path: Path) -> list[str]:
    if _is_parquet(path):
        try:
            return list(pq.read_schema(path).names)
        except (pa.ArrowInvalid, OSError):
            raise SourceError(f"{path} is not a whole parquet file; fetch it again") from None
    with path.open("rb") as file:
        head = file.readline(1 << 16)
    refuse_binary(path, head)
    return [field.strip().strip('"') for field in head.decode("utf-8-sig", "replace").split(";")]


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def _parquet(path: Path, layout: _Layout, within: Bounds | None) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the rows within the bounds; row groups elsewhere are not even decoded."""
    expression = None
    if within is not None:
        west, south, east, north = within
        x, y = pc.field(layout.x), pc.field(layout.y)
        expression = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    try:
        rows = pq.read_table(path, columns=[layout.x, layout.y, layout.value], filters=expression)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        raise SourceError(f"{path} is not a whole parquet file of numbers; fetch it again") from None
    yield (
        1,
        rows.combine_chunks().to_batches()[0]
        if rows.num_rows
        else pa.RecordBatch.from_pylist([], rows.schema),
    )


def _csv(path: Path, layout: _Layout) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield blocks of the CSV with the number of their first row (the header is row 1).

    Columns are read as bytes: whether the dash of a withheld value is UTF-8 or
    Windows-1252 does not matter then, and a bad number can be told by its row.
    """
    names = [layout.x, layout.y, layout.value]
    convert = pa_csv.ConvertOptions(
        include_columns=names, column_types=dict.fromkeys(names, pa.binary()), check_utf8=False
    )
    parse = pa_csv.ParseOptions(delimiter=";")
    row = 2
    try:
        with pa_csv.open_csv(path, parse_options=parse, convert_options=convert) as reader:
            for batch in reader:
                yield row, batch
                row += batch.num_rows
    except pa.ArrowInvalid as error:
        reason = str(error).partition("\n")[0].removeprefix("CSV parse error: ")
        raise SourceError(
            f"{path}, in or after row {row}: {reason}; the file may be truncated, fetch it again"
        ) from None


def _cells(batch: pa.RecordBatch, first: int, layout: _Layout, path: Path, within: Bounds | None) -> _Cells:
    x = _numbers(batch.column(0), layout.x, first, path)
    y = _numbers(batch.column(1), layout.y, first, path)
    _check_centres(x, y, layout, first, path)
    values = batch.column(2)
    known = ~_is_withheld(values)
    if within is not None:
        west, south, east, north = within
        near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        withheld = int((near & ~known).sum())
        known &= near
    else:
        withheld = int((~known).sum())
    places = np.flatnonzero(known)
    amounts = _amounts(values.take(pa.array(places)), places, layout.value, first, path)
    people = amounts > 0
    return _Cells(
        x[places][people].astype(np.int64), y[places][people].astype(np.int64), amounts[people], withheld
    )


def _is_withheld(values: pa.Array) -> NDArray[np.bool_]:
    if pa.types.is_binary(values.type):
        marks = pa.array(_WITHHELD, pa.binary())
        return np.asarray(pc.is_in(_trimmed(values), marks))
    return np.asarray(pc.fill_null(pc.equal(values, -1), fill_value=True))


def _amounts(
    values: pa.Array, places: NDArray[np.int64], column: str, first: int, path: Path
) -> NDArray[np.int64]:
    """Return the values in thousandths; refuse what is no number or negative."""
    numbers = _numbers(values, column, first, path, places)
    if (bad := np.flatnonzero(~(numbers >= 0))).size:
        row = first + int(places[bad[0]])
        raise SourceError(
            f"{path}, row {row}: {column} is {numbers[bad[0]]:g}; a count cannot be negative or missing"
        )
    return np.rint(numbers * MILLI).astype(np.int64)


def _numbers(
    values: pa.Array, column: str, first: int, path: Path, places: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Return bytes or numbers as floats; a decimal comma is understood."""
    if not pa.types.is_binary(values.type):
        try:
            return np.asarray(values.cast(pa.float64()))
        except pa.ArrowInvalid:
            raise SourceError(
                f"{path}: {column} holds {values.type}, expected numbers; correct options.column"
            ) from None
    words = _trimmed(values)
    valid = pc.fill_null(pc.match_substring_regex(words, rb"^-?\d+([.,]\d+)?$"), fill_value=False)
    if (bad := np.flatnonzero(~np.asarray(valid))).size:
        place = int(bad[0]) if places is None else int(places[bad[0]])
        word = words[int(bad[0])].as_py().decode("utf-8", "replace")
        raise SourceError(f'{path}, row {first + place}: {column} is "{word}"; expected a number')
    points = pc.replace_substring(words.cast(pa.string()), pattern=",", replacement=".")
    return np.asarray(points.cast(pa.float64()))


def _trimmed(values: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.fill_null(values, b""), rb'^[\s"]+|[\s"]+$', b"")


def _check_centres(
    x: NDArray[np.float64], y: NDArray[np.float64], layout: _Layout, first: int, path: Path
) -> None:
    """Refuse coordinates that are no cell centres of the census grid."""
    west, south, east, north = _EUROPE
    far = (x < west) | (x > east) | (y < south) | (y > north)
    half = layout.cell_m / 2
    off = (x % layout.cell_m != half) | (y % layout.cell_m != half)
    if (bad := np.flatnonzero(far | off)).size:
        place = int(bad[0])
        problem = "lies outside Europe" if far[place] else f"is not the centre of a {layout.cell_m} m cell"
        raise SourceError(
            f"{path}, row {first + place}: {x[place]:g}, {y[place]:g} {problem} in {CENSUS_CRS}; the grid "
            "must be the published one, in that coordinate system"
        )


def _refuse_twice(cells: _Cells, path: Path) -> None:
    keys = cells.y * (1 << 32) + cells.x
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(np.diff(keys[order]) == 0)
    if twice.size:
        place = order[twice[0]]
        raise SourceError(
            f"{path} holds the cell at {cells.x[place]}, {cells.y[place]} twice; remove one of the two rows"
        )


def _sum(parts: list[_Cells]) -> pd.DataFrame:
    """Return one row per cell, sorted from south-west to north-east."""
    rows = pd.concat([pd.DataFrame({"x": part.x, "y": part.y, "milli": part.milli}) for part in parts])
    return rows.groupby(["y", "x"], as_index=False, sort=True)["milli"].sum()


def _table(name: str, cells: pd.DataFrame, cell_m: int) -> pd.DataFrame:
    x, y, milli = (cells[key].to_numpy(np.int64) for key in ("x", "y", "milli"))
    columns: dict[str, object] = {"cell_m": np.full(len(x), cell_m), "cell_x": x, "cell_y": y}
    columns |= {"dwellings": milli // MILLI} if name == "dwellings" else {"persons_milli": milli}
    return table(name, columns, centres(x, y))


def centres(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return cell centres given in EPSG:3035 as points in EPSG:25832."""
    points: NDArray[np.object_] = shapely.points(*transform(x.astype(float), y.astype(float), CENSUS_CRS))
    return points


def _withheld_note(count: int) -> list[Note]:
    if not count:
        return []
    return [
        Note(
            f"{count} Gitterzellen ohne Angabe (unbewohnt oder geheim gehalten) bleiben außer Betracht.",
            f"{count} grid cells without a value (uninhabited or withheld) are left out.",
        )
    ]
