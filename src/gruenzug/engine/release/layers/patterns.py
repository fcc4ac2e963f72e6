"""The pattern of the green and the network of habitats as layers of a release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio.shutil
from numpy.typing import NDArray

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.engine.bands import Layer, raster_sink, raster_source
from gruenzug.engine.indicators import missing_tables
from gruenzug.engine.indicators.network import network_of
from gruenzug.engine.indicators.structure import morphology_of
from gruenzug.engine.kernels.mspa_codes import (
    BRANCH,
    BRIDGE,
    CORE,
    EDGE,
    INSIDE,
    ISLET,
    LOOP,
    PERFORATION,
    UNKNOWN,
    colours,
)
from gruenzug.engine.layers.merge import DM2_PER_HA
from gruenzug.engine.layers.morphology import bands_of, cells_of, marked
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.release.percent import scratch
from gruenzug.engine.release.tiles import TileLayer, write_tiles
from gruenzug.engine.store.atomic import new_file
from gruenzug.engine.store.rastertiles import CLEAR, Raster, write_class_tiles

_PATTERN = Text("Gestalt des Grüns (MSPA)", "Pattern of the green (MSPA)", "Die Form vom Grün")
_PATCHES = Text(
    "Verbund der Wälder: Flächen und Engstellen",
    "Network of woods: patches and bottlenecks",
    "Wälder und ihre Verbindung",
)
_LINKS = Text(
    "Verbund der Wälder: Verbindungen und Engstellen",
    "Network of woods: links and bottlenecks",
    "Wege von Wald zu Wald",
)
_NETWORK = Text("Verbund der Wälder", "Network of woods", "Wälder und Wege dazwischen")
_FIRST = 50  # bottlenecks in the strongest colour
_BOTTLENECKS = (
    ("#b2182b", Text("Engstelle, Rang 1 bis 50", "Bottleneck, rank 1 to 50", "sehr wichtige Stelle")),
    ("#ef8a62", Text("Engstelle, weitere Ränge", "Bottleneck, further ranks", "wichtige Stelle")),
    ("#1b7837", Text("ohne Engstelle", "no bottleneck", "Wald oder Verbindung")),
)
_CLASSES = (
    (CORE, Text("Kern", "Core", "Mitte")),
    (ISLET, Text("Insel", "Islet", "Insel")),
    (PERFORATION, Text("Lochrand", "Perforation", "Rand von einem Loch")),
    (EDGE, Text("Rand", "Edge", "Rand")),
    (LOOP, Text("Schleife", "Loop", "Weg zurück")),
    (BRIDGE, Text("Brücke", "Bridge", "Brücke")),
    (BRANCH, Text("Ast", "Branch", "Ast")),
)
_KEY = "morphology"
_ZOOMS = range(6, 13)
_NETWORK_ZOOMS = range(4, 14)
_COG = {"driver": "COG", "compress": "deflate", "blocksize": 256, "overview_resampling": "nearest"}


def pattern_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield the classes of all cells of the region, to download and to look at."""
    chosen = indicators()["morphology"]
    if missing_tables(chosen, layers):
        return
    found, path = morphology_of(chosen, layers), output.raster_path(_KEY)
    with scratch(path, "classes") as plain:
        raster = _within(found.path, plain, layers)
        with new_file(path) as draft:
            rasterio.shutil.copy(plain, draft, num_threads="all_cpus", **_COG)
    write_class_tiles(output.tiles_path(_KEY), raster, [_hex(code) for code, _ in _CLASSES], _ZOOMS)
    tables = "green", "municipalities"
    yield output.raster(_KEY, _PATTERN, None, *tables)
    legend = [{"colour": _hex(code), "title": text(title)} for code, title in _CLASSES]
    yield output.tiles(_KEY, _PATTERN, (_ZOOMS[0], _ZOOMS[-1]), *tables) | {"legend": legend}


def network_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield the woods and the links between them, each with what it is worth."""
    chosen = indicators()["connectivity"]
    if missing_tables(chosen, layers):
        return
    found = network_of(chosen, layers)
    total_ha = found.patches.area_dm2.sum() / DM2_PER_HA
    (german, english), (all_german, all_english) = map(_both, (found.ec_ha, total_ha))
    note = Text(
        f"So gut wie ein einziger Wald von {german} ha (äquivalente verbundene Fläche); "
        f"alle Wälder zusammen: {all_german} ha.",
        f"As good as a single wood of {english} ha (equivalent connected area); "
        f"all woods together: {all_english} ha.",
        f"Alle Wälder zusammen: {all_german} Hektar.",
    )
    tables = "green", "municipalities"
    patches, links = found.patch_layer(), found.link_layer()
    yield output.vector("habitat-network", patches, _PATCHES, *tables) | {"note": text(note)}
    yield output.vector("habitat-network-links", links, _LINKS, *tables)
    if len(patches):
        yield _network_tiles(patches, links, output) | {"sources": output.sources(*tables)}


def _network_tiles(patches: gpd.GeoDataFrame, links: gpd.GeoDataFrame, output: Output) -> Facts:
    """Write woods and links to look at, each with its place in the legend as `class`."""
    drawn = [
        TileLayer(name, table.assign(**{"class": _ranks(table), "minzoom": zoom}), ("class", "bottleneck"))
        for name, table, zoom in (("patches", patches, 6), ("links", links, 9))
    ]
    path, zooms = output.tiles_path("habitat-network"), (_NETWORK_ZOOMS[0], _NETWORK_ZOOMS[-1])
    names = write_tiles(path, drawn, "habitat-network", zooms[1])
    legend = [{"colour": colour, "title": text(title)} for colour, title in _BOTTLENECKS]
    return output.tiles("habitat-network", _NETWORK, zooms, names=names) | {"legend": legend}


def _ranks(table: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return 0 for the first bottlenecks, 1 for the others, 2 for what is none."""
    rank = table["bottleneck"].astype("Float64").to_numpy(np.float64, na_value=np.inf)
    return np.where(np.isinf(rank), 2, np.where(rank <= _FIRST, 0, 1))


def _both(number: float) -> tuple[str, str]:
    """Write a whole number in German and in English."""
    english = f"{number:,.0f}"
    return english.replace(",", "."), english


def _within(found: Path, plain: Path, layers: RegionLayers) -> Raster:
    """Write the classes inside the region with their colours; return the plain seven for the map."""
    source = raster_source(found)
    frame = source.frame
    region = cells_of(layers.municipalities.polygons, frame)
    kinds = np.full((frame.rows, frame.columns), CLEAR, np.uint8)
    with source.opened() as reader, raster_sink(plain, frame, Layer("uint8", UNKNOWN), 1) as sink:
        sink.dataset.write_colormap(1, colours(transition=True))
        for first, last in bands_of(frame):
            codes = reader.rows(first, last).astype(np.uint8)
            codes[~marked(region, first, last, frame)] = UNKNOWN
            kinds[first:last] = _KINDS[codes]
            sink.write(codes)
    return Raster(kinds, frame.west, frame.north, frame.cell_x)


def _table() -> NDArray[np.uint8]:
    """Return which of the seven classes each code looks like; connectors within edges as connectors."""
    table = np.full(256, CLEAR, np.uint8)
    for number, (kind, _) in enumerate(_CLASSES):
        table[[kind, kind + INSIDE]] = number
        if kind in (LOOP, BRIDGE):
            for boundary in (EDGE, PERFORATION):
                table[[kind | boundary, (kind | boundary) + INSIDE]] = number
    return table


def _hex(code: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colours(transition=True)[code])


_KINDS = _table()
