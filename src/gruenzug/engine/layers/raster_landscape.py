"""Metrics of each class of a landscape from its patches, as FRAGSTATS defines them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Piece, run_bands
from gruenzug.engine.kernels.runs import NO_PATCH
from gruenzug.engine.layers.raster_patches import PatchTable

IntArray = NDArray[np.int64]

_M2_PER_HA = 10_000


class ClassMetrics(NamedTuple):
    """What is said of one class.

    Attributes
    ----------
    value : int
        Of the raster.
    patches : int
        Number of patches.
    area_ha : float
        Their area.
    share_percent, largest_patch_percent : float
        Area of the class and of its largest patch over the landscape's: over
        all cells with data.
    mean_area_ha, mean_shape_index : float
        Of the patches.
    edge_m_per_ha : float
        Length of the sides between the class and other cells with data, per
        hectare of landscape; the raster's border is no edge.
    mesh_ha : float
        Sum of squares of the patches' areas over the landscape's area.
    """

    value: int
    patches: int
    area_ha: float
    share_percent: float
    largest_patch_percent: float
    mean_area_ha: float
    mean_shape_index: float
    edge_m_per_ha: float
    mesh_ha: float


def class_metrics(table: PatchTable) -> list[ClassMetrics]:
    """Return the metrics of each class that has patches, by value.

    References
    ----------
    McGarigal, K., Cushman, S. A., Ene, E. (2023). FRAGSTATS v4: spatial
    pattern analysis program for categorical maps. https://www.fragstats.org
    """
    known, sides, ends = _outlines(table)
    frame = table.source.frame
    landscape = known * frame.cell_area / _M2_PER_HA
    edge = sides * frame.cell_y + ends * frame.cell_x
    hectares, shape = table.area_m2 / _M2_PER_HA, table.shape_index
    rows = []
    for value in np.unique(table.value).tolist():
        here = table.value == value
        number, squares = int(here.sum()), _squares(table.patches.cells[here])
        area = int(table.patches.cells[here].sum()) * frame.cell_area / _M2_PER_HA
        kind = int(table.patches.kind[here][0])
        rows.append(
            ClassMetrics(
                value,
                number,
                area,
                100 * area / landscape,
                100 * float(hectares[here].max()) / landscape,
                area / number,
                float(shape[here].sum()) / number,
                float(edge[kind]) / landscape,
                squares / known * frame.cell_area / _M2_PER_HA,
            )
        )
    return rows


def _squares(cells: IntArray) -> int:
    """Return the sum of squares, exactly, however large."""
    return sum(count * count for count in cells.tolist())


def _outlines(table: PatchTable) -> tuple[int, IntArray, IntArray]:
    """Return how many cells have data, and for each class its vertical and horizontal sides to others."""
    job = Job(_sides, (table.known,), halo=1)
    parts: list[IntArray] = run_bands(job, (), table.workers)
    total = np.sum(parts, axis=0)
    return int(total[2, 0]), total[0], total[1]


def _sides(piece: Piece, classes: NDArray[np.uint8]) -> tuple[tuple[NDArray[Any], ...], IntArray]:
    """Count the sides between a cell and the next to the right and below it, for both."""
    here = classes[1:-1, 1:-1]
    counts = np.zeros((3, 256), np.int64)
    for row, other in enumerate((classes[1:-1, 2:], classes[2:, 1:-1])):
        differ = (here != other) & (here != NO_PATCH) & (other != NO_PATCH)
        counts[row] = np.bincount(here[differ], minlength=256) + np.bincount(other[differ], minlength=256)
    counts[2, 0] = np.count_nonzero(here != NO_PATCH)
    return (), counts
