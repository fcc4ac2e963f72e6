"""Tables that say what the classes of a land-cover raster mean to an analysis."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.files import readable_text

Range = tuple[float, float]

POSITIVE: Range = (0.0, float("inf"))
SHARE: Range = (0.0, 1.0)

CODE = "lucode"


def read_classes(
    path: Path, columns: Mapping[str, Range], optional: Mapping[str, Range] | None = None
) -> dict[int, dict[str, float]]:
    """Read a CSV with one row per class code.

    Parameters
    ----------
    path : Path
        The table; its column `lucode` holds the codes.
    columns, optional : mapping of str to (float, float)
        Columns that must, or may, be there, with their smallest and largest
        value. An empty field is left out where the column is optional.

    Returns
    -------
    dict
        Code → column → number, in the order of the file.

    Raises
    ------
    SourceError
        With one sentence that names the row, the column and the value.
    """
    optional = optional or {}
    header, rows = _header_and_rows(path)
    if missing := [name for name in (CODE, *columns) if name not in header]:
        raise SourceError(
            f'{path} has no column "{missing[0]}"; it has {", ".join(header) or "none"}, needed are '
            f"{', '.join((CODE, *columns))}"
        )
    ranges = {**columns, **{name: limits for name, limits in optional.items() if name in header}}
    table: dict[int, dict[str, float]] = {}
    for number, fields in enumerate(rows, 2):
        if any(field.strip() for field in fields):
            _add_row(
                table, dict(zip(header, fields, strict=False)), ranges, set(optional), f"{path}, row {number}"
            )
    if not table:
        raise SourceError(f"{path} lists no classes; add a row for each code of the raster")
    return table


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file with commas or semicolons, by the lower-case names of its columns."""
    header, rows = _header_and_rows(path)
    return (dict(zip(header, fields, strict=False)) for fields in rows)


def _header_and_rows(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    lines = readable_text(path).read_text("utf-8-sig").splitlines()
    reader = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    return [name.strip().lower() for name in next(reader, [])], reader


def _add_row(
    table: dict[int, dict[str, float]],
    row: dict[str, str],
    ranges: Mapping[str, Range],
    optional: set[str],
    place: str,
) -> None:
    code = _number(row.get(CODE, ""), (float("-inf"), float("inf")), f"{place}, column {CODE}")
    if code != int(code):
        raise SourceError(f"{place}: the code {code:g} is not a whole number")
    if int(code) in table:
        raise SourceError(f"{place}: the code {code:g} is there twice; keep one of the rows")
    table[int(code)] = {
        name: _number(row.get(name, ""), limits, f"{place}, column {name}")
        for name, limits in ranges.items()
        if row.get(name, "").strip() or name not in optional
    }


def _number(text: str, limits: Range, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise SourceError(f'{place}: "{text.strip()}" is not a number (with a decimal point)') from None
    low, high = limits
    if not isfinite(value) or not low <= value <= high:
        span = f"from {low:g} to {high:g}" if isfinite(high) else f"of at least {low:g}"
        raise SourceError(f"{place}: {value:g} is not a number {span}")
    return value
