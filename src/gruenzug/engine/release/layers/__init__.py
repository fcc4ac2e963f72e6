"""The layers of a release: to download and to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.areas import area_layers
from gruenzug.engine.release.layers.distance import distance_layers
from gruenzug.engine.release.layers.ground import ground_layers
from gruenzug.engine.release.layers.maps import basemap_tiles, green_tiles
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.layers.patterns import network_layers, pattern_layers
from gruenzug.engine.release.layers.places import place_layers
from gruenzug.engine.release.manifest import Facts
from gruenzug.engine.release.parts import Parts

Writer = Callable[[RegionLayers, Output], Iterable[Facts]]
"""Writes some layers and yields their entries for the manifest."""


def write_layers(
    layers: RegionLayers, output: Output, maxzoom: int, parts: Parts
) -> tuple[list[Facts], list[Facts]]:
    """Write `layers/` and `tiles/`, or take over what has not changed; return their entries."""
    writers: dict[str, Writer] = {
        "areas": area_layers,
        "places": place_layers,
        "ground": ground_layers,
        "network": network_layers,
        "pattern": pattern_layers,
        f"basemap-{maxzoom}": partial(basemap_tiles, maxzoom=maxzoom),
        "green": green_tiles,
        "distance": distance_layers,
    }
    asked = str(output.sources_of)
    entries: list[Facts] = []
    for name, write in writers.items():
        entries += parts.part(output.folder, name, asked, partial(_written, write, layers, output))
    files = [entry for entry in entries if entry["path"].startswith("layers/")]
    return files, [entry for entry in entries if entry["path"].startswith("tiles/")]


def _written(write: Writer, layers: RegionLayers, output: Output, folder: Path) -> list[Facts]:
    for name in ("layers", "tiles"):
        (folder / name).mkdir()
    return list(write(layers, replace(output, folder=folder)))
