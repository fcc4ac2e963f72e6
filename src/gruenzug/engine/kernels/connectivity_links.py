"""Links by straight distance: all pairs of places that are near enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gruenzug.engine.errors import GridError

MOST_LINKS = 20_000_000
"""More need many gigabytes, and hours."""

_SLACK = 1 + 1e-9


def links_within(
    xy: NDArray[np.float64], most: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return all pairs of places at most `most` metres apart.

    Parameters
    ----------
    xy : ndarray of float64, shape (N, 2)
        Places in metres.
    most : float
        Largest distance in metres.

    Returns
    -------
    one, two : ndarray of int64, shape (L,)
        The pairs, ``one < two``, in ascending order.
    metres : ndarray of float64, shape (L,)
        Their distances.

    Raises
    ------
    GridError
        If there are more than `MOST_LINKS` pairs.

    Examples
    --------
    >>> links_within(np.array([[0.0, 0.0], [3.0, 4.0], [9.0, 9.0]]), most=5.0)
    (array([0]), array([1]), array([5.]))
    """
    tree = cKDTree(xy)
    count = (int(tree.count_neighbors(tree, most)) - len(xy)) // 2
    if count > MOST_LINKS:
        raise GridError(
            f"{len(xy):,} patches have {count:,} links up to {most:,.0f} m, more than the {MOST_LINKS:,} "
            "that can be kept; take a shorter distance or a larger smallest probability"
        )
    pairs = tree.query_pairs(most * _SLACK, output_type="ndarray").astype(np.int64)
    one, two = pairs.min(axis=1), pairs.max(axis=1)
    metres = np.hypot(xy[one, 0] - xy[two, 0], xy[one, 1] - xy[two, 1])
    near = np.flatnonzero(metres <= most)
    order = near[np.lexsort((two[near], one[near]))]
    return one[order], two[order], metres[order]
