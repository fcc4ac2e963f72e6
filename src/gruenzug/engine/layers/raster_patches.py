"""Connected patches of a raster: their sizes and outlines, and each cell's patch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsClasses,
    Job,
    Layer,
    Piece,
    RasterSource,
    Workers,
    plan_bands,
    raster_sink,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import require_metres
from gruenzug.engine.bands.sources import raw_type
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.runs import NO_PATCH, BandPatches, Patches, band_patches, joined, patch_image
from gruenzug.engine.layers.raster_values import distinct_values

Array = NDArray[Any]

_FOREGROUND, _PLAIN = 2, 1
_COVER = (0, 1, 2)

OTHER = 254
"""Class of cells that are known and belong to no patch."""
_SCRATCH = 4  # bytes: a run takes 17, and few are shorter than four cells


class PatchTable(NamedTuple):
    """The patches of a raster, in the order of their first cells, and how it was read.

    Attributes
    ----------
    patches : Patches
        Sizes in cells.
    value : ndarray of int64, shape (N,)
        The raster's value in the patch.
    numbers : list of ndarray of int64
        For each band, the number of each of its own patches.
    source : RasterSource
        The raster as classes.
    workers : Workers
        Cutting the raster into the same bands again.
    known : RasterSource
        The raster as classes, `OTHER` for what belongs to no patch but is known.
    is_mask : bool
        Whether nobody named the foreground and it was taken for a mask of 0 and 1.
    """

    patches: Patches
    value: NDArray[np.int64]
    numbers: list[NDArray[np.int64]]
    source: RasterSource
    workers: Workers
    known: RasterSource
    is_mask: bool = False

    @property
    def area_m2(self) -> NDArray[np.float64]:
        """Areas of the patches."""
        return self.patches.cells.astype(np.float64) * self.source.frame.cell_area

    @property
    def perimeter_m(self) -> NDArray[np.float64]:
        """Lengths of their outlines; the raster's border and cells without data count as outline."""
        frame = self.source.frame
        vertical, horizontal = self.patches.sides.astype(np.float64), self.patches.ends.astype(np.float64)
        return vertical * frame.cell_y + horizontal * frame.cell_x

    @property
    def shape_index(self) -> NDArray[np.float64]:
        """Outline over that of a square of the same area."""
        shape: NDArray[np.float64] = self.perimeter_m / (4 * np.sqrt(self.area_m2))
        return shape


def patch_table(
    path: Path,
    connectivity: int = 8,
    foreground: tuple[int, ...] | None = None,
    by_value: bool = False,
    workers: Workers | None = None,
    scratch: int = _SCRATCH,
) -> PatchTable:
    """Return the connected patches of a raster.

    Parameters
    ----------
    path : Path
        The raster.
    connectivity : int
        4 or 8.
    foreground : tuple of int, optional
        Values that belong to patches. Without it the raster must be a cover of
        0, 1 and 2, then 2 is foreground, or a mask of 0 and 1, then 1 is.
    by_value : bool
        Whether cells of different values belong to different patches; then all
        values count unless `foreground` names some.
    workers : Workers, optional
        Who computes.
    scratch : int
        Bytes per cell that a later pass over the same bands needs.

    Raises
    ------
    SourceError
        If the raster cannot be read.
    GridError
        If its coordinates are not in metres, it holds real numbers, or, without
        `foreground` and `by_value`, other values than those of a cover or a mask.
    """
    workers = workers or usual_workers()
    source = raster_source(path)
    require_metres(source.frame, str(path))
    if raw_type(path).kind == "f":
        raise GridError(f"{path} holds real numbers; patches need a raster of whole numbers")
    values = foreground or (distinct_values(source, workers) if by_value else _foreground(source, workers))
    numbers = tuple(range(len(values))) if by_value else (0,) * len(values)
    decode = AsClasses(tuple(values), str(path), "the list of values", NO_PATCH, numbers)
    classes = replace(source, decode=decode)
    is_mask = not by_value and not foreground and values == (_PLAIN,)
    missing = () if by_value or foreground or is_mask else (0,)
    codes = AsClasses(
        (*values, *missing), str(path), "the list of values", OTHER, (*numbers, *(NO_PATCH for _ in missing))
    )
    job = Job(_Label(connectivity), (classes,), whole_rows=True, scratch=scratch)
    workers = workers.with_rows_of(plan_bands(job, workers))
    bands: list[BandPatches] = run_bands(job, (), workers)
    patches, own = joined(bands, connectivity)
    value = np.array(values, np.int64)[patches.kind] if len(patches.kind) else np.zeros(0, np.int64)
    return PatchTable(patches, value, own, classes, workers, replace(source, decode=codes), is_mask)


def write_patch_numbers(table: PatchTable, connectivity: int, path: Path) -> None:
    """Write the id of every cell's patch (1, 2, 3 …) as a GeoTIFF; 0 is no data."""
    ids = tuple((own + 1).astype(np.int32) for own in table.numbers)
    layer = Layer("int32", 0)
    job = Job(_Paint(connectivity), (table.source,), outputs=(layer,), whole_rows=True, extra=ids)
    with raster_sink(path, table.source.frame, layer, table.workers.count) as sink:
        run_bands(job, (sink,), table.workers)


@dataclass(frozen=True)
class _Label:
    connectivity: int

    def __call__(self, piece: Piece, classes: NDArray[np.uint8]) -> tuple[tuple[Array, ...], BandPatches]:
        return (), band_patches(classes, piece.first_row, self.connectivity)


@dataclass(frozen=True)
class _Paint:
    connectivity: int

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], ids: NDArray[np.int32]
    ) -> tuple[tuple[Array, ...], None]:
        return (patch_image(classes, self.connectivity, ids, 0),), None


def _foreground(source: RasterSource, workers: Workers) -> tuple[int, ...]:
    """Return the foreground of a cover (0, 1, 2) or a mask (0, 1)."""
    found = set(distinct_values(source, workers))
    if odd := sorted(found - set(_COVER)):
        raise GridError(
            f"{source.path} holds the value {odd[0]}; a cover has 0 (no data), 1 (background) and 2 "
            "(foreground), a mask 0 and 1; name the foreground with --foreground, or give each value its "
            "own patches with --by-value"
        )
    return (_FOREGROUND,) if _FOREGROUND in found else (_PLAIN,)
