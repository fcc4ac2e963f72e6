"""Sums of raster cells by zone, exactly: a zone is a set of spans, stretches of cells along a row.

A cell belongs to a zone if its centre does. Whole numbers are summed as whole
numbers; real numbers in an accumulator wide enough for every sum of doubles, so
that the result is the true sum rounded once and does not depend on any order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

DIGITS = 68
"""Digits of 32 bits that hold any sum of doubles."""

_SMALLEST = 1074  # the last bit of a double is worth 2^-1074

_serial: Any = njit(cache=True, nogil=True)


class Spans(NamedTuple):
    """Stretches of cells, ordered by row, then by zone, then by column; zones may overlap.

    Attributes
    ----------
    row, start, end : ndarray of int64, shape (N,)
        Row, first column and last column (excluded).
    zone : ndarray of int64, shape (N,)
        Zone that the cells belong to.
    """

    row: IntArray
    start: IntArray
    end: IntArray
    zone: IntArray

    def rows(self, first: int, last: int) -> Spans:
        """Return the spans of rows `first` to `last` (excluded), rows counted from `first`."""
        a, b = np.searchsorted(self.row, (first, last))
        return Spans(self.row[a:b] - first, self.start[a:b], self.end[a:b], self.zone[a:b])


def polygon_spans(edges: FloatArray, zone: IntArray, rows: int, columns: int) -> Spans:
    """Return the cells whose centres lie in polygons.

    Parameters
    ----------
    edges : ndarray of float64, shape (N, 4)
        ``x0, y0, x1, y1`` of all sides of the polygons and their holes, in
        cells from the raster's upper left corner, y downwards.
    zone : ndarray of int64, shape (N,)
        Zone that a side belongs to, 0 or more.
    rows, columns : int
        Size of the raster; what lies beyond is cut off.

    Returns
    -------
    Spans
        A centre on a common side of two polygons belongs to one of them only,
        to the one on its right or below.

    Raises
    ------
    GridError
        If there are more zones and cells than 64 bits can number.

    Examples
    --------
    >>> square = np.array([[1, 1, 3, 1], [3, 1, 3, 2], [3, 2, 1, 2], [1, 2, 1, 1]], dtype=float)
    >>> spans = polygon_spans(square, np.zeros(4, np.int64), 4, 4)
    >>> [int(part[0]) for part in spans]
    [1, 1, 3, 0]
    """
    zones = int(zone.max(initial=-1)) + 1
    if rows * max(1, zones) * (columns + 1) >= 2**62:
        raise GridError(f"{zones:,} zones on {rows:,} x {columns:,} cells are too many; use larger cells")
    count = int(_crossings(edges, zone, rows, columns, max(1, zones), np.zeros(0, np.int64)))
    keys = np.empty(count, np.int64)
    _crossings(edges, zone, rows, columns, max(1, zones), keys)
    keys.sort()
    place, column = np.divmod(keys, columns + 1)
    row, owner = np.divmod(place, max(1, zones))
    filled = column[1::2] > column[::2]
    return Spans(row[::2][filled], column[::2][filled], column[1::2][filled], owner[::2][filled])


def raster_spans(zones: NDArray[np.int32], nodata: int) -> Spans:
    """Return the spans of a raster of zones.

    Parameters
    ----------
    zones : ndarray of int32, shape (M, N)
        Number of the zone of each cell.
    nodata : int
        Number of cells that belong to none.

    Returns
    -------
    Spans
        Runs of equal numbers.
    """
    count = int(_zone_runs(zones, nodata, *(np.zeros(0, np.int64),) * 4))
    spans = Spans(*(np.empty(count, np.int64) for _ in range(4)))
    _zone_runs(zones, nodata, *spans)
    return spans


class ZoneSums(NamedTuple):
    """Sums by zone.

    Attributes
    ----------
    zone : ndarray of int64, shape (Z,)
        The zones, in ascending order.
    cells, known : ndarray of int64, shape (Z,)
        Cells of the zone, and those of them with a value.
    digits : ndarray of int64, shape (Z, D)
        The sum of the values: one number for whole values, else `DIGITS`
        digits to the base 2^32, the last bit of the first one worth 2^-1074.
    """

    zone: IntArray
    cells: IntArray
    known: IntArray
    digits: IntArray

    def sums(self) -> list[int | float]:
        """Return the sums: whole numbers as they are, others rounded once to the nearest double."""
        if self.digits.shape[1] == 1:
            return [int(n) for n in self.digits[:, 0]]
        return [float(total) for total in self.exact()]

    def exact(self) -> list[Fraction]:
        """Return the sums without any rounding."""
        if self.digits.shape[1] == 1:
            return [Fraction(int(n)) for n in self.digits[:, 0]]
        return [
            Fraction(sum(int(digit) << (32 * k) for k, digit in enumerate(row)), 1 << _SMALLEST)
            for row in self.digits
        ]


def zone_sums(values: NDArray[Any], spans: Spans, nodata: float | None = None) -> ZoneSums:
    """Sum the values of a band by zone.

    Parameters
    ----------
    values : ndarray, shape (M, N)
        Whole numbers of up to 32 bits, or doubles with NaN for no data.
    spans : Spans
        Rows counted from the band's first one.
    nodata : float, optional
        Whole number that means no data.

    Returns
    -------
    ZoneSums
        For the zones that have cells in the band.

    Raises
    ------
    GridError
        If the values are of another type.
    """
    zone, local = np.unique(spans.zone, return_inverse=True)
    whole = values.dtype.kind in "iu"
    if not whole and values.dtype != np.float64:
        raise GridError(f"values must be whole numbers or float64, got {values.dtype}")
    if whole and values.dtype.itemsize > 4:
        raise GridError(f"whole values must have 32 bits at most, got {values.dtype}")
    cells, known = np.zeros(len(zone), np.int64), np.zeros(len(zone), np.int64)
    digits = np.zeros((len(zone), 1 if whole else DIGITS), np.int64)
    inside = Spans(spans.row, spans.start, spans.end, local)
    if whole:
        within = nodata is not None and np.iinfo(values.dtype).min <= nodata <= np.iinfo(values.dtype).max
        absent = values.dtype.type(nodata) if within and nodata is not None else values.dtype.type(0)
        _sum_whole(np.ascontiguousarray(values), inside, within, absent, cells, known, digits)
    else:
        values = np.ascontiguousarray(values)
        _sum_real(values, values.view(np.int64), inside, cells, known, digits)
    return ZoneSums(zone, cells, known, digits)


def added(parts: list[ZoneSums]) -> ZoneSums:
    """Return the sums of several bands together."""
    if not parts:
        nothing = np.zeros(0, np.int64)
        return ZoneSums(nothing, nothing, nothing, np.zeros((0, 1), np.int64))
    zone, local = np.unique(np.concatenate([part.zone for part in parts]), return_inverse=True)
    width = max(part.digits.shape[1] for part in parts)
    cells, known = np.zeros(len(zone), np.int64), np.zeros(len(zone), np.int64)
    digits = np.zeros((len(zone), width), np.int64)
    place = 0
    for part in parts:
        here = local[place : place + len(part.zone)]
        place += len(part.zone)
        cells[here] += part.cells
        known[here] += part.known
        digits[here] += part.digits
        if width > 1:
            _carry(digits)
    return ZoneSums(zone, cells, known, digits)


def class_counts(classes: NDArray[np.uint8], spans: Spans, zones: int) -> IntArray:
    """Count the cells of each class in each zone of a band.

    Parameters
    ----------
    classes : ndarray of uint8, shape (M, N)
        Classes.
    spans : Spans
        Rows counted from the band's first one.
    zones : int
        Number of zones.

    Returns
    -------
    ndarray of int64, shape (zones, 256)
        Cells.

    Raises
    ------
    GridError
        If the classes are not 2-D uint8, or a span belongs to another zone.
    """
    if classes.ndim != 2 or classes.dtype != np.uint8:
        raise GridError(f"classes must be 2-D uint8, got {classes.ndim}-D {classes.dtype}")
    if len(spans.zone) and not 0 <= spans.zone.min() <= spans.zone.max() < zones:
        raise GridError(f"a span belongs to zone {spans.zone.max()}, but there are {zones} zones")
    counts = np.zeros((zones, 256), np.int64)
    _count_classes(np.ascontiguousarray(classes), spans, counts)
    return counts


def row_prefixes(values: NDArray[np.int32]) -> IntArray:
    """Return running sums along each row with a leading 0, to answer `prefix_sums` again and again."""
    result = np.zeros((values.shape[0], values.shape[1] + 1), np.int64)
    np.cumsum(values, axis=1, out=result[:, 1:])
    return result


def prefix_sums(prefixes: IntArray, spans: Spans, zones: int) -> IntArray:
    """Return the sum of each zone from running sums: two look-ups per span."""
    result = np.zeros(zones, np.int64)
    _sum_prefixes(prefixes, spans, result)
    return result


@_serial
def _crossings(edges, zone, rows, columns, zones, keys):  # type: ignore[no-untyped-def]
    """Count (empty `keys`) or write where sides cross the centre lines of rows, as sortable keys."""
    count = 0
    for k in range(len(edges)):
        x0, y0, x1, y1 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        if y0 > y1 or (y0 == y1 and x0 > x1):  # a common side is computed alike from both polygons
            x0, y0, x1, y1 = x1, y1, x0, y0
        first, last = max(0, int(np.ceil(y0 - 0.5))), min(rows, int(np.ceil(y1 - 0.5)))
        for row in range(first, last):
            if len(keys):
                x = x0 + (row + 0.5 - y0) / (y1 - y0) * (x1 - x0)
                column = int(min(max(np.ceil(x - 0.5), 0.0), float(columns)))
                keys[count] = (row * zones + zone[k]) * (columns + 1) + column
            count += 1
    return count


@_serial
def _zone_runs(zones, nodata, row, start, end, zone):  # type: ignore[no-untyped-def]
    """Count (empty arrays) or write the runs of equal zone numbers."""
    count = 0
    for y in range(zones.shape[0]):
        x = 0
        while x < zones.shape[1]:
            here, first = zones[y, x], x
            while x < zones.shape[1] and zones[y, x] == here:
                x += 1
            if here != nodata:
                if len(row):
                    row[count], start[count], end[count], zone[count] = y, first, x, here
                count += 1
    return count


@_serial
def _sum_whole(values, spans, masked, nodata, cells, known, digits):  # type: ignore[no-untyped-def]
    for k in range(len(spans.row)):
        part = values[spans.row[k], spans.start[k] : spans.end[k]]
        total, absent = np.int64(0), np.int64(0)
        for x in range(len(part)):
            total += np.int64(part[x])
        if masked:
            for x in range(len(part)):
                absent += part[x] == nodata
            total -= absent * np.int64(nodata)
        zone = spans.zone[k]
        cells[zone] += len(part)
        known[zone] += len(part) - absent
        digits[zone, 0] += total


@_serial
def _sum_real(values, bits, spans, cells, known, digits):  # type: ignore[no-untyped-def]
    for k in range(len(spans.row)):
        y, zone = spans.row[k], spans.zone[k]
        cells[zone] += spans.end[k] - spans.start[k]
        for x in range(spans.start[k], spans.end[k]):
            if not np.isnan(values[y, x]):
                known[zone] += 1
                _accumulate(bits[y, x], digits[zone])


@_serial
def _accumulate(bits, digits):  # type: ignore[no-untyped-def]
    """Add a double, given by its bits, to three neighbouring digits."""
    exponent = (bits >> 52) & 0x7FF
    mantissa = bits & 0xFFFFFFFFFFFFF
    if exponent:
        mantissa |= 1 << 52
        exponent -= 1
    place, shift = exponent >> 5, exponent & 31
    low = ((mantissa & 0xFFFFFFFF) << shift) & 0xFFFFFFFF
    rest = mantissa >> (32 - shift)
    middle, high = rest & 0xFFFFFFFF, rest >> 32
    if bits < 0:
        low, middle, high = -low, -middle, -high
    digits[place] += low
    digits[place + 1] += middle
    digits[place + 2] += high


@_serial
def _carry(digits):  # type: ignore[no-untyped-def]
    """Bring all digits but the last into 0 to 2^32 - 1, so that millions of bands can be added."""
    for z in range(digits.shape[0]):
        for k in range(digits.shape[1] - 1):
            digits[z, k + 1] += digits[z, k] >> 32
            digits[z, k] &= 0xFFFFFFFF


@_serial
def _count_classes(classes, spans, counts):  # type: ignore[no-untyped-def]
    for k in range(len(spans.row)):
        row, own = classes[spans.row[k]], counts[spans.zone[k]]
        for x in range(spans.start[k], spans.end[k]):
            own[row[x]] += 1


@_serial
def _sum_prefixes(prefixes, spans, result):  # type: ignore[no-untyped-def]
    for k in range(len(spans.row)):
        row = prefixes[spans.row[k]]
        result[spans.zone[k]] += row[spans.end[k]] - row[spans.start[k]]
