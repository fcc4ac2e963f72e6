"""Rasters of shares as files to download: whole per cent in bytes, Cloud-Optimized GeoTIFF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio.shutil
from numpy.typing import NDArray

from gruenzug.engine.bands import Job, Layer, Piece, raster_sink, raster_source, run_bands, usual_workers
from gruenzug.engine.layers.shares import UNKNOWN, WHOLE
from gruenzug.engine.store.atomic import new_file

NO_PERCENT = 255
"""No data in a raster of per cent."""

_LAYER = Layer("uint8", NO_PERCENT)
_STEP = WHOLE // 100
_COG = {"driver": "COG", "compress": "deflate", "blocksize": 256, "overview_resampling": "average"}


def write_percent(path: Path, shares: Path) -> None:
    """Write shares rounded to whole per cent, `NO_PERCENT` where unknown, with overviews."""
    source = raster_source(shares)
    workers = usual_workers()
    with scratch(path, "percent") as plain:
        with raster_sink(plain, source.frame, _LAYER, workers.count) as sink:
            run_bands(Job(_percent, (source,), outputs=(_LAYER,)), (sink,), workers)
        with new_file(path) as draft:
            rasterio.shutil.copy(plain, draft, num_threads="all_cpus", **_COG)


@contextmanager
def scratch(path: Path, name: str) -> Iterator[Path]:
    """Yield a path beside `path` for a file that is gone at the end."""
    other = path.with_name(f".{path.stem}.{name}{path.suffix}")
    try:
        yield other
    finally:
        other.unlink(missing_ok=True)


def _percent(piece: Piece, shares: NDArray[np.uint16]) -> tuple[tuple[NDArray[np.uint8]], None]:
    rounded = (np.minimum(shares, WHOLE) + np.uint16(_STEP // 2)) // np.uint16(_STEP)
    return (np.where(shares == UNKNOWN, NO_PERCENT, rounded).astype(np.uint8),), None
