"""The tables a release is computed from; a source that has not changed is not read again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gruenzug.engine.layers.seen import ALL
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.assemble import Tables, read_tables
from gruenzug.engine.sources.catalogue import Dataset
from gruenzug.engine.sources.region import Region, SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.tables import COLUMNS, RASTERS
from gruenzug.engine.store.kept import Kept

Progress = Callable[[str], None]
WANTED = {*COLUMNS, *RASTERS} - {"dwellings"}
_ABSENT = "absent"


@dataclass(frozen=True)
class Inputs:
    """The tables of a region and the state of each.

    Attributes
    ----------
    tables : Tables
        As `read_tables` gives them.
    keys : dict of str to str
        Name of a table → key of everything its rows come from; `seen.ALL`: of all tables.
    """

    tables: Tables
    keys: Mapping[str, str]

    def key(self, name: str) -> str:
        """Return the key of a table; one that no source provides has one as well."""
        return self.keys.get(name, _ABSENT)


def kept_inputs(region: Region, kept: Kept, progress: Progress) -> Inputs:
    """Read the sources of a region, as far as they have changed since they were read."""
    reader = _Reader(kept, progress)
    tables = read_tables(region, WANTED, progress, reader.read, kept.digest)
    municipalities = reader.state(tables.sources_of["municipalities"])
    keys = {
        name: _hash(name, municipalities, reader.state(sources))
        for name, sources in tables.sources_of.items()
    }
    return Inputs(tables, {**keys, ALL: _hash(*sorted(keys.values()))})


class _Reader:
    """Reads sources, or takes what was read of them before."""

    def __init__(self, kept: Kept, progress: Progress) -> None:
        self._kept = kept
        self._progress = progress
        self._states: dict[str, str] = {}
        self._home = ""

    def read(self, spec: SourceSpec, request: Request) -> Dataset:
        """Return the tables of a source, as `read_source` does."""
        if request.municipalities is not None and not self._home:
            self._home = self.state(sorted(self._states))
        asked = f"{_facts(spec)}|{sorted(request.tables)}|{request.within}|{self._home}"
        slot = f"source-{spec.id}-{_hash(*sorted(request.tables))[:8]}.pickle"
        digest: Callable[[str], str] = lambda name: self._kept.digest(Path(name))  # noqa: E731
        if found := self._kept.find(slot, asked, digest):
            self._progress(f"{spec.id} has not changed since it was read")
            dataset: Dataset = pickle.loads(found.read_bytes())  # noqa: S301  written by us
        else:
            dataset = read_source(spec, request)
            on = {str(path): self._kept.digest(path) for path in _files(spec, dataset)}
            with self._kept.put(slot, asked, on) as draft:
                draft.write_bytes(pickle.dumps(dataset, protocol=5))
        contents = [self._kept.digest(path) for path in _files(spec, dataset)]
        self._states[spec.id] = _hash(self._states.get(spec.id, ""), asked, *contents)
        return dataset

    def state(self, sources: list[str]) -> str:
        """Return a key of the state of some sources."""
        return _hash(*(self._states[key] for key in sources))


def _facts(spec: SourceSpec) -> str:
    """Return what decides which rows a source gives; its title and licence do not."""
    options = sorted(spec.options.items())
    return f"{spec.id}|{spec.kind}|{spec.path}|{spec.base}|{sorted(spec.tables())}|{spec.extent}|{options}"


def _files(spec: SourceSpec, dataset: Dataset) -> list[Path]:
    """Return what a source was read from: its files, the parts of a shapefile, tables its options name."""
    named = [spec.resolve(value) for value in spec.options.values() if isinstance(value, str)]
    found = {*dataset.files, *(path for path in named if path.is_file())}
    parts = [part for path in found if path.suffix == ".shp" for part in path.parent.glob(f"{path.stem}.*")]
    return sorted({*found, *parts})


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
