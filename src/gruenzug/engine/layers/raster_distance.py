"""Distance to large patches of a raster, exact, and how many people live near them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Layer, Piece, Source, Workers, float_source, raster_sink, run_bands
from gruenzug.engine.bands.frame import require_same, require_square
from gruenzug.engine.kernels.disc_cells import PERSON_BITS
from gruenzug.engine.kernels.disc_supply import people
from gruenzug.engine.kernels.edt import (
    ColumnEnds,
    carried,
    column_ends,
    no_target,
    squared_distance,
    sums_near,
)
from gruenzug.engine.kernels.runs import patch_image
from gruenzug.engine.layers.raster_patches import PatchTable, patch_table

Array = NDArray[Any]

_NODATA = float("nan")
_SCRATCH = 40  # bytes: rows to a target, squared and plain distances, people


class Nearness(NamedTuple):
    """People, those of them at most `reach` away, and the share; None without people."""

    population: float
    near: float
    share: float | None


@dataclass(frozen=True)
class DistanceCase:
    """What to compute.

    Attributes
    ----------
    cover : Path
        Raster whose patches count.
    foreground : tuple of int or None
        Values of the patches, as for `patch_table`.
    connectivity : int
        4 or 8.
    least_m2 : float
        Smallest patch that counts.
    population : Path or None
        Persons per cell on the same grid.
    reach : float
        How far people go, in metres from cell centre to cell centre.
    """

    cover: Path
    foreground: tuple[int, ...] | None = None
    connectivity: int = 8
    least_m2: float = 0.0
    population: Path | None = None
    reach: float = 300.0


def write_distance(case: DistanceCase, path: Path | None, workers: Workers | None = None) -> Nearness:
    """Write the distance of every cell to the nearest patch in metres; return who lives within reach.

    Parameters
    ----------
    case : DistanceCase
        Patches, people and reach.
    path : Path or None
        GeoTIFF to write: metres from centre to centre, NaN without a patch;
        None only counts.
    workers : Workers, optional
        Who computes.

    Raises
    ------
    SourceError
        If a file cannot be read.
    GridError
        If the cover is none (see `patch_table`), its cells are not square or
        not in metres, the population is on another grid, or a cell has less
        than 0 persons, or a billion and more.
    """
    table = patch_table(case.cover, case.connectivity, case.foreground, False, workers, _SCRATCH)
    frame = table.source.frame
    require_square(frame, str(case.cover))
    kept = _kept(table, case.least_m2)
    near = int((Fraction(str(case.reach)) / Fraction(str(frame.cell_x))) ** 2)
    inputs: tuple[Source, ...] = (table.source,)
    if case.population is not None:
        population = float_source(case.population)
        require_same(frame, str(case.cover), population.frame, str(case.population))
        inputs = (table.source, population)
    layer = Layer("float32", _NODATA)
    outputs = () if path is None else (layer,)
    carry = _carry(case.connectivity, table, kept)
    extra = tuple(zip(kept, carry, strict=True))
    kernel = _DistanceKernel(case.connectivity, frame.rows, frame.cell_x, near, path is not None)
    job = Job(kernel, inputs, outputs=outputs, whole_rows=True, extra=extra)
    if path is None:
        return _nearness(run_bands(job, (), table.workers))
    with raster_sink(path, frame, layer, table.workers.count) as sink:
        return _nearness(run_bands(job, (sink,), table.workers))


def _kept(table: PatchTable, least_m2: float) -> list[NDArray[np.uint8]]:
    """Return for each band which of its patches belong to one that is large enough."""
    large = (table.area_m2 >= least_m2).astype(np.uint8)
    return [large[own] for own in table.numbers]


def _carry(
    connectivity: int, table: PatchTable, kept: list[NDArray[np.uint8]]
) -> list[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Return for each band how far the nearest large patches above and below it are, by column."""
    job = Job(_Ends(connectivity), (table.source,), whole_rows=True, extra=tuple(kept))
    return carried(run_bands(job, (), table.workers))


@dataclass(frozen=True)
class _Ends:
    connectivity: int

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], kept: NDArray[np.uint8]
    ) -> tuple[tuple[Array, ...], tuple[int, ColumnEnds]]:
        return (), (piece.shape[0], column_ends(patch_image(classes, self.connectivity, kept, 0)))


@dataclass(frozen=True)
class _DistanceKernel:
    connectivity: int
    rows: int
    cell: float
    near: int
    written: bool

    def __call__(self, piece: Piece, classes: NDArray[np.uint8], *more: Any) -> tuple[tuple[Array, ...], Any]:
        kept, (above, below) = more[-1]
        targets = patch_image(classes, self.connectivity, kept, 0)
        squared = squared_distance(targets, above, below, self.rows)
        partial = None
        if len(more) == 2:
            partial = sums_near(squared, people(more[0]), self.near)
        if not self.written:
            return (), partial
        metres = (np.sqrt(squared) * self.cell).astype(np.float32)
        metres[squared >= no_target(squared.dtype)] = np.nan
        return (metres,), partial


def _nearness(partials: list[tuple[int, int] | None]) -> Nearness:
    people_all = sum(part[0] for part in partials if part)
    people_near = sum(part[1] for part in partials if part)
    unit = 2**PERSON_BITS
    return Nearness(people_all / unit, people_near / unit, people_near / people_all if people_all else None)
