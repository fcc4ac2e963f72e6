"""From the numbers in a file to the numbers kernels know: uint8 with 255, or floats with NaN, for no data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.classes import UNKNOWN, classified

_UNLISTED = 254  # class of a code that the table lacks
_WIDEST_TABLE = 1 << 20


class Decoder(Protocol):
    """Turns rows as read into rows as computed with."""

    @property
    def dtype(self) -> str:
        """Type of the result."""

    @property
    def fill(self) -> float:
        """No data in the result, also beyond the raster."""

    def __call__(self, rows: NDArray[Any], nodata: float | None) -> NDArray[Any]:
        """Return `rows`, which may be overwritten, decoded."""


@dataclass(frozen=True)
class AsNumber:
    """The numbers as they are, for kernels that know how to treat `fill`."""

    dtype: str
    fill: float = 0

    def __call__(self, rows: NDArray[Any], nodata: float | None) -> NDArray[Any]:
        """Return `rows` in the wanted type."""
        return rows.astype(self.dtype, copy=False)


@dataclass(frozen=True)
class AsFloat:
    """Floats with NaN for no data; also infinities become NaN."""

    dtype: str = "float64"
    fill: float = float("nan")

    def __call__(self, rows: NDArray[Any], nodata: float | None) -> NDArray[Any]:
        """Return `rows` as floats; they are overwritten if they have that type."""
        result = rows.astype(self.dtype, copy=False)
        if nodata is not None and not np.isnan(nodata):
            result[rows == nodata] = np.nan
        if rows.dtype.kind == "f":
            result[~np.isfinite(result)] = np.nan
        return result


@dataclass(frozen=True)
class AsClasses:
    """Class numbers 0, 1, 2 … in the order of `codes`; 255 where the file has no data.

    Attributes
    ----------
    codes : tuple of int
        What the file holds, at most 254 different codes.
    name, table : str
        The raster and its table, for the message about a code without a row.
    others : int or None
        Class of every code that is not listed; None refuses such codes.
    numbers : tuple of int or None
        Class of each code; None numbers them 0, 1, 2 …
    """

    codes: tuple[int, ...]
    name: str
    table: str = ""
    others: int | None = None
    numbers: tuple[int, ...] | None = None
    dtype: str = "uint8"
    fill: float = UNKNOWN

    def __post_init__(self) -> None:
        if len(self.codes) > _UNLISTED:
            raise GridError(f"{self.table} lists {len(self.codes)} codes; at most {_UNLISTED} fit")
        if self.codes and max(self.codes) - min(self.codes) >= _WIDEST_TABLE:
            raise GridError(
                f"{self.table} lists codes from {min(self.codes)} to {max(self.codes)}; renumber the classes "
                f"to span less than {_WIDEST_TABLE:,}"
            )

    def __call__(self, rows: NDArray[Any], nodata: float | None) -> NDArray[Any]:
        """Return the class of each code."""
        absent = np.zeros(rows.shape, np.bool_) if nodata is None else rows == nodata
        if rows.dtype.kind == "f":
            absent |= ~np.isfinite(rows)
            rows = self._whole(rows, absent)
        unlisted = _UNLISTED if self.others is None else self.others
        low, high = min(self.codes, default=0), max(self.codes, default=0)
        table = np.full(high - low + 1, unlisted, np.uint8)
        for number, code in enumerate(self.codes):
            table[code - low] = number if self.numbers is None else self.numbers[number]
        found = classified(rows, low, table, unlisted)
        found[absent] = UNKNOWN
        if self.others is None and (found == _UNLISTED).any():
            raise GridError(
                f"{self.name} holds the code {rows[found == _UNLISTED][0]}, which {self.table} does not "
                "list; add a row for it or mark it as no data"
            )
        return found

    def _whole(self, rows: NDArray[Any], absent: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return codes that are stored as real numbers."""
        codes = np.where(absent, 0, np.clip(rows, -(2.0**62), 2.0**62)).astype(np.int64)
        if (codes != rows)[~absent].any():
            raise GridError(f"{self.name} holds numbers such as 0.5; class codes are whole numbers")
        return codes
