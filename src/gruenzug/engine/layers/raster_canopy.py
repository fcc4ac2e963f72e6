"""The canopy share of a neighbourhood, from a raster of tree cover."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsClasses,
    Job,
    Layer,
    Piece,
    RasterSource,
    Workers,
    raster_sink,
    raster_source,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import require_metres, require_square
from gruenzug.engine.kernels.disc import Disc, disc
from gruenzug.engine.kernels.disc_canopy import canopy_share

Array = NDArray[Any]


def write_canopy_share(
    cover: Path, canopy: tuple[int, ...], radius: float, path: Path, workers: Workers | None = None
) -> None:
    """Write the share of canopy within `radius` metres of every cell, 0 to 1, as a GeoTIFF.

    Parameters
    ----------
    cover : Path
        Raster of whole numbers.
    canopy : tuple of int
        Its values that mean canopy; all others but no data mean none.
    radius : float
        What counts as neighbourhood, in metres.
    path : Path
        GeoTIFF to write; NaN where the cell itself is unknown.
    workers : Workers, optional
        Who computes.

    Raises
    ------
    SourceError
        If the cover cannot be read.
    GridError
        If it holds other than whole numbers, its cells are not square or not
        in metres, or the radius is not above 0 m or spans too many cells.
    """
    workers = workers or usual_workers()
    source = canopy_source(cover, canopy)
    around = disc("dichotomy", radius, source.frame.cell_x)
    layer = Layer("float32", float("nan"))
    job = Job(_CanopyKernel(around), (source,), around.reach, (layer,))
    with raster_sink(path, source.frame, layer, workers.count) as sink:
        run_bands(job, (sink,), workers)


def canopy_source(cover: Path, canopy: tuple[int, ...]) -> RasterSource:
    """Return a raster as 1 for values that mean canopy, 0 for others, 255 for no data."""
    source = raster_source(cover)
    require_metres(source.frame, str(cover))
    require_square(source.frame, str(cover))
    decode = AsClasses(canopy, str(cover), "", others=0, numbers=(1,) * len(canopy))
    return replace(source, decode=decode)


@dataclass(frozen=True)
class _CanopyKernel:
    around: Disc

    def __call__(self, piece: Piece, cover: NDArray[np.uint8]) -> tuple[tuple[Array, ...], None]:
        return (canopy_share(cover, self.around),), None
