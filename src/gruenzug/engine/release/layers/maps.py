"""Vector tiles: the basemap and the green."""

from __future__ import annotations

from collections.abc import Iterator

from gruenzug.contract.elements import categories
from gruenzug.contract.text import Text
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.release.tiles import basemap_layers, green_layer, write_tiles

_BASEMAP = Text("Grundkarte", "Basemap", "Karte")
_GREEN = Text("Grüne Infrastruktur", "Green infrastructure", "Grün-Flächen")
_GREEN_COLOURS = {"regional": "#1b7837", "urban": "#5aae61", "cultural": "#b8a13b", "industrial": "#8c510a"}
_LEAST_ZOOM, _GREEN_ZOOM = 4, 13


def basemap_tiles(layers: RegionLayers, output: Output, maxzoom: int) -> Iterator[Facts]:
    """Yield what a reader finds the way with."""
    drawn = basemap_layers(layers.tables, layers.municipalities)
    names = write_tiles(output.tiles_path("basemap"), drawn, "basemap", maxzoom)
    tables = "municipalities", "green", "roads", "buildings"
    yield output.tiles("basemap", _BASEMAP, (_LEAST_ZOOM, maxzoom), *tables, names=names)


def green_tiles(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield every green space in the colour of its category, if there is green."""
    if "green" not in layers.tables:
        return
    names = write_tiles(
        output.tiles_path("green"), [green_layer(layers.tables["green"])], "green", _GREEN_ZOOM
    )
    legend = [
        {"colour": _GREEN_COLOURS[key], "title": text(kind.title)} for key, kind in categories().items()
    ]
    entry = output.tiles("green", _GREEN, (_LEAST_ZOOM, _GREEN_ZOOM), "green", names=names)
    yield entry | {"legend": legend}
