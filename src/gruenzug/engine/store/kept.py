"""What was computed before and still holds, on disk.

An entry remembers what was asked and what it was computed on, each with a key
of its state. It holds as long as the question and all these keys are the same;
nobody has to know in advance what a result depends on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gruenzug.engine.store.atomic import checksum, new_file

_PROGRAM = ("gruenzug.contract", "gruenzug.engine")
_LIBRARIES = ("geopandas", "numba", "numpy", "pandas", "pyogrio", "pyproj", "rasterio", "scipy", "shapely")
_DIGESTS = "digests.json"


class Kept:
    """Entries in a folder, one per slot; a new one replaces the old.

    Parameters
    ----------
    folder : Path
        Made when first written to. Whoever deletes it loses time and nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._asked_for: set[str] = {_DIGESTS}
        self._digests: dict[str, Any] = _json(folder / _DIGESTS) or {}

    def find(self, slot: str, asked: str, now: Callable[[str], str]) -> Path | None:
        """Return the file or folder in a slot if it still holds, else None.

        Parameters
        ----------
        slot : str
            Name of the entry.
        asked : str
            The question, with all its parameters.
        now : callable
            Returns the present key of something the entry was computed on.
        """
        self._asked_for |= {slot, f"{slot}.json"}
        head = _json(self.folder / f"{slot}.json")
        if not head or head["asked"] != _key(asked) or not (self.folder / slot).exists():
            return None
        holds = all(now(name) == key for name, key in head["on"].items())
        return self.folder / slot if holds else None

    @contextmanager
    def put(
        self,
        slot: str,
        asked: str,
        on: Mapping[str, str],
        new: Callable[[Path], AbstractContextManager[Path]] = new_file,
    ) -> Iterator[Path]:
        """Yield a path to write the entry to.

        Parameters
        ----------
        slot, asked : str
            As for `find`.
        on : mapping of str to str
            What it was computed on: name and present key. It is read when the
            block has ended.
        new : callable
            `new_file`, or `new_folder` for a folder.
        """
        self._asked_for |= {slot, f"{slot}.json"}
        head = self.folder / f"{slot}.json"
        head.unlink(missing_ok=True)
        with new(self.folder / slot) as draft:
            yield draft
        with new_file(head) as draft:
            draft.write_text(json.dumps({"asked": _key(asked), "on": dict(on)}), "utf-8")

    def digest(self, path: Path) -> str:
        """Return the sha256 of a file; it is read again only if its size or its date changed."""
        try:
            state = path.stat()
        except OSError:
            return ""
        known = self._digests.get(str(path))
        if known and known[:2] == [state.st_size, state.st_mtime_ns]:
            return str(known[2])
        found = checksum(path)
        self._digests[str(path)] = [state.st_size, state.st_mtime_ns, found]
        with new_file(self.folder / _DIGESTS) as draft:
            draft.write_text(json.dumps(self._digests), "utf-8")
        return found

    def forget_others(self) -> None:
        """Remove entries nobody asked for since this object was made."""
        for path in self.folder.glob("*"):
            if path.name not in self._asked_for:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _key(asked: str) -> str:
    return sha256(f"{_program()}|{asked}".encode()).hexdigest()


@cache
def _program() -> str:
    """Return a key of the code and the libraries that compute: other code may find other results."""
    total = sha256()
    for name in _PROGRAM:
        for file in _code(files(name)):
            total.update(file.name.encode() + file.read_bytes())
    for name in _LIBRARIES:
        total.update(f"{name} {version(name)}".encode())
    return total.hexdigest()


def _code(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _code(entry)
        elif entry.name.endswith((".py", ".toml", ".csv", ".json")):
            yield entry


def _json(path: Path) -> dict[str, Any] | None:
    """Return what a JSON file holds, None if there is none or it is broken."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
