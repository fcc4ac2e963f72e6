"""All sources of a region, read once each and put together table by table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from shapely import Geometry

from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.catalogue import Dataset, Note
from gruenzug.engine.sources.dasymetric import COARSE_M, spread
from gruenzug.engine.sources.files import checksum
from gruenzug.engine.sources.kinds import KINDS
from gruenzug.engine.sources.landcover import LandCover
from gruenzug.engine.sources.region import Extent, Region, SourceSpec
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.shapes import box_of
from gruenzug.engine.sources.values import ValueRaster

Progress = Callable[[str], None]
Reader = Callable[[SourceSpec, Request], Dataset]
Digest = Callable[[Path], str]

_HOME = "municipalities"


@dataclass(frozen=True)
class FileInfo:
    """A file that was read, as provenance names it."""

    name: str
    bytes: int
    sha256: str


@dataclass
class DatasetInfo:
    """What provenance says of one source: its files, notes, tables and rows, rasters and their cells."""

    spec: SourceSpec
    files: list[FileInfo] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)


@dataclass
class Tables:
    """The tables of a region.

    Attributes
    ----------
    tables
        Name → rows of all sources that provide it. A table no source
        provides is not there at all: absent is not empty.
    extents
        Name → where its sources speak (EPSG:25832); None: everywhere.
    sources_of
        Name → ids of the sources its rows come from.
    datasets
        Id of each source that was read → its provenance.
    notes
        What holds for the region as a whole, such as a spread population.
    rasters
        Id of a source → its raster, to be read window by window.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    extents: dict[str, Geometry | None] = field(default_factory=dict)
    sources_of: dict[str, list[str]] = field(default_factory=dict)
    datasets: dict[str, DatasetInfo] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    rasters: dict[str, LandCover | ValueRaster] = field(default_factory=dict)

    def values(self, name: str) -> list[ValueRaster]:
        """Return the rasters that tell `name`, in the order of their sources."""
        return [one for one in self.rasters.values() if isinstance(one, ValueRaster) and one.name == name]

    @property
    def covers(self) -> list[LandCover]:
        """The rasters of land cover, in the order of their sources."""
        return [one for one in self.rasters.values() if isinstance(one, LandCover)]


def read_tables(
    region: Region,
    wanted: set[str],
    progress: Progress = lambda line: None,
    read: Reader = read_source,
    digest: Digest = checksum,
) -> Tables:
    """Read the `wanted` tables of a region from all its sources.

    Municipalities are always read, and first: their bounds tell how much of
    a large file is of use. Where the region has the population per 1 km only,
    but dwellings per 100 m, the population is spread on them.

    Parameters
    ----------
    region : Region
        As `read_region` gives it.
    wanted : set of str
        Names of tables and rasters, see `tables.COLUMNS`.
    progress : callable, optional
        Called with one line per source.
    read, digest : callable, optional
        Give the tables of a source and the sha256 of a file; for those who
        keep what was read.

    Raises
    ------
    RegionError
        If no source provides municipalities, or an extent names an unknown one.
    SourceError
        If a file is missing, broken or not what it should be.
    """
    result = Tables()
    gather = partial(_gather, result, region, progress=progress, read=read, digest=digest)
    gather(Request(frozenset({_HOME})))
    if _HOME not in result.tables:
        kinds = ", ".join(sorted(kind for kind in KINDS if _HOME in KINDS[kind].possible))
        raise RegionError(f"{region.path}: no source provides municipalities; add one of the kind {kinds}")
    towns = result.tables[_HOME]
    _refuse_shared_keys(towns, region)
    west, south, east, north = map(float, towns.total_bounds)
    names = wanted | ({"dwellings"} if "population" in wanted else set())
    rest = Request(frozenset(names - {_HOME}), (west, south, east, north), towns)
    gather(rest)
    _spread_population(result, progress)
    if "dwellings" not in wanted:
        _forget(result, "dwellings")
    return result


def _gather(
    result: Tables, region: Region, request: Request, *, progress: Progress, read: Reader, digest: Digest
) -> None:
    """Read every source that has one of the requested tables, and add its rows."""
    for spec in region.sources:
        if not (names := request.tables & spec.tables()):
            continue
        progress(f"{spec.id}: {', '.join(sorted(names))}")
        dataset = read(spec, replace(request, tables=names))
        _record(result, spec, dataset, digest)
        extent = _extent(spec, dataset, result.tables.get(_HOME))
        for name, rows in dataset.tables.items():
            if name == "trees":  # one tree may stand in two sources
                rows = rows.assign(source=spec.id)  # noqa: PLW2901
            _add(result, name, rows, extent, spec)
        for raster in dataset.rasters.values():
            result.rasters[spec.id] = raster
            for name in raster.tells:
                reached = result.sources_of.setdefault(name, [])
                result.extents[name] = _united(result.extents[name], extent) if reached else extent
                reached.append(spec.id)


