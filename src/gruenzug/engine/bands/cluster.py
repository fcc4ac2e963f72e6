"""The same bands as coarse tasks on a Dask cluster.

Each task reads its band from the shared file system, computes it and sends the
rows back; they are written here, in order. A worker that dies costs the tasks
it had; the scheduler gives them to another one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from gruenzug.engine.bands.job import Job
from gruenzug.engine.bands.plan import Band, Strip, pieces_of
from gruenzug.engine.bands.run import assembled, compute
from gruenzug.engine.bands.window import RollingWindow
from gruenzug.engine.errors import UserError

_TASKS_PER_THREAD = 2  # one computed, one waiting
_RETRIES = 5
_PATIENCE_S = 10

Rows = tuple[tuple[NDArray[Any], ...], list[Any]]
Outcomes = Generator[Rows, None, None]


def by_cluster(job: Job, strip: Strip, bands: list[Band], scheduler: str) -> Outcomes:
    """Yield output rows and partial results of one band of a strip after the other, computed by workers."""
    client = reached(scheduler)
    with client:
        threads = sum(client.nthreads().values())
        waiting: deque[Any] = deque()
        for band in bands:
            extra = None if job.extra is None else job.extra[band.number]
            waiting.append(
                client.submit(_band, _without_extra(job), strip, band, extra, pure=False, retries=_RETRIES)
            )
            if len(waiting) > _TASKS_PER_THREAD * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def reached(scheduler: str) -> Any:
    """Return a client of the scheduler at an address.

    Raises
    ------
    UserError
        If nothing answers there, it has no workers, or the packages for clusters are missing.
    """
    try:
        from distributed import Client  # noqa: PLC0415  an optional dependency
    except ImportError:
        raise UserError(
            "computing on a cluster needs the extra packages of gruenzug[cluster]; install them or leave "
            "out the scheduler's address"
        ) from None
    connect: Any = Client
    try:
        client = connect(scheduler, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError):
        raise UserError(
            f'no Dask scheduler answers at "{scheduler}"; start one with "dask scheduler" or leave out its '
            "address"
        ) from None
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError:
        client.close()
        raise UserError(
            f'the Dask scheduler at "{scheduler}" has no workers; start one with "dask worker {scheduler}" '
            "or leave out its address"
        ) from None
    return client


def _without_extra(job: Job) -> Job:
    return replace(job, extra=None)


def _band(job: Job, strip: Strip, band: Band, extra: Any) -> Rows:
    """Read and compute one band of a strip; runs in a worker."""
    rows = []
    for source in job.inputs:
        with source.opened() as reader:
            rows.append(RollingWindow(source, reader, job, strip).read(band))
    if extra is not None:
        job, band = replace(job, extra=(extra,)), Band(0, band.first, band.last)
    pieces = pieces_of(band, strip, job, 1)
    return assembled(job, band, pieces, (compute(job, band, piece, rows) for piece in pieces))
