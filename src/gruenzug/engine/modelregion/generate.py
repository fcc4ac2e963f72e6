"""Make a model region: from the facts to a folder of files in the official formats."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from gruenzug.engine.errors import RegionError
from gruenzug.engine.modelregion.areas import join_areas
from gruenzug.engine.modelregion.draft import Draft
from gruenzug.engine.modelregion.facts import towns
from gruenzug.engine.modelregion.gardens import plant_gardens
from gruenzug.engine.modelregion.greens import plant_areas
from gruenzug.engine.modelregion.houses import build_houses
from gruenzug.engine.modelregion.people import settle
from gruenzug.engine.modelregion.scales import Scale, scale_of
from gruenzug.engine.modelregion.streets import lay_streets
from gruenzug.engine.modelregion.terrain import make_terrain
from gruenzug.engine.modelregion.tracks import lay_tracks
from gruenzug.engine.modelregion.trees import park_trees, street_trees, tree_rows
from gruenzug.engine.modelregion.uses import Use
from gruenzug.engine.modelregion.write_burdens import write_burdens
from gruenzug.engine.modelregion.write_cover import write_cover
from gruenzug.engine.modelregion.write_hazards import write_hazards
from gruenzug.engine.modelregion.write_osm import write_osm
from gruenzug.engine.modelregion.write_region import write_region
from gruenzug.engine.modelregion.write_tables import (
    write_census,
    write_disconnection,
    write_outlines,
    write_statistics,
    write_trees,
)
from gruenzug.engine.store.atomic import new_folder

Progress = Callable[[str], None]
LARGEST_SEED = 2**31 - 1


def make_model_region(scale: str, seed: int, out: Path, progress: Progress) -> None:
    """Write a model region to the folder `out`.

    Parameters
    ----------
    scale : str
        ``"town"``, ``"demo"`` or ``"ruhr"``.
    seed : int
        Same seed, same files, byte by byte.
    out : Path
        New or empty folder, or an earlier model region, which is replaced.
    progress : callable
        Told what has been done, one line per step.

    Raises
    ------
    RegionError
        If scale or seed are not possible, or `out` holds something else.
    """
    size = scale_of(scale)
    if not 0 <= seed <= LARGEST_SEED:
        raise RegionError(f"--seed is {seed}; choose a whole number from 0 to {LARGEST_SEED}")
    _refuse_foreign(out)
    with new_folder(out) as folder:
        _fill(folder, size, seed, _Clock(progress))


def _refuse_foreign(out: Path) -> None:
    """Refuse to replace a folder that is not a model region."""
    if not out.exists():
        return
    if not out.is_dir():
        raise RegionError(f"--out {out} is a file; name a new or empty folder")
    if any(out.iterdir()) and not _is_model_region(out / "region.toml"):
        raise RegionError(f"--out {out} is not empty and not a model region; name a new or empty folder")


def _is_model_region(path: Path) -> bool:
    try:
        return tomllib.loads(path.read_text("utf-8")).get("region", {}).get("model") is True
    except (OSError, ValueError):
        return False


class _Clock:
    """Adds the seconds passed to each line of progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._start = time.monotonic()

    def __call__(self, text: str) -> None:
        self._progress(f"{time.monotonic() - self._start:6.1f} s  {text}")


def _fill(folder: Path, scale: Scale, seed: int, progress: Progress) -> None:
    """Generate everything and write it into `folder`."""
    terrain = make_terrain(towns(), scale, seed, progress)
    draft = Draft()
    draft.add_points(terrain.mesh.nodes)
    streets = lay_streets(terrain, draft, seed)
    lay_tracks(terrain.lines, terrain.area, streets, draft)
    progress(f"{len(draft.ways)} streets, paths and tracks")
    areas = join_areas(terrain)
    written = plant_areas(terrain, areas, draft, seed)
    playgrounds = plant_gardens(terrain, scale, draft, seed)
    for town, size in playgrounds.items():
        written[town][Use.RECREATION] = written[town].get(Use.RECREATION, 0.0) + size
    progress("parks, woods, fields and gardens")
    houses = build_houses(terrain, streets, scale, draft, seed)
    people = settle(terrain, houses, seed)
    progress(
        f"{len(houses.town)} residential buildings, "
        f"{int(people.count.sum())} inhabitants in {len(people.count)} cells"
    )
    park_trees(terrain, scale, draft, seed)
    tree_rows(terrain, streets, draft, seed)
    write_trees(street_trees(terrain, streets, scale, seed), folder)
    write_census(people, folder)
    write_statistics(terrain.towns, written, folder)
    write_disconnection(terrain.towns, folder, seed)
    write_outlines(terrain, folder)
    write_burdens(terrain, people, folder, seed)
    write_hazards(terrain, folder, seed)
    progress("census grids, statistics, outlines, trees, burdens and hazards written")
    rows, columns = write_cover(terrain, areas, scale.cover_metres, folder, seed)
    progress(f"land cover and sealed ground of {rows} × {columns} cells written")
    counts = write_osm(draft, terrain.area, folder / "osm.osm.pbf")
    write_region(folder, scale.id, seed)
    progress(
        f"map of {counts['nodes']} nodes, {counts['ways']} ways and {counts['relations']} relations written"
    )
