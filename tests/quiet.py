"""Who measures time is alone: every test shares the machine, until one asks to have it for itself."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = (Path(tempfile.gettempdir()) / f"gruenzug-tests-quiet-{os.getuid()}").open("w")
_is_alone: list[bool] = []


@contextmanager
def shared() -> Iterator[None]:
    """Run beside others, but not beside one who measures."""
    fcntl.flock(_LOCK, fcntl.LOCK_SH)
    try:
        yield
    finally:
        fcntl.flock(_LOCK, fcntl.LOCK_UN)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until the tests of other workers end, and let none begin meanwhile.

    Who measures several things asks once, around all of them.
    """
    if _is_alone:
        yield
        return
    fcntl.flock(_LOCK, fcntl.LOCK_UN)  # two who measure would else wait for each other
    fcntl.flock(_LOCK, fcntl.LOCK_EX)
    _is_alone.append(True)
    try:
        yield
    finally:
        _is_alone.clear()
        fcntl.flock(_LOCK, fcntl.LOCK_SH)
