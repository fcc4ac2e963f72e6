"""All pairs in a straight line: the closed form when every patch is linked with every other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from gruenzug.engine.kernels.connectivity_strength import NAT, SURE, strength

_parallel: Any = njit(cache=True, nogil=True, parallel=True)


def direct_rows(
    area: NDArray[np.float64], xy: NDArray[np.float64], nats_per_metre: float
) -> NDArray[np.float64]:
    """Return, per patch, area × the sum over all others of area × exp(-nats × distance)."""
    rows = np.zeros(len(area))
    _rows(area, xy, nats_per_metre, rows)
    return rows


@_parallel
def _rows(area, xy, nats_per_metre, rows):  # type: ignore[no-untyped-def]
    for s in prange(len(area)):
        total = 0.0
        for t in range(len(area)):
            if t != s:
                dx, dy = xy[s, 0] - xy[t, 0], xy[s, 1] - xy[t, 1]
                nats = np.sqrt(dx * dx + dy * dy) * nats_per_metre
                if nats <= SURE:
                    total += area[t] * strength(np.int64(np.rint(nats * NAT)), False)
        rows[s] = area[s] * total
