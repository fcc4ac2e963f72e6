"""Who computes where nobody is named: whole releases are computed by those they were begun with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gruenzug.engine.bands.plan import Workers

_EVERYBODY_HERE = Workers()
_usual: ContextVar[Workers] = ContextVar("usual", default=_EVERYBODY_HERE)


def usual_workers() -> Workers:
    """Return those `computing_by` names, else one thread per processor."""
    return _usual.get()


@contextmanager
def computing_by(workers: Workers) -> Iterator[None]:
    """Let `workers` compute the passes over rasters inside; it changes no result.

    Raises UserError at once if their scheduler does not answer.
    """
    if workers.scheduler is not None:
        from gruenzug.engine.bands.cluster import reached  # noqa: PLC0415  an optional dependency

        reached(workers.scheduler).close()
    before = _usual.set(workers)
    try:
        yield
    finally:
        _usual.reset(before)
