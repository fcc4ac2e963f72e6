"""Tables in text files: every row as it is written, with its line, or a sentence about what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.files import readable_text
from gruenzug.engine.sources.vector import require


@dataclass(frozen=True)
class TextTable:
    """Some columns of a text file: words as written, and the line each row begins on."""

    path: Path
    lines: list[int]
    columns: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.lines)

    def numbers(self, column: str, *, least: float = 0.0) -> list[float]:
        """Return a column as numbers, NaN where the cell is empty.

        Raises
        ------
        SourceError
            For the first cell that is no number, or below `least`.
        """
        return [
            self._number(line, column, word, least)
            for line, word in zip(self.lines, self.columns[column], strict=True)
        ]

    def _number(self, line: int, column: str, word: str, least: float) -> float:
        if not word:
            return float("nan")
        value = number(word)
        if value is None:
            raise SourceError(
                f'{self.path}, line {line}: {column} is "{word}"; expected a number or an empty cell'
            )
        if value < least:
            raise SourceError(f"{self.path}, line {line}: {column} is {word}; it cannot be below {least:g}")
        return value


def number(word: str) -> float | None:
    """Return the number a word stands for, with decimal point or comma; None for any other word."""
    try:
        value = float(word.replace(",", ".", 1)) if word.count(",") == 1 and "." not in word else float(word)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def fields_of(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[str]:
    """Return the names of the columns of a text file; refuse what is no text in `encoding`."""
    readable_text(path, encoding)
    with _open(path, encoding) as file:
        return [name.strip() for name in next(csv.reader(file, delimiter=delimiter), [])]


def read_text_table(
    path: Path, columns: Sequence[str], *, delimiter: str = ",", encoding: str = "utf-8"
) -> TextTable:
    """Read the `columns` of a text file with a header.

    Raises
    ------
    SourceError
        If the file is missing, empty, not text in `encoding`, lacks a column
        or has a row with too few or too many cells.
    """
    header = fields_of(path, delimiter, encoding)
    require(header, columns, path)
    places = {name: header.index(name) for name in columns}
    table = TextTable(path, [], {name: [] for name in columns})
    for line, row in _rows(path, delimiter, encoding):
        if len(row) != len(header):
            raise SourceError(
                f"{path}, line {line}: there are {len(row)} cells, the header has {len(header)}; the file "
                "may be truncated or have another delimiter, fetch it again or correct options.delimiter"
            )
        table.lines.append(line)
        for name, place in places.items():
            table.columns[name].append(row[place].strip())
    if not table.lines:
        raise SourceError(f"{path} has a header but no rows; fetch it again")
    return table


def _rows(path: Path, delimiter: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows after the header with the line they begin on; empty lines are skipped."""
    with _open(path, encoding) as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        try:
            for row in reader:
                if row and line > 1:
                    yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            raise SourceError(
                f"{path}, line {line}: {error}; the file may be truncated, fetch it again"
            ) from None


def _open(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding="utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding, newline="")
