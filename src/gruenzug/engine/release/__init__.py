"""From a region's file to a release folder: read, compute, write, and never half of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import shapely

from gruenzug.contract.indicators import indicators
from gruenzug.contract.release import FIGURES, MANIFEST, PLACES
from gruenzug.engine.errors import ReleaseError
from gruenzug.engine.grid import CRS
from gruenzug.engine.indicators import missing_of_parts, missing_tables
from gruenzug.engine.indicators.figures import Row
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.canopy import kept_canopy
from gruenzug.engine.release.figures import kept_figures
from gruenzug.engine.release.grids import kept_grids
from gruenzug.engine.release.inputs import Inputs, kept_inputs
from gruenzug.engine.release.layers import write_layers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts, indicator_entry, read_manifest, text, write_manifest
from gruenzug.engine.release.parts import Parts
from gruenzug.engine.release.places import write_places
from gruenzug.engine.sources.assemble import DatasetInfo
from gruenzug.engine.sources.region import read_region
from gruenzug.engine.sources.tables import behind
from gruenzug.engine.store.atomic import new_folder
from gruenzug.engine.store.features import write_figures
from gruenzug.engine.store.kept import Kept
from gruenzug.engine.store.webgeometry import to_web

Progress = Callable[[str], None]

KEPT = ".kept"
"""Folder beside the releases, one folder in it per region: what was computed and may hold next time."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")


def make_release(region_file: Path, out: Path, progress: Progress, maxzoom: int = 14) -> Facts:
    """Compute all indicators of a region and write the release folder `out`.

    What is finished is kept in a hidden folder beside `out`, so an interrupted
    run goes on where it stopped, and the next release of the region computes
    only what depends on something that has changed. Delete it as you like.

    Parameters
    ----------
    region_file : Path
        The region's TOML file.
    out : Path
        Folder to write; its name becomes the name of the release.
    progress : callable
        Called with one line per step.
    maxzoom : int
        Largest zoom of the basemap.

    Returns
    -------
    dict
        The manifest as written.

    Raises
    ------
    UserError
        If the region, a source or `out` is not what it should be; `out` is
        then untouched.
    """
    _refuse_taken(out)
    region = read_region(region_file)
    kept = Kept(out.parent / KEPT / region.id)
    inputs = kept_inputs(region, kept, progress)
    tables = inputs.tables
    layers = RegionLayers(
        tables.tables,
        tables.extents,
        kept_canopy(tables, kept, inputs.key),
        kept_grids(tables, kept, inputs.key),
    )
    rows, entries = _compute(layers, inputs, region.id, kept, progress)
    with new_folder(out) as folder:
        progress("layers and tiles")
        output = Output(folder, tables.sources_of)
        parts = Parts(kept, layers.seen, inputs.key)
        vector_and_raster, tiles = write_layers(layers, output, maxzoom, parts)
        write_figures(folder / FIGURES, rows)
        places = write_places(
            folder / PLACES, layers.municipalities, (region.id, region.title), tables.tables
        )
        facts = {
            "name": out.name,
            "region": {"id": region.id, "title": text(region.title), "crs": CRS, "bbox": _bbox(layers)},
            "model": region.model,
            "sources": [_source(info) for info in tables.datasets.values()],
            "indicators": entries,
            "places": places,
            "layers": vector_and_raster,
            "tiles": tiles,
            "notes": [{"de": note.de, "en": note.en} for note in tables.notes],
            "figures": {"rows": len(rows)},
        }
        manifest = write_manifest(folder, facts)
    kept.forget_others()
    return manifest


def _refuse_taken(out: Path) -> None:
    if not _NAME.fullmatch(out.name):
        raise ReleaseError(f'"{out.name}" is no name for a release; use lower-case letters, digits and . _ -')
    if (out / MANIFEST).exists():
        made = read_manifest(out)["created_at"]
        raise ReleaseError(f"{out} was made on {made}, and a release is never changed; choose another name")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ReleaseError(f"{out} exists and is no release; choose another name or remove it")


def _compute(
    layers: RegionLayers, inputs: Inputs, region_id: str, kept: Kept, progress: Progress
) -> tuple[list[Row], list[Facts]]:
    rows: list[Row] = []
    entries: list[Facts] = []
    sources_of = inputs.tables.sources_of
    for number, indicator in enumerate(indicators().values(), 1):
        progress(f"indicator {number} of {len(indicators())}: {indicator.title.en}")
        found, earlier = kept_figures(indicator, layers, region_id, kept, inputs.key)
        if earlier:
            progress("  nothing it depends on has changed")
        needs = (*indicator.needs, *(name for part in indicator.parts for name in part.needs))
        used = list(dict.fromkeys(key for name in behind(needs) for key in sources_of.get(name, [])))
        missing = missing_tables(indicator, layers), missing_of_parts(indicator, layers)
        entries.append(indicator_entry(indicator, found, used, *missing))
        rows += found
    return rows, entries


def _bbox(layers: RegionLayers) -> list[float]:
    outline = shapely.union_all(shapely.envelope(layers.municipalities.polygons))
    west, south, east, north = shapely.total_bounds(to_web(shapely.get_parts(outline), 5))
    return [float(west), float(south), float(east), float(north)]


def _source(info: DatasetInfo) -> Facts:
    spec = info.spec
    return {
        "id": spec.id,
        "title": spec.title,
        "publisher": spec.publisher,
        "licence": asdict(spec.licence),
        "attribution": spec.attribution,
        "vintage": spec.vintage,
        "url": spec.url,
        "tables": sorted({*info.rows, *info.cells}),
        **({"cell": next(iter(info.cells.values()))} if info.cells else {}),
        "files": [asdict(file) for file in info.files],
        "notes": [{"de": note.de, "en": note.en} for note in info.notes],
    }
