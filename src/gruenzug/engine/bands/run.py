"""Running a job: strips and their bands in order, one read ahead, their pieces computed by threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from gruenzug.engine.bands.job import Job, Outcome, Piece
from gruenzug.engine.bands.plan import Band, Strip, Workers, pieces_of, plan_bands, plan_strips
from gruenzug.engine.bands.sinks import Sink
from gruenzug.engine.bands.usual import usual_workers
from gruenzug.engine.bands.window import RollingWindow, Rows

_BANDS_COMPUTED = 2  # at a time: the threads begin with the next band while the last pieces of one finish
_GDAL_CACHE = 32  # MB; GDAL would take 5 % of the machine

Array = NDArray[Any]
Outcomes = Generator[tuple[tuple[Array, ...], list[Any]], None, None]


def run_bands(job: Job, sinks: Sequence[Sink] = (), workers: Workers | None = None) -> list[Any]:
    """Run a job over its whole raster.

    Parameters
    ----------
    job : Job
        Inputs, halo, kernel and outputs.
    sinks : sequence of Sink
        One for each of the job's outputs; they get the rows of each strip in order.
    workers : Workers, optional
        Threads or a cluster; by default `usual_workers`.

    Returns
    -------
    list
        The partial results of all pieces; strip by strip, and in a strip top to
        bottom, left to right.
    """
    workers = workers or usual_workers()
    if len(sinks) != len(job.outputs):
        raise ValueError(f"{len(job.outputs)} outputs need as many sinks, not {len(sinks)}")
    bands = plan_bands(job, workers)
    partials: list[Any] = []
    with rasterio.Env(GDAL_CACHEMAX=_GDAL_CACHE):
        for strip in plan_strips(job):
            with closing(_computed(job, strip, bands, workers)) as outcomes:
                for outputs, parts in outcomes:
                    for sink, rows in zip(sinks, outputs, strict=True):
                        sink.write(rows, strip.left)
                    partials += parts
    return partials


def _computed(job: Job, strip: Strip, bands: list[Band], workers: Workers) -> Outcomes:
    if workers.scheduler is None:
        return _by_threads(job, strip, bands, workers.count)
    from gruenzug.engine.bands.cluster import by_cluster  # noqa: PLC0415  an optional dependency

    return by_cluster(job, strip, bands, workers.scheduler)


def _by_threads(job: Job, strip: Strip, bands: list[Band], threads: int) -> Outcomes:
    """Yield output rows and partial results of one band of a strip after the other."""
    with ExitStack() as stack:
        readers = [stack.enter_context(source.opened()) for source in job.inputs]
        windows = [
            RollingWindow(source, reader, job, strip)
            for source, reader in zip(job.inputs, readers, strict=True)
        ]
        reader = stack.enter_context(ThreadPoolExecutor(1, "reader"))
        pool = stack.enter_context(ThreadPoolExecutor(threads, "band"))
        stack.callback(lambda: pool.shutdown(wait=True, cancel_futures=True))
        ahead = reader.submit(_read, windows, bands[0])
        begun: deque[tuple[Band, list[Piece], deque[Future[Outcome]]]] = deque()
        for band in bands:
            rows = ahead.result()
            if band.number + 1 < len(bands):
                ahead = reader.submit(_read, windows, bands[band.number + 1])
            pieces = pieces_of(band, strip, job, threads)
            begun.append((band, pieces, deque(pool.submit(compute, job, band, p, rows) for p in pieces)))
            del rows
            while len(begun) >= _BANDS_COMPUTED:
                yield _collected(job, *begun.popleft())
        while begun:
            yield _collected(job, *begun.popleft())


def _read(windows: list[RollingWindow], band: Band) -> list[Rows]:
    return [window.read(band) for window in windows]


def compute(job: Job, band: Band, piece: Piece, rows: list[Rows]) -> Outcome:
    """Call the kernel for one piece of a band, with contiguous arrays."""
    side = 0 if job.whole_rows else job.halo
    top, bottom = piece.first_row - job.halo, piece.last_row + job.halo
    parts = [one.cut(top, bottom, piece.first_column - side, piece.last_column + side) for one in rows]
    if job.extra is not None:
        return job.kernel(piece, *parts, job.extra[band.number])
    return job.kernel(piece, *parts)


def _collected(
    job: Job, band: Band, pieces: list[Piece], futures: deque[Future[Outcome]]
) -> tuple[tuple[Array, ...], list[Any]]:
    return assembled(job, band, pieces, (futures.popleft().result() for _ in pieces))


def assembled(
    job: Job, band: Band, pieces: list[Piece], outcomes: Iterator[Outcome]
) -> tuple[tuple[Array, ...], list[Any]]:
    """Put the pieces of a band side by side, each as it comes."""
    if len(pieces) == 1:
        outputs, partial = next(outcomes)
        return outputs, [partial]
    left, right = pieces[0].first_column, pieces[-1].last_column
    rows = tuple(np.empty((band.last - band.first, right - left), layer.dtype) for layer in job.outputs)
    partials = []
    for piece, (outputs, partial) in zip(pieces, outcomes, strict=True):
        for whole, part in zip(rows, outputs, strict=True):
            whole[:, piece.first_column - left : piece.last_column - left] = part
        partials.append(partial)
    return rows, partials
