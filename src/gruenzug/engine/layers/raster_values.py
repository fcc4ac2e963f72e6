"""Which values a raster holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Piece, RasterSource, Workers, run_bands
from gruenzug.engine.errors import GridError

Array = NDArray[Any]

MOST_VALUES = 254
"""As many classes as fit in a byte, beside no data."""


def distinct_values(source: RasterSource, workers: Workers) -> tuple[int, ...]:
    """Return all values of a raster of whole numbers but no data, in ascending order.

    Raises
    ------
    GridError
        If there are more than `MOST_VALUES`.
    """
    found: set[int] = set().union(*run_bands(Job(_values, (source,), whole_rows=True), (), workers))
    found -= set() if source.nodata is None else {int(source.nodata)}
    if len(found) > MOST_VALUES:
        raise GridError(
            f"{source.path} holds {len(found):,} different values, more than {MOST_VALUES}; classify it first"
        )
    return tuple(sorted(found))


def _values(piece: Piece, numbers: Array) -> tuple[tuple[Array, ...], set[int]]:
    if numbers.dtype == np.uint8:
        return (), set(np.flatnonzero(np.bincount(numbers.ravel(), minlength=256)).tolist())
    return (), set(np.unique(numbers).tolist())