def _record(result: Tables, spec: SourceSpec, dataset: Dataset, digest: Digest) -> None:
    info = result.datasets.setdefault(spec.id, DatasetInfo(spec))
    for path in dataset.files:
        if path not in info.paths:
            info.paths.append(path)
            info.files.append(FileInfo(path.name, path.stat().st_size, _verified(path, spec, digest)))
    info.notes += [note for note in dataset.notes if note not in info.notes]
    info.rows |= dataset.rows
    info.cells |= {name: raster.cell for name, raster in dataset.rasters.items()}


def _verified(path: Path, spec: SourceSpec, digest: Digest) -> str:
    """Return the sha256 of a file; refuse it if the region's file promises another."""
    found = digest(path)
    promised = spec.download.sha256 if spec.download and not spec.download.member else None
    if promised and path == spec.path and found != promised:
        raise SourceError(
            f"{path} has the sha256 {found[:12]}…, but the region promises {promised[:12]}…; fetch it again "
            "or correct the checksum"
        )
    return found


def _add(result: Tables, name: str, rows: pd.DataFrame, extent: Geometry | None, spec: SourceSpec) -> None:
    if name in result.tables:
        result.tables[name] = _joined(name, result.tables[name], rows)
        result.extents[name] = _united(result.extents[name], extent)
    else:
        result.tables[name] = rows
        result.extents[name] = extent
    result.sources_of.setdefault(name, []).append(spec.id)


def _joined(name: str, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Append rows; an object that two neighbouring extracts both hold counts once."""
    rows = pd.concat([first, second], ignore_index=True)
    if "ref" not in rows:
        return rows
    keys = ["ref", *(["element"] if name == "green" else [])]
    again = rows["ref"].isin(set(first["ref"])) & (rows.index >= len(first))
    return rows[~(again & rows.duplicated(keys))].reset_index(drop=True)


def _united(first: Geometry | None, second: Geometry | None) -> Geometry | None:
    return None if first is None or second is None else shapely.union(first, second)


def _extent(spec: SourceSpec, dataset: Dataset, towns: Any) -> Geometry | None:
    """Return where a source speaks: what the region's file says, else what the reader knows."""
    stated = spec.extent
    if stated is None:
        return dataset.extent
    if stated.everywhere:
        return None
    if stated.nowhere:
        return shapely.Polygon()
    if stated.bbox is not None:
        return box_of(stated.bbox)
    return _towns(stated, towns, spec)


def _towns(stated: Extent, towns: Any, spec: SourceSpec) -> Geometry:
    if towns is None:
        raise RegionError(
            f'source "{spec.id}" provides municipalities, so its extent cannot be named by their keys'
        )
    if unknown := sorted(set(stated.ags) - set(towns["ags"])):
        raise RegionError(
            f'source "{spec.id}" has the extent {unknown[0]}, which is no municipality of the region'
        )
    return shapely.union_all(towns.geometry[towns["ags"].isin(stated.ags)].values)


def _refuse_shared_keys(towns: pd.DataFrame, region: Region) -> None:
    for key in towns["ags"][towns["ags"].duplicated()]:
        raise RegionError(f"{region.path}: two sources hold the municipality {key}; leave it in one of them")


def _spread_population(result: Tables, progress: Progress) -> None:
    people, homes = result.tables.get("population"), result.tables.get("dwellings")
    if people is None or homes is None or not len(people) or not len(homes):
        return
    if (people["cell_m"] != COARSE_M).any() or (homes["cell_m"] == COARSE_M).any():
        return
    progress("population: 1 km totals spread on dwellings")
    result.tables["population"] = spread(people, homes)
    result.sources_of["population"] += result.sources_of["dwellings"]
    result.notes.append(
        Note(
            "Die Bevölkerung liegt je Kilometerzelle vor und wurde nach Wohnungen auf 100-m-Zellen verteilt; "
            "die Summe jeder Kilometerzelle bleibt erhalten.",
            "Population is published per 1 km cell and was spread on 100 m cells by dwellings; the total "
            "of each 1 km cell is kept.",
        )
    )


def _forget(result: Tables, name: str) -> None:
    for part in (result.tables, result.extents, result.sources_of):
        part.pop(name, None)
