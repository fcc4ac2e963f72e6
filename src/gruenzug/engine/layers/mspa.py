"""Morphological spatial pattern analysis of a raster of any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import Layer, RasterSource, Workers, raster_sink, raster_source
from gruenzug.engine.bands.sources import raw_type
from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.mspa import FOREGROUND, MISSING
from gruenzug.engine.kernels.mspa_codes import UNKNOWN, codes, colours
from gruenzug.engine.kernels.mspa_thin import thin
from gruenzug.engine.layers.mspa_cores import (
    continued,
    mark_connectors,
    mark_cores,
    part_islets,
    tell_bridges,
)
from gruenzug.engine.layers.mspa_holes import mark_holes, mark_openings
from gruenzug.engine.layers.mspa_work import ByteArray, Pattern, Work


def mspa(cover: ByteArray, pattern: Pattern, threads: int = 1, band_rows: int | None = None) -> ByteArray:
    """Return the morphological class of every cell of an array.

    Parameters
    ----------
    cover : ndarray of uint8, shape (M, N)
        0 missing, 1 background, 2 foreground.
    pattern : Pattern
        Connectivity, edge width and whether openings count.
    threads : int
        How many.
    band_rows : int, optional
        Rows of a band; does not change the result.

    Returns
    -------
    ndarray of uint8, shape (M, N)
        Byte codes of GuidosToolbox; 129 where the cover is missing.

    Raises
    ------
    GridError
        If the cover has another value, or openings lie in cores in openings
        more than 254 borders deep.
    """
    odd = cover[(cover < MISSING) | (cover > FOREGROUND)]
    if len(odd):
        raise GridError(f"a cover has 0 (missing), 1 (background) and 2 (foreground), not {odd.min()}")
    rows, columns = cover.shape
    with ExitStack() as stack:
        work = Work(rows, columns, pattern, threads, band_rows, stack)
        work.cover[1:-1, 1:-1] = cover
        analyse(work)
        return np.concatenate(list(classes(work)))


def write_mspa(
    cover: Path, path: Path, pattern: Pattern, transition: bool = True, workers: Workers | None = None
) -> NDArray[np.int64]:
    """Write the morphological class of every cell of a raster; return how many cells have each code.

    Parameters
    ----------
    cover : Path
        Whole numbers: 0 missing, 1 background, 2 foreground; what the file
        declares as no data is missing, too.
    path : Path
        GeoTIFF to write: byte codes of GuidosToolbox with its colours.
    pattern : Pattern
        Connectivity, edge width and whether openings count.
    transition : bool
        Whether connectors are coloured as such within edges and perforations;
        codes are the same.
    workers : Workers, optional
        How many threads; bands do not go to other machines.

    Returns
    -------
    ndarray of int64, shape (256,)
        Cells by code.

    Raises
    ------
    SourceError
        If the cover cannot be read.
    GridError
        If it holds real numbers or another value, openings lie too deep (see
        `mspa`), or the workers are those of a scheduler.
    """
    workers = workers or Workers()
    if workers.scheduler is not None:
        raise GridError("morphology runs on one machine; leave out --scheduler")
    source = raster_source(cover)
    if raw_type(cover).kind == "f":
        raise GridError(f"{cover} holds real numbers; a cover has 0, 1 and 2")
    frame = source.frame
    with ExitStack() as stack:
        work = Work(frame.rows, frame.columns, pattern, workers.count, workers.band_rows, stack)
        _read(source, work)
        analyse(work)
        cells = np.zeros(256, np.int64)
        with raster_sink(path, frame, Layer("uint8", UNKNOWN), workers.count) as sink:
            sink.dataset.write_colormap(1, colours(transition))
            for rows in classes(work):
                sink.write(rows)
                cells += np.bincount(rows.ravel(), minlength=256)
        return cells


def _read(source: RasterSource, work: Work) -> None:
    """Read the cover, refusing values that are none."""
    with source.opened() as reader:
        for first in range(0, work.rows, work.band_rows):
            last = min(first + work.band_rows, work.rows)
            rows = reader.rows(first, last)
            if source.nodata is not None:
                rows = np.where(rows == source.nodata, 0, rows)
            odd = rows[(rows < MISSING) | (rows > FOREGROUND)]
            if len(odd):
                raise GridError(
                    f"{source.path} holds the value {odd[0]}; a cover has 0 (missing), 1 (background) and 2 "
                    "(foreground)"
                )
            work.cover[1 + first : 1 + last, 1:-1] = rows


def analyse(work: Work) -> None:
    """Find out everything about each cell of `work.cover`."""
    continued(work)
    mark_cores(work)
    part_islets(work)
    thin(work.bits, work.pattern.connectivity, work.threads, work.at_once)
    mark_connectors(work)
    tell_bridges(work)
    mark_holes(work)
    if work.pattern.internal:
        mark_openings(work)


def classes(work: Work) -> Iterator[ByteArray]:
    """Yield the codes, band after band."""
    margin = work.pattern.margin
    bits = work.bits[1 + margin :, 1 + margin : 1 + margin + work.columns]

    for first in range(0, work.rows, work.band_rows):
        cover = work.cover[1 + first : 1 + min(first + work.band_rows, work.rows), 1:-1]
        result = np.empty(cover.shape, np.uint8)
        codes(cover, bits[first : first + len(cover)], work.pattern.internal, result)
        yield result
