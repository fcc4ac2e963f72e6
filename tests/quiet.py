"""Who measures time is alone: every test shares the machine, until one asks to have it for itself."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = (Path(tempfile.gettempdir()) / f"gruenzug-tests-quiet-{os.getuid()}").open("w")


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
    """Wait until the tests of other workers end, and let none begin meanwhile."""
    fcntl.flock(_LOCK, fcntl.LOCK_UN)  # two who measure would else wait for each other
    fcntl.flock(_LOCK, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(_LOCK, fcntl.LOCK_SH)
