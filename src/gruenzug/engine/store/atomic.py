"""Write whole or not at all: a reader never sees half a file or half a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from gruenzug.engine.errors import UserError

_BLOCK = 1 << 20


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield a path to write to; it becomes `path` when the block ends well.

    After an error the previous `path`, if any, is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield a folder to fill; it becomes `path` when the block ends well.

    A previous folder at `path` is replaced only then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        yield draft
        old = path.with_name(f".{path.name}.{os.getpid()}.old")
        if path.exists():
            path.rename(old)
        draft.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def new_files_in(path: Path) -> Iterator[Path]:
    """Yield a folder to fill; its files go to the folder `path` when the block ends well.

    What else is in `path` stays; after an error nothing in it has changed.

    Raises
    ------
    UserError
        If `path` is there and no folder.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file; name a folder for the results")
    place = path if path.exists() else path.parent  # on the same file system
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=place) as draft:
        yield Path(draft)
        path.mkdir(exist_ok=True)
        for file in sorted(Path(draft).iterdir()):
            file.replace(path / file.name)


def checksum(path: Path) -> str:
    """Return the sha256 of a file as 64 hex digits."""
    total = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()
