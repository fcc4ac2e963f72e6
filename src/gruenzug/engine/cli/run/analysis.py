"""A command that computes, quick to start: numba comes without what no kernel uses."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

_NOT_NEEDED = ("scipy.linalg.cython_blas", "cffi", "yaml")
"""Numba takes these in if it finds them: products of matrices, foreign functions, a file of settings."""

_LOOKS_FOR_THEM = ("numba", "numba.np.arraymath", "numba.core.typing.cffi_utils")

_OBJECTS_BETWEEN_COLLECTIONS = 10_000_000  # importing makes many objects and no garbage


class Analysis(click.Command):
    """An analysis on plain files, which runs in a process of its own."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command once numba is there."""
        with _lightly():
            load_numba()
            return super().invoke(ctx)


@contextmanager
def _lightly() -> Iterator[None]:
    """Leave out what a short command has no use for.

    That is looking for garbage among modules, now and once more at the end,
    and threads for products of matrices. It is a quarter of a short command.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        yield
    finally:
        gc.set_threshold(*before)


def load_numba() -> None:
    """Import numba; packages it could use are hidden from it, and from nobody else.

    That saves a fifth of a second, a quarter of the start of a command.
    """
    hidden = [name for name in _NOT_NEEDED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] # makes an import fail
    try:
        for name in _LOOKS_FOR_THEM:
            import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]
