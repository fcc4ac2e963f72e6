"""The tables a release is computed from, kept on disk so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from gruenzug import __version__
from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.assemble import Tables, read_tables
from gruenzug.engine.sources.region import Region
from gruenzug.engine.sources.tables import COLUMNS, RASTERS
from gruenzug.engine.store.atomic import new_file

Progress = Callable[[str], None]
WANTED = {*COLUMNS, *RASTERS} - {"dwellings"}


def kept_tables(region: Region, work: Path, progress: Progress) -> tuple[Tables, str]:
    """Return the tables of a region and the key of what they were read from.

    They are read anew if the region's file, a source's size or its date of
    change differ from the kept ones.
    """
    key = _key(region)
    path = work / f"tables-{key}.pickle"
    if path.exists():
        progress("sources were read before and have not changed")
        tables: Tables = pickle.loads(path.read_bytes())  # noqa: S301  written by us, in the work folder
        return tables, key
    tables = read_tables(region, WANTED, progress)
    for old in work.glob("tables-*.pickle"):
        old.unlink()
    with new_file(path) as draft:
        draft.write_bytes(pickle.dumps(tables, protocol=5))
    return tables, key


def _key(region: Region) -> str:
    facts = [__version__, region.path.read_text("utf-8")]
    for path in _files(region):
        try:
            state = path.stat()
        except OSError:
            raise SourceError(
                f"{path} does not exist; fetch it or correct the path in {region.path}"
            ) from None
        facts.append(json.dumps([str(path), state.st_size, state.st_mtime_ns]))
    return sha256("\n".join(facts).encode()).hexdigest()[:24]


def _files(region: Region) -> Iterator[Path]:
    for source in region.sources:
        yield source.path
        yield from (source.resolve(path) for path in source.options.get("paths", []))
